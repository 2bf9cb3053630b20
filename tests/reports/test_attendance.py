"""The report, against the same figures worked out the slow way in plain Python."""

import datetime as dt
import zoneinfo
from collections import Counter, defaultdict

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bookings.choices import BookingState, Origin, Outcome
from bookings.models import Booking
from courses.choices import Delivery, EventState
from people.models import WorkforceFigure
from reports.attendance.population import Filters
from reports.attendance.reading import attendance
from reports.attendance.tables import tables
from reports.measures.attendance import BOOKING_COUNTS, Counts
from reports.reach.reading import reach
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    CourseFactory,
    EventFactory,
    PersonFactory,
    RoleGroupFactory,
    SectorFactory,
)

LONDON = zoneinfo.ZoneInfo("Europe/London")
YEAR = (dt.date(2014, 4, 1), dt.date(2015, 3, 31))
HISTORIES = {
    "came": {"state": BookingState.BOOKED, "outcome": Outcome.ATTENDED},
    "stayed away": {"state": BookingState.BOOKED, "outcome": Outcome.NO_SHOW},
    "cancelled": {"state": BookingState.CANCELLED, "cancelled_at": timezone.now()},
    "cancelled late": {
        "state": BookingState.CANCELLED,
        "cancelled_at": timezone.now(),
        "cancelled_late": True,
    },
    "walked in": {
        "state": BookingState.BOOKED,
        "outcome": Outcome.ATTENDED,
        "origin": Origin.WALK_IN,
    },
    "waited": {"state": BookingState.WAITING},
    "gave up waiting": {"state": BookingState.WITHDRAWN},
}
COUNTED = {
    "came": ("booked", "attended"),
    "stayed away": ("booked", "no_show"),
    "cancelled": ("booked", "cancelled", "cancelled_early"),
    "cancelled late": ("booked", "cancelled", "cancelled_late"),
    "walked in": ("walk_in", "attended"),
    "waited": (),
    "gave up waiting": (),
}


def held(course, *, on=dt.date(2014, 6, 2), **fields):
    starts_at = fields.pop(
        "starts_at", dt.datetime(on.year, on.month, on.day, 9, 30, tzinfo=LONDON)
    )
    return EventFactory(
        course=course, state=EventState.COMPLETED, starts_at=starts_at, sessions=0, **fields
    )


def booked(event, agency, history="came"):
    return BookingFactory(event=event, agency=agency, **HISTORIES[history])


booking_plans = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from(sorted(HISTORIES)),
    ),
    max_size=25,
)
event_plans = st.lists(
    st.tuples(st.integers(0, 2), st.dates(dt.date(2014, 3, 1), dt.date(2015, 4, 30))),
    min_size=4,
    max_size=4,
)


class TestAgainstPlainPython(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.board = BoardFactory()
        cls.courses = [CourseFactory(board=cls.board) for _ in range(3)]
        sectors = [SectorFactory() for _ in range(2)]
        cls.agencies = [AgencyFactory(sector=sectors[n % 2]) for n in range(4)]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(events=event_plans, bookings=booking_plans)
    def test_every_table_equals_an_independent_count(self, events, bookings):
        made = [held(self.courses[c], on=day, capacity=30) for c, day in events]
        tallies, places = defaultdict(Counter), 0
        for number, (course, day) in enumerate(events):
            if not YEAR[0] <= day <= YEAR[1]:
                continue
            places += made[number].capacity
            for event_no, agency_no, history in bookings:
                if event_no == number:
                    agency = self.agencies[agency_no]
                    key = (agency.sector.name, agency.name, self.courses[course].code, day)
                    tallies[key].update(COUNTED[history])
        self._make(made, bookings)

        report = attendance(self.board, *YEAR)

        def expected(*which):
            sums = defaultdict(Counter)
            for (sector, agency, course, day), tally in tallies.items():
                facts = {"sector": sector, "agency": agency, "course": course, "month": day.month}
                sums[tuple(facts[name] for name in which)].update(tally)
            return {key: tally for key, tally in sums.items() if tally}

        assert table(report.rows, "sector", "agency", "course_code") == expected(
            "sector", "agency", "course"
        )
        assert table(report.by_sector, "sector") == expected("sector")
        assert table(report.by_agency, "agency") == expected("agency")
        assert table(report.by_course, "course_code") == expected("course")
        assert {
            (line.starts_on.month,): tally(line.counts)
            for line in report.by_month
            if tally(line.counts)
        } == expected("month")
        assert tally(report.totals) == sum(tallies.values(), Counter())
        assert report.totals.places_available == places
        assert report.totals.adds_up

    def _make(self, events, plans):
        Booking.objects.bulk_create(
            [
                BookingFactory.build(
                    event=events[event],
                    person=PersonFactory(),
                    agency=self.agencies[agency],
                    **HISTORIES[history],
                )
                for event, agency, history in plans
            ]
        )


def tally(counts: Counts) -> Counter:
    return +Counter({key: getattr(counts, key) for key in BOOKING_COUNTS})


def table(lines, *about):
    return {
        tuple(getattr(line, name) for name in about): tally(line.counts)
        for line in lines
        if tally(line.counts)
    }


@pytest.mark.django_db
class TestPopulation:
    def test_only_completed_events_of_the_board_in_the_period_count(self):
        course, agency = CourseFactory(), AgencyFactory()
        booked(held(course), agency)
        booked(held(course, on=dt.date(2014, 3, 31)), agency)
        booked(held(course, on=dt.date(2015, 4, 1)), agency)
        booked(held(CourseFactory()), agency)
        booked(EventFactory(course=course, starts_at=held(course).starts_at), agency)

        report = attendance(course.board, *YEAR)

        assert report.totals.attended == 1
        assert report.events_held == 2

    def test_days_are_those_of_london(self):
        """23:30 UTC on 31 March 2014 is half past midnight on 1 April in London."""
        event = held(CourseFactory(), starts_at=dt.datetime(2014, 3, 31, 23, 30, tzinfo=dt.UTC))
        booked(event, AgencyFactory())

        assert attendance(event.board, *YEAR).totals.attended == 1
        assert attendance(event.board, *YEAR).by_month[0].starts_on == dt.date(2014, 4, 1)

    def test_agency_and_sector_are_the_booking_s_snapshot(self):
        old, new = AgencyFactory(), SectorFactory()
        booking = booked(held(CourseFactory()), old)
        was = old.sector.name
        old.sector = new
        old.save()

        assert [row.sector for row in attendance(booking.event.board, *YEAR).rows] == [was]

    def test_past_event_without_a_completed_register_is_named_and_not_counted(self):
        event = held(CourseFactory())
        type(event).objects.filter(pk=event.pk).update(state=EventState.PUBLISHED)
        booked(event, AgencyFactory())

        report = attendance(event.board, *YEAR)

        assert report.awaiting_register == (event,)
        assert report.totals == Counts(places_available=0)

    def test_several_boards_are_taken_together(self):
        events = [held(CourseFactory(title="Same", code="SAME")) for _ in range(2)]
        for event in events:
            booked(event, AgencyFactory())

        report = attendance([event.board for event in events], *YEAR)

        assert report.totals.attended == 2
        assert [line.counts.attended for line in report.by_course] == [1, 1]

    def test_period_that_ends_before_it_starts_is_refused(self):
        with pytest.raises(ValueError, match="starts after"):
            attendance(BoardFactory(), YEAR[1], YEAR[0])


@pytest.mark.django_db
class TestFilters:
    @pytest.fixture
    def world(self):
        board = BoardFactory()
        here, there = AgencyFactory(), AgencyFactory()
        classroom = held(CourseFactory(board=board))
        webinar = held(CourseFactory(board=board, delivery=Delivery.WEBINAR))
        for event in (classroom, webinar):
            booked(event, here)
            booked(event, there, "stayed away")
        return board, here, classroom

    def test_agency_picks_bookings_and_leaves_places_unknown(self, world):
        board, here, _ = world

        totals = attendance(board, *YEAR, filters=Filters(agency=here)).totals

        assert (totals.booked, totals.attended, totals.places_available) == (2, 2, None)

    def test_sector_picks_bookings(self, world):
        board, here, _ = world

        report = attendance(board, *YEAR, filters=Filters(sector=here.sector))

        assert [line.agency for line in report.by_agency] == [here.name]

    def test_course_picks_events_and_their_places(self, world):
        board, _, classroom = world

        report = attendance(board, *YEAR, filters=Filters(course=classroom.course))

        assert (report.events_held, report.totals.places_available) == (1, classroom.capacity)

    def test_delivery_picks_events(self, world):
        board, _, _ = world

        report = attendance(board, *YEAR, filters=Filters(delivery=Delivery.WEBINAR))

        assert (report.events_held, report.totals.booked) == (1, 2)


@pytest.mark.django_db
class TestYearBefore:
    def test_is_unknown_and_not_nought_where_no_register_of_it_is_held(self):
        event = held(CourseFactory())
        booked(event, AgencyFactory())

        made = tables(attendance(event.board, *YEAR))

        for key in ("agency", "course"):
            assert made[key].rows[0].values.get("attended_before") is None
            assert made[key].total.values["change"] is None

    def test_is_nought_for_a_course_that_is_new_at_a_board_that_is_not(self):
        new = held(CourseFactory())
        booked(new, AgencyFactory())
        old = held(CourseFactory(board=new.board), on=dt.date(2013, 6, 2))
        booked(old, AgencyFactory())

        row = tables(attendance(new.board, *YEAR))["course"].rows[0]

        assert (row.values["attended_before"], row.values["change"]) == (0, 1)


@pytest.mark.django_db
class TestRoomHire:
    def test_is_compared_with_the_same_days_a_year_before(self):
        course = CourseFactory()
        held(course, room_hire_pence=487_400)
        held(course, room_hire_pence=0)
        held(course, on=dt.date(2013, 6, 2), room_hire_pence=653_800)

        report = attendance(course.board, *YEAR)

        assert (report.room_hire.pence, report.room_hire.events) == (487_400, 2)
        assert (report.room_hire_before.pence, report.room_hire_before.events) == (653_800, 1)

    def test_is_unknown_and_not_nought_where_nobody_wrote_it_down(self):
        event = held(CourseFactory(), room_hire_pence=None)

        hire = attendance(event.board, *YEAR).room_hire

        assert (hire.pence, hire.events_without_figure) == (None, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 4])
def test_same_number_of_queries_for_any_size(size, django_assert_num_queries):
    board = BoardFactory()
    for _ in range(size):
        booked(held(CourseFactory(board=board)), AgencyFactory())
        EventFactory(course__board=board, starts_at=held(CourseFactory()).starts_at)

    with django_assert_num_queries(15):
        attendance(board, *YEAR)


@pytest.mark.django_db
def test_workforce_is_the_same_as_in_the_report_of_reach():
    """A count of a later day says nothing of this one, nor does one of an agency that has become part of another."""
    board = BoardFactory()
    counted, later = (AgencyFactory(boards=[board]) for _ in range(2))
    merged = AgencyFactory(boards=[board], merged_into=counted)
    role = RoleGroupFactory()
    for agency, people, day in ((counted, 40, 0), (counted, 90, 1), (later, 30, 1), (merged, 9, 0)):
        WorkforceFigure.objects.create(
            agency=agency,
            role_group=role,
            headcount=people,
            counted_on=YEAR[1] + dt.timedelta(days=day),
            source="Return",
        )

    workforce = attendance(board, *YEAR).workforce

    assert {id_: each.people for id_, each in workforce.agencies.items()} == {counted.pk: 40}
    assert reach([board], YEAR[1]).total.headcount == workforce.people == 40
