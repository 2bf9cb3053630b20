"""A current year, relative to the day it is built: dates to book, full ones, waiting lists, registers."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Sequence

from django.utils import timezone

from bookings.actions import book_group, book_place, record_attendance, reserve_places
from bookings.choices import Mark
from bookings.named import Named
from courses.actions import SessionPlan, cancel_event, create_event
from courses.choices import EventState, WhyCancelled
from courses.models import Course, Event
from people.actions import person_for_user
from people.choices import Role
from people.models import Agency, Person
from people.queries import current_employment

from .runs import Turnout, at, hold_event, plan_event
from .world import ADULTS, CWAC, HALTON, World, close_for_holidays

HELD_WEEKS_AGO = (40, 36, 33, 30, 27, 24, 21, 18, 15, 13, 11, 9, 7, 5, 3)
CALLED_OFF_WEEKS_AGO = 10
COMING_DAYS = (
    6, 8, 9, 13, 15, 16, 20, 22, 23, 27, 29, 34, 36, 37, 41, 43, 48, 50, 55, 57, 62, 64, 71, 78, 85, 92,
    99, 106, 113, 120, 134, 148, 162, 176, 190, 204,
)  # fmt: skip
FULL, LAST_PLACES = (0, 4, 9), (1, 6, 12)
SHORT, TOO_FEW = 8, 11
WAITED, LEAST = (2, 7, 12), 16


def build_current(
    world: World,
    courses: dict[str, dict[str, Course]],
    progress: Callable[[str], None],
    *,
    today: dt.date,
) -> None:
    """Builds the year around `today`; `courses` are by board slug and code."""
    for board in world.boards.values():
        for year in (today.year - 1, today.year):
            close_for_holidays(board, year)
    progress("This year: events held")
    _practitioner_came(world, courses[CWAC], today)
    _held(world, courses[CWAC], today)
    _called_off(world, courses[CWAC], today)
    progress("This year: a register from last week, and today's")
    today_event = _registers(world, courses[CWAC], today)
    progress("This year: events to book")
    events = _coming(world, courses[CWAC], today)
    _other_boards(world, courses, today)
    _practitioner(world, today_event, events)
    _lead(world, events)


def weekday(day: dt.date, *, back: bool = False) -> dt.date:
    """`day`, or the next day after it (with `back`, before it) that is neither a weekend nor around New Year.

    What has been held is looked for before: after Christmas the next such day has yet to come.
    """
    step = dt.timedelta(days=-1 if back else 1)
    while day.weekday() > 4 or not (1, 4) <= (day.month, day.day) <= (12, 19):
        day += step
    return day


def _asked_again(today: dt.date) -> Iterator[dt.date]:
    """The days on which who came is asked today what became of it (`evaluation.plan_evaluation`)."""
    return (today - dt.timedelta(days=days) for days in range(99, 117))


def _drawn(world: World, count: int) -> list[Agency]:
    """`count` agencies, social care and education more often than the rest."""
    weights = {"Children's Social Care": 5, "Education": 5, "Health": 3, "Police": 2}
    sectors = world.rng.choices(
        list(world.agencies), [weights.get(name, 1) for name in world.agencies], k=count
    )
    return [world.rng.choice(world.agencies[sector]) for sector in sectors]


def _held(world: World, courses: dict[str, Course], today: dt.date) -> None:
    codes = list(courses)
    for number, weeks in enumerate(HELD_WEEKS_AGO):
        turnout = Turnout(
            attended=_drawn(world, 12 + number % 5),
            walked_in=_drawn(world, number % 2),
            no_show=_drawn(world, 1 + number % 3),
            cancelled=_drawn(world, number % 4),
            waited=_drawn(world, 3) if number in WAITED else (),
        )
        event = plan_event(
            courses[codes[number % len(codes)]],
            weekday(today - dt.timedelta(weeks=weeks), back=True),
            world,
            capacity=turnout.expected if number in WAITED else 20,
            venue=number,
            room_hire_pence=12_000 if number % 4 == 0 else 0,
            minimum_numbers=LEAST,
        )
        hold_event(event, turnout, world)


def _called_off(world: World, courses: dict[str, Course], today: dt.date) -> None:
    """What few booked, given up ten days before."""
    day = weekday(today - dt.timedelta(weeks=CALLED_OFF_WEEKS_AGO), back=True)
    event = plan_event(courses["ALE"], day, world, capacity=20, minimum_numbers=LEAST)
    _fill(event, _drawn(world, 6), world)
    cancel_event(
        event.pk,
        because=WhyCancelled.TOO_FEW,
        actor=None,
        at=at(day, "09:00") - dt.timedelta(days=10),
    )


def _registers(world: World, courses: dict[str, Course], today: dt.date) -> Event:
    """Last week's event waits for its register; today's is about to begin with the demo's trainer."""
    day = weekday(today - dt.timedelta(days=9), back=True)
    last_week = plan_event(courses["DA"], day, world, capacity=16)
    _fill(last_week, _drawn(world, 14), world)
    today_event = plan_event(courses["CSE1"], today, world, capacity=20, venue=1, lead=0)
    _fill(today_event, _drawn(world, 17), world)
    return today_event


def _coming(world: World, courses: dict[str, Course], today: dt.date) -> list[Event]:
    codes = list(courses)
    events = []
    for number, days in enumerate(COMING_DAYS):
        course = courses[codes[number % len(codes)]]
        capacity = 12 if number in FULL else 20
        state = EventState.TENTATIVE if number % 11 == 10 else EventState.PUBLISHED
        event = plan_event(
            course,
            weekday(today + dt.timedelta(days=days)),
            world,
            capacity=capacity,
            state=state,
            venue=number,
            minimum_numbers=12 if number in (SHORT, TOO_FEW) else 8,
        )
        events.append(event)
        if state == EventState.TENTATIVE:
            continue
        if number in FULL:
            _fill(event, _drawn(world, capacity + 3), world)
        elif number in LAST_PLACES:
            _fill(event, _drawn(world, capacity - 2), world)
        else:
            _fill(event, _drawn(world, max(1, 14 - number // 2)), world)
    cancel_event(events[TOO_FEW].pk, because=WhyCancelled.TOO_FEW, actor=None)
    cancel_event(
        events[7].pk, because=WhyCancelled.TRAINER, actor=None, words="Both trainers ill (invented)"
    )
    plan_event(
        courses["SA"],
        weekday(today + dt.timedelta(days=150)),
        world,
        capacity=20,
        state=EventState.DRAFT,
    )
    return events


def _other_boards(world: World, courses: dict[str, dict[str, Course]], today: dt.date) -> None:
    for slug, days in ((HALTON, (12, 26, 40, 61, 89)), (ADULTS, (19, 47, 75))):
        for number, ahead in enumerate(days):
            course = list(courses[slug].values())[number % len(courses[slug])]
            event = plan_event(
                course, weekday(today + dt.timedelta(days=ahead)), world, capacity=18, venue=number
            )
            _fill(event, _drawn(world, 6), world)
    conference_day = weekday(today + dt.timedelta(days=68))
    create_event(
        courses[HALTON]["CSE1"],
        sessions=[
            SessionPlan(
                starts_at=at(conference_day, "09:30"),
                ends_at=at(conference_day, "12:30"),
                venue=world.venues[HALTON][3],
                title="Run jointly by two boards",
            )
        ],
        capacity=60,
        state=EventState.PUBLISHED,
        open_to=[world.boards[CWAC]],
        is_invented=True,
        actor=None,
    )


def _fill(event: Event, agencies: Sequence[Agency], world: World) -> None:
    """People of `agencies` book one after another, or wait when it is full."""
    taken: set[int] = set()
    starts_at = event.starts_at or timezone.now()
    opened = min(starts_at - dt.timedelta(days=60), timezone.now() - dt.timedelta(days=30))
    for minutes, agency in enumerate(agencies):
        person = world.person(
            agency, since=opened.date() - dt.timedelta(days=300), taken=taken, newcomers=0.3
        )
        taken.add(person.pk)
        _book(person, event, agency, world, opened + dt.timedelta(minutes=minutes))


def _book(person: Person, event: Event, agency: Agency, world: World, moment: dt.datetime) -> None:
    book_place(
        person,
        event.pk,
        agency=agency,
        role_group=world.role_group_of.get(agency.pk),
        actor=person.user,
        or_wait=True,
        manager_agrees=True,
        at=moment,
    )


def _practitioner_came(world: World, courses: dict[str, Course], today: dt.date) -> None:
    """The demo's practitioner has a past as well: a course attended so long ago that the form three months later is
    open, to them and to their manager."""
    person = person_for_user(world.accounts[Role.PRACTITIONER])
    agency = world.agencies["Children's Social Care"][0]
    day = next(d for d in _asked_again(today) if weekday(d) == d)
    event = plan_event(courses["NEG2"], day, world, capacity=20)
    assert event.starts_at is not None  # noqa: S101  planned with a date
    _book(person, event, agency, world, event.starts_at - dt.timedelta(days=30))
    marks = {
        booking.pk: {session.pk: Mark.PRESENT for session in event.sessions.all()}
        for booking in event.bookings.all()
    }
    record_attendance(event.pk, marks, actor=None, at=event.starts_at)
    hold_event(event, Turnout(attended=_drawn(world, 11)), world)


def _practitioner(world: World, today_event: Event, events: list[Event]) -> None:
    """The demo's practitioner is booked for one coming event, waits for a full one and comes today."""
    person = person_for_user(world.accounts[Role.PRACTITIONER])
    employment = current_employment(person)
    assert employment is not None  # noqa: S101  the demo employs everybody
    moment = timezone.now() - dt.timedelta(days=20)
    for event in (today_event, events[0], events[2]):
        _book(person, event, employment.agency, world, moment)


def _lead(world: World, events: list[Event]) -> None:
    """The demo's agency lead has booked three others, one of them without an address, and holds two places."""
    lead = world.accounts[Role.AGENCY_LEAD]
    agency = world.agencies["Children's Social Care"][0]
    moment = timezone.now() - dt.timedelta(days=10)
    others = [
        Named("Bryony Invented", "bryony.invented@people.example"),
        Named("Rowan Invented", "rowan.invented@people.example"),
        Named("Sorrel Invented"),
    ]
    book_group(
        events[5].pk,
        agency,
        others,
        key=uuid.uuid5(uuid.NAMESPACE_URL, "cohort:demo:lead"),
        actor=lead,
        manager_email=lead.email,
        manager_agrees=True,
        or_wait=True,
        at=moment,
    )
    reserve_places(events[3].pk, agency, 2, actor=lead, at=moment)
