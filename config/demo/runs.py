"""Running one event from planning to a completed register, through the actions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from bookings.actions import (
    PlaceFor,
    Request,
    add_walk_in,
    book_places,
    cancel_booking,
    record_attendance,
)
from bookings.choices import CancelledBy, Mark
from bookings.models import Booking
from courses.actions import SessionPlan, TrainerPlan, change_state, create_event
from courses.choices import Delivery, EventState, TrainerRole
from courses.models import Course, Event
from people.models import Agency

from .world import World


@dataclass(frozen=True)
class Turnout:
    """Whom one event saw: an agency per person."""

    attended: Sequence[Agency] = ()
    walked_in: Sequence[Agency] = ()
    no_show: Sequence[Agency] = ()
    cancelled: Sequence[Agency] = ()
    waited: Sequence[Agency] = ()

    @property
    def expected(self) -> int:
        """Who still holds a place on the day."""
        return len(self.attended) + len(self.no_show)


def at(day: dt.date, clock: str) -> dt.datetime:
    """`day` at "HH:MM" as people's clocks in the United Kingdom show it."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(clock)))


def sessions_for(
    course: Course, day: dt.date, world: World, *, venue: int = 0
) -> list[SessionPlan]:
    """One session, or one a day for a course of more than a day; online ones get an invented link."""
    minutes = course.duration_minutes or 180
    days = [day] if minutes <= 6 * 60 else [day, day + dt.timedelta(days=7)]
    online = course.delivery == Delivery.WEBINAR
    starts = "12:30" if course.delivery == Delivery.BRIEFING else "09:30"
    room = world.venues[course.board.slug][venue % len(world.venues[course.board.slug])]
    return [
        SessionPlan(
            starts_at=at(on, starts),
            ends_at=at(on, starts) + dt.timedelta(minutes=minutes // len(days)),
            venue=None if online else room,
            joining_link="https://meet.example/invented" if online else "",
            title=f"Day {number}" if len(days) > 1 else "",
        )
        for number, on in enumerate(days, start=1)
    ]


def plan_event(
    course: Course,
    day: dt.date,
    world: World,
    *,
    capacity: int,
    state: EventState = EventState.PUBLISHED,
    venue: int = 0,
    room_hire_pence: int | None = None,
    lead: int | None = None,
    minimum_numbers: int | None = None,
) -> Event:
    """An invented event of `course` on `day` with two trainers from different agencies.

    `lead` is the lead trainer's place in the board's pool; left out, it follows from the day.
    """
    pool = world.trainers[course.board.slug]
    first = day.day if lead is None else lead
    return create_event(
        course,
        sessions=sessions_for(course, day, world, venue=venue),
        capacity=capacity,
        state=state,
        trainers=[
            TrainerPlan(pool[first % len(pool)], TrainerRole.LEAD),
            TrainerPlan(pool[(first + 1) % len(pool)], TrainerRole.CO_TRAINER),
        ],
        room_hire_pence=room_hire_pence,
        is_invented=True,
        actor=None,
        at=at(day, "09:00") - dt.timedelta(days=90),
        minimum_numbers=minimum_numbers,
    )


def hold_event(event: Event, turnout: Turnout, world: World, *, complete: bool = True) -> None:
    """Books, cancels, marks and completes `event` as `turnout` says, at believable moments."""
    assert event.starts_at is not None  # noqa: S101  held events are dated
    taken: set[int] = set()
    sessions = list(event.sessions.values_list("pk", flat=True))
    for agency in turnout.cancelled:
        days_before = world.rng.randint(25, 60)
        asked = _asked(agency, event, world, taken)
        [booking] = _book(event, [asked], days_before=days_before)
        cancel_booking(
            booking.pk,
            actor=None,
            cancelled_by=CancelledBy.DELEGATE,
            why="Invented for the demo",
            at=event.starts_at - dt.timedelta(days=world.rng.randint(1, 20)),
        )
    marks = _book_expected(event, turnout, world, taken, sessions)
    waiting = [_asked(agency, event, world, taken) for agency in turnout.waited]
    if waiting:
        _book(event, waiting, days_before=2, or_wait=True)
    for agency in turnout.walked_in:
        asked = _asked(agency, event, world, taken)
        add_walk_in(
            event.pk,
            asked.person,
            agency=agency,
            role_group=asked.role_group,
            actor=None,
            at=event.starts_at,
        )
    if marks:
        record_attendance(event.pk, marks, actor=None, at=event.starts_at)
    if complete:
        change_state(event.pk, EventState.COMPLETED, actor=None, at=event.ends_at)


def _book_expected(
    event: Event, turnout: Turnout, world: World, taken: set[int], sessions: Sequence[int]
) -> dict[int, dict[int, Mark]]:
    """Books those who will be on the register, and returns their marks: some each fortnight, together."""
    by_day: dict[int, list[tuple[PlaceFor, dict[int, Mark]]]] = defaultdict(list)
    for agency in turnout.attended:
        days_before = world.rng.randint(2, 45)
        asked = _asked(agency, event, world, taken)
        by_day[_fortnight(days_before)].append((asked, _came(sessions, world)))
    for agency in turnout.no_show:
        days_before = world.rng.randint(2, 45)
        asked = _asked(agency, event, world, taken)
        by_day[_fortnight(days_before)].append((asked, dict.fromkeys(sessions, Mark.ABSENT)))
    marks: dict[int, dict[int, Mark]] = {}
    for days_before, group in sorted(by_day.items(), reverse=True):
        bookings = _book(event, [asked for asked, _ in group], days_before=days_before)
        marks |= {each.pk: of for each, (_, of) in zip(bookings, group, strict=True)}
    return marks


def _fortnight(days_before: int) -> int:
    """2, 16, 30 or 44: invitations go out every fortnight."""
    return 2 + days_before // 14 * 14


def _came(sessions: Sequence[int], world: World) -> dict[int, Mark]:
    first = Mark.LATE if world.rng.random() < 0.05 else Mark.PRESENT
    return {session: first if i == 0 else Mark.PRESENT for i, session in enumerate(sessions)}


def _book(
    event: Event, wanted: Sequence[PlaceFor], *, days_before: int, or_wait: bool = False
) -> list[Booking]:
    assert event.starts_at is not None  # noqa: S101  held events are dated
    moment = event.starts_at - dt.timedelta(days=days_before)
    return book_places(event.pk, wanted, Request(actor=None, at=moment, or_wait=or_wait))


def _asked(agency: Agency, event: Event, world: World, taken: set[int]) -> PlaceFor:
    """A place for somebody of `agency` who is not in `taken`, and is from now on."""
    assert event.starts_at is not None  # noqa: S101  held events are dated
    since = timezone.localtime(event.starts_at).date() - dt.timedelta(days=400)
    person = world.person(agency, since=since, taken=taken, newcomers=0.6)
    taken.add(person.pk)
    return PlaceFor(person, agency, world.role_group_of[agency.pk])
