"""Data for the benchmarks, written in bulk: one board with its site, agencies, courses, events, bookings."""

import datetime as dt
import itertools

from django.db.models import Max
from django.utils import timezone

from bookings.choices import BookingState, Outcome
from bookings.models import Booking
from cms.actions import publish_site
from courses.choices import EventState
from courses.models import Course, Event, Level, Session, Topic, Venue
from people.models import Agency, Board, Employment, Person, Sector, User

BATCH = 1_000


def board() -> Board:
    """The one board, published on the test client's host; made on first use."""
    found = Board.objects.filter(slug="bench").first()
    if found is not None:
        return found
    made = Board.objects.create(
        name="Benchmark board",
        short_name="Bench",
        slug="bench",
        contact_email="bench@board.example",
    )
    publish_site(made, hostname="testserver", port=80, is_default=True)
    made.refresh_from_db()
    return made


def agencies(wanted: int) -> list[Agency]:
    """`wanted` agencies of the board in ten sectors."""
    sectors = [
        Sector.objects.get_or_create(slug=f"s{n}", defaults={"name": f"Sector {n}"})[0]
        for n in range(10)
    ]
    for number in range(Agency.objects.count(), wanted):
        agency = Agency.objects.create(
            name=f"Agency {number}", sector=sectors[number % 10], contributor_category="partner"
        )
        agency.boards.add(board())
    return list(Agency.objects.select_related("sector").order_by("pk")[:wanted])


def courses(wanted: int) -> list[Course]:
    """`wanted` courses with a level and two topics each."""
    level, _ = Level.objects.get_or_create(board=board(), name="Level 2")
    topics = [Topic.objects.get_or_create(board=board(), name=f"Topic {n}")[0] for n in range(6)]
    for number in range(Course.objects.count(), wanted):
        course = Course.objects.create(
            board=board(),
            code=f"C{number}",
            title=f"Course {number}",
            slug=f"course-{number}",
            summary="What to look for, whom to tell, and what happens next.",
            level=level,
            duration_minutes=360,
        )
        course.topics.add(topics[number % 6], topics[(number + 1) % 6])
    return list(Course.objects.order_by("pk")[:wanted])


def add_events(wanted: int, *, first_day: dt.date, days: int, state: EventState) -> list[Event]:
    """`wanted` events of 20 places, a session and a venue each, spread evenly over `days`."""
    venue, _ = Venue.objects.get_or_create(board=board(), name="Town Hall")
    offered = courses(30)
    morning = timezone.make_aware(dt.datetime.combine(first_day, dt.time(9, 30)))
    starts = [morning + dt.timedelta(days=number * days // wanted) for number in range(wanted)]
    events = Event.objects.bulk_create(
        [
            Event(
                board=board(),
                course=course,
                state=state,
                capacity=20,
                starts_at=start,
                ends_at=start + dt.timedelta(hours=6),
            )
            for start, course in zip(starts, itertools.cycle(offered), strict=False)
        ],
        batch_size=BATCH,
    )
    Session.objects.bulk_create(
        [
            Session(
                event=event, starts_at=start, ends_at=start + dt.timedelta(hours=6), venue=venue
            )
            for event, start in zip(events, starts, strict=True)
        ],
        batch_size=BATCH,
    )
    return events


def people(wanted: int, *, with_sign_in: bool = False) -> list[Person]:
    """`wanted` new people, employed at the agencies in turn."""
    last = Person.objects.aggregate(last=Max("pk"))["last"] or 0
    names = [f"Person {last + number}" for number in range(wanted)]
    users = (
        User.objects.bulk_create(
            [
                User(email=f"{name.replace(' ', '')}@agency.example", full_name=name)
                for name in names
            ],
            batch_size=BATCH,
        )
        if with_sign_in
        else [None] * wanted
    )
    made = Person.objects.bulk_create(
        [Person(full_name=name, user=user) for name, user in zip(names, users, strict=True)],
        batch_size=BATCH,
    )
    Employment.objects.bulk_create(
        [
            Employment(person=person, agency=agency, starts_on=dt.date(2020, 1, 1))
            for person, agency in zip(made, itertools.cycle(agencies(100)), strict=False)
        ],
        batch_size=BATCH,
    )
    return made


def add_bookings(wanted: int, events: list[Event]) -> None:
    """`wanted` bookings, twenty to an event: 16 attended, 2 did not, 2 cancelled."""
    each_event = [event for event in events for _ in range(20)][:wanted]
    delegates = people(max(wanted // 10, 20))
    at = timezone.now() - dt.timedelta(days=400)
    bookings = []
    for number, (event, person, agency) in enumerate(
        zip(each_event, itertools.cycle(delegates), itertools.cycle(agencies(100)), strict=False)
    ):
        cancelled = number % 20 >= 18
        outcome = Outcome.ATTENDED if number % 20 < 16 else Outcome.NO_SHOW
        bookings.append(
            Booking(
                reference=f"B{number:011d}",
                person=person,
                event=event,
                state=BookingState.CANCELLED if cancelled else BookingState.BOOKED,
                outcome=Outcome.OPEN if cancelled else outcome,
                agency=agency,
                sector=agency.sector,
                made_at=at,
                cancelled_at=at if cancelled else None,
                cancelled_by="delegate" if cancelled else "",
            )
        )
    Booking.objects.bulk_create(bookings, batch_size=BATCH)
