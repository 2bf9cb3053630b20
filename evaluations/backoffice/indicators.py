"""Indicators: declaring them, and their monthly values from a file."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from wagtail.admin.ui.menus import MenuItem

from evaluations import actions
from evaluations.models import Indicator
from evaluations.series_csv import SeriesReading, read_series
from people.backoffice.base import BoardViewSet, ScopedIndexView
from people.backoffice.forms import BoardModelForm
from people.backoffice.pages import StaffFormPage

LARGEST = 100_000
SHOWN = 10


class IndicatorForm(BoardModelForm):
    def clean_training_from(self) -> Any:
        """Any day of the month stands for its first."""
        return self.cleaned_data["training_from"].replace(day=1)


class ValuesForm(forms.Form):
    file = forms.FileField(
        label="A CSV file with the headings month and value",
        help_text="Months as 2026-04, one a row. Values that are there already are replaced.",
    )
    reading: SeriesReading

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 100 kB.")
        self.reading = read_series(file.read())
        if self.reading.problems:
            more = len(self.reading.problems) - SHOWN
            shown = self.reading.problems[:SHOWN]
            raise forms.ValidationError(
                [*shown, *([f"And {more} more."] if more > 0 else []), "Nothing was written."]
            )
        return file


class ValuesPage(StaffFormPage):
    """Reads monthly values; nothing is written if anything is wrong."""

    model = Indicator
    index_url_name = "office_indicators:index"
    page_title = "Monthly values"
    submit_label = "Read the file"

    def get_page_subtitle(self) -> str:
        return str(self.row_or_404(self.kwargs["pk"]))

    def make_form(self, data: Any = None) -> ValuesForm:
        return ValuesForm(data, self.request.FILES or None)

    def save(self, form: ValuesForm) -> HttpResponse:
        indicator = self.row_or_404(self.kwargs["pk"])
        changed = actions.set_values(indicator, form.reading.values, actor=self.user)
        same = len(form.reading.values) - changed
        return self.back_to(
            "office_indicators:index", success=f"{changed} months written, {same} as they were."
        )


class IndicatorIndexView(ScopedIndexView):
    def get_list_more_buttons(self, instance: Indicator) -> list[MenuItem]:
        links = [
            ("Edit", "office_indicators:edit", "edit"),
            ("Monthly values", "office_indicators:values", "upload"),
        ]
        return [
            MenuItem(label, reverse(name, args=[instance.pk]), icon_name=icon, priority=order)
            for order, (label, name, icon) in enumerate(links)
        ]


class IndicatorViewSet(BoardViewSet):
    model = Indicator
    index_view_class = IndicatorIndexView
    name = "indicators"
    icon = "order"
    menu_label = "Indicators"
    menu_order = 61
    form_base_class = IndicatorForm
    form_fields = [
        "board",
        "code",
        "title",
        "definition",
        "source",
        "unit",
        "courses",
        "direction",
        "lag_months",
        "training_from",
        "declared_on",
    ]
    list_display = ["title", "direction", "training_from", "board"]
    search_fields = ["title", "definition"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/values/", ValuesPage.as_view(model=Indicator), name="values"),
        ]
