"""Each invariant of evaluation is broken on purpose and must be found."""

import datetime as dt

import pytest

from evaluations import actions
from evaluations.choices import Wave
from evaluations.invariants import INVARIANTS
from evaluations.keys import destroy_key, make_key
from evaluations.models import Invitation, Run, RunWave, Sheet

from .conftest import NOW
from .test_waves import confident, wave_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(run, bookings):
    for booking in bookings[:2]:
        actions.send_answers(booking, wave_of(run, Wave.BOOKING).pk, confident(run, 2))
    return run


@pytest.fixture
def destroyed(answered):
    answered.refresh_from_db()
    actions.destroy_due_keys(answered.key_until)
    return answered


def broken():
    return [check.__name__ for check in INVARIANTS if list(check(NOW))]


def test_all_hold_while_the_key_lives(answered):
    assert broken() == []


def test_all_hold_once_it_is_destroyed(destroyed):
    assert broken() == []


def test_lost_key_is_found(answered):
    destroy_key(answered.event_id)

    assert broken() == ["open_runs_have_their_key"]


def test_key_that_came_back_is_found(destroyed):
    make_key(destroyed.event_id)

    assert broken() == ["destroyed_keys_are_gone"]


def test_invitation_that_came_back_is_found(destroyed, bookings):
    Invitation.objects.create(wave=wave_of(destroyed, Wave.BOOKING), booking=bookings[0])

    assert broken() == ["destroyed_keys_are_gone"]


def test_answer_nobody_noted_is_found(answered):
    Invitation.objects.filter(is_answered=True).first().delete()

    assert broken() == ["as_many_answered_as_were_sent", "nobody_answers_uninvited"]


def test_stray_form_is_found(answered):
    Sheet.objects.filter(pk=Sheet.objects.first().pk).update(pseudonym="stray")

    assert broken() == ["nobody_answers_uninvited"]


def test_unreadable_questions_are_found(answered):
    RunWave.objects.filter(wave=Wave.LATER).update(document={"title": "T"})

    assert broken() == ["what_was_asked_can_be_read"]


def test_key_that_outlives_its_day_is_found(answered):
    Run.objects.update(key_until=NOW - dt.timedelta(days=1))

    assert broken() == ["no_key_outlives_its_day"]
