"""Who reads small numbers in a board's reports."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem

from people.backoffice.menu import StaffMenuItem
from people.backoffice.pages import OneBoardPage, StaffFormPage, StaffPage
from people.backoffice.scope import rows_for
from people.models import Board
from reports import actions
from reports.models import ReportSetting


class SettingForm(forms.ModelForm):
    class Meta:
        model = ReportSetting
        fields = ["exact_for_readers"]
        labels = {
            "exact_for_readers": "Sub-group members and the business manager read small numbers"
        }
        help_texts = {
            "exact_for_readers": "Numbers of 1 to 4 people. Otherwise they see c for them, and for what would "
            "give them away. Officers and administrators always read exact numbers."
        }


class FirstPage(StaffPage):
    """Leads to the setting of the first of one's boards."""

    model = ReportSetting
    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        board = get_object_or_404(rows_for(self.user, Board.objects.all())[:1])
        return redirect("office_reports", board.pk)


class SettingPage(StaffFormPage, OneBoardPage):
    model = ReportSetting
    permission_required = "change"
    page_title = "Reports"
    header_icon = "view"

    def make_form(self, data: Any = None) -> SettingForm:
        kept = ReportSetting.objects.filter(board=self.board).first()
        return SettingForm(data, instance=kept or ReportSetting(board=self.board))

    def save(self, form: SettingForm) -> HttpResponse:
        exact = form.cleaned_data["exact_for_readers"]
        actions.set_report_setting(self.board, exact_for_readers=exact, actor=self.user)
        return self.back_to("office_reports", self.board.pk, success="The setting is kept.")


def report_urls() -> list[URLPattern]:
    return [
        path("reports-of-boards/", FirstPage.as_view(), name="office_reports_first"),
        path("reports-of-boards/<int:board_id>/", SettingPage.as_view(), name="office_reports"),
    ]


def report_menu_item() -> MenuItem:
    return StaffMenuItem("Reports", reverse("office_reports_first"), icon_name="view", order=18)
