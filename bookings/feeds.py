"""What a private calendar address shows: the sessions, and no more of people than its purpose needs."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from courses import ical
from courses.choices import EventState
from courses.models import Event
from people.choices import FeedPurpose
from people.models import CalendarFeed
from people.queries import site_url

from .choices import BookingState, CancelledBy
from .models import Booking
from .queries import delivered_by

BACK = dt.timedelta(days=92)
SHOWN = (EventState.PUBLISHED, EventState.COMPLETED, EventState.CANCELLED)


def calendar_for(feed: CalendarFeed) -> bytes:
    """The feed as an iCalendar file: what ended in the last three months, and all that comes."""
    since = timezone.now() - BACK
    events = Event.objects.filter(state__in=SHOWN, ends_at__gte=since)
    base = site_url(feed.board)
    if feed.purpose == FeedPurpose.BOARD:
        planned = Event.objects.filter(board=feed.board, ends_at__gte=since)
        return _of_board(feed, planned, base)
    if feed.purpose == FeedPurpose.DELIVERY:
        delivered = events.filter(board=feed.board, pk__in=delivered_by(feed.owner).values("pk"))
        return _with_registers(feed, delivered, base)
    if feed.purpose == FeedPurpose.AGENCY:
        return _of_agency(feed, events, base)
    return _of_person(feed, events, base)


def _of_board(feed: CalendarFeed, events: QuerySet[Event], base: str) -> bytes:
    return ical.calendar_of(
        events.for_lists(),  # type: ignore[attr-defined]  # an EventQuerySet
        name=f"Training of {feed.board.short_name}",
        url_of=lambda event: base + reverse("office_events:edit", args=[event.pk]),
        says=_numbers,
    )


def _with_registers(feed: CalendarFeed, events: QuerySet[Event], base: str) -> bytes:
    return ical.calendar_of(
        events.for_lists(),  # type: ignore[attr-defined]  # an EventQuerySet
        name=f"What I deliver for {feed.board.short_name}",
        url_of=lambda event: base + reverse("bookings:register", args=[event.pk]),
        says=_numbers,
    )


def _numbers(event: Event) -> str:
    return f"{event.places_taken} of {event.capacity} places taken."


def _of_person(feed: CalendarFeed, events: QuerySet[Event], base: str) -> bytes:
    called_off = Q(event__state=EventState.CANCELLED, cancelled_by=CancelledBy.BOARD)
    own = Booking.objects.filter(
        Q(state=BookingState.BOOKED) | called_off,
        person__user=feed.owner,
        event__in=events,
    )
    references = dict(own.values_list("event_id", "reference"))
    return ical.calendar_of(
        Event.objects.filter(pk__in=references).for_lists(),
        name="My training",
        url_of=lambda event: base + reverse("bookings:confirmation", args=[references[event.pk]]),
    )


def _of_agency(feed: CalendarFeed, events: QuerySet[Event], base: str) -> bytes:
    names: Mapping[int, list[str]] = defaultdict(list)
    booked = Booking.objects.filter(
        state=BookingState.BOOKED, agency=feed.agency_id, event__in=events.filter(board=feed.board)
    )
    for event_id, name in booked.order_by("person__full_name").values_list(
        "event_id", "person__full_name"
    ):
        names[event_id].append(name)
    return ical.calendar_of(
        Event.objects.filter(pk__in=list(names)).for_lists(),
        name=f"{feed.agency} at {feed.board.short_name}",
        url_of=lambda event: f"{base}/courses/{event.course.slug}/",
        says=lambda event: f"Booked: {', '.join(names[event.pk])}",
    )
