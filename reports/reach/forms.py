"""The day and filters of the report of reach."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from people.days import date_field
from people.models import Agency, Employment
from reports.documents import Document
from reports.periods import NamedPeriod, Period, financial_year_of, presets
from reports.small import WholeYearsForm

from .document import document
from .reading import reach


class ReachForm(WholeYearsForm):
    """One day instead of two. Protected readers choose the last day of a financial year that is over."""

    DAYS = ("to",)
    FILTERS = ("course", "sector", "agency", "role_group")
    OTHER_DAYS = (
        "This day cannot be shown with small numbers hidden",
        "Choose the last day of a financial year that is over: 31 March.",
    )

    def add_filters(self) -> None:
        self.fields["to"] = date_field(
            "On this day", example=f"31/3/{financial_year_of(self.today)}"
        )
        super().add_filters()

    def agencies(self) -> QuerySet[Any, Any]:
        """Those, too, that employ somebody who booked here, and what all of these have been merged into."""
        people = self.written().values("person")
        jobs = Employment.objects.filter(person__in=people).order_by()
        found = super().agencies().union(jobs.values("agency"))
        merged = Agency.objects.filter(merged_from__in=found).order_by()
        return found.union(merged.values("pk"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get("to")
        if day is not None and day > self.today:
            self.add_error(
                "to", "Choose today or a day before. What runs out later is in the forecast."
            )
        return cleaned

    def period(self) -> Period:
        last = dt.date(financial_year_of(self.today), 3, 31) if self.is_protected else self.today
        day = self.cleaned_data.get("to") or last
        return Period(day, day)

    def presets(self, since: dt.date | None) -> list[NamedPeriod]:
        ends = [min(named.period.to, self.today) for named in presets(self.today, since=since)]
        days = [Period(day, day) for day in dict.fromkeys(ends)]
        return [
            NamedPeriod("Today" if day.to == self.today else str(day), day)
            for day in days
            if not self.is_protected or self.may_be_read(day, today=self.today)
        ]

    @classmethod
    def may_be_read(cls, period: Period, *, today: dt.date) -> bool:
        return (period.to.month, period.to.day) == (3, 31) and period.to < today

    def offers(self) -> Sequence[NamedPeriod]:
        """The last days of the years before and after; where neither is over, the last that is."""
        day, year = self.period().to, dt.timedelta(days=366)
        near = [end for end in self.presets(day - year) if abs(end.period.to - day) < year]
        return near or self.presets(None)[:1]

    def read(self, *, for_file: bool) -> Document:
        found = reach([self.board], self.period().to, filters=self.filters())
        return document(found, is_protected=self.is_protected)
