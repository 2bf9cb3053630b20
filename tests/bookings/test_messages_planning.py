"""Scheduled notices to people booked: joining instructions, reminder, today; and no-shows."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings import actions
from bookings.choices import BookingState, Mark
from bookings.messages import kinds
from bookings.messages.planning import plan
from bookings.secrets import secret_of
from courses.actions import SessionPlan, change_state, update_event
from courses.choices import EventState
from courses.models import Event
from notices.actions import choose, send_due
from notices.choices import MessageState, OffsetUnit
from notices.models import Message
from people.actions import set_employment
from tests.factories import (
    BookingFactory,
    EventFactory,
    PersonFactory,
    SessionFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db

ZONE = timezone.get_default_timezone()
TUESDAY = dt.datetime(2026, 5, 19, 9, 30, tzinfo=ZONE)
LONG_AGO = TUESDAY - dt.timedelta(days=60)


def booked(event=None, made_at=LONG_AGO, **fields):
    event = event or EventFactory(starts_at=TUESDAY)
    return BookingFactory(event=event, made_at=made_at, **fields)


def at(time_machine, day, hour, minute=0):
    moment = TUESDAY.replace(day=day, hour=hour, minute=minute)
    time_machine.move_to(moment, tick=False)
    return moment


def sent_after(time_machine, *moment):
    now = at(time_machine, *moment)
    plan(now)
    while send_due(at=now):
        pass
    return [re.split(" on |:", each.subject)[0] for each in mail.outbox]


def test_each_comes_in_its_time_and_once(time_machine):
    booked()

    assert sent_after(time_machine, 11, 9) == []
    # five working days before Tuesday 19 May is Tuesday 12 May, at 9am
    assert sent_after(time_machine, 12, 9) == ["How to join"]
    # five days before is Thursday 14 May, at 10am
    assert sent_after(time_machine, 14, 10) == ["How to join", "Coming up"]
    assert sent_after(time_machine, 18, 12) == ["How to join", "Coming up"]
    assert sent_after(time_machine, 19, 7) == ["How to join", "Coming up", "Today"]
    assert sent_after(time_machine, 19, 7, 5) == ["How to join", "Coming up", "Today"]


def test_late_booker_gets_joining_instructions_at_once_and_no_reminder(time_machine):
    booked(made_at=TUESDAY.replace(day=15, hour=12))

    assert sent_after(time_machine, 15, 13) == ["How to join"]


def test_waiter_who_got_a_place_late_is_not_reminded_of_it(time_machine):
    booking = booked()
    at(time_machine, 15, 12)
    Message.objects.create(
        key=f"booking:{booking.pk}:placed",
        kind="placed",
        board=booking.event.board,
        about_type="bookings.booking",
        about_id=booking.pk,
        to_email="ann@agency.example",
        send_after=timezone.now(),
        message_id="<1@cohort>",
        state="sent",
    )

    assert sent_after(time_machine, 15, 13) == ["How to join"]


def test_reminder_that_is_days_late_is_left_out(time_machine):
    booked()

    assert sent_after(time_machine, 18, 12) == ["How to join"]


def test_cancelled_meanwhile_is_not_reminded(time_machine):
    booking = booked()
    plan(at(time_machine, 13, 18))
    assert Message.objects.filter(kind="reminder", state="waiting").count() == 1
    booking.state = BookingState.CANCELLED
    booking.cancelled_at = timezone.now()
    booking.save()

    assert "Coming up" not in sent_after(time_machine, 14, 11)
    assert Message.objects.get(kind="reminder").state == "cancelled"


def test_waiting_list_is_not_reminded(time_machine):
    booked(state=BookingState.WAITING)

    assert sent_after(time_machine, 14, 11) == []


def test_reminder_says_what_an_empty_chair_costs(time_machine):
    booking = booked()
    BookingFactory(event=booking.event, state=BookingState.WAITING)

    sent_after(time_machine, 14, 10)

    reminder = next(each for each in mail.outbox if each.subject.startswith("Coming up"))
    assert "1 person is waiting for a place" in reminder.body
    assert f"/l/{booking.reference}/{secret_of(booking)}/cancel/" in reminder.body


def test_joining_instructions_hold_course_event_and_venue_notes(time_machine):
    event = EventFactory(starts_at=TUESDAY, joining_notes="Ring the bell.")
    event.course.joining_notes = "Read chapter 2."
    event.course.save()
    event.sessions.update(joining_link="https://meet.example/1")
    booked(event)

    sent_after(time_machine, 12, 9)

    for note in ("Read chapter 2.", "Ring the bell.", "https://meet.example/1"):
        assert note in mail.outbox[0].body


SATURDAY = dt.datetime(2026, 5, 16, 9, 30, tzinfo=ZONE)


def test_what_is_about_a_weekend_leaves_before_it_although_the_office_is_closed(time_machine):
    booked(EventFactory(starts_at=SATURDAY))

    # five days, and five working days, before that Saturday is Monday 11 May
    assert sent_after(time_machine, 11, 9) == ["How to join"]
    assert sent_after(time_machine, 11, 10) == ["How to join", "Coming up"]
    assert sent_after(time_machine, 16, 7) == ["How to join", "Coming up", "Today"]


def test_reminder_due_at_a_weekend_waits_for_monday(time_machine):
    booked(EventFactory(starts_at=TUESDAY.replace(day=21)))  # a Thursday: due on Saturday

    assert "Coming up" not in sent_after(time_machine, 16, 12)
    assert "Coming up" not in sent_after(time_machine, 18, 6, 59)
    assert "Coming up" in sent_after(time_machine, 18, 7)


def test_late_booker_at_night_gets_joining_instructions_at_once(time_machine):
    booked(made_at=TUESDAY.replace(day=18, hour=22))

    assert sent_after(time_machine, 18, 22, 1) == ["How to join"]


def test_those_who_booked_earlier_are_not_written_to_at_night(time_machine):
    booked()

    assert sent_after(time_machine, 12, 21) == []
    assert sent_after(time_machine, 13, 7) == ["How to join"]


def test_clocks_that_change_leave_the_time_on_the_wall(time_machine):
    sunday_week = dt.datetime(2026, 10, 27, 9, 30, tzinfo=ZONE)
    booked(EventFactory(starts_at=sunday_week), made_at=sunday_week - dt.timedelta(days=60))
    time_machine.move_to(dt.datetime(2026, 10, 22, 9, 59, tzinfo=ZONE), tick=False)

    plan(timezone.now())

    local = timezone.localtime(Message.objects.get(kind="reminder").send_after)
    assert local.isoformat() == "2026-10-22T10:00:00+01:00"
    time_machine.move_to(dt.datetime(2026, 10, 26, 12, tzinfo=ZONE), tick=False)
    plan(timezone.now())
    local = timezone.localtime(Message.objects.get(kind="today").send_after)
    assert local.isoformat() == "2026-10-27T07:00:00+00:00"


def test_each_day_of_an_event_has_its_morning_and_one_reminder(time_machine):
    event = EventFactory(starts_at=TUESDAY)
    second = TUESDAY + dt.timedelta(days=2)
    SessionFactory(event=event, starts_at=second, ends_at=second + dt.timedelta(hours=6))
    Event.objects.filter(pk=event.pk).update(ends_at=second + dt.timedelta(hours=6))
    booked(event)

    for day in range(11, 22):
        sent_after(time_machine, day, 12)

    subjects = sorted(re.split(" on |:", each.subject)[0] for each in mail.outbox)
    assert subjects == ["Coming up", "How to join", "Today", "Today"]


def test_todays_message_does_not_leave_on_another_day(time_machine):
    event = EventFactory(starts_at=TUESDAY)
    second = TUESDAY + dt.timedelta(days=2)
    SessionFactory(event=event, starts_at=second, ends_at=second + dt.timedelta(hours=6))
    Event.objects.filter(pk=event.pk).update(ends_at=second + dt.timedelta(hours=6))
    booked(event)
    plan(at(time_machine, 18, 12))

    send_due(at=at(time_machine, 20, 8))

    assert Message.objects.get(kind="today").state == MessageState.CANCELLED


def test_reminder_does_not_leave_once_the_event_has_begun(time_machine):
    booked()
    plan(at(time_machine, 14, 9))

    send_due(at=at(time_machine, 19, 11))

    reminder = Message.objects.get(kind="reminder")
    assert (reminder.state, reminder.last_error) == ("cancelled", "It has begun.")


def move(event, by=dt.timedelta(), venue=None):
    session = event.sessions.get()
    starts, ends = session.starts_at + by, session.ends_at + by
    update_event(
        event.pk,
        fields={},
        sessions=[SessionPlan(starts, ends, venue=venue, id=session.pk)],
        actor=None,
    )
    mail.outbox.clear()


def test_moved_event_is_reminded_of_on_its_new_day_only(time_machine):
    booking = booked()
    plan(at(time_machine, 13, 18))
    move(booking.event, dt.timedelta(days=14))

    assert "Coming up" not in sent_after(time_machine, 14, 11)
    assert sent_after(time_machine, 28, 10).count("Coming up") == 1


def test_event_moved_nearer_is_not_reminded_of_in_the_same_breath(time_machine):
    booking = booked(EventFactory(starts_at=TUESDAY.replace(day=28)))
    at(time_machine, 14, 12)
    move(booking.event, dt.timedelta(days=-9))

    assert "Coming up" not in sent_after(time_machine, 14, 13)


def test_new_place_brings_new_joining_instructions(time_machine):
    booking = booked()
    sent_after(time_machine, 12, 9)
    venue = VenueFactory(board=booking.event.board, access_notes="Use the back door.")
    move(booking.event, venue=venue)

    sent_after(time_machine, 13, 9)
    sent_after(time_machine, 13, 10)

    told = [each for each in mail.outbox if each.subject.startswith("How to join")]
    assert ["Use the back door." in each.body for each in told] == [True]


def test_joining_instructions_of_the_old_place_do_not_leave(time_machine):
    booking = booked()
    plan(at(time_machine, 11, 12))
    move(booking.event, venue=VenueFactory(board=booking.event.board))

    assert sent_after(time_machine, 12, 9).count("How to join") == 1


def test_board_may_choose_another_time(time_machine):
    booking = booked()
    choose(
        booking.event.board_id,
        kinds.REMINDER,
        is_on=True,
        copy_to_manager=True,
        amount=2,
        unit=OffsetUnit.DAYS,
        at_time=dt.time(12),
    )
    set_employment(booking.person, booking.agency, manager_email="max@agency.example")

    # two days before is a Sunday: it waits for Monday morning
    assert "Coming up" not in sent_after(time_machine, 15, 12)
    sent_after(time_machine, 17, 13)
    sent_after(time_machine, 18, 7)

    reminded = [each.to[0] for each in mail.outbox if each.subject.startswith("Coming up")]
    assert sorted(reminded) == sorted([booking.person.email, "max@agency.example"])


def test_notice_switched_off_is_not_sent(time_machine):
    booking = booked()
    choose(booking.event.board_id, kinds.REMINDER, is_on=False, copy_to_manager=False)

    assert sent_after(time_machine, 14, 11) == ["How to join"]


def test_planning_again_writes_nothing(time_machine):
    booked()
    now = at(time_machine, 13, 18)

    plan(now)
    again = plan(now)

    assert again == 0
    assert Message.objects.values("kind").distinct().count() == Message.objects.count()


def test_planning_asks_the_same_few_questions_however_many_bookings(time_machine):
    now = at(time_machine, 13, 18)

    def questions(bookings):
        event = EventFactory(starts_at=TUESDAY)
        for _ in range(bookings):
            booked(event)
        plan(now)
        with CaptureQueriesContext(connection) as asked:
            plan(now)
        return len(asked)

    assert questions(1) == questions(6)


def test_no_show_is_told_with_the_manager_once_the_register_is_complete(
    time_machine, django_capture_on_commit_callbacks
):
    person = PersonFactory()
    missed, came = booked(person=person), None
    set_employment(person, missed.agency, manager_name="Max", manager_email="max@agency.example")
    came = booked(missed.event)
    at(time_machine, 19, 16)
    session = missed.event.sessions.get().pk
    marks = {missed.pk: {session: Mark.ABSENT}, came.pk: {session: Mark.PRESENT}}
    actions.record_attendance(missed.event_id, marks, actor=None)
    assert mail.outbox == []

    with django_capture_on_commit_callbacks(execute=True):
        change_state(missed.event_id, EventState.COMPLETED, actor=None)

    told = {each.to[0]: re.split(" on |:", each.subject)[0] for each in mail.outbox}
    assert told == {person.email: "We missed you", "max@agency.example": "Did not attend"}
