"""On which days a series falls, and which days it leaves out and why. Knows no database and no clock."""

import calendar
import datetime as dt
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

MAX_DATES = 60
MAX_TRIED = 400


@dataclass(frozen=True)
class Pattern:
    """ "Every second Tuesday, six times": the rhythm is that of `first_day`.

    `weeks` is the step in weeks; 0 means monthly, on the same weekday of the month (the second Tuesday;
    from the fifth on, the last). With `make_up`, `count` is how many events there will be, and a day left
    out is made up at the end; without it, `count` is how many days are tried.
    """

    first_day: dt.date
    weeks: int
    count: int
    make_up: bool = True


@dataclass(frozen=True)
class ClosedDays:
    """A stretch of days on which no event is made; both ends count."""

    name: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True)
class Occurrence:
    """A day of the rhythm; `reason` says why there is no event on it, and is empty when there is one."""

    day: dt.date
    reason: str = ""


def occurrences(
    pattern: Pattern,
    *,
    closed: Iterable[ClosedDays] = (),
    holidays: Mapping[dt.date, str] | None = None,
) -> list[Occurrence]:
    """Each day of the rhythm, in order, with the reason for each day left out."""
    stretches = list(closed)
    found: list[Occurrence] = []
    kept = 0
    for day in itertools.islice(_rhythm(pattern), MAX_TRIED):
        reason = _reason(day, stretches, holidays or {})
        found.append(Occurrence(day, reason))
        kept += not reason
        if (kept if pattern.make_up else len(found)) >= min(pattern.count, MAX_DATES):
            break
    return found


def _rhythm(pattern: Pattern) -> Iterator[dt.date]:
    start = dt.datetime.combine(pattern.first_day, dt.time())
    if pattern.weeks:
        days: Iterable[dt.datetime] = rrule(WEEKLY, interval=pattern.weeks, dtstart=start)
    else:
        nth = (pattern.first_day.day - 1) // 7 + 1
        on = weekday(pattern.first_day.weekday())(nth if nth < 5 else -1)
        days = rrule(MONTHLY, byweekday=on, dtstart=start)
    return (each.date() for each in days)


def _reason(day: dt.date, closed: list[ClosedDays], holidays: Mapping[dt.date, str]) -> str:
    if day in holidays:
        return f"bank holiday: {holidays[day]}"
    return next((c.name for c in closed if c.starts_on <= day <= c.ends_on), "")


def in_words(pattern: Pattern) -> str:
    """The rhythm, read back: "every second Tuesday"."""
    name = calendar.day_name[pattern.first_day.weekday()]
    if pattern.weeks:
        ordinal = {1: "", 2: "second ", 3: "third ", 4: "fourth "}.get(
            pattern.weeks, f"{pattern.weeks}th "
        )
        return f"every {ordinal}{name}"
    nth = (pattern.first_day.day - 1) // 7 + 1
    place = {1: "first", 2: "second", 3: "third", 4: "fourth"}.get(nth, "last")
    return f"the {place} {name} of every month"
