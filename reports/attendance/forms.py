"""The period and filters of the attendance report."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from bookings.history.queries import published_years
from bookings.models import Booking
from courses.choices import Delivery
from courses.models import Course, Level, Topic
from people.models import Agency, RoleGroup, Sector
from reports.disclosure.family import YEAR
from reports.documents import Document
from reports.forms import NoFigures, PeriodForm
from reports.periods import NamedPeriod, Period, covering, last_quarter, protected_presets
from reports.protected.asking import NOT_A_QUARTER, TOO_NARROW, answer, is_askable
from reports.protected.reading import period_name

from .document import document
from .population import Filters
from .reading import attendance


class FiltersForm(PeriodForm):
    """Valid, it answers `period()` and `filters()`; the choices are those of one board, and what is written on
    bookings of its events: other boards' agencies come, and some leave."""

    FILTERS: tuple[str, ...] = (
        *("sector", "agency", "role_group", "course", "topic", "level", "delivery"),
    )

    def add_filters(self) -> None:
        board = self.board
        agencies = Agency.objects.filter(pk__in=self.agencies())
        of_agencies = Q(pk__in=agencies.values("sector"))
        sectors = Sector.objects.filter(of_agencies | Q(pk__in=self.written().values("sector")))
        fields: dict[str, forms.Field] = {
            "sector": _choice_of("Sector", sectors, any_label="All sectors"),
            "agency": _choice_of("Agency", agencies, any_label="All agencies"),
            "role_group": _choice_of(
                "Role group", RoleGroup.objects.all(), any_label="All role groups"
            ),
            "course": _choice_of(
                "Course", Course.objects.filter(board=board), any_label="All courses"
            ),
            "topic": _choice_of("Topic", Topic.objects.filter(board=board), any_label="All topics"),
            "level": _choice_of("Level", Level.objects.filter(board=board), any_label="All levels"),
            "delivery": forms.ChoiceField(
                label="Way of learning",
                required=False,
                choices=[("", "All ways of learning"), *Delivery.choices],
                error_messages={"invalid_choice": "Choose the way of learning from the list."},
            ),
        }
        self.fields |= {name: fields[name] for name in self.offered()}

    def offered(self) -> Sequence[str]:
        """The filters that this reader is offered."""
        return self.FILTERS

    @classmethod
    def may_narrow(cls, filters: Filters) -> bool:
        """Whether protected readers have figures of these filters."""
        return True

    def refusal(self) -> NoFigures | None:
        if not self.is_protected:
            return None
        days = self.period()
        if any(self.data.get(name) for name in self.FILTERS if name not in self.fields):
            return NoFigures(*self.NARROWED, [NamedPeriod(f"{days}, without that filter", days)])
        return None if self.may_narrow(self.filters()) else NoFigures(*self.NARROWED)

    def written(self) -> QuerySet[Booking]:
        """The bookings whose agencies and sectors are choices."""
        return Booking.objects.filter(event__board=self.board).order_by()

    def agencies(self) -> QuerySet[Any, Any]:
        """The ids of the agencies that are choices."""
        own = Agency.objects.filter(boards=self.board).order_by().values("pk")
        return own.union(self.written().values("agency"))

    def filters(self) -> Filters:
        return Filters(**{name: self.cleaned_data[name] for name in self.active()})

    def label_of(self, name: str) -> str:
        value = self.cleaned_data[name]
        return Delivery(value).label if name == "delivery" else str(value)


class AttendanceForm(FiltersForm):
    """The attendance report's own form."""

    LIMITS = (
        "Where small numbers are hidden there are no other days, no role groups and no two filters at once: set "
        "against each other, they would point at somebody."
    )
    NARROWED, OTHER_DAYS = TOO_NARROW, NOT_A_QUARTER

    def offered(self) -> Sequence[str]:
        return [name for name in self.FILTERS if not (self.is_protected and name == "role_group")]

    def period(self) -> Period:
        """Nothing chosen by protected readers: the last quarter that is over."""
        asked = self.cleaned_data.get("from") or self.cleaned_data.get("to")
        return super().period() if asked or not self.is_protected else last_quarter(self.today)

    def presets(self, since: dt.date | None) -> list[NamedPeriod]:
        if not self.is_protected:
            return super().presets(since)
        return protected_presets(self.today, since=since)

    @classmethod
    def may_be_read(cls, period: Period, *, today: dt.date) -> bool:
        """Quarters and financial years that are over."""
        return period_name(period) is not None and period.to < today

    @classmethod
    def may_narrow(cls, filters: Filters) -> bool:
        return is_askable(filters)

    def offers(self) -> Sequence[NamedPeriod]:
        return covering(self.period(), self.today)

    def only_in_files(self) -> Sequence[str]:
        """Agencies by course, which protected readers have for a whole year of the whole board."""
        is_year = period_name(self.period()) == YEAR
        return () if self.is_protected and (self.active() or not is_year) else ("rows",)

    def read(self, *, for_file: bool) -> Document:
        days, filters = self.period(), self.filters()
        if self.is_protected:
            found = answer(self.board, days, filters, today=self.today, finest=for_file)
        else:
            found = attendance(self.board, days.from_, days.to, filters=filters, finest=for_file)
        return document(found, published_years(self.board))


def _choice_of(label: str, queryset: QuerySet[Any], *, any_label: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=queryset,
        required=False,
        empty_label=any_label,
        error_messages={"invalid_choice": f"Choose the {label.lower()} from the list."},
    )
