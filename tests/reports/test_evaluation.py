"""Evaluation response: evaluation's own counts and finished results, course by course."""

import datetime as dt

import pytest
from django.utils import timezone

from evaluations.choices import Wave
from evaluations.models import EvaluationSetting, Finding, Invitation
from reports.evaluation.document import document
from reports.evaluation.reading import evaluation_report
from reports.periods import Period
from reports.values import HIDDEN, Rate
from tests.factories import AgencyFactory, BoardFactory, CourseFactory, RunFactory, RunWaveFactory

from .test_attendance import YEAR, booked, held

pytestmark = pytest.mark.django_db
DAYS = Period(*YEAR)
LONG_AGO = timezone.now() - dt.timedelta(days=2_000)


def asked(course, wave, sent, *, open_=False):
    """A wave of a new event: one booking for each of `sent`, which says whether the form came back."""
    event = held(course)
    closes_at = timezone.now() + dt.timedelta(days=1) if open_ else LONG_AGO + dt.timedelta(days=9)
    run_wave = RunWaveFactory(
        run=RunFactory(event=event), wave=wave, opens_at=LONG_AGO, closes_at=closes_at
    )
    for is_answered in sent:
        booking = booked(event, AgencyFactory())
        Invitation.objects.create(wave=run_wave, booking=booking, is_answered=is_answered)
    return run_wave


def finding(course, people, *, paired=4, complete=3):
    return Finding.objects.create(
        course=course,
        key="2014-15",
        first_day=YEAR[0],
        last_day=YEAR[1],
        people=people,
        basis="",
        document={"analysis": {"flow": {"complete": {"count": complete, "n": 9}}}},
        summary={"invited": 9, "paired": {"T1 to T2": paired, "T1 to T3": None}},
        made_at=timezone.now(),
    )


def row(report, table=0):
    return document(report).tables[table].rows[0].values


def test_forms_of_several_events_are_added_up_by_wave():
    course = CourseFactory()
    asked(course, Wave.END, [True, True, False])
    asked(course, Wave.END, [True, False])
    asked(course, Wave.LATER, [False])

    found = row(evaluation_report(course.board, DAYS))

    assert found["answered_end"] == Rate(3, 5)
    assert found["answered_later"] == Rate(0, 1)
    assert found["answered_start"] == Rate(None, None)


def test_numbers_kept_after_the_key_is_destroyed_count_in_place_of_invitations():
    wave = asked(CourseFactory(), Wave.END, [])
    wave.invited, wave.answered = 12, 7
    wave.save()

    assert row(evaluation_report(wave.run.event.board, DAYS))["answered_end"] == Rate(7, 12)


def test_form_that_is_still_open_is_in_no_figure():
    course = CourseFactory()
    asked(course, Wave.END, [True], open_=True)

    assert document(evaluation_report(course.board, DAYS)).is_empty


def test_pairs_are_those_of_the_finished_results_of_the_year():
    course = CourseFactory()
    asked(course, Wave.END, [True] * 6)
    finding(course, people=6)

    found = row(evaluation_report(course.board, DAYS), table=1)

    assert (found["paired_end"], found["complete"]) == (Rate(4, 9), Rate(3, 9))
    assert found["paired_later"] == Rate(None, 9)


def test_pairs_are_hidden_where_fewer_answered_than_the_board_shows():
    course = CourseFactory()
    EvaluationSetting.objects.create(board=course.board, hidden_under=7)
    asked(course, Wave.END, [True] * 6)
    finding(course, people=6)

    assert row(evaluation_report(course.board, DAYS), table=1)["paired_end"] == Rate(HIDDEN, HIDDEN)


def test_days_that_are_no_year_have_no_pairs_and_say_so():
    course = CourseFactory()
    asked(course, Wave.END, [True] * 6)
    finding(course, people=6)

    made = document(evaluation_report(course.board, Period(YEAR[0], dt.date(2014, 8, 1))))

    assert made.tables[1].rows == []
    assert made.notes[0].startswith("Pairs and complete answers")


def test_protected_readers_are_not_told_pairs_which_give_back_a_hidden_number_of_answers():
    """Of 12 who were asked, 10 answered at the end: hidden. 10 pairs would tell it."""
    course = CourseFactory()
    asked(course, Wave.END, [True] * 10 + [False] * 2)
    finding(course, people=10)

    made = document(evaluation_report(course.board, DAYS), is_protected=True)

    assert [table.key for table in made.tables] == ["course"]
    assert not {"paired_end", "complete"} & {measure.key for measure in made.definitions}


@pytest.mark.parametrize("size", [1, 3])
def test_same_number_of_queries_for_any_size(size, django_assert_num_queries):
    board = BoardFactory()
    for _ in range(size):
        course = CourseFactory(board=board)
        asked(course, Wave.END, [True])
        finding(course, people=5)

    with django_assert_num_queries(5):
        document(evaluation_report(board, DAYS))


def test_protected_readers_are_not_told_how_many_were_asked_before_an_event():
    """18 asked at booking beside 17 who came would be one who did not."""
    course = CourseFactory()
    asked(course, Wave.BOOKING, [True] * 18)
    asked(course, Wave.END, [True] * 17)
    asked(course, Wave.LATER, [True] * 10 + [False] * 7)

    made = document(evaluation_report(course.board, DAYS), is_protected=True)

    by_course = made.tables[0]
    rates = [*by_course.rows[0].values.values(), *by_course.total.values.values()]
    assert {rate.denominator for rate in rates if isinstance(rate, Rate)} <= {17, None, HIDDEN}
    assert "answered_booking" not in {column.key for column in by_course.columns}
    assert next(figure.label for figure in made.parts[0].figures) == "Answered at the end"
    assert [bar for bar, _ in made.parts[0].charts[0].bars] == [Wave.END.label, Wave.LATER.label]
