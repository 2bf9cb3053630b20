"""Events, places and demand, against the same figures worked out the slow way in plain Python."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bookings.choices import BookingState, Origin
from courses.choices import EventState, WhyCancelled
from courses.models import ELearning
from notices.choices import OffsetUnit
from notices.models import NoticeSetting
from people.models import AuditEntry
from reports.attendance.population import Filters
from reports.attendance.reading import attendance
from reports.events.document import document
from reports.events.reading import events_report
from reports.periods import Period
from reports.values import HIDDEN, Rate
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    CourseFactory,
    EventFactory,
    PersonFactory,
)

from .test_attendance import HISTORIES, LONDON, YEAR, booked, held

DAYS = Period(*YEAR)
WAITED = {
    "waits": {"state": BookingState.WAITING},
    "applied": {"state": BookingState.APPLIED},
    "gave up": {"state": BookingState.WITHDRAWN},
    "let it lapse": {"state": BookingState.LAPSED},
}
GOT = {"got it": {"state": BookingState.BOOKED}}


def event_on(course, day, state, **fields):
    starts_at = dt.datetime(day.year, day.month, day.day, 9, 30, tzinfo=LONDON)
    return EventFactory(course=course, state=state, starts_at=starts_at, sessions=0, **fields)


class TestAgainstPlainPython(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.board, cls.agency = BoardFactory(), AgencyFactory()
        courses = [CourseFactory(board=cls.board) for _ in range(2)]
        days = (dt.date(2014, 5, 1), dt.date(2014, 9, 1), dt.date(2015, 6, 20), dt.date(2015, 7, 1))
        cls.events = [held(courses[n % 2], on=day) for n, day in enumerate(days * 2)]
        cls.people = [PersonFactory() for _ in range(4)]

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.dictionaries(
            st.tuples(st.integers(0, 3), st.integers(0, 7)),
            st.sampled_from(sorted(WAITED | GOT)),
            max_size=14,
        )
    )
    def test_demand_unmet_is_who_waited_in_the_period_and_got_none_within_90_days(self, plan):
        for (person, event), history in plan.items():
            BookingFactory(
                person=self.people[person],
                event=self.events[event],
                agency=self.agency,
                **(WAITED | GOT)[history],
            )
        waited, got = set(), set()
        for (person, event), history in plan.items():
            on = self.events[event].starts_at.date()
            wish = (self.people[person].pk, self.events[event].course_id)
            if history in WAITED and YEAR[0] <= on <= YEAR[1]:
                waited.add(wish)
            if history in GOT and YEAR[0] <= on <= YEAR[1] + dt.timedelta(days=90):
                got.add(wish)

        demand = events_report([self.board], DAYS).demand

        assert (demand.waited, demand.unmet) == (waited, waited - got)
        assert demand.rate() == Rate(
            len({person for person, _ in waited - got}), len({person for person, _ in waited})
        )


@pytest.mark.django_db
class TestEvents:
    def test_planned_less_cancelled_less_not_held_is_held(self):
        course = CourseFactory()
        for state in EventState:
            event_on(course, dt.date(2014, 6, 2), state)
        held(course, on=dt.date(2014, 7, 1))

        total = events_report([course.board], DAYS).total

        assert (total.planned, total.cancelled, total.to_come, total.held) == (5, 1, 2, 2)

    def test_minimum_numbers_are_set_against_places_still_held_on_the_day(self):
        course, agency = CourseFactory(), AgencyFactory()
        reached = held(course, minimum_numbers=2)
        missed = held(course, minimum_numbers=2)
        held(course)
        for event, history in (
            *((reached, history) for history in ("came", "stayed away", "cancelled")),
            *((missed, history) for history in ("came", "walked in", "cancelled late")),
        ):
            booked(event, agency, history)

        total = events_report([course.board], DAYS).total

        assert (total.viable, total.with_minimum) == (1, 2)

    def test_places_are_those_of_the_attendance_report(self):
        course, agency = CourseFactory(), AgencyFactory()
        event = held(course, capacity=9)
        for history in ("came", "came", "stayed away", "cancelled", "walked in"):
            booked(event, agency, history)

        found = dict(document(events_report([course.board], DAYS)).facts)
        totals = attendance(course.board, *YEAR).totals

        assert found["Places taken"] == Rate(totals.expected, totals.places_available) == Rate(3, 9)
        assert found["Places used"] == Rate(totals.attended, 9)
        assert found["Average attendance"] == totals.attended

    def test_event_of_unknown_places_is_in_no_share_of_places(self):
        course = CourseFactory()
        booked(held(course, capacity_is_known=False), AgencyFactory())

        made = document(events_report([course.board], DAYS))

        assert dict(made.facts)["Places taken"] == Rate(0, None)
        assert "leave out 1 event of which nobody wrote down" in made.notes[0]

    def test_notice_is_from_the_first_publication_to_the_first_day(self):
        event = held(CourseFactory(), on=dt.date(2014, 6, 2))
        for days in (40, 10):
            AuditEntry.objects.create(
                at=event.starts_at - dt.timedelta(days=days),
                target_type="courses.event",
                target_id=event.pk,
                verb="state changed",
                now=EventState.PUBLISHED,
            )

        notice = events_report([event.board], DAYS).notice

        assert (notice.days, notice.of) == (40, 1)

    def test_filter_picks_events(self):
        board = BoardFactory()
        course = held(CourseFactory(board=board)).course
        held(CourseFactory(board=board))

        assert events_report([board], DAYS, filters=Filters(course=course)).total.held == 1

    def test_elearning_is_listed_and_has_no_figure(self):
        board = held(CourseFactory()).board
        ELearning.objects.create(
            board=board, title="Trafficking", provider="Learn It", url="https://learn.example"
        )

        part = document(events_report([board], DAYS)).parts[-1]

        assert [row.name for row in part.tables[0].rows] == ["Trafficking (Learn It)"]
        assert "no completion is recorded here" in part.text[0]


def called_off(course, because, **fields):
    words = "Duplicate" if because == WhyCancelled.OTHER else ""
    return event_on(
        course,
        dt.date(2014, 6, 2),
        EventState.CANCELLED,
        cancelled_because=because,
        cancelled_words=words,
        **fields,
    )


def coming(course, *, days, minimum, capacity=20):
    starts_at = timezone.now() + dt.timedelta(days=days)
    return EventFactory(
        course=course, starts_at=starts_at, minimum_numbers=minimum, capacity=capacity
    )


@pytest.mark.django_db
def test_too_few_bookings_are_set_against_the_events_cancelled_for_a_recorded_reason():
    course = CourseFactory()
    for because in WhyCancelled:
        called_off(course, because)
    called_off(course, WhyCancelled.TOO_FEW)

    made = document(events_report([course.board], DAYS))

    assert dict(made.facts)["Too few bookings, of those cancelled"] == Rate(2, 7)
    rows = {row.name: row.values["share"] for row in made.tables[1].rows}
    assert rows["Too few bookings"] == Rate(2, 8)
    assert rows["Not recorded"] == Rate(1, 8)
    assert any("Why 1 event had to be cancelled was not recorded" in note for note in made.notes)


@pytest.mark.django_db
def test_coming_events_below_their_minimum_are_named_to_staff_once_they_are_to_be_decided():
    course = CourseFactory()
    low = coming(course, days=20, minimum=2)
    enough = coming(course, days=20, minimum=1)
    coming(course, days=40, minimum=2)
    for event in (low, enough):
        BookingFactory(event=event)
    report = events_report([course.board], DAYS)

    to_staff, to_others = document(report), document(report, is_protected=True)

    assert dict(to_staff.facts)["Below their minimum now"] == Rate(1, 2)
    [row] = to_staff.tables[-1].rows
    assert (row.values["number"], row.values["booked_now"], row.values["minimum"]) == (low.pk, 1, 2)
    assert "Below their minimum now" not in dict(to_others.facts)
    assert "below_minimum" not in {table.key for table in to_others.tables}


@pytest.mark.django_db
def test_board_says_when_its_events_are_decided_on():
    course = CourseFactory()
    coming(course, days=20, minimum=2)
    NoticeSetting.objects.create(
        board=course.board, kind="low_numbers", amount=2, unit=OffsetUnit.WEEKS
    )

    assert events_report([course.board], DAYS).to_decide == ()


@pytest.mark.django_db
def test_protected_readers_see_no_people_by_course_and_no_small_number():
    course = CourseFactory()
    for _ in range(4):
        booked(held(course), AgencyFactory())

    made = document(events_report([course.board], DAYS), is_protected=True)

    assert dict(made.facts)["Attended"] is dict(made.facts)["Average attendance"] is HIDDEN
    assert "attended" not in {column.key for column in made.tables[0].columns}


@pytest.mark.django_db
def test_protected_readers_cannot_work_out_a_few_who_got_a_place_after_all():
    course, lucky = CourseFactory(), PersonFactory()
    event = held(course)
    for person in [lucky, *(PersonFactory() for _ in range(8))]:
        BookingFactory(event=event, person=person, **WAITED["waits"])
    BookingFactory(event=held(course), person=lucky, **HISTORIES["came"])

    facts = dict(document(events_report([course.board], DAYS), is_protected=True).facts)

    assert facts["Waited in vain"] == 9
    assert facts["Demand unmet"] is HIDDEN


@pytest.mark.django_db
def test_protected_readers_cannot_work_out_who_came_to_an_event_of_unknown_places():
    """8 came, 6 of them where places are known: 6 of 20 places would tell the other two."""
    course = CourseFactory()
    for number, is_known in ((6, True), (2, False)):
        event = held(course, capacity_is_known=is_known)
        for _ in range(number):
            booked(event, AgencyFactory())

    facts = dict(document(events_report([course.board], DAYS), is_protected=True).facts)

    assert facts["Attended"] == 8
    assert facts["Places used"] == facts["Places taken"] == Rate(HIDDEN, HIDDEN)


@pytest.mark.django_db
def test_what_attendance_hides_of_the_whole_board_is_hidden_here():
    event = held(CourseFactory())
    for _ in range(6):
        booked(event, AgencyFactory())

    made = document(
        events_report([event.board], DAYS), is_protected=True, hidden={"attended", "no_show"}
    )

    facts = dict(made.facts)
    assert facts["Attended"] is facts["Average attendance"] is HIDDEN
    assert "6" not in made.headline
    assert not [figure for figure in made.parts[1].figures if "6" in figure.beside]
    assert [figure.value for figure in made.parts[1].figures[:3]] == ["c", "c", "c"]


@pytest.mark.django_db
def test_what_attendance_shows_of_the_whole_board_is_shown_here():
    """Who still held a place is hidden with those who did not attend; who came is not."""
    event = held(CourseFactory())
    for _ in range(6):
        booked(event, AgencyFactory())

    made = document(events_report([event.board], DAYS), is_protected=True, hidden={"no_show"})

    facts = dict(made.facts)
    assert facts["Attended"] == 6
    assert (facts["Places taken"], facts["Places used"]) == (Rate(HIDDEN, HIDDEN), Rate(6, 20))


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_same_number_of_queries_for_any_size(size, django_assert_num_queries):
    board = BoardFactory()
    for _ in range(size):
        event = held(CourseFactory(board=board))
        booked(event, AgencyFactory())
        booked(event, AgencyFactory(), "waited")

    with django_assert_num_queries(16):
        document(events_report([board], DAYS))


@pytest.mark.django_db
def test_bookings_of_an_older_system_do_not_say_how_long_ahead_they_were_made():
    event = held(CourseFactory(board=BoardFactory()))
    made_at = event.starts_at - dt.timedelta(days=12)
    BookingFactory(event=event, made_at=made_at)
    for _ in range(2):
        BookingFactory(event=event, made_at=event.starts_at, origin=Origin.IMPORTED)

    ahead = events_report([event.board], DAYS).booked_ahead

    assert (ahead.days, ahead.of) == (12, 1)
