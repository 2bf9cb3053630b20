"""Trainers: put down, moved, taken off, and what stands in their diary."""

import datetime as dt

import pytest
from django.core import mail

from courses.actions import SessionPlan, TrainerPlan, cancel_event, change_state, update_event
from courses.choices import EventState, TrainerRole, WhyCancelled
from courses.models import TrainerAssignment
from tests.factories import EventFactory, TrainerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return EventFactory()


@pytest.fixture
def trainer(event):
    return TrainerFactory(board=event.board)


@pytest.fixture
def put_down(event, sending):
    def put_down(*trainers):
        plans = [TrainerPlan(trainer, TrainerRole.LEAD) for trainer in trainers]
        with sending():
            update_event(event.pk, fields={}, trainers=plans, actor=None)

    return put_down


def move(event):
    session = event.sessions.get()
    by = dt.timedelta(days=7)
    plan = SessionPlan(
        id=session.pk, starts_at=session.starts_at + by, ends_at=session.ends_at + by
    )
    update_event(event.pk, fields={}, sessions=[plan], actor=None)


def test_assigned_moved_and_taken_off_give_one_one_and_no_entry(
    event, trainer, put_down, sending, calendar_of
):
    email = trainer.person.email
    put_down(trainer)
    (first,) = calendar_of(email).entries
    with sending():
        move(event)
    (second,) = calendar_of(email).entries
    put_down()

    assert second.starts_at - first.starts_at == dt.timedelta(days=7)
    assert calendar_of(email).entries == []
    subjects = [each.subject.split(":")[0] for each in mail.outbox]
    assert subjects == ["You deliver", "Changed", "Off your list"]


def test_saving_without_a_change_of_trainers_tells_nobody(event, trainer, put_down):
    put_down(trainer)
    mail.outbox.clear()

    put_down(trainer)

    assert mail.outbox == []


def test_publishing_tells_the_trainers_and_cancelling_takes_it_out(
    sending, calendar_of, quarter_of_an_hour_later
):
    event = EventFactory(state=EventState.DRAFT)
    trainer = TrainerFactory(board=event.board)
    TrainerAssignment.objects.create(event=event, trainer=trainer)
    with sending():
        change_state(event.pk, EventState.PUBLISHED, actor=None)
    assert len(calendar_of(trainer.person.email).entries) == 1

    with sending():
        cancel_event(event.pk, because=WhyCancelled.CHANGE_OF_PLAN, actor=None)
    quarter_of_an_hour_later()

    assert calendar_of(trainer.person.email).entries == []


def test_drafts_tell_no_trainer(sending):
    event = EventFactory(state=EventState.DRAFT)
    trainer = TrainerFactory(board=event.board)

    with sending():
        update_event(
            event.pk, fields={}, trainers=[TrainerPlan(trainer, TrainerRole.LEAD)], actor=None
        )

    assert mail.outbox == []
