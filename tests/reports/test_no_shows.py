"""Those who did not attend, against the same figures worked out the slow way in plain Python."""

import datetime as dt
from collections import Counter
from fractions import Fraction

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from bookings.choices import ChargeKind, ChargeState
from courses.querysets import NOT_RECORDED
from reports.actions import make_edition
from reports.attendance.population import NO_FILTERS, Filters
from reports.attendance.reading import attendance
from reports.no_shows.document import document
from reports.no_shows.reading import no_shows
from reports.periods import Period
from reports.protected.asking import answer
from reports.values import HIDDEN, Rate
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    ChargeFactory,
    CourseFactory,
    PolicyVersionFactory,
    SessionFactory,
)

from .test_attendance import HISTORIES, YEAR, booked, held

DAYS = Period(*YEAR)
EXPECTED = ("came", "stayed away")


def facts(report):
    return dict(document(report).facts)


class TestAgainstPlainPython(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.board = BoardFactory()
        cls.agencies = [AgencyFactory() for _ in range(3)]
        cls.events = [
            held(CourseFactory(board=cls.board), capacity=capacity, room_hire_pence=hire)
            for capacity, hire in ((7, 10_000), (20, 0), (20, None))
        ]
        for event, hours in zip(cls.events, (3, 6, 2), strict=True):
            SessionFactory(event=event, ends_at=event.starts_at + dt.timedelta(hours=hours))

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        plan=st.lists(
            st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from(sorted(HISTORIES))),
            max_size=14,
        )
    )
    def test_every_figure_equals_an_independent_count(self, plan):
        for event, agency, history in plan:
            booked(self.events[event], self.agencies[agency], history)

        report = no_shows([self.board], DAYS)

        missed = Counter(event for event, _, history in plan if history == "stayed away")
        total = report.total
        assert total.counts.expected == sum(history in EXPECTED for *_, history in plan)
        assert total.counts.no_show == sum(missed.values())
        assert (total.minutes or 0) == 180 * missed[0] + 360 * missed[1] + 120 * missed[2]
        assert (total.empty_pence or 0) == Fraction(10_000 * missed[0], 7)
        assert report.uncosted == (1 if missed[2] else 0)
        by_agency = Counter(agency for _, agency, history in plan if history == "stayed away")
        assert {line.id: line.absences.counts.no_show for line in report.by_agency} == {
            self.agencies[agency].pk: by_agency[agency]
            for _, agency, history in plan
            if history not in ("waited", "gave up waiting")
        }


@pytest.mark.django_db
@pytest.mark.parametrize("narrowed", ["", "agency", "sector", "course", "delivery"])
def test_figures_are_those_of_the_attendance_report(narrowed):
    board, here = BoardFactory(), AgencyFactory()
    event = held(CourseFactory(board=board))
    other = held(CourseFactory(board=board, delivery="webinar"), on=dt.date(2013, 7, 1))
    for agency in (here, AgencyFactory()):
        for history in HISTORIES:
            booked(event, agency, history)
            booked(other, agency, history)
    value = {"agency": here, "sector": here.sector, "course": event.course, "delivery": "classroom"}
    filters = Filters(**({narrowed: value[narrowed]} if narrowed else {}))

    ours, theirs = (
        no_shows([board], DAYS, filters=filters),
        attendance(board, *YEAR, filters=filters),
    )

    last = attendance(board, *(day.replace(year=day.year - 1) for day in YEAR), filters=filters)
    assert ours.total.counts == theirs.totals.with_places(None)
    assert ours.before == last.totals.no_show
    assert [(line.name, line.absences.counts) for line in ours.by_sector] == [
        (line.sector, line.counts) for line in theirs.by_sector
    ]


@pytest.mark.django_db
class TestMoney:
    def test_charges_are_told_apart_by_what_became_of_them(self):
        event = held(CourseFactory())
        policy = PolicyVersionFactory(board=event.board)
        for kind, state, pence in (
            (ChargeKind.NO_SHOW, ChargeState.OWED, 5_000),
            (ChargeKind.LATE_CANCELLATION, ChargeState.OWED, 2_500),
            (ChargeKind.NO_SHOW, ChargeState.VOID, 7_000),
            (ChargeKind.PLACE, ChargeState.OWED, 9_900),
        ):
            booking = booked(event, AgencyFactory(), "stayed away")
            ChargeFactory(
                booking=booking, kind=kind, state=state, amount_pence=pence, policy=policy
            )

        found = facts(no_shows([event.board], DAYS))

        assert found["Charges owed"] == 7_500
        assert (found["Charges waived"], found["Charges no longer owed"]) == (0, 7_000)

    def test_cost_is_unknown_where_no_room_hire_is_written_down(self):
        event = held(CourseFactory(), room_hire_pence=None)
        booked(event, AgencyFactory(), "stayed away")

        made = document(no_shows([event.board], DAYS))

        assert dict(made.facts)["Cost of their places"] is None
        assert "leaves out 1 event whose room hire" in made.notes[0]


@pytest.mark.django_db
def test_nothing_is_lost_where_everybody_came():
    event = held(CourseFactory(), room_hire_pence=None)
    booked(event, AgencyFactory())

    found = facts(no_shows([event.board], DAYS))

    assert (found["Hours lost"], found["Cost of their places"]) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("title", NOT_RECORDED)
@pytest.mark.parametrize(("of_course", "minutes"), [(180, 180), (None, None)])
def test_hours_that_nobody_recorded_are_those_of_the_course(title, of_course, minutes):
    event = held(CourseFactory(duration_minutes=of_course))
    SessionFactory(event=event, title=title, ends_at=event.starts_at + dt.timedelta(hours=8))
    booked(event, AgencyFactory(), "stayed away")

    assert no_shows([event.board], DAYS).total.minutes == minutes


@pytest.mark.django_db
class TestProtectedReaders:
    @pytest.fixture
    def event(self):
        event = held(CourseFactory())
        agency = AgencyFactory()
        for history in ["came"] * 9 + ["stayed away"] * 4:
            booked(event, agency, history)
        make_edition(event.board, 2014, at=timezone.now())
        return event

    def test_see_no_small_number_nor_what_gives_it_away(self, event):
        shown = answer(event.board, DAYS, NO_FILTERS, today=dt.date(2016, 1, 15), finest=False)

        made = document(no_shows([event.board], DAYS), shown_as=shown)

        found = dict(made.facts)
        assert made.headline == "Fewer people did not attend than may be shown."
        assert found["Did not attend"] is found["Hours lost"] is HIDDEN
        assert found["Did not attend, of those expected"] == Rate(HIDDEN, HIDDEN)
        lines = [row.values["no_show"] for table in made.tables for row in table.rows]
        assert set(lines) == {HIDDEN}
        assert "Charges owed" not in found
        assert not [note for note in made.notes if "leave" in note]

    def test_see_no_hours_where_a_course_s_number_is_hidden(self):
        """7 people at courses of 3 and of 6 hours who lost 24 hours: 6 of the one and 1 of the other."""
        board = BoardFactory()
        agency = AgencyFactory()
        for hours, missed in ((3, 6), (6, 1)):
            event = held(CourseFactory(board=board))
            SessionFactory(event=event, ends_at=event.starts_at + dt.timedelta(hours=hours))
            for history in ["came"] * 9 + ["stayed away"] * missed:
                booked(event, agency, history)
        make_edition(board, 2014, at=timezone.now())
        shown = answer(board, DAYS, NO_FILTERS, today=dt.date(2016, 1, 15), finest=False)

        made = document(no_shows([board], DAYS), shown_as=shown)

        found = dict(made.facts)
        assert (found["Did not attend"], found["Hours lost"]) == (7, HIDDEN)
        assert "hours" not in made.headline

    def test_see_hours_where_every_number_is_shown(self):
        event = held(CourseFactory())
        SessionFactory(event=event, ends_at=event.starts_at + dt.timedelta(hours=3))
        agency = AgencyFactory()
        for history in ["came"] * 9 + ["stayed away"] * 7:
            booked(event, agency, history)
        make_edition(event.board, 2014, at=timezone.now())
        shown = answer(event.board, DAYS, NO_FILTERS, today=dt.date(2016, 1, 15), finest=False)

        made = document(no_shows([event.board], DAYS), shown_as=shown)

        assert dict(made.facts)["Hours lost"] == 21

    def test_staff_see_all_of_it(self, event):
        assert facts(no_shows([event.board], DAYS))["Did not attend"] == 4


@pytest.mark.django_db
def test_year_before_without_any_register_is_not_nought():
    event = held(CourseFactory())
    booked(event, AgencyFactory(), "stayed away")

    made = document(no_shows([event.board], DAYS))

    row = made.tables[0].rows[0]
    assert (row.values["no_show_before"], row.values["change"]) == (None, None)


@pytest.mark.django_db
def test_people_who_did_not_attend_twice_are_counted_once_each():
    board = BoardFactory()
    first = booked(held(CourseFactory(board=board)), AgencyFactory(), "stayed away")
    for _ in range(2):
        again = booked(held(CourseFactory(board=board)), first.agency, "stayed away")
        again.person = first.person
        again.save()
    booked(held(CourseFactory(board=board)), first.agency, "stayed away")

    assert no_shows([board], DAYS).repeated == 1


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_same_number_of_queries_for_any_size(size, django_assert_num_queries):
    board = BoardFactory()
    for _ in range(size):
        booked(
            held(CourseFactory(board=board), room_hire_pence=900), AgencyFactory(), "stayed away"
        )

    with django_assert_num_queries(15):
        document(no_shows([board], DAYS))
