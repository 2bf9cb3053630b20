"""What the public pages read. Every list starts from the board of the request."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from bookings.choices import LIVE_STATES, BookingState
from bookings.models import Booking
from courses.choices import COMING_STATES, PUBLIC_STATES, EventState
from courses.models import (
    Area,
    Audience,
    Course,
    ELearning,
    Event,
    Level,
    Session,
    Topic,
    TrainerAssignment,
)
from people.models import Board

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from courses.querysets import EventQuerySet
    from people.models import User

AnyQuerySet = TypeVar("AnyQuerySet", bound=QuerySet)

COURSE_TEXTS = ("title", "code", "summary", "description", "topics__name", "objectives__text")
ELEARNING_TEXTS = ("title", "provider", "summary", "topics__name")
EVENT_TEXTS = ("course__title", "course__code", "course__summary", "course__topics__name")
TERMS = {"topic": Topic, "level": Level, "audience": Audience, "area": Area}


def board_of(request: HttpRequest) -> Board:
    """The board of the request's site, set by `people.middleware`."""
    board: Board = request.board  # type: ignore[attr-defined]  # set by BoardMiddleware
    return board


def terms_of(board: Board) -> dict[str, list[tuple[int, str]]]:
    """The board's topics, levels, audiences and areas as choices (id, name), in one query."""
    parts = [
        model.objects.filter(board=board)  # type: ignore[attr-defined]  # each is a BoardTerm
        .order_by()
        .values_list(Value(kind), "id", "name", "position")
        for kind, model in TERMS.items()
    ]
    choices: dict[str, list[tuple[int, str]]] = {kind: [] for kind in TERMS}
    rows = parts[0].union(*parts[1:], all=True)
    for kind, pk, name, _ in sorted(rows, key=lambda row: (row[3], row[2].casefold())):
        choices[kind].append((pk, name))
    return choices


def next_events(board: Board) -> QuerySet[Event]:
    """Published events that have not started, soonest first."""
    return shown_events(board).filter(state=EventState.PUBLISHED, starts_at__gt=timezone.now())


def shown_events(board: Board) -> "EventQuerySet":
    """What the calendar may list: all but drafts, and cancelled ones only while they lie ahead."""
    over_and_cancelled = Q(state=EventState.CANCELLED, starts_at__lte=timezone.now())
    events: EventQuerySet = Event.objects.all()
    return (
        events.for_board(board)
        .public()
        .filter(starts_at__isnull=False)
        .exclude(over_and_cancelled)
        .select_related("course__level", "course__board", "board")
        .prefetch_related(sessions_with_venues())
        .order_by("starts_at", "id")
    )


def sessions_with_venues() -> Prefetch[str]:
    return Prefetch("sessions", queryset=Session.objects.select_related("venue__area"))


def topics_with_events(board: Board) -> QuerySet[Topic]:
    """Topics that have something coming, with `coming` (events, an event may count under several)."""
    ahead = Q(
        courses__events__state__in=COMING_STATES,
        courses__events__starts_at__gt=timezone.now(),
        courses__is_archived=False,
    )
    return (
        Topic.objects.filter(board=board)
        .annotate(coming=Count("courses__events", filter=ahead, distinct=True))
        .filter(coming__gt=0)
    )


def sessions_between(
    events: QuerySet[Event], first: dt.datetime, last: dt.datetime
) -> QuerySet[Session]:
    """Sessions of `events` that start from `first` up to, not including, `last`."""
    return (
        Session.objects.filter(event__in=events.order_by(), starts_at__gte=first)
        .filter(starts_at__lt=last)
        .select_related("event__course__board", "event__board", "venue")
        .order_by("starts_at", "event_id")
    )


def catalogue(board: Board) -> QuerySet[Course]:
    """The board's courses with `coming` (events ahead) and `next_at` (start of the next one, or None)."""
    ahead = Event.objects.filter(
        course=OuterRef("pk"), state__in=COMING_STATES, starts_at__gt=timezone.now()
    )
    return (
        Course.objects.filter(board=board, is_archived=False)
        .select_related("level", "board")
        .annotate(
            coming=Coalesce(
                ahead.order_by().values("course").annotate(n=Count("pk")).values("n"), 0
            ),
            next_at=ahead.order_by("starts_at").values("starts_at")[:1],
        )
    )


def others_of_its_topics(course: Course, board: Board) -> QuerySet[Course]:
    """Other courses of the board on one of its topics, those with dates first."""
    return (
        catalogue(board)
        .filter(topics__in=course.topics.all())
        .exclude(pk=course.pk)
        .order_by("-coming", "title")  # type: ignore[misc]  # annotated by catalogue
        .distinct()
    )


def course_shown_to(board: Board, *, owner_slug: str, slug: str) -> Course | None:
    """A course of `board`, or one of another board that has a public event open to `board`."""
    found = Course.objects.filter(board__slug=owner_slug, slug=slug).select_related(
        "level", "board"
    )
    if owner_slug == board.slug:
        return found.first()
    opened = Event.objects.filter(
        course=OuterRef("pk"), open_to=board, state__in=PUBLIC_STATES, starts_at__isnull=False
    )
    return found.filter(Exists(opened)).first()


def coming_events_of(course: Course, board: Board) -> list[Event]:
    """Every event of `course` ahead that `board`'s people may see, with `waiting` and trainers' agencies."""
    events = (
        shown_events(board)
        .filter(course=course, starts_at__gt=timezone.now())
        .prefetch_related(
            Prefetch(
                "trainer_assignments",
                queryset=TrainerAssignment.objects.select_related("trainer__agency"),
            )
        )
        .annotate(
            waiting=Count("bookings", filter=Q(bookings__state=BookingState.WAITING)),
        )
    )
    return list(events)


def agencies_of_trainers(event: Event) -> list[str]:
    """The agencies that lend this event its trainers, each once; people are not named in public."""
    agencies = (row.trainer.agency for row in event.trainer_assignments.all())
    return list(dict.fromkeys(agency.name for agency in agencies if agency))


def live_bookings(user: "User | AnonymousUser", events: Iterable[Event]) -> dict[int, Booking]:
    """The signed-in person's live bookings by event id; one on a waiting list has its `position`."""
    if not user.is_authenticated:
        return {}
    ahead_of_it = (
        Booking.objects.filter(event=OuterRef("event"), state=BookingState.WAITING)
        .filter(
            Q(made_at__lt=OuterRef("made_at"))
            | Q(made_at=OuterRef("made_at"), pk__lt=OuterRef("pk"))
        )
        .order_by()
        .values("event")
        .annotate(n=Count("pk"))
        .values("n")
    )
    mine = (
        Booking.objects.filter(person__user=user, event__in=[event.pk for event in events])
        .filter(state__in=LIVE_STATES)
        .annotate(position=Coalesce(ahead_of_it, 0) + 1)
    )
    return {booking.event_id: booking for booking in mine}


def with_places_to_book(events: "EventQuerySet") -> "EventQuerySet":
    """`events` that can be booked at once: published, still open, and not full."""
    still_open = Q(booking_closes_at__isnull=True) | Q(booking_closes_at__gt=timezone.now())
    return events.filter(still_open, state=EventState.PUBLISHED).with_free_places()


def events_in_area(area_id: int) -> QuerySet[Session]:
    """The ids of events with a session at a venue in the area."""
    return Session.objects.filter(venue__area=area_id).values("event")  # type: ignore[return-value]  # ids


def elearning_of(board: Board) -> QuerySet[ELearning]:
    return (
        ELearning.objects.filter(board=board, is_archived=False)
        .select_related("level")
        .prefetch_related("topics")
    )


def matching(rows: AnyQuerySet, words: Sequence[str], *texts: str) -> AnyQuerySet:
    """`rows` in which every word stands in at least one of the fields `texts`, each row once."""
    if not words:
        return rows
    condition = Q()
    for word in words:
        anywhere = Q()
        for text in texts:
            anywhere |= Q(**{f"{text}__icontains": word})
        condition &= anywhere
    once = rows.model._default_manager.filter(condition).order_by().values("pk")
    return rows.filter(pk__in=once)
