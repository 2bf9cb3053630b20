"""What managers were asked: the questions still open, answering for a manager, asking somebody else."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, TitleColumn

from bookings import actions
from bookings.choices import Answer, BookingState
from bookings.models import Approval
from bookings.references import normal_reference
from bookings.rules import Refused
from people.backoffice.base import BoardFilterSet, BoardViewSet, ScopedIndexView
from people.backoffice.forms import runs_one_board
from people.backoffice.pages import StaffFormPage
from people.models import Board

OPEN = Q(answer="", booking__state=BookingState.AWAITING)
ANSWERED, EVERY = "answered", "all"
WITH_THE_QUESTION = ("booking__person", "booking__agency", "booking__event__course")


class ApprovalFilterSet(BoardFilterSet):
    """Without a choice of `which`, the list holds the questions that are still open."""

    which = django_filters.ChoiceFilter(
        label="Which",
        choices=[(ANSWERED, "Answered or over"), (EVERY, "Every question")],
        empty_label="Still open",
        method="no_filter",
    )
    board = django_filters.ModelChoiceFilter(
        field_name="booking__event__board", queryset=Board.objects.all(), empty_label="Any board"
    )

    class Meta:
        model = Approval
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if runs_one_board(self.request.user):
            del self.filters["board"]

    def no_filter(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        which = self.form.cleaned_data["which"]
        if which == EVERY:
            return queryset
        return queryset.exclude(OPEN) if which == ANSWERED else queryset.filter(OPEN)


def whom(approval: Approval) -> str:
    """Who was asked last."""
    if approval.deputy_email:
        return approval.deputy_email
    if not approval.manager_email:
        return "Nobody: no address is known"
    return f"{approval.manager_name} <{approval.manager_email}>".strip()


class MomentColumn(Column):
    cell_template_name = "backoffice/approvals/moment_cell.html"


class DoColumn(Column):
    cell_template_name = "backoffice/approvals/do_cell.html"


class ApprovalIndexView(ScopedIndexView):
    default_ordering = "times_out_at"
    page_title = "Managers asked"

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn(
                "person",
                accessor="booking.person",
                get_url=lambda asked: reverse("office_bookings:inspect", args=[asked.booking_id]),
            ),
            Column("event", accessor="booking.event"),
            Column("asked", label="Whom", accessor=whom),
            MomentColumn("asked_at", label="Asked", sort_key="asked_at"),
            MomentColumn("reminded_at", label="Reminded"),
            MomentColumn("times_out_at", label="Lapses", sort_key="times_out_at"),
            DoColumn("answer", label="Answer"),
        ]

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related(*WITH_THE_QUESTION)

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By the person's name, an address that was asked, or the booking's reference."""
        if not self.is_searching:
            return queryset
        words = self.search_query
        return queryset.filter(
            Q(booking__person__full_name__icontains=words)
            | Q(manager_email__icontains=words)
            | Q(deputy_email__icontains=words)
            | Q(booking__reference=normal_reference(words))
        )


class _ApprovalPage(StaffFormPage):
    """A form about one question."""

    model = Approval
    index_url_name = "office_approvals:index"

    @cached_property
    def approval(self) -> Approval:
        found: Approval = self.row_or_404(
            self.kwargs["pk"], Approval.objects.select_related(*WITH_THE_QUESTION)
        )
        return found

    def get_page_subtitle(self) -> str:
        return f"{self.approval.booking.person}, {self.approval.booking.event}"

    def done(self, success: str) -> HttpResponse:
        return self.back_to("office_bookings:inspect", self.approval.booking_id, success=success)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="What the manager says",
        choices=[(Answer.APPROVED, "Agrees"), (Answer.REFUSED, "Does not agree")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the manager says"},
    )
    note = forms.CharField(
        label="Who told you, and how",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Such as: rang on Monday. Kept in the history.",
        error_messages={"required": "Say who told you, and how"},
    )


class AnswerPage(_ApprovalPage):
    """Staff record what a manager says outside the link."""

    page_title = "Note the manager's answer"
    submit_label = "Note the answer"

    def make_form(self, data: Any = None) -> AnswerForm:
        self.lead = f"Asked: {whom(self.approval)}. The first answer counts."
        return AnswerForm(data)

    def save(self, form: AnswerForm) -> HttpResponse | None:
        try:
            actions.answer_approval(
                self.approval.booking_id,
                Answer(form.cleaned_data["answer"]),
                answered_by=self.user.full_name,
                actor=self.user,
                note=form.cleaned_data["note"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return None
        return self.done("The answer is noted, and the person is told.")


class AskForm(forms.Form):
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        error_messages={
            "required": "Enter the address to ask",
            "invalid": "Enter an e-mail address like name@agency.org.uk",
        },
    )
    why = forms.CharField(
        label="Why somebody else",
        max_length=300,
        required=False,
        help_text="Such as: the manager is on leave. Kept in the history.",
    )


class AskPage(_ApprovalPage):
    """Staff ask another address; the link that was sent before no longer counts."""

    page_title = "Ask somebody else"
    submit_label = "Ask them"

    def make_form(self, data: Any = None) -> AskForm:
        self.lead = (
            f"Asked so far: {whom(self.approval)}. The new address gets a link of its own and the full "
            "time to answer; links sent before stop working."
        )
        return AskForm(data)

    def save(self, form: AskForm) -> HttpResponse | None:
        try:
            actions.ask_somebody_else(
                self.approval.booking_id, actor=self.user, **form.cleaned_data
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, f"{reason.message} {reason.remedy}".strip())
            return None
        return self.done(f"{form.cleaned_data['email']} is asked.")


class ApprovalViewSet(BoardViewSet):
    """No page writes a question's fields: what can be done is a verb."""

    model = Approval
    name = "approvals"
    icon = "help"
    menu_label = "Managers asked"
    menu_order = 16
    index_view_class = ApprovalIndexView
    filterset_class = ApprovalFilterSet
    form_fields: list[str] = []
    hidden_views = ("history", "add", "edit")
    search_fields = ["booking__person__full_name", "manager_email"]
    list_export = [
        "booking.reference",
        "booking.person",
        "booking.event",
        "manager_email",
        "deputy_email",
        "asked_at",
        "reminded_at",
        "times_out_at",
        "get_answer_display",
        "answered_at",
        "note",
    ]
    export_headings = {
        "booking.reference": "Reference",
        "booking.person": "Person",
        "booking.event": "Event",
        "get_answer_display": "Answer",
    }

    def get_urlpatterns(self) -> list[URLPattern]:
        ours = [
            path("answer/<int:pk>/", self.construct_view(AnswerPage), name="answer"),
            path("ask/<int:pk>/", self.construct_view(AskPage), name="ask"),
        ]
        return [*super().get_urlpatterns(), *ours]
