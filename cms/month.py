"""A month as weeks of days, each with the sessions that start on it."""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from courses.models import Session

from .rows import EventRow

SHOWN_A_DAY = 6  # more would make the page heavy; the rest is a link to the list of that day


@dataclass(frozen=True)
class Entry:
    """A session in the grid, and the event it belongs to."""

    session: Session
    row: EventRow


@dataclass
class Day:
    date: dt.date
    in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:SHOWN_A_DAY]

    @property
    def hidden_count(self) -> int:
        return max(len(self.entries) - SHOWN_A_DAY, 0)


@dataclass(frozen=True)
class Month:
    """`first` is the first day of the month."""

    first: dt.date

    @property
    def next(self) -> "Month":
        return Month((self.first + dt.timedelta(days=31)).replace(day=1))

    @property
    def previous(self) -> "Month":
        return Month((self.first - dt.timedelta(days=1)).replace(day=1))

    @property
    def value(self) -> str:
        """As in addresses: "2026-05"."""
        return f"{self.first:%Y-%m}"

    def __str__(self) -> str:
        return f"{self.first:%B %Y}"

    def weeks(self, entries: Iterable[Entry], *, today: dt.date) -> list[list[Day]]:
        """Weeks from Monday to Sunday; `entries` in their order of time."""
        by_date: dict[dt.date, list[Entry]] = {}
        for entry in entries:
            date = timezone.localtime(entry.session.starts_at).date()
            by_date.setdefault(date, []).append(entry)
        return [
            [
                Day(
                    date=date,
                    in_month=date.month == self.first.month,
                    is_today=date == today,
                    entries=by_date.get(date, []),
                )
                for date in week
            ]
            for week in calendar.Calendar().monthdatescalendar(self.first.year, self.first.month)
        ]
