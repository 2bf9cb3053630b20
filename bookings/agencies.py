"""What an agency has booked, waits for, holds without a name and owes at one board: what its lead reads."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.http import Http404

from courses.choices import EventState
from courses.models import Event, Session
from people.models import Agency, Board, Person
from people.queries import people_of_agency

from .choices import LIVE_STATES, BookingState, ChargeState
from .models import Booking, Charge, ReservedPlace
from .queries import with_position
from .querysets import NO_SHOW

NAMES_ARE_NEAR = dt.timedelta(days=7)
LOOKS_BACK = dt.timedelta(days=365)
SHOWN_AT_MOST = 50
PEOPLE_SHOWN = 30
FEW_PEOPLE = 12


@dataclass
class AgencyEvent:
    """One coming event with the agency's people there, and the places it holds without a name."""

    event: Event
    bookings: list[Booking] = field(default_factory=list)
    places: list[ReservedPlace] = field(default_factory=list)


@dataclass(frozen=True)
class Owed:
    """What an agency owes: how many charges, their sum, and the latest of them."""

    count: int
    pence: int
    charges: Sequence[Charge]


def _here(board: Board) -> QuerySet[Event]:
    return Event.objects.for_board(board)


def bookings_of_agency(agency: Agency, board: Board) -> QuerySet[Booking]:
    return Booking.objects.filter(agency=agency, event__in=_here(board))


def coming_of(
    agency: Agency, board: Board, now: dt.datetime, *, name: str = ""
) -> list[AgencyEvent]:
    """Events not over yet at which the agency has or wants places, soonest first: 4 queries.

    `name`: only people whose name holds these words, and no nameless places.
    """
    not_over = Q(event__ends_at__isnull=True) | Q(event__ends_at__gte=now)
    sessions = Prefetch("event__sessions", queryset=Session.objects.select_related("venue"))
    bookings = (
        with_position()
        .filter(not_over, agency=agency, event__in=_here(board), state__in=LIVE_STATES)
        .filter(person__full_name__icontains=name)
        .select_related("person", "event__course")
        .prefetch_related(sessions)
        .order_by("event__starts_at", "event_id", "person__full_name", "pk")
    )
    found: dict[int, AgencyEvent] = {}
    for booking in bookings:
        found.setdefault(booking.event_id, AgencyEvent(booking.event)).bookings.append(booking)
    for place in [] if name else _open_places(agency, board, now):
        found.setdefault(place.event_id, AgencyEvent(place.event)).places.append(place)
    dated = [each for each in found.values() if each.event.starts_at is not None]
    undated = [each for each in found.values() if each.event.starts_at is None]
    return [*sorted(dated, key=lambda each: (each.event.starts_at, each.event.pk)), *undated]


def _open_places(agency: Agency, board: Board, now: dt.datetime) -> QuerySet[ReservedPlace]:
    sessions = Prefetch("event__sessions", queryset=Session.objects.select_related("venue"))
    return (
        ReservedPlace.objects.filter(
            agency=agency, event__in=_here(board), closed_at__isnull=True, event__starts_at__gt=now
        )
        .select_related("event__course")
        .prefetch_related(sessions)
        .order_by("name_by", "pk")
    )


def owed_by(agency: Agency, board: Board) -> Owed:
    """What is owed for the agency's people at this board: the sum of all, and the latest charges."""
    charges = Charge.objects.filter(
        booking__in=bookings_of_agency(agency, board), state=ChargeState.OWED
    )
    total = charges.aggregate(count=Count("pk"), pence=Sum("amount_pence"))
    latest = charges.select_related("booking__person", "booking__event__course")
    return Owed(total["count"], total["pence"] or 0, list(latest[:SHOWN_AT_MOST]))


def missed_by(agency: Agency, board: Board, now: dt.datetime) -> list[Booking]:
    """Who gave late notice or did not come in the last year, newest first."""
    late = Q(state=BookingState.CANCELLED, cancelled_late=True)
    rows = bookings_of_agency(agency, board).filter(
        NO_SHOW | late, event__starts_at__gte=now - LOOKS_BACK
    )
    rows = rows.select_related("person", "event__course")
    return list(rows.order_by("-event__starts_at", "person__full_name")[:SHOWN_AT_MOST])


def bookable_events(board: Board, now: dt.datetime, *, title: str = "") -> list[Event]:
    """Published events to come on `board`'s site, soonest first, at most fifty."""
    coming = _here(board).filter(
        state=EventState.PUBLISHED, starts_at__gt=now, course__title__icontains=title
    )
    return list(coming.for_lists().order_by("starts_at", "pk")[:SHOWN_AT_MOST])  # type: ignore[attr-defined]  # an EventQuerySet


def other_events(booking: Booking, board: Board, now: dt.datetime) -> list[Event]:
    """Where somebody could move to: the same course's dates first, then the others."""
    coming = _here(board).filter(state=EventState.PUBLISHED, starts_at__gt=now)
    coming = coming.exclude(pk=booking.event_id).for_lists()  # type: ignore[attr-defined]  # an EventQuerySet
    same = coming.filter(course=booking.event.course_id).order_by("starts_at", "pk")
    others = coming.exclude(course=booking.event.course_id).order_by("starts_at", "pk")
    return [*same[:SHOWN_AT_MOST], *others[:SHOWN_AT_MOST]]


@dataclass(frozen=True)
class Colleagues:
    """People known at an agency: how many, and those to choose from."""

    known: int
    found: Sequence[Person]


def colleagues(agency: Agency, text: str) -> Colleagues:
    """Those whose name holds every word of `text`, the first thirty; without words all, if they are few."""
    people = people_of_agency(agency)
    known = people.count()
    if not text and known > FEW_PEOPLE:
        return Colleagues(known, ())
    for word in text.split():
        people = people.filter(full_name__icontains=word)
    return Colleagues(known, list(people.order_by("full_name", "pk")[:PEOPLE_SHOWN]))


def place_here(board: Board, place_id: int) -> ReservedPlace:
    """A place without a name at an event on `board`'s site. Raises Http404."""
    place = (
        ReservedPlace.objects.filter(pk=place_id, event__in=_here(board))
        .select_related("agency__sector", "event__course__board", "event__board", "booking")
        .prefetch_related("event__sessions__venue")
        .first()
    )
    if place is None:
        raise Http404("No such place at this board.")
    return place


def group_made(key: uuid.UUID | None, agency: Agency, event_id: int) -> list[Booking]:
    """What a form that books for others has made, in the order in which it named the people."""
    made = Booking.objects.filter(group=key, event=event_id, agency=agency, replaces__isnull=True)
    return list(made.select_related("person").order_by("pk")) if key else []
