"""Writing down courses and events of the past, out of somebody's older register."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from courses.choices import EventState
from courses.models import Course, Event, Session, Venue
from courses.naming import CODE_LENGTH, SLUG_LENGTH, free_name, initials
from people.actions import change_of, record_changes
from people.models import Board
from people.removing import remove_at_once

if TYPE_CHECKING:
    from people.models import User

BATCH = 500
ROOM_CHANGED = "places changed"
"""The verb of changes that loads make to events which were there before."""


@dataclass(frozen=True)
class PastCourse:
    """A course that the catalogue does not have; an empty code is made up from the title."""

    title: str
    code: str = ""


@dataclass(frozen=True)
class PastEvent:
    """An event that was held. `places` None: nobody wrote down how many there were.

    `holders` are the people who held a place; `session_title` says so where the times are not known.
    """

    course: Course
    starts_at: dt.datetime
    ends_at: dt.datetime
    venue: Venue | None
    places: int | None
    holders: int
    session_title: str = ""
    why: str = ""


class Room(NamedTuple):
    """How many places an imported event has, and whether anybody wrote that down."""

    places: int
    is_known: bool


@transaction.atomic
def record_past_courses(
    board: Board, wanted: Sequence[PastCourse], *, actor: "User | None"
) -> list[Course]:
    """Adds courses that no longer run: archived, so that nobody can plan or book them.

    Side effects, in order: the courses; an audit entry for each.
    """
    codes = {code.casefold() for code in board.courses.values_list("code", flat=True)}
    codes |= {each.code.casefold() for each in wanted if each.code}
    slugs = set(board.courses.values_list("slug", flat=True))
    courses = []
    for each in wanted:
        code = each.code or free_name(initials(each.title), codes, CODE_LENGTH)
        slug = free_name(slugify(each.title) or "course", slugs, SLUG_LENGTH)
        codes.add(code.casefold())
        slugs.add(slug)
        courses.append(
            Course(board=board, title=each.title, code=code, slug=slug, is_archived=True)
        )
    Course.objects.bulk_create(courses, batch_size=BATCH)
    record_changes(
        [change_of(each, "created", actor=actor, why="history loaded") for each in courses]
    )
    return courses


@transaction.atomic
def record_venues(board: Board, names: Sequence[str]) -> list[Venue]:
    """Adds venues by name. Side effect: the venues."""
    return Venue.objects.bulk_create(
        [Venue(board=board, name=name) for name in names], batch_size=BATCH
    )


@transaction.atomic
def record_past_events(wanted: Sequence[PastEvent], *, actor: "User | None") -> list[Event]:
    """Adds completed events with one session each. No hook runs: nobody is told, charged or asked anything.

    Side effects, in order: the events; their sessions; an audit entry for each.
    """
    made: list[Event] = []
    for first in range(0, len(wanted), BATCH):
        batch = wanted[first : first + BATCH]
        events = Event.objects.bulk_create([_event(each) for each in batch])
        Session.objects.bulk_create(
            [
                Session(
                    event=event,
                    starts_at=each.starts_at,
                    ends_at=each.ends_at,
                    venue=each.venue,
                    title=each.session_title,
                )
                for event, each in zip(events, batch, strict=True)
            ]
        )
        record_changes(
            [
                change_of(event, "created", actor=actor, now=event.state, why=each.why)
                for event, each in zip(events, batch, strict=True)
            ]
        )
        made += events
    return made


def _event(wanted: PastEvent) -> Event:
    is_known = wanted.places is not None and wanted.places >= wanted.holders
    return Event(
        board_id=wanted.course.board_id,
        course=wanted.course,
        state=EventState.COMPLETED,
        is_imported=True,
        capacity=wanted.places if is_known and wanted.places else max(wanted.holders, 1),
        capacity_is_known=is_known,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
    )


@transaction.atomic
def make_room(holders: Mapping[int, int], *, actor: "User | None") -> dict[int, Room]:
    """More people are found for imported events (id → how many hold a place then): there was room for them.

    Returns the room that the events which had too few places had before, by id.
    Side effects, in order: the events that had too few places; an audit entry for each.
    """
    events = Event.objects.select_for_update(of=("self",)).filter(is_imported=True)
    tight = [e for e in events.in_bulk(list(holders)).values() if e.capacity < holders[e.pk]]
    before = {event.pk: Room(event.capacity, event.capacity_is_known) for event in tight}
    for event in tight:
        event.capacity, event.capacity_is_known = holders[event.pk], False
    Event.objects.bulk_update(tight, ["capacity", "capacity_is_known"], batch_size=BATCH)
    why, at = "more people found in an older register", timezone.now()
    record_changes([change_of(e, ROOM_CHANGED, actor=actor, why=why, at=at) for e in tight])
    return before


@transaction.atomic
def take_room_back(rooms: Mapping[int, Room], *, actor: "User | None", why: str) -> None:
    """Gives imported events (locked) the room they had, or as much more as is taken.

    Side effects, in order: the events; an audit entry for each.
    """
    events = list(Event.objects.in_bulk(list(rooms)).values())
    for event in events:
        room = rooms[event.pk]
        event.capacity = max(room.places, event.places_taken)
        event.capacity_is_known = room.is_known and event.capacity == room.places
    Event.objects.bulk_update(events, ["capacity", "capacity_is_known"], batch_size=BATCH)
    record_changes([change_of(e, ROOM_CHANGED, actor=actor, why=why) for e in events])


@transaction.atomic
def remove_past_events(ids: QuerySet[Any]) -> int:
    """Takes back `record_past_events`; nothing else may use them. Side effects: the sessions; the events."""
    remove_at_once(Session.objects.filter(event__in=ids))
    return remove_at_once(Event.objects.filter(pk__in=ids))


@transaction.atomic
def remove_past_courses(ids: QuerySet[Any]) -> int:
    """Takes back `record_past_courses`; nothing else may use them. Side effect: the courses."""
    return remove_at_once(Course.objects.filter(pk__in=ids))


@transaction.atomic
def remove_venues(ids: QuerySet[Any]) -> int:
    """Takes back `record_venues`; nothing else may use them. Side effect: the venues."""
    return remove_at_once(Venue.objects.filter(pk__in=ids))
