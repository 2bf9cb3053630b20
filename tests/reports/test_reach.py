"""Reach, against the same figures worked out the slow way in plain Python."""

import datetime as dt
from collections import Counter

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from people.models import WorkforceFigure
from reports.attendance.population import Filters
from reports.reach.document import document
from reports.reach.forms import ReachForm
from reports.reach.reading import reach
from reports.small import HIDDEN_RATE
from reports.values import HIDDEN, Rate
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    CourseFactory,
    EmploymentFactory,
    PersonFactory,
    RoleGroupFactory,
)

from .test_attendance import HISTORIES, held

ON = dt.date(2015, 3, 31)
LONG_AGO = dt.date(2000, 1, 1)


def came(course, person, agency, day, history="came", **fields):
    event = held(course, on=day)
    return BookingFactory(event=event, person=person, agency=agency, **HISTORIES[history], **fields)


def workforce(agency, role, people, counted_on=dt.date(2014, 4, 1)):
    return WorkforceFigure.objects.create(
        agency=agency, role_group=role, headcount=people, counted_on=counted_on, source="Return"
    )


def months_later(day, months):
    """The slow way: the same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError


class TestAgainstPlainPython(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.board, cls.role = BoardFactory(), RoleGroupFactory()
        cls.agencies = [AgencyFactory(boards=[cls.board]) for _ in range(2)]
        cls.courses = [
            CourseFactory(board=cls.board, refresher_months=months) for months in (6, 24, None)
        ]
        cls.people = [PersonFactory() for _ in range(4)]
        for number, person in enumerate(cls.people):
            EmploymentFactory(
                person=person,
                agency=cls.agencies[number % 2],
                role_group=cls.role,
                starts_on=LONG_AGO,
            )
        workforce(cls.agencies[0], cls.role, 3)

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        plan=st.lists(
            st.tuples(
                st.integers(0, 3),
                st.integers(0, 2),
                st.dates(dt.date(2013, 1, 1), dt.date(2015, 6, 1)),
                st.sampled_from(("came", "stayed away", "walked in", "cancelled")),
            ),
            max_size=8,
        )
    )
    def test_every_figure_equals_an_independent_count(self, plan):
        until = {}
        for person, course, day, history in plan:
            came(self.courses[course], self.people[person], self.agencies[1], day, history)
            months = self.courses[course].refresher_months
            out = dt.date.max if months is None else months_later(day, months)
            if history in ("came", "walked in") and day <= ON < out:
                until[person] = max(out, until.get(person, out))

        report = reach([self.board], ON)

        here = [person for person in until if person % 2 == 0]
        assert report.total.trained == len(until)
        assert report.total.reach == Rate(len(here), 3)
        year = months_later(ON, 12)
        assert report.total.run_out == sum(day <= year for day in until.values())
        assert {line.agency: line.trained for line in report.by_agency if line.trained} == Counter(
            self.agencies[person % 2].name for person in until
        )
        assert [(month.run_out, month.still_trained) for month in report.forecast] == [
            (
                sum(months_later(ON, n - 1) < day <= months_later(ON, n) for day in until.values()),
                sum(day > months_later(ON, n) for day in until.values()),
            )
            for n in range(1, 13)
        ]


@pytest.mark.django_db
class TestWhoIsCounted:
    @pytest.fixture
    def course(self):
        return CourseFactory(refresher_months=12)

    def lines(self, of, on=ON, **filters):
        report = reach([of.board], on, filters=Filters(**filters))
        return [(line.agency, line.trained) for line in report.by_agency if line.trained]

    def test_person_stands_where_they_are_employed_on_the_day(self, course):
        person, old, new = PersonFactory(), AgencyFactory(name="Old"), AgencyFactory(name="New")
        EmploymentFactory(
            person=person, agency=old, starts_on=LONG_AGO, ends_on=dt.date(2015, 1, 31)
        )
        EmploymentFactory(person=person, agency=new, starts_on=dt.date(2015, 2, 1))
        came(course, person, old, dt.date(2014, 9, 1))

        assert self.lines(course) == [("New", 1)]
        assert self.lines(course, on=dt.date(2015, 1, 31)) == [("Old", 1)]

    def test_without_an_employment_as_on_the_last_attendance(self, course):
        person = PersonFactory()
        came(course, person, AgencyFactory(name="First"), dt.date(2014, 9, 1))
        came(course, person, AgencyFactory(name="Last"), dt.date(2014, 12, 1))

        assert self.lines(course) == [("Last", 1)]

    def test_who_has_left_is_in_no_figure_and_said_so(self, course):
        person, agency = PersonFactory(), AgencyFactory()
        EmploymentFactory(
            person=person, agency=agency, starts_on=LONG_AGO, ends_on=dt.date(2015, 1, 31)
        )
        came(course, person, agency, dt.date(2014, 9, 1))

        report = reach([course.board], ON)

        assert (report.total.trained, report.left) == (0, 1)

    def test_merged_agency_is_the_one_it_is_now(self, course):
        now = AgencyFactory(name="Now")
        came(course, PersonFactory(), AgencyFactory(merged_into=now), dt.date(2014, 9, 1))

        assert self.lines(course) == [("Now", 1)]

    def test_course_that_counts_as_the_chosen_one_counts(self, course):
        other = CourseFactory(board=course.board, refresher_months=1)
        course.equivalents.add(other)
        came(other, PersonFactory(), AgencyFactory(name="Here"), dt.date(2014, 9, 1))

        assert self.lines(course, course=course) == [("Here", 1)]
        assert self.lines(course, course=CourseFactory(board=course.board)) == []

    def test_training_runs_out_on_the_day_itself(self, course):
        came(course, PersonFactory(), AgencyFactory(name="Here"), dt.date(2014, 9, 1))

        assert self.lines(course, on=dt.date(2015, 8, 31)) == [("Here", 1)]
        assert self.lines(course, on=dt.date(2015, 9, 1)) == []


@pytest.mark.django_db
class TestWorkforce:
    @pytest.fixture
    def agency(self):
        return AgencyFactory(boards=[BoardFactory()])

    def test_is_the_last_count_up_to_the_day(self, agency):
        role = RoleGroupFactory()
        for people, day in ((10, dt.date(2013, 4, 1)), (20, ON), (30, ON + dt.timedelta(days=1))):
            workforce(agency, role, people, day)

        total = reach(list(agency.boards.all()), ON).total

        assert (total.headcount, total.counted_on, total.source) == (20, ON, "Return")

    def test_is_blank_where_nobody_counted_and_never_nought(self, agency):
        came(CourseFactory(board=agency.boards.get()), PersonFactory(), agency, ON)

        report = reach(list(agency.boards.all()), ON)

        assert report.total.reach == Rate(None, None)
        assert "no count of the workforce" in document(report).notes[0]

    def test_share_over_100_percent_stands_and_is_explained(self, agency):
        role, board = RoleGroupFactory(), agency.boards.get()
        workforce(agency, role, 1)
        for _ in range(2):
            came(CourseFactory(board=board), PersonFactory(), agency, ON, role_group=role)

        made = document(reach([board], ON))

        assert dict(made.facts)["Reach"] == Rate(2, 1)
        assert any(note.startswith("Over 100 % somewhere") for note in made.notes)


@pytest.mark.django_db
def test_protected_readers_see_no_line_and_no_small_number():
    course = CourseFactory()
    for _ in range(4):
        came(course, PersonFactory(), AgencyFactory(), ON)

    made = document(reach([course.board], ON), is_protected=True)

    assert dict(made.facts)["Trained"] is HIDDEN
    assert made.headline == "How many people are trained may not be shown."
    assert [table.key for table in made.tables] == ["all"]


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", [0, 7])
def test_protected_readers_cannot_work_out_a_few_who_are_not_trained(elsewhere):
    """Of 50, 48 are trained: neither that number is told, nor all who are trained where they are the same."""
    course, role = CourseFactory(), RoleGroupFactory()
    known, unknown = (AgencyFactory(boards=[course.board]) for _ in range(2))
    workforce(known, role, 50)
    for agency in [known] * 48 + [unknown] * elsewhere:
        came(course, PersonFactory(), agency, ON, role_group=role)

    made = document(reach([course.board], ON), is_protected=True)

    facts = dict(made.facts)
    assert facts["Of these, where the workforce is known"] is HIDDEN
    assert (facts["Workforce"], facts["Reach"]) == (50, HIDDEN_RATE)
    assert facts["Trained"] == (HIDDEN if elsewhere == 0 else 55)
    assert "48" not in made.headline


@pytest.mark.django_db
def test_protected_readers_see_no_reach_that_leaves_a_small_number_of_those_trained():
    course, role = CourseFactory(), RoleGroupFactory()
    known, unknown = (AgencyFactory(boards=[course.board]) for _ in range(2))
    workforce(known, role, 100)
    for agency in [known] * 9 + [unknown] * 2:
        person = PersonFactory()
        EmploymentFactory(person=person, agency=agency, role_group=role, starts_on=LONG_AGO)
        came(course, person, agency, ON)

    exact, protected = (
        dict(document(reach([course.board], ON), is_protected=hides).facts)
        for hides in (False, True)
    )

    assert (exact["Trained"], exact["Reach"]) == (11, Rate(9, 100))
    assert protected["Trained"] == 11
    assert protected["Reach"] == HIDDEN_RATE


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "error"),
    [
        ("1/1/2099", "Choose today or a day before."),
        ("31/2/2015", "On this day must be a real date"),
    ],
)
def test_wrong_day_says_what_is_wrong(day, error):
    form = ReachForm(QueryDict(f"to={day}"), board=BoardFactory(), today=dt.date(2015, 6, 1))

    assert error in form.errors["to"][0]


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_same_number_of_queries_for_any_size(size, django_assert_num_queries):
    board = BoardFactory()
    for _ in range(size):
        agency, person = AgencyFactory(boards=[board]), PersonFactory()
        workforce(agency, RoleGroupFactory(), 9)
        EmploymentFactory(person=person, agency=agency, starts_on=LONG_AGO)
        came(CourseFactory(board=board), person, agency, ON)
        came(CourseFactory(board=board), PersonFactory(), agency, ON)

    with django_assert_num_queries(10):
        document(reach([board], ON))
