"""iCalendar files (RFC 5545): one VEVENT a session, so that diaries show each day where it is."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as VEvent

from .choices import EventState
from .models import Event, Session

PRODUCT = "-//Cohort//Training calendar//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"
STATUS = {
    EventState.CANCELLED: "CANCELLED",
    EventState.TENTATIVE: "TENTATIVE",
    EventState.DRAFT: "TENTATIVE",
}


def calendar_of(
    events: Iterable[Event],
    *,
    name: str,
    url_of: Callable[[Event], str],
    says: Callable[[Event], str] = lambda event: event.course.summary,
) -> bytes:
    """The sessions of `events` as one calendar file; times are UTC, which no diary misreads.

    `events` come with course, board, sessions and venues loaded, or each costs queries. `url_of` gives
    the absolute address people are sent to, `says` what stands in the entry above it. The UID of a session never changes and SEQUENCE is the
    event's version, so that a diary that subscribes moves its entries when the event moves.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Europe/London")
    calendar.add("x-published-ttl", "PT1H")
    calendar.add("refresh-interval", dt.timedelta(hours=1))
    for event in events:
        sessions = list(event.sessions.all())
        for number, session in enumerate(sessions, start=1):
            part = f" ({number} of {len(sessions)})" if len(sessions) > 1 else ""
            entry = _entry(event, session, part=part, url=url_of(event), says=says(event))
            calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _entry(event: Event, session: Session, *, part: str, url: str, says: str) -> VEvent:
    entry = VEvent()
    entry.add("uid", f"session-{session.pk}@{event.board.slug}.cohort")
    entry.add("sequence", event.version)
    entry.add("dtstamp", timezone.now().astimezone(dt.UTC))
    entry.add("dtstart", session.starts_at.astimezone(dt.UTC))
    entry.add("dtend", session.ends_at.astimezone(dt.UTC))
    entry.add("summary", f"{event.course.title}{part}")
    entry.add("status", STATUS.get(EventState(event.state), "CONFIRMED"))
    entry.add("location", location_of(session))
    entry.add("description", f"{says}\n\n{url}".strip())
    entry.add("url", url)
    return entry


def location_of(session: Session) -> str:
    """The venue with its address on one line, or "Online"."""
    if session.venue is None:
        return "Online"
    venue = session.venue
    return ", ".join(part for part in (venue.name, venue.address, venue.postcode) if part)
