"""Rooms, trainers and cost, against the same figures worked out the slow way in plain Python."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from courses.models import TrainerAssignment
from courses.querysets import TIMES_NOT_RECORDED
from reports.attendance.reading import attendance
from reports.periods import Period
from reports.resources.document import document
from reports.resources.reading import COMMISSIONED, LENT, ONLINE, OTHER_ROOM, resources
from reports.values import HIDDEN, Rate
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    CourseFactory,
    SessionFactory,
    TrainerFactory,
    VenueFactory,
)

from .test_attendance import YEAR, booked, held

DAYS = Period(*YEAR)


def lasting(event, *hours):
    """Gives an event a session a day of so many hours."""
    for number, length in enumerate(hours):
        starts_at = event.starts_at + dt.timedelta(days=number)
        SessionFactory(
            event=event, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=length)
        )
    return event


class TestAgainstPlainPython(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.board, cls.agency = BoardFactory(), AgencyFactory()
        cls.course = CourseFactory(board=cls.board)
        agencies = [AgencyFactory(name="Health"), AgencyFactory(name="Police"), None]
        cls.trainers = [
            TrainerFactory(board=cls.board, agency=agency, is_commissioned=agency is None)
            for agency in agencies
        ]

    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.none() | st.integers(0, 90_000),
                st.integers(1, 20),
                st.integers(0, 2),
                st.sets(st.integers(0, 2)),
                st.lists(st.integers(1, 7), max_size=2),
            ),
            max_size=5,
        )
    )
    def test_every_figure_equals_an_independent_count(self, plan):
        half_days = {"Health": 0, "Police": 0, COMMISSIONED: 0}
        for hire, places, came, trainers, hours in plan:
            event = held(self.course, capacity=places, room_hire_pence=hire)
            lasting(event, *hours)
            for _ in range(came):
                booked(event, self.agency, "walked in")
            for number in trainers:
                TrainerAssignment.objects.create(event=event, trainer=self.trainers[number])
                name = list(half_days)[number]
                half_days[name] += sum(1 if length <= 4 else 2 for length in hours)

        report = resources([self.board], DAYS)

        priced = [(hire, places, came) for hire, places, came, *_ in plan if hire is not None]
        total = report.total
        assert (total.events, total.priced) == (len(plan), len(priced))
        assert total.hire == (sum(hire for hire, *_ in priced) if priced else None)
        assert (total.places, total.attended) == (
            sum(places for _, places, _ in priced),
            sum(came for *_, came in priced),
        )
        assert {each.name: each.half_days for each in report.lent} == {
            name: number
            for place, (name, number) in enumerate(half_days.items())
            if any(place in trainers for *_, trainers, _ in plan)
        }
        assert report.led_together == Rate(
            sum({0, 1} <= trainers for *_, trainers, _ in plan),
            sum(bool(trainers) for *_, trainers, _ in plan),
        )


@pytest.mark.django_db
def test_room_hire_is_that_of_the_attendance_report():
    course = CourseFactory()
    held(course, room_hire_pence=487_400)
    held(course, room_hire_pence=None)
    held(course, on=dt.date(2013, 6, 2), room_hire_pence=653_800)

    ours, theirs = resources([course.board], DAYS), attendance(course.board, *YEAR)

    assert ours.total.hire == theirs.room_hire.pence
    assert ours.total.events - ours.total.priced == theirs.room_hire.events_without_figure
    assert ours.before.hire == theirs.room_hire_before.pence


@pytest.mark.django_db
def test_rooms_are_told_apart_by_who_lends_them():
    board = BoardFactory()
    event = held(CourseFactory(board=board))
    lent = VenueFactory(board=board, owner=AgencyFactory(name="Fire service"))
    for number, venue in enumerate((lent, lent, VenueFactory(board=board), None)):
        starts_at = event.starts_at + dt.timedelta(days=number)
        SessionFactory(
            event=event, venue=venue, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=3)
        )

    report = resources([board], DAYS)

    assert [(each.name, each.sessions, each.minutes) for each in report.rooms] == [
        (LENT, 2, 360),
        (OTHER_ROOM, 1, 180),
        (ONLINE, 1, 180),
    ]
    assert [(each.name, each.sessions) for each in report.lenders] == [("Fire service", 2)]


@pytest.mark.django_db
@pytest.mark.parametrize(("of_course", "minutes", "half_days"), [(180, 180, 1), (None, 0, 1)])
def test_times_that_nobody_recorded_are_those_of_the_course(of_course, minutes, half_days):
    event = held(CourseFactory(duration_minutes=of_course))
    ends_at = event.starts_at + dt.timedelta(hours=8)
    SessionFactory(event=event, title=TIMES_NOT_RECORDED, ends_at=ends_at)
    TrainerAssignment.objects.create(event=event, trainer=TrainerFactory(board=event.board))

    report = resources([event.board], DAYS)

    assert [(each.sessions, each.minutes) for each in report.rooms] == [(1, minutes)]
    assert report.half_days == half_days


@pytest.mark.django_db
def test_cost_of_nothing_known_is_blank_and_never_nought():
    event = held(CourseFactory(), room_hire_pence=None)

    found = dict(document(resources([event.board], DAYS)).facts)

    assert (
        found["Room hire"] is found["Room hire a place"] is found["Room hire an attendance"] is None
    )


@pytest.mark.django_db
def test_event_of_unknown_places_is_in_no_cost_of_a_place():
    course = CourseFactory()
    held(course, room_hire_pence=1_000, capacity_is_known=False)
    held(course, room_hire_pence=300, capacity=10)

    total = resources([course.board], DAYS).total

    assert (total.pence, total.spread, total.places, total.of_a_place) == (1_300, 300, 10, 30)


@pytest.mark.django_db
def test_whom_the_chart_names_it_draws():
    board = BoardFactory()
    events = [lasting(held(CourseFactory(board=board)), 6) for _ in range(2)]
    hired = TrainerFactory(board=board, is_commissioned=True)
    partners = [TrainerFactory(board=board, agency=AgencyFactory()) for _ in range(12)]
    for event, trainers in zip(events, ([hired, *partners], [hired]), strict=True):
        for trainer in trainers:
            TrainerAssignment.objects.create(event=event, trainer=trainer)

    (chart,) = document(resources([board], DAYS)).parts[1].charts

    assert chart.headline.startswith(COMMISSIONED)
    assert chart.bars[0] == (COMMISSIONED, 4)
    assert len(chart.bars) == 13


@pytest.mark.django_db
@pytest.mark.parametrize("people", [4, 6])
def test_protected_readers_cannot_work_out_attendances_from_the_cost(people):
    event = held(CourseFactory(), room_hire_pence=1_000)
    for _ in range(people):
        booked(event, AgencyFactory())

    made = document(resources([event.board], DAYS), is_protected=True)

    course = next(table for table in made.tables if table.key == "course")
    assert dict(made.facts)["Room hire an attendance"] is HIDDEN
    assert not {"cost_attended", "cost_of_an_attendance"} & {
        column.key for column in course.columns
    }


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_same_number_of_queries_for_any_size(size, django_assert_num_queries):
    board = BoardFactory()
    for _ in range(size):
        event = lasting(held(CourseFactory(board=board), room_hire_pence=900), 6)
        TrainerAssignment.objects.create(
            event=event, trainer=TrainerFactory(board=board, agency=AgencyFactory())
        )

    with django_assert_num_queries(8):
        document(resources([board], DAYS))
