"""Boards, events and people in bulk: benchmarks need many rows soon, not one by one through actions."""

import datetime as dt
import itertools
import uuid

from django.utils import timezone

from bookings.choices import BookingState, Outcome
from bookings.models import Booking
from cms.actions import publish_site
from courses.choices import EventState
from courses.models import Area, Course, Event, Level, Session, Topic, Venue
from people.models import Agency, Board, Employment, Person, RoleGroup, Sector, User

HOST = "localhost"
_numbers = itertools.count(1)


def new_board(*, hostname: str = HOST) -> Board:
    """A board with its own site; each call makes another one."""
    number = next(_numbers)
    board = Board.objects.create(
        name=f"Board {number}",
        short_name=f"B{number}",
        slug=f"board-{number}",
        contact_email="training@board.example",
    )
    publish_site(board, hostname=hostname, port=80, is_default=hostname == HOST)
    return board


def new_courses(board: Board, count: int) -> list[Course]:
    level = Level.objects.create(board=board, name="Level 2")
    topic = Topic.objects.create(board=board, name="Neglect")
    courses = Course.objects.bulk_create(
        [
            Course(
                board=board,
                code=f"C{i}",
                title=f"Course {i}",
                slug=f"course-{i}",
                level=level,
                summary="Recognise the signs and know what to do.",
                duration_minutes=360,
            )
            for i in range(count)
        ]
    )
    for course in courses:
        course.topics.add(topic)
    return courses


def new_events(
    board: Board, courses: list[Course], count: int, *, first: dt.datetime, state: EventState
) -> list[Event]:
    """`count` events of one session each, one every six hours from `first`, of 20 places."""
    area = Area.objects.get_or_create(board=board, name="Chester")[0]
    venue = Venue.objects.get_or_create(board=board, name="Community hall", area=area)[0]
    starts = [first + dt.timedelta(hours=6 * i) for i in range(count)]
    events = Event.objects.bulk_create(
        [
            Event(
                board=board,
                course=courses[i % len(courses)],
                state=state,
                capacity=20,
                starts_at=start,
                ends_at=start + dt.timedelta(hours=5),
            )
            for i, start in enumerate(starts)
        ]
    )
    Session.objects.bulk_create(
        [Session(event=e, starts_at=e.starts_at, ends_at=e.ends_at, venue=venue) for e in events]
    )
    return events


def new_agencies(board: Board, count: int) -> list[Agency]:
    sectors = Sector.objects.bulk_create(
        [Sector(name=f"Sector {next(_numbers)}", slug=f"sector-{next(_numbers)}") for _ in range(9)]
    )
    agencies = Agency.objects.bulk_create(
        [Agency(name=f"Agency {next(_numbers)}", sector=sectors[i % 9]) for i in range(count)]
    )
    board.agencies.add(*agencies)
    return agencies


def new_users(agency: Agency, count: int) -> list[User]:
    """People with a sign-in and a current employment, so that booking asks them nothing."""
    role_group = RoleGroup.objects.create(name=f"Role group {next(_numbers)}")
    users = User.objects.bulk_create(
        [
            User(email=f"user{uuid.uuid4()}@agency.example", full_name=f"User {i}")
            for i in range(count)
        ]
    )
    people = Person.objects.bulk_create(
        [Person(user=user, full_name=user.full_name, email=user.email) for user in users]
    )
    Employment.objects.bulk_create(
        [
            Employment(
                person=person, agency=agency, role_group=role_group, starts_on=dt.date(2020, 1, 1)
            )
            for person in people
        ]
    )
    return users


def new_attendances(events: list[Event], agencies: list[Agency], each: int) -> int:
    """`each` bookings for every event, one in ten a no-show; returns how many."""
    people = Person.objects.bulk_create([Person(full_name=f"Person {i}") for i in range(each)])
    now = timezone.now()
    bookings = (
        Booking(
            reference=f"B{next(_numbers)}",
            person=person,
            event=event,
            state=BookingState.BOOKED,
            outcome=Outcome.NO_SHOW if (i + j) % 10 == 0 else Outcome.ATTENDED,
            agency=(agency := agencies[(i + j) % len(agencies)]),
            sector=agency.sector,
            made_at=now,
        )
        for i, event in enumerate(events)
        for j, person in enumerate(people)
    )
    Booking.objects.bulk_create(bookings, batch_size=2000)
    return len(events) * each
