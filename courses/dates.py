"""How dates, times and lengths read, in pages and in mail: Europe/London, twelve-hour clock."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from .models import Event, Session

NO_DATE = "Date to be announced"
DAY_MINUTES = 6 * 60  # a training day


def clock(at: dt.datetime) -> str:
    """ "9:30am", "4pm"; "midday" and "midnight" because 12am and 12pm are misread."""
    local = timezone.localtime(at)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local:%-I}{minutes}{local:%p}".lower()


def day(at: dt.date | dt.datetime | None) -> str:
    """ "Tuesday 12 May 2026" of a date, or of the moment's date in London."""
    if at is None:
        return NO_DATE
    if isinstance(at, dt.datetime):
        at = timezone.localtime(at).date()
    return f"{at:%A %-d %B %Y}"


def short_day(at: dt.datetime | None) -> str:
    """ "Tuesday 12 May": for where a line is short and the year is plain."""
    return f"{timezone.localtime(at):%A %-d %B}" if at else NO_DATE


def when_between(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """ "Tuesday 12 May 2026, 9:30am to 4pm"."""
    return f"{day(starts_at)}, {_times(starts_at, ends_at)}"


def when_session(session: "Session") -> str:
    return when_between(session.starts_at, session.ends_at)


def when_event(event: "Event") -> str:
    """All days of an event in one line, from its sessions (no query where they are prefetched).

    One day: "Tuesday 12 May 2026, 9:30am to 4pm". Several at the same times: "Tuesday 12 May and
    Tuesday 19 May 2026, 9:30am to 4pm each day". Otherwise each day in full.
    """
    days: dict[dt.date, tuple[dt.datetime, dt.datetime]] = {}
    for session in event.sessions.all():
        date = timezone.localtime(session.starts_at).date()
        first, last = days.get(date, (session.starts_at, session.ends_at))
        days[date] = (min(first, session.starts_at), max(last, session.ends_at))
    if not days:
        return NO_DATE
    phrases = [_times(first, last) for first, last in days.values()]
    if len(days) == 1:
        return f"{day(next(iter(days)))}, {phrases[0]}"
    if len(set(phrases)) == 1:
        return f"{_list_of_days(list(days))}, {phrases[0]} each day"
    return "; ".join(f"{day(date)}, {times}" for date, times in zip(days, phrases, strict=True))


def duration(minutes: int | None) -> str:
    """ "45 minutes", "3 hours 30 minutes", "1 day (6 hours)", "2 days (12 hours)"; "" for unknown."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    parts = [counted(hours, "hour")] if hours else []
    if rest:
        parts.append(counted(rest, "minute"))
    length = " ".join(parts)
    if minutes % DAY_MINUTES == 0:
        return f"{counted(minutes // DAY_MINUTES, 'day')} ({length})"
    return length


def _times(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    return f"{clock(starts_at)} to {clock(ends_at)}"


def _list_of_days(dates: list[dt.date]) -> str:
    *others, last = dates
    same_year = all(date.year == last.year for date in others)
    names = [f"{date:%A %-d %B}" if same_year else day(date) for date in others]
    return f"{', '.join(names)} and {day(last)}"


def counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
