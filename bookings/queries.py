"""Reading bookings for the pages of practitioners and trainers."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from courses.choices import EventState
from courses.models import Event, Session
from people.choices import Role
from people.models import Agency, Board, Employment, Person, User
from people.permissions import may_run_board
from people.queries import current_employment

from .choices import LIVE_STATES, BookingState, ChargeState, Outcome
from .models import Booking, Charge
from .references import normal_reference

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from courses.querysets import EventQuerySet

NOT_KEPT = (BookingState.WITHDRAWN, BookingState.LAPSED, BookingState.TRANSFERRED)
"""What a person's list of training leaves out: it came to nothing, or goes on elsewhere."""
SEARCH_MINIMUM = 3
SEARCH_MAXIMUM = 10
REGISTERS_AHEAD = dt.timedelta(days=7)
REGISTERS_BACK = dt.timedelta(days=90)


def person_of(user: "User | AnonymousUser") -> Person | None:
    """The learner behind a sign-in, if there is one yet."""
    return Person.objects.filter(user_id=user.pk).first() if user.is_authenticated else None


def _whole_sessions() -> Prefetch:
    return Prefetch("event__sessions", queryset=Session.objects.select_related("venue"))


def with_position() -> QuerySet[Booking]:
    """Bookings with `position`: the place in the waiting list, 1 for whom is next (meaningless if not waiting)."""
    ahead = (
        Booking.objects.filter(event=OuterRef("event"), state=BookingState.WAITING)
        .filter(
            Q(made_at__lt=OuterRef("made_at"))
            | Q(made_at=OuterRef("made_at"), pk__lte=OuterRef("pk"))
        )
        .order_by()
        .values("event")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return Booking.objects.annotate(position=Coalesce(Subquery(ahead), 0))


def booking_by_reference(reference: str) -> Booking:
    """The booking of a reference as typed, with all a page says of it. Raises Http404."""
    found = (
        with_position()
        .filter(reference=normal_reference(reference))
        .select_related("person", "agency", "sector", "role_group", "policy")
        .select_related("event__course__board", "event__board__site", "event__rules")
        .select_related("access_need", "approval")
        .prefetch_related(_whole_sessions(), "charges")
        .first()
    )
    if found is None:
        raise Http404("No booking has this reference.")
    return found


def bookable_event(board: Board, event_id: int) -> Event:
    """An event shown on `board`'s site, with what its pages print. Raises Http404."""
    event = Event.objects.for_board(board).public().for_lists().filter(pk=event_id).first()
    if event is None:
        raise Http404("No such event at this board.")
    return event


def live_booking(person: Person | None, event: Event) -> Booking | None:
    """The place `person` has at `event`, or waits for."""
    if person is None:
        return None
    return with_position().filter(person=person, event=event, state__in=LIVE_STATES).first()


def live_states_at(event: Event, people: Collection[int]) -> Mapping[int, str]:
    """The state of each person's live booking at `event`, by person id; absent for those without."""
    live = Booking.objects.filter(event=event, person__in=people, state__in=LIVE_STATES)
    return dict(live.order_by().values_list("person_id", "state"))


def bookings_of(person: Person) -> list[Booking]:
    """Everything `person` booked, soonest first, in 3 queries and one for the sessions' venues.

    What came to nothing is left out, unless something is owed for it.
    """
    owed = Exists(Charge.objects.filter(booking=OuterRef("pk"), state=ChargeState.OWED))
    return list(
        with_position()
        .filter(~Q(state__in=NOT_KEPT) | Q(owed), person=person)
        .select_related("agency", "event__course__level", "event__board", "approval", "policy")
        .prefetch_related(_whole_sessions(), "charges")
        .order_by("event__starts_at", "pk")
    )


def register_event(board: Board, event_id: int) -> Event:
    """An event whose register may be taken on `board`'s site. Raises `Event.DoesNotExist`."""
    return Event.objects.for_board(board).public().for_lists().get(pk=event_id)


def delivered_by(user: User) -> "EventQuerySet":
    """Events that `user` delivers as a trainer of the event's board; none once the role is withdrawn."""
    return Event.objects.filter(
        trainer_assignments__trainer__person__user=user,
        board__role_assignments__user=user,
        board__role_assignments__role=Role.TRAINER,
    )


def registers_for(user: User, board: Board) -> QuerySet[Event]:
    """Events of which `user` takes the register here, with `expected` and `unmarked` people counted."""
    events = Event.objects.for_board(board).filter(
        state__in=(EventState.PUBLISHED, EventState.COMPLETED)
    )
    if may_run_board(user, board):
        events = events.filter(board=board)
    else:
        events = events.filter(pk__in=delivered_by(user).values("pk"))
    booked = Q(bookings__state=BookingState.BOOKED)
    return (
        events.for_lists()
        .annotate(
            expected=Count("bookings", filter=booked, distinct=True),
            unmarked=Count(
                "bookings", filter=booked & Q(bookings__outcome=Outcome.OPEN), distinct=True
            ),
        )
        .order_by("starts_at", "pk")
    )


def registers_today(events: QuerySet[Event], now: dt.datetime) -> QuerySet[Event]:
    """Of `events`, those with a session today."""
    today = timezone.localtime(now).date()
    sessions = Session.objects.filter(starts_at__date=today)
    return events.filter(pk__in=sessions.values("event"))


def registers_coming(events: QuerySet[Event], now: dt.datetime) -> QuerySet[Event]:
    """Of `events`, those with a session in the seven days after today."""
    today = timezone.localtime(now).date()
    sessions = Session.objects.filter(
        starts_at__date__gt=today, starts_at__date__lte=today + REGISTERS_AHEAD
    )
    return events.filter(state=EventState.PUBLISHED, pk__in=sessions.values("event"))


def registers_to_complete(events: QuerySet[Event], now: dt.datetime) -> QuerySet[Event]:
    """Of `events`, those over in the last 90 days whose register is still open, newest first."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return events.filter(
        state=EventState.PUBLISHED, ends_at__lt=midnight, ends_at__gte=now - REGISTERS_BACK
    ).order_by("-starts_at", "pk")


def people_at_board(board: Board) -> QuerySet[Person]:
    """People who work for an agency of `board`, with `agency_name` and `agency_id`; the only ones to be found."""
    current = Employment.objects.filter(
        person=OuterRef("pk"), ends_on__isnull=True, agency__boards=board
    )
    return Person.objects.annotate(
        agency_name=Subquery(current.values("agency__name")[:1]),
        agency_pk=Subquery(current.values("agency")[:1]),
    ).filter(agency_pk__isnull=False)


def find_people(board: Board, text: str) -> list[Person]:
    """At most ten people of `board`'s agencies whose name holds every word of `text` (3 characters or more)."""
    words = text.split()
    if len("".join(words)) < SEARCH_MINIMUM:
        return []
    found = people_at_board(board)
    for word in words:
        found = found.filter(full_name__icontains=word)
    return list(found.order_by("full_name", "pk")[:SEARCH_MAXIMUM])


def agency_for(person: Person, board: Board) -> Agency | None:
    """Where `person` works now, if `board` knows the agency; the successor of a merged one."""
    employment = current_employment(person)
    if employment is None:
        return None
    agency_id = employment.agency.merged_into_id or employment.agency_id
    return (
        board.agencies.filter(pk=agency_id, merged_into__isnull=True)
        .select_related("sector")
        .first()
    )
