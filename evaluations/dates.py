"""Which dates of a course a reader may choose, and which of them nobody may see."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from courses.models import Course

from .models import Finding, Span
from .queries import setting_of
from .scopes import (
    ALL,
    EVENT,
    Scope,
    event_key,
    label_of,
    may_show_together,
    scope_within,
    shown_scopes,
    span_of,
    whole_within,
    year_of,
)


@dataclass(frozen=True)
class Choice:
    """One group of events to read about."""

    key: str
    label: str
    is_shown: bool


@dataclass(frozen=True)
class Dates:
    """What has been worked out of a course: by key the first day and how many people answered; `least` may be shown."""

    days: Mapping[str, dt.date]
    people: Mapping[str, int]
    least: int

    @cached_property
    def events(self) -> Mapping[int, dt.date]:
        """By event its first day."""
        return {
            int(key.removeprefix(EVENT)): day
            for key, day in self.days.items()
            if key.startswith(EVENT)
        }

    @cached_property
    def years(self) -> Mapping[str, str]:
        return {event_key(event): year_of(day) for event, day in self.events.items()}

    @cached_property
    def shown(self) -> set[str]:
        return shown_scopes(self.people, self.years, self.least)

    @property
    def choices(self) -> list[Choice]:
        """All dates, the years newest first, the events newest first, each with whether it may be shown."""
        keys = [key for key in self.days if not span_of(key)]
        keys.sort(key=lambda key: (_rank(key), -self.days[key].toordinal(), key))
        return [Choice(key, label_of(key, self.days[key]), key in self.shown) for key in keys]

    def within(self, first: dt.date, last: dt.date) -> Scope | None:
        """The events from `first` to `last`; None without any."""
        return scope_within(self.events, first, last)

    def may_show(self, key: str) -> bool:
        span = span_of(key)
        if span is None:
            return key in self.shown
        first, last = span
        events = {event_key(event) for event, day in self.events.items() if first <= day <= last}
        return may_show_together(events, self.years, self.shown, self.people, self.least)

    def whole_since(self, day: dt.date) -> list[int]:
        """The events from `day` on whose results may be read together: of a block that began earlier, none."""
        later = {event_key(event) for event, its_day in self.events.items() if its_day >= day}
        whole = whole_within(later, self.years, self.shown)
        return [event for event in self.events if event_key(event) in whole]


def dates_of_each(courses: Collection[int], least: int) -> list[Dates]:
    """Of several courses: one query."""
    rows: dict[int, dict[str, tuple[dt.date, int]]] = {}
    found = Finding.objects.filter(course__in=courses)
    for course, key, day, people in found.values_list("course", "key", "first_day", "people"):
        rows.setdefault(course, {})[key] = (day, people)
    return [
        Dates(
            days={key: day for key, (day, _) in each.items()},
            people={key: people for key, (_, people) in each.items()},
            least=least,
        )
        for each in rows.values()
    ]


def dates_of(course: Course) -> Dates:
    """Two queries."""
    least = setting_of(course.board_id).hidden_under
    return next(iter(dates_of_each([course.pk], least)), Dates({}, {}, least))


def is_asked_for(course: Course, key: str) -> bool:
    """Whether somebody asked for the days of `key`, so that they are being worked out."""
    span = span_of(key)
    return (
        span is not None
        and Span.objects.filter(course=course, first_day=span[0], last_day=span[1]).exists()
    )


def _rank(key: str) -> int:
    return 0 if key == ALL else 2 if key.startswith(EVENT) else 1
