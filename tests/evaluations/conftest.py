"""An event whose course asks questions in every wave, and people who come to it."""

import datetime as dt

import pytest
import time_machine
from wagtail.models import Page, Site

from bookings.choices import Outcome
from bookings.models import Booking
from courses.models import CourseObjective
from evaluations import actions
from evaluations.actions.instruments import Asking
from evaluations.choices import Wave
from evaluations.models import Run, RunWave
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
)

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
START = dt.datetime(2026, 3, 20, 9, 30, tzinfo=dt.UTC)
AT_THE_END = START + dt.timedelta(hours=5, minutes=30)
LATER = START + dt.timedelta(days=92)
CLOSED = AT_THE_END + dt.timedelta(days=15)
PEOPLE = 12
PLAN = [
    Asking(Wave.BOOKING, ["confidence"], reminders=[5]),
    Asking(Wave.START, ["confidence", "quiz_neglect"]),
    Asking(Wave.END, ["confidence_end", "quiz_neglect", "reaction"], reminders=[3, 7]),
    Asking(Wave.LATER, ["follow_up", "confidence"], opens_days=90, open_for_days=28, reminders=[7]),
    Asking(Wave.MANAGER, ["manager"], opens_days=97, open_for_days=21),
]


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def board(db, clock):
    Site.objects.all().delete()
    root = Page.get_first_root_node()
    return BoardFactory(
        site=Site.objects.create(hostname="testserver", root_page=root, is_default_site=True)
    )


@pytest.fixture
def course(board):
    course = CourseFactory(board=board)
    for words in ("recognise neglect", "use the Graded Care Profile"):
        CourseObjective.objects.create(course=course, text=words)
    actions.load_bank()
    actions.set_plan(course, PLAN, actor=None)
    return course


@pytest.fixture
def event(course):
    return EventFactory(course=course, starts_at=START, capacity=30)


@pytest.fixture
def run(event) -> Run:
    return actions.open_run(event)


@pytest.fixture
def bookings(event, board, run) -> list[Booking]:
    """Six people booked, each with a manager."""
    agency = AgencyFactory(boards=[board])
    people = [
        EmploymentFactory(agency=agency, manager_email=f"boss{n}@agency.example").person
        for n in range(6)
    ]
    return [BookingFactory(event=event, person=each, agency=agency) for each in people]


def came(*bookings: Booking) -> None:
    Booking.objects.filter(pk__in=[b.pk for b in bookings]).update(outcome=Outcome.ATTENDED)


def answers_of(run, wave, level):
    """Everybody's answers to a wave: its scale at `level` or one above."""
    document = RunWave.objects.get(run=run, wave=wave).document
    codes = [item["code"] for item in document["items"] if item["code"].startswith("sure")]
    bookings = Booking.objects.filter(event=run.event).order_by("pk")
    return {booking: dict.fromkeys(codes, level + n % 2) for n, booking in enumerate(bookings)}


def held(event, people=PEOPLE, gain=1):
    """An event that everybody came to and whose start and end everybody answered."""
    run = actions.open_run(event)
    came(*[BookingFactory(event=event) for _ in range(people)])
    for wave, at, level in ((Wave.START, START, 2), (Wave.END, AT_THE_END, 2 + gain)):
        row = RunWave.objects.get(run=run, wave=wave)
        actions.invite(row)
        later = event.starts_at - START
        actions.send_answers_of(row.pk, answers_of(run, wave, level), at=at + later)
    return run


def work_out(clock, at=CLOSED):
    clock.move_to(at)
    return actions.work_out_findings(at)


@pytest.fixture
def held_run(event):
    return held(event)
