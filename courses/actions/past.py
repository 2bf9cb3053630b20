"""Writing down courses and events of the past, out of somebody's older register."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from courses.choices import EventState
from courses.models import Course, Event, Session, Venue
from courses.naming import CODE_LENGTH, SLUG_LENGTH, free_name, initials
from people.actions import change_of, record_changes
from people.models import Board

if TYPE_CHECKING:
    from people.models import User

BATCH = 500
TIMES_NOT_RECORDED = "Times not recorded"


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
def make_room(holders: Mapping[int, int], *, actor: "User | None") -> None:
    """More people are found for imported events (id → how many hold a place then): there was room for them.

    Side effects, in order: the events that had too few places; an audit entry for each.
    """
    events = Event.objects.select_for_update(of=("self",)).filter(is_imported=True)
    tight = [e for e in events.in_bulk(list(holders)).values() if e.capacity < holders[e.pk]]
    for event in tight:
        event.capacity, event.capacity_is_known = holders[event.pk], False
    Event.objects.bulk_update(tight, ["capacity", "capacity_is_known"], batch_size=BATCH)
    why, at = "more people found in an older register", timezone.now()
    record_changes([change_of(e, "changed", actor=actor, why=why, at=at) for e in tight])
