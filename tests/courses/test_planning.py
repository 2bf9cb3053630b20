"""Scheduled notices to trainers and officers."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.actions import SessionPlan, update_event
from courses.choices import EventState
from courses.messages import kinds
from courses.messages.planning import plan
from courses.models import Event, TrainerAssignment
from notices.actions import choose, send_due
from notices.models import Message
from people.actions import grant_role
from people.choices import Role
from tests.factories import EventFactory, SessionFactory, TrainerFactory, UserFactory

pytestmark = pytest.mark.django_db

TUESDAY = dt.datetime(2026, 5, 12, 9, 30, tzinfo=timezone.get_default_timezone())


def event_on(starts_at=TUESDAY, **fields):
    event = EventFactory(starts_at=starts_at, **fields)
    trainer = TrainerFactory(board=event.board)
    TrainerAssignment.objects.create(event=event, trainer=trainer)
    return event


def officer_of(event):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=event.board)
    return user


def at(time_machine, day, hour, minute=0):
    moment = TUESDAY.replace(day=day, hour=hour, minute=minute)
    time_machine.move_to(moment, tick=False)
    return moment


def sent_after(time_machine, *moment):
    """Plans and sends as the minute's round does; returns the subjects that left."""
    now = at(time_machine, *moment)
    plan(now)
    while send_due(at=now):
        pass
    return [each.subject.split(":")[0] for each in mail.outbox]


def test_register_of_today_leaves_in_the_morning_once(time_machine):
    event_on()

    assert sent_after(time_machine, 11, 18) == []
    assert sent_after(time_machine, 12, 7, 1) == ["Today"]
    assert sent_after(time_machine, 12, 7, 2) == ["Today"]


def test_row_is_there_a_day_before_it_leaves(time_machine):
    event_on()

    plan(at(time_machine, 11, 8))

    message = Message.objects.get(kind="register_today")
    assert (message.state, message.send_after) == ("waiting", TUESDAY.replace(hour=7, minute=0))


def test_moved_event_is_told_on_its_new_day_only(time_machine):
    event = event_on()
    now = at(time_machine, 11, 8)
    plan(now)
    session = event.sessions.get()
    by = dt.timedelta(days=2)
    update_event(
        event.pk,
        fields={},
        sessions=[SessionPlan(session.starts_at + by, session.ends_at + by, id=session.pk)],
        actor=None,
    )
    mail.outbox.clear()

    assert "Today" not in sent_after(time_machine, 12, 7, 1)
    assert sent_after(time_machine, 14, 7, 1).count("Today") == 1


def test_register_of_a_weekend_leaves_on_its_morning(time_machine):
    event_on(TUESDAY.replace(day=16))  # a Saturday

    assert sent_after(time_machine, 15, 18) == []
    assert sent_after(time_machine, 16, 7, 1) == ["Today"]


def test_register_of_yesterday_is_not_todays(time_machine):
    event = event_on()
    second = TUESDAY + dt.timedelta(days=3)
    SessionFactory(event=event, starts_at=second, ends_at=second + dt.timedelta(hours=6))
    Event.objects.filter(pk=event.pk).update(ends_at=second + dt.timedelta(hours=6))
    plan(at(time_machine, 11, 10))

    send_due(at=at(time_machine, 13, 8))

    assert Message.objects.get(kind="register_today").state == "cancelled"


def test_trainer_taken_off_is_not_asked_for_the_register(time_machine):
    event = event_on()
    plan(at(time_machine, 12, 18))
    TrainerAssignment.objects.filter(event=event).delete()

    assert sent_after(time_machine, 13, 9) == []
    assert Message.objects.get(kind="register_open").state == "cancelled"


def test_register_of_an_event_that_has_moved_on_is_not_asked_for(time_machine):
    event = event_on()
    plan(at(time_machine, 12, 18))
    later = TUESDAY + dt.timedelta(days=30)
    Event.objects.filter(pk=event.pk).update(starts_at=later, ends_at=later + dt.timedelta(hours=6))

    assert "Register to complete" not in sent_after(time_machine, 13, 9)


def test_open_register_is_asked_for_on_the_next_working_day(time_machine):
    event_on(TUESDAY.replace(day=15))  # a Friday

    assert sent_after(time_machine, 15, 20) == []
    assert sent_after(time_machine, 18, 9) == ["Register to complete"]


def test_completed_register_is_not_asked_for(time_machine):
    event = event_on()
    Event.objects.filter(pk=event.pk).update(state=EventState.COMPLETED)

    assert sent_after(time_machine, 13, 9) == []


def test_low_numbers_are_told_four_weeks_before_to_the_officers(time_machine):
    event = event_on(TUESDAY + dt.timedelta(weeks=4), minimum_numbers=3)
    officer = officer_of(event)

    sent_after(time_machine, 12, 9)

    (told,) = [each for each in mail.outbox if each.subject.startswith("Low numbers")]
    assert told.to == [officer.email]
    assert "0 people are booked" in told.body


def test_enough_people_by_then_means_no_message(time_machine):
    event = event_on(TUESDAY + dt.timedelta(weeks=4), minimum_numbers=3)
    officer_of(event)
    plan(at(time_machine, 11, 10))
    Event.objects.filter(pk=event.pk).update(minimum_numbers=None)

    assert "Low numbers" not in sent_after(time_machine, 12, 9)
    assert Message.objects.get(kind="low_numbers").state == "cancelled"


def test_digest_comes_once_on_working_mornings_with_something_to_do(time_machine):
    event = event_on(TUESDAY - dt.timedelta(days=4))
    officer_of(event)

    assert sent_after(time_machine, 10, 8).count("To do") == 0  # a Sunday
    assert sent_after(time_machine, 11, 8).count("To do") == 1
    assert sent_after(time_machine, 11, 9).count("To do") == 1
    assert sent_after(time_machine, 12, 8).count("To do") == 2


def test_digest_names_the_events(time_machine):
    event = event_on(TUESDAY - dt.timedelta(days=4))
    officer_of(event)

    sent_after(time_machine, 11, 8)

    (digest,) = [each for each in mail.outbox if each.subject.startswith("To do")]
    assert f"Registers to complete: 1 ({event.course.title}, Friday 8 May 2026)" in digest.body


def test_what_turns_up_in_the_afternoon_is_for_the_next_morning(time_machine):
    event = event_on()
    officer_of(event)
    Event.objects.filter(pk=event.pk).update(ends_at=TUESDAY.replace(hour=14))

    assert "To do" not in sent_after(time_machine, 12, 15)
    assert sent_after(time_machine, 13, 8).count("To do") == 1


def test_events_far_ahead_are_not_yet_short_of_people(time_machine):
    officer_of(event_on(TUESDAY + dt.timedelta(weeks=10), minimum_numbers=8))

    assert sent_after(time_machine, 12, 8) == []


def test_events_near_are_short_of_people(time_machine):
    officer_of(event_on(TUESDAY + dt.timedelta(weeks=3), minimum_numbers=8))

    sent_after(time_machine, 12, 8)

    (digest,) = [each for each in mail.outbox if each.subject.startswith("To do")]
    assert "Coming events with too few people: 1" in digest.body


def test_nothing_to_do_means_no_digest(time_machine):
    officer_of(EventFactory(starts_at=TUESDAY + dt.timedelta(days=30)))

    assert sent_after(time_machine, 12, 8) == []


def test_board_may_switch_a_notice_off(time_machine):
    event = event_on()
    choose(event.board_id, kinds.REGISTER_TODAY, is_on=False, copy_to_manager=False)

    assert sent_after(time_machine, 12, 8) == []


def test_planning_asks_the_same_few_questions_however_many_events(time_machine):
    now = at(time_machine, 11, 10)

    def questions(events):
        for _ in range(events):
            event_on(minimum_numbers=0)
        plan(now)  # what is written is written; the second look is what every minute costs
        with CaptureQueriesContext(connection) as asked:
            plan(now)
        return len(asked)

    assert questions(1) == questions(5)
