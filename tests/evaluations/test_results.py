"""What is worked out of closed forms, when, and who may see it; forms of many that are sent at once."""

import datetime as dt

import pytest

from evaluations import actions
from evaluations.choices import Wave
from evaluations.findings import public_summary
from evaluations.models import Comment, EvaluationSetting, Finding, RunWave, Sheet
from evaluations.rules import NotNow
from evaluations.scopes import ALL, event_key
from tests.factories import BookingFactory, EventFactory

from .conftest import AT_THE_END, CLOSED, LATER, PEOPLE, START, answers_of, came, held, work_out

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_nothing_is_worked_out_before_a_form_has_closed(event, clock):
    held(event)

    work_out(clock, AT_THE_END)

    assert Finding.objects.get(key=ALL).document["analysis"] is None


def test_what_is_worked_out_is_not_worked_out_again(held_run, clock):
    first, again = work_out(clock), work_out(clock, CLOSED + dt.timedelta(days=1))

    assert (first, again) == (3, 0)


def test_another_number_of_the_board_makes_results_stale(held_run, board, clock):
    work_out(clock)
    EvaluationSetting.objects.create(board=board, hidden_under=20)

    again = work_out(clock)

    assert again == 3
    assert Finding.objects.get(key=ALL).document["analysis"] is None


def test_an_event_is_set_beside_the_earlier_ones(event, course, clock):
    held(event)
    later = EventFactory(course=course, starts_at=START + dt.timedelta(days=20), capacity=30)
    run = actions.open_run(later)
    came(*[BookingFactory(event=later) for _ in range(PEOPLE)])
    for wave in (Wave.START, Wave.END):
        row = RunWave.objects.get(run=run, wave=wave)
        level = 2 if wave == Wave.START else 4
        given = answers_of(run, wave, level)
        actions.send_answers_of(row.pk, given, at=row.closes_at - dt.timedelta(minutes=1))

    work_out(clock, LATER)

    analysis = Finding.objects.get(key=event_key(later.pk)).document["analysis"]
    mark = next(o for o in analysis["outcomes"] if o["name"] == "sure")["benchmark"]
    assert (mark["rank"], mark["of"]) == (1, 2)
    assert [each["change"]["value"] for each in mark["earlier"]] == [1.0]


@pytest.mark.parametrize(
    ("is_public", "people", "shown"), [(True, 12, True), (False, 12, False), (True, 6, False)]
)
def test_public_sees_the_headline_where_the_board_chose_so(
    event, board, clock, is_public, people, shown
):
    EvaluationSetting.objects.create(board=board, is_public=is_public)
    held(event, people=people)
    work_out(clock)

    found = public_summary(event.course)

    assert (found is not None) == shown
    assert not shown or "rose by 1.00 points" in found["headline"]


def test_forms_of_many_are_sent_as_the_form_of_one_is(bookings, run, clock):
    came(*bookings)
    clock.move_to(AT_THE_END)
    wave = RunWave.objects.get(run=run, wave=Wave.END)
    given = {booking: {"useful": n, "better": f"t{n}"} for n, booking in enumerate(bookings)}

    actions.send_answers_of(wave.pk, given)

    assert sorted(sheet.answers["useful"] for sheet in Sheet.objects.all()) == list(range(6))
    assert all(sheet.is_sent and "better" not in sheet.answers for sheet in Sheet.objects.all())
    assert Comment.objects.count() == wave.invitations.filter(is_answered=True).count() == 6
    with pytest.raises(NotNow):
        actions.send_answers_of(wave.pk, given)


def test_of_many_forms_none_is_sent_if_one_may_not_be(bookings, run, clock):
    came(*bookings[:5])
    clock.move_to(LATER)
    wave = RunWave.objects.get(run=run, wave=Wave.LATER)

    with pytest.raises(NotNow):
        actions.send_answers_of(wave.pk, {booking: {"review": "done"} for booking in bookings})

    assert not Sheet.objects.exists()
