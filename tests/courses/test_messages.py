"""What trainers are told, in the transaction of what happened, and what never leaves after all."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from courses.actions import SessionPlan, TrainerPlan, cancel_event, create_event, update_event
from courses.choices import EventState, TrainerRole, WhyCancelled
from courses.models import Event, TrainerAssignment
from notices.actions import send_due
from notices.choices import Channel, MessageState
from notices.models import Message
from people.actions import set_employment
from tests.factories import (
    AgencyFactory,
    CourseFactory,
    EventFactory,
    PersonFactory,
    SessionFactory,
    TrainerFactory,
)

pytestmark = pytest.mark.django_db


def delivered(event, **person):
    trainer = TrainerFactory(board=event.board, person=PersonFactory(**person))
    TrainerAssignment.objects.create(event=event, trainer=trainer)
    return trainer


def put_down(event, *trainers):
    plans = [TrainerPlan(trainer, TrainerRole.LEAD) for trainer in trainers]
    update_event(event.pk, fields={}, trainers=plans, actor=None)


def moved(event, by=dt.timedelta(days=7), **fields):
    sessions = [
        SessionPlan(each.starts_at + by, each.ends_at + by, id=each.pk)
        for each in event.sessions.all()
    ]
    update_event(event.pk, fields={}, sessions=sessions, actor=None, **fields)


def at_nine(*, days):
    """In the morning, whatever the hour the tests run at: a session ends on its day."""
    day = timezone.localdate() + dt.timedelta(days=days)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


def told():
    """(kind, trainer's name) of each message, in order."""
    rows = Message.objects.order_by("pk").select_related("person")
    return [(row.kind, row.person.full_name) for row in rows]


def sent():
    while send_due():
        pass
    return mail.outbox


def test_swapped_trainers_are_told_each_their_own():
    event = EventFactory()
    ann = delivered(event, full_name="Ann Example")
    ben = TrainerFactory(board=event.board, person=PersonFactory(full_name="Ben Example"))

    put_down(event, ben)

    assert told() == [("trainer_assigned", "Ben Example"), ("trainer_off", ann.person.full_name)]


def test_who_comes_on_while_the_event_moves_is_told_once():
    event = EventFactory()
    ann = delivered(event, full_name="Ann Example")
    ben = TrainerFactory(board=event.board, person=PersonFactory(full_name="Ben Example"))

    moved(event, trainers=[TrainerPlan(t, TrainerRole.LEAD) for t in (ann, ben)])

    assert told() == [("trainer_assigned", "Ben Example"), ("trainer_moved", "Ann Example")]


def test_new_published_event_tells_its_trainers_and_a_draft_does_not():
    course = CourseFactory()
    trainer = TrainerFactory(board=course.board)
    starts = at_nine(days=30)
    for state in (EventState.DRAFT, EventState.PUBLISHED):
        create_event(
            course,
            sessions=[SessionPlan(starts, starts + dt.timedelta(hours=6))],
            trainers=[TrainerPlan(trainer, TrainerRole.LEAD)],
            state=state,
            actor=None,
        )

    assert [kind for kind, _ in told()] == ["trainer_assigned"]


def test_nobody_is_told_of_what_has_begun():
    event = EventFactory(starts_at=timezone.now() - dt.timedelta(hours=1))

    put_down(event, TrainerFactory(board=event.board))

    assert told() == []


def test_past_event_entered_now_tells_no_trainer():
    course = CourseFactory()
    starts = at_nine(days=-30)

    create_event(
        course,
        sessions=[SessionPlan(starts, starts + dt.timedelta(hours=6))],
        trainers=[TrainerPlan(TrainerFactory(board=course.board), TrainerRole.LEAD)],
        state=EventState.PUBLISHED,
        actor=None,
        at=starts - dt.timedelta(days=90),
    )

    assert told() == []


def test_cancelling_a_draft_tells_no_trainer():
    event = EventFactory(state=EventState.DRAFT)
    delivered(event)

    cancel_event(event.pk, because=WhyCancelled.CHANGE_OF_PLAN, actor=None)

    assert told() == []


def test_other_changes_tell_no_trainer():
    event = EventFactory()
    delivered(event)

    moved(event, by=dt.timedelta())
    update_event(event.pk, fields={"capacity": 30}, actor=None)

    assert told() == []


def test_taken_off_before_the_message_left_is_not_told_that_they_deliver():
    event = EventFactory()
    put_down(event, TrainerFactory(board=event.board))
    put_down(event)

    assert [each.subject.split(":")[0] for each in sent()] == ["Off your list"]
    assert Message.objects.get(kind="trainer_assigned").state == MessageState.CANCELLED


def test_put_down_again_before_the_message_left_is_not_told_that_they_are_off():
    event = EventFactory()
    trainer = delivered(event)
    put_down(event)
    put_down(event, trainer)

    assert [each.subject.split(":")[0] for each in sent()] == ["You deliver"]


def two_days():
    event = EventFactory()
    second = event.starts_at + dt.timedelta(days=7)
    SessionFactory(event=event, starts_at=second, ends_at=second + dt.timedelta(hours=6))
    Event.objects.filter(pk=event.pk).update(ends_at=second + dt.timedelta(hours=6))
    return event


def test_second_day_comes_with_a_message_that_names_it():
    event = two_days()
    put_down(event, TrainerFactory(board=event.board))

    first, second = sent()

    day = timezone.localtime(event.starts_at + dt.timedelta(days=7))
    assert f"In your diary: {day:%A %-d %B %Y}, 9:30am to 3:30pm" in second.body
    assert first.subject.startswith("You deliver")


def test_second_day_is_said_to_leave_the_diary():
    event = two_days()
    trainer = TrainerFactory(board=event.board)
    put_down(event, trainer)
    sent().clear()
    put_down(event)

    assert [each.body.count("No longer in your diary") for each in sent()] == [0, 1]


def test_manager_gets_the_message_but_no_diary_entries_of_others():
    event = two_days()
    trainer = TrainerFactory(board=event.board, person=PersonFactory(email=""))
    set_employment(
        trainer.person, AgencyFactory(boards=[event.board]), manager_email="max@agency.example"
    )

    put_down(event, trainer)

    (message,) = sent()
    assert message.to == ["max@agency.example"]
    assert message.body.startswith("We have no e-mail address for")


def test_trainer_whom_nothing_reaches_gets_a_letter():
    event = EventFactory()

    put_down(event, TrainerFactory(board=event.board, person=PersonFactory(email="")))

    assert Message.objects.get().channel == Channel.LETTER
