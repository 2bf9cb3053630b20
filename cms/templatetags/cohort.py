"""What the public templates need: dates in words, places left, and small form helpers."""

import datetime as dt
from dataclasses import dataclass

from django import template
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.forms import BoundField, CheckboxSelectMultiple, MultiWidget, RadioSelect
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone

from courses import dates
from courses.choices import EventState
from courses.models import Event, Session

register = template.Library()

FEW_PLACES = 3
BOOKING_PAGES = ("bookings:details", "bookings:check")


@dataclass(frozen=True)
class Places:
    """What a places tag says; `tone` is one of those listed in components/tag.html."""

    text: str
    tone: str


@register.filter
def when(thing: Event | Session) -> str:
    """The days and times of an event or a session, in one line."""
    return dates.when_event(thing) if isinstance(thing, Event) else dates.when_session(thing)


@register.filter
def clock(at: dt.datetime | None) -> str:
    return dates.clock(at) if at else ""


@register.filter
def day(at: dt.date | dt.datetime | None) -> str:
    return dates.day(at)


@register.filter
def duration(minutes: int | None) -> str:
    return dates.duration(minutes)


@register.filter
def plural(number: int, words: str) -> str:
    """`3|plural:"place,places"` is "3 places"; one word takes an s: `1|plural:"event"` is "1 event"."""
    singular, _, several = words.partition(",")
    return f"{number:,} {singular if number == 1 else several or f'{singular}s'}"


@register.filter
def place(event: Event) -> str:
    """The venues of an event, and "Online" for sessions without one; "" before it has sessions."""
    names = [str(session.venue) if session.venue else "Online" for session in event.sessions.all()]
    return ", ".join(dict.fromkeys(names))


@register.filter
def places(event: Event) -> Places:
    """What is left of an event, or why it cannot be booked."""
    now = timezone.now()
    if event.state == EventState.CANCELLED:
        return Places("Cancelled", "stop")
    if event.state == EventState.COMPLETED or event.has_started:
        return Places("Has taken place" if _is_over(event, now) else "Has started", "quiet")
    if event.state in (EventState.DRAFT, EventState.TENTATIVE):
        return Places("Planned", "quiet")
    if event.booking_closes_at and event.booking_closes_at <= now:
        return Places("Booking closed", "quiet")
    if event.is_full:
        return Places("Full: join the waiting list", "full")
    if event.places_left <= FEW_PLACES:
        return Places(
            "Last place" if event.places_left == 1 else f"Last {event.places_left} places", "few"
        )
    return Places(f"{event.places_left} places left", "free")


@register.filter
def first_control(field: BoundField) -> str:
    """The id an error summary links to: for a group of controls, its first one."""
    if isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple | MultiWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label


@register.simple_tag
def query_without(query: QueryDict, *names: str) -> str:
    """The query string without `names`, url-encoded: `{% query_without request.GET "page" as rest %}`."""
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()


@register.simple_tag
def event_in_hand(request: HttpRequest) -> Event | None:
    """The event somebody was booking when they were asked to sign in, told by the page's `next`."""
    path = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME) or ""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    if match.view_name not in BOOKING_PAGES:
        return None
    events = Event.objects.public().for_board(request.board).select_related("course")  # type: ignore[attr-defined]  # set by BoardMiddleware
    return events.prefetch_related("sessions").filter(pk=match.kwargs["event_id"]).first()


def _is_over(event: Event, now: dt.datetime) -> bool:
    return event.state == EventState.COMPLETED or (
        event.ends_at is not None and event.ends_at <= now
    )
