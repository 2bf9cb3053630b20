"""The period and filters of a report, as a GET form."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from courses.choices import Delivery
from courses.models import Course
from people.models import Agency, Board, Sector

from .attendance import Filters
from .periods import Period, financial_year, financial_year_of, this_year_to_date

DATE_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"]
FIRST_YEAR, LAST_YEAR = 1989, 2100
FILTERS = ("sector", "agency", "course", "delivery")


def _check_year(value: dt.date) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(f"Use a year between {FIRST_YEAR} and {LAST_YEAR}.")


def _date_field(label: str, *, example: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DATE_FORMATS,
        validators=[_check_year],
        help_text=f"For example, {example}",
        error_messages={"invalid": f"{label} must be a real date, like {example}."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _choice_of(label: str, queryset: QuerySet[Any], *, any_label: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=queryset,
        required=False,
        empty_label=any_label,
        error_messages={"invalid_choice": f"Choose the {label.lower()} from the list."},
    )


class AttendanceForm(forms.Form):
    """Which days and what of them. Nothing chosen: the financial year so far.

    Valid, it answers `period()` and `filters()`; the choices are those of one board.
    """

    def __init__(self, data: QueryDict, *, board: Board, today: dt.date) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.today = today
        year = financial_year_of(today)
        self.fields["from"] = _date_field("First day", example=f"1/4/{year}")
        self.fields["to"] = _date_field("Last day", example=f"31/3/{year + 1}")
        agencies = Agency.objects.filter(boards=board)
        self.fields["sector"] = _choice_of(
            "Sector",
            Sector.objects.filter(agencies__in=agencies).distinct(),
            any_label="All sectors",
        )
        self.fields["agency"] = _choice_of("Agency", agencies, any_label="All agencies")
        self.fields["course"] = _choice_of(
            "Course", Course.objects.filter(board=board), any_label="All courses"
        )
        self.fields["delivery"] = forms.ChoiceField(
            label="Way of learning",
            required=False,
            choices=[("", "All ways of learning"), *Delivery.choices],
            error_messages={"invalid_choice": "Choose the way of learning from the list."},
        )
        if self.is_valid():
            self._show(self.period())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and last < first:
            self.add_error("to", "The last day must be the same as the first day, or later.")
        return cleaned

    def period(self) -> Period:
        """The days chosen; a missing end is that of the financial year the other one lies in."""
        first, last = self.cleaned_data["from"], self.cleaned_data["to"]
        if first is None and last is None:
            return this_year_to_date(self.today)
        year = financial_year(financial_year_of(first or last))
        return Period(first or year.from_, last or year.to)

    def filters(self) -> Filters:
        return Filters(**{name: self.cleaned_data[name] for name in FILTERS})

    def query(self, *, without: str = "", period: Period | None = None) -> str:
        """The query string of this form, less one filter, or with another period."""
        kept = QueryDict(mutable=True)
        days = period or self.period()
        kept["from"], kept["to"] = days.from_.isoformat(), days.to.isoformat()
        for name in self.active():
            if name != without:
                kept[name] = self.data[name]
        return kept.urlencode()

    def active(self) -> list[str]:
        """The names of the filters in force."""
        return [name for name in FILTERS if self.cleaned_data.get(name)]

    def label_of(self, name: str) -> str:
        """How a filter reads on its chip."""
        value = self.cleaned_data[name]
        return Delivery(value).label if name == "delivery" else str(value)

    def _show(self, period: Period) -> None:
        """Prints the days the report is about, however they were typed."""
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        shown["from"], shown["to"] = (f"{d:%-d %B %Y}" for d in (period.from_, period.to))
        self.data = shown
