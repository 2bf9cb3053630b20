"""What people booked are told at once: each when its cause happens, and in words that fit it."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from bookings import actions
from bookings.choices import CancelledBy, Mark
from bookings.messages import kinds
from courses.actions import SessionPlan, cancel_event, change_state, update_event
from courses.choices import EventState, WhyCancelled
from courses.models import Event
from courses.rules import UNDO_FOR
from notices.actions import choose, send_due
from notices.choices import MessageState
from notices.models import DiaryEntry, Message
from people.actions import set_employment
from tests.factories import (
    AgencyFactory,
    BookingFactory,
    EventFactory,
    PersonFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office_hours(time_machine):
    noon = dt.datetime(2026, 5, 12, 12, tzinfo=timezone.get_default_timezone())
    time_machine.move_to(noon, tick=False)
    return time_machine


def book(event, *, or_wait=False, **person):
    who = PersonFactory(**person)
    agency = AgencyFactory(boards=[event.board])
    return actions.book_place(who, event.pk, agency=agency, actor=None, or_wait=or_wait)


def cancel(booking, by=CancelledBy.DELEGATE, why=""):
    actions.cancel_booking(booking.pk, actor=None, cancelled_by=by, why=why)


def moved(event, by=dt.timedelta(days=7)):
    sessions = [
        SessionPlan(each.starts_at + by, each.ends_at + by, id=each.pk)
        for each in event.sessions.all()
    ]
    update_event(event.pk, fields={}, sessions=sessions, actor=None)


def forget():
    """What was said so far is of no interest to the test."""
    sent()
    Message.objects.all().delete()
    mail.outbox.clear()


def sent(after=dt.timedelta()):
    """The kinds that have left by then, in the order of their rows."""
    while send_due(at=timezone.now() + after):
        pass
    return list(
        Message.objects.filter(state=MessageState.SENT)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_place_and_waiting_list_are_told_apart():
    event = EventFactory(capacity=1)

    book(event)
    book(event, or_wait=True)

    assert sent() == ["booked", "waiting"]


def test_freed_place_tells_who_gave_it_and_who_got_it():
    event = EventFactory(capacity=1)
    first = book(event)
    book(event, or_wait=True)
    forget()

    cancel(first)

    assert sent() == ["cancelled", "placed"]


@pytest.mark.parametrize(
    ("by", "kind", "said"),
    [
        (CancelledBy.DELEGATE, "cancelled", "Thank you for letting us know"),
        (CancelledBy.AGENCY, "cancelled_by_agency", "your agency has given your place back"),
        (CancelledBy.BOARD, "cancelled_by_board", "the training team has cancelled your place"),
    ],
)
def test_cancellation_says_by_whom(by, kind, said):
    booking = book(EventFactory())
    forget()

    cancel(booking, by)

    assert sent() == [kind]
    assert said in mail.outbox[0].body


def test_board_gives_its_reason():
    booking = book(EventFactory())
    forget()

    cancel(booking, CancelledBy.BOARD, why="The room is too small.")

    sent()
    assert "The reason given: The room is too small." in mail.outbox[0].body


def test_leaving_the_waiting_list_is_told():
    event = EventFactory(capacity=1)
    book(event)
    waiting = book(event, or_wait=True)
    forget()

    actions.withdraw(waiting.pk, actor=None)

    assert sent() == ["withdrawn"]


def test_cancelled_event_is_told_to_those_booked_and_those_waiting():
    event = EventFactory(capacity=1)
    book(event)
    book(event, or_wait=True)
    forget()

    cancel_event(event.pk, because=WhyCancelled.CHANGE_OF_PLAN, actor=None)

    assert sent() == []
    assert sent(after=UNDO_FOR) == ["event_cancelled", "event_cancelled"]


def test_move_tells_those_who_wait_that_they_still_do():
    event = EventFactory(capacity=1)
    book(event)
    waiting = book(event, or_wait=True)
    forget()

    moved(event)

    assert sent() == ["moved", "moved_waiting"]
    (told,) = [each for each in mail.outbox if each.to == [waiting.person.email]]
    assert "stands as it did: on the waiting list" in told.body
    assert "my place" not in told.body


def test_move_of_what_has_begun_tells_nobody(office_hours):
    event = EventFactory(starts_at=timezone.now() - dt.timedelta(hours=1))
    BookingFactory(event=event)

    moved(event, by=dt.timedelta(hours=-1))

    assert sent() == []


def test_bookings_entered_of_a_past_event_tell_nobody():
    start = timezone.now() - dt.timedelta(days=100)
    event = EventFactory(starts_at=start)
    before = start - dt.timedelta(days=9)
    booking = actions.book_place(
        PersonFactory(), event.pk, agency=AgencyFactory(), actor=None, at=before
    )

    actions.cancel_booking(
        booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=before + dt.timedelta(days=1)
    )

    assert not Message.objects.exists()
    assert not DiaryEntry.objects.exists()


def test_cancelled_before_it_left_is_not_told_that_there_is_a_place():
    booking = book(EventFactory())

    cancel(booking)

    assert sent() == ["cancelled"]


def two_days():
    event = EventFactory()
    second = event.starts_at + dt.timedelta(days=7)
    SessionFactory(event=event, starts_at=second, ends_at=second + dt.timedelta(hours=6))
    Event.objects.filter(pk=event.pk).update(ends_at=second + dt.timedelta(hours=6))
    return event


def test_entry_of_a_second_day_says_which_and_which_way():
    event = two_days()
    day = f"{timezone.localtime(event.starts_at + dt.timedelta(days=7)):%A %-d %B %Y}"
    booking = book(event)

    assert sent() == ["booked", "diary_entry"]
    assert f"In your diary: {day}, 9:30am to 3:30pm" in mail.outbox[1].body
    forget()
    cancel(booking)

    assert sent() == ["cancelled", "diary_entry"]
    assert f"No longer in your diary: {day}" in mail.outbox[1].body


def test_manager_of_somebody_without_an_address_gets_no_diary_entries():
    event = two_days()
    who = PersonFactory(email="")
    agency = AgencyFactory(boards=[event.board])
    set_employment(who, agency, manager_email="max@agency.example")

    actions.book_place(who, event.pk, agency=agency, actor=None)

    assert sent() == ["booked"]
    assert mail.outbox[0].to == ["max@agency.example"]


@pytest.mark.parametrize("copies", [True, False])
def test_manager_gets_a_copy_where_the_board_wants_it(copies):
    event = EventFactory()
    who, agency = PersonFactory(), AgencyFactory(boards=[event.board])
    set_employment(who, agency, manager_email="max@agency.example")
    choose(event.board_id, kinds.BOOKED, is_on=True, copy_to_manager=copies)

    actions.book_place(who, event.pk, agency=agency, actor=None)

    assert sent() == ["booked"] * (1 + copies)
    copied = [each.body for each in mail.outbox if each.to == ["max@agency.example"]]
    assert [f"what we wrote to {who.full_name}" in body for body in copied] == [True] * copies


def completed(time_machine, mark):
    booking = book(EventFactory(starts_at=timezone.now() + dt.timedelta(days=1)))
    forget()
    time_machine.shift(dt.timedelta(days=2))
    session = booking.event.sessions.get().pk
    actions.record_attendance(booking.event_id, {booking.pk: {session: mark}}, actor=None)
    change_state(booking.event_id, EventState.COMPLETED, actor=None)
    return booking


def test_no_show_says_how_to_put_it_right(office_hours):
    booking = completed(office_hours, Mark.ABSENT)

    assert sent() == ["no_show"]
    assert booking.event.board.contact_email in mail.outbox[0].body


def test_who_came_is_not_told_of_a_no_show(office_hours):
    completed(office_hours, Mark.PRESENT)

    assert sent() == []


def test_manager_hears_of_the_past_in_the_past(office_hours):
    event = EventFactory(capacity=1, starts_at=timezone.now() + dt.timedelta(days=1))
    missed = book(event)
    book(event, or_wait=True)
    set_employment(missed.person, missed.agency, manager_email="max@agency.example")
    forget()
    office_hours.shift(dt.timedelta(days=2))
    session = event.sessions.get().pk
    actions.record_attendance(event.pk, {missed.pk: {session: Mark.ABSENT}}, actor=None)
    change_state(event.pk, EventState.COMPLETED, actor=None)

    assert sent() == ["no_show", "no_show_manager"]
    assert "1 person was waiting for a place" in mail.outbox[1].body
