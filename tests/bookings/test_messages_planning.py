"""Scheduled notices to people booked: joining instructions, reminder, today; and no-shows."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bookings import actions
from bookings.choices import BookingState, Mark
from bookings.messages.planning import plan
from courses.actions import change_state
from courses.choices import EventState
from notices.actions import send_due
from notices.models import Message
from people.actions import set_employment
from tests.factories import BookingFactory, EventFactory, PersonFactory

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
    return [each.subject.split(":")[0] for each in mail.outbox]


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
    assert f"/bookings/{booking.reference}/cancel/" in reminder.body


def test_joining_instructions_hold_course_event_and_venue_notes(time_machine):
    event = EventFactory(starts_at=TUESDAY, joining_notes="Ring the bell.")
    event.course.joining_notes = "Read chapter 2."
    event.course.save()
    event.sessions.update(joining_link="https://meet.example/1")
    booked(event)

    sent_after(time_machine, 12, 9)

    for note in ("Read chapter 2.", "Ring the bell.", "https://meet.example/1"):
        assert note in mail.outbox[0].body


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

    told = {each.to[0]: each.subject.split(":")[0] for each in mail.outbox}
    assert told == {person.email: "We missed you", "max@agency.example": "Did not attend"}
