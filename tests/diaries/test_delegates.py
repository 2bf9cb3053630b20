"""Booked, changed, cancelled: what stands in the diary of somebody who only reads our mail."""

import datetime as dt
import itertools

import pytest
from django.core import mail
from django.utils import timezone

from bookings import actions
from bookings.choices import CancelledBy
from courses.actions import SessionPlan, cancel_event, undo_cancellation, update_event
from courses.choices import WhyCancelled
from courses.models import Event
from people.actions import set_employment
from tests.factories import (
    AgencyFactory,
    EmploymentFactory,
    EventFactory,
    PersonFactory,
    SessionFactory,
    VenueFactory,
)

from .calendar import as_received, invitation_in, unfolded

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return PersonFactory()


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def book(person, agency, sending):
    def book(event):
        with sending():
            return actions.book_place(person, event.pk, agency=agency, actor=None)

    return book


@pytest.fixture
def cancel(sending):
    def cancel(booking):
        with sending():
            actions.cancel_booking(
                booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, why="Ill"
            )

    return cancel


@pytest.fixture
def move(sending):
    def move(event, *plans):
        with sending():
            update_event(event.pk, fields={}, sessions=plans, actor=None)

    return move


def plan_of(session, **changes):
    was = {"starts_at": session.starts_at, "ends_at": session.ends_at, "venue": session.venue}
    return SessionPlan(id=session.pk, **{**was, **changes})


def later(session, **span):
    by = dt.timedelta(**span)
    return plan_of(session, starts_at=session.starts_at + by, ends_at=session.ends_at + by)


def test_request_update_and_cancel_give_one_one_and_no_entry(
    book, move, cancel, person, calendar_of
):
    event = EventFactory()
    booking = book(event)
    (first,) = calendar_of(person.email).entries
    move(event, later(event.sessions.get(), days=7))
    (second,) = calendar_of(person.email).entries
    cancel(booking)

    assert second.starts_at - first.starts_at == dt.timedelta(days=7)
    assert second.sequence > first.sequence
    assert calendar_of(person.email).entries == []


def test_booking_again_after_cancelling_gives_one_entry(book, cancel, person, calendar_of):
    event = EventFactory()
    cancel(book(event))

    book(event)

    assert len(calendar_of(person.email).entries) == 1


def test_whatever_order_mail_arrives_in_the_diary_ends_the_same(
    book, move, cancel, person, calendar_of
):
    event = EventFactory()
    booking = book(event)
    move(event, later(event.sessions.get(), days=1))
    cancel(booking)
    book(Event.objects.get(pk=event.pk))
    straight = calendar_of(person.email).known
    mails = [m for m in mail.outbox if m.to == [person.email]]

    for order in itertools.permutations(range(len(mails))):
        shuffled = calendar_of(person.email, order=lambda all_, o=order: [all_[i] for i in o])
        assert shuffled.known == straight


def two_days():
    event = EventFactory()
    first = event.sessions.get()
    SessionFactory(
        event=event,
        starts_at=first.starts_at + dt.timedelta(days=1),
        ends_at=first.ends_at + dt.timedelta(days=1),
    )
    event.ends_at = first.ends_at + dt.timedelta(days=1)
    event.save()
    return event


def test_two_days_are_two_entries(book, person, calendar_of):
    book(two_days())

    first, second = calendar_of(person.email).entries
    assert second.starts_at - first.starts_at == dt.timedelta(days=1)
    assert first.summary != second.summary


def test_removed_day_leaves_the_diary_and_an_added_one_comes(book, move, person, calendar_of):
    event = two_days()
    book(event)
    kept, _ = event.sessions.all()

    move(event, plan_of(kept))
    assert [e.starts_at for e in calendar_of(person.email).entries] == [kept.starts_at]

    new = kept.starts_at + dt.timedelta(days=8)
    added = SessionPlan(starts_at=new, ends_at=new + dt.timedelta(hours=3))
    move(event, plan_of(kept), added)
    assert [e.starts_at for e in calendar_of(person.email).entries] == [kept.starts_at, new]


def test_days_that_swap_their_times_stay_two_entries(book, move, person, calendar_of):
    event = two_days()
    book(event)
    first, second = event.sessions.all()

    move(
        event,
        plan_of(first, starts_at=second.starts_at, ends_at=second.ends_at),
        plan_of(second, starts_at=first.starts_at, ends_at=first.ends_at),
    )

    shown = [e.starts_at for e in calendar_of(person.email).entries]
    assert shown == [first.starts_at, second.starts_at]


def test_new_venue_stands_in_the_entry(book, move, person, calendar_of):
    event = EventFactory()
    book(event)
    venue = VenueFactory(board=event.board, name="Town Hall; Room 2, left", address="1 High St")

    move(event, plan_of(event.sessions.get(), venue=venue))

    (entry,) = calendar_of(person.email).entries
    assert entry.location == "Town Hall; Room 2, left, 1 High St"


def test_event_the_board_cancels_leaves_every_diary(
    book, person, calendar_of, sending, quarter_of_an_hour_later
):
    event = two_days()
    book(event)

    with sending():
        cancel_event(event.pk, because=WhyCancelled.TRAINER, actor=None, words="Trainer ill")
    quarter_of_an_hour_later()

    assert calendar_of(person.email).entries == []


def test_cancellation_taken_back_leaves_the_diary_as_it_was_and_later_changes_arrive(
    book, move, person, calendar_of, sending, quarter_of_an_hour_later
):
    event = EventFactory()
    book(event)
    with sending():
        cancel_event(event.pk, because=WhyCancelled.CHANGE_OF_PLAN, actor=None, words="Wrong row")
        undo_cancellation(event.pk, actor=None)
    quarter_of_an_hour_later()
    assert len(calendar_of(person.email).entries) == 1

    move(event, later(event.sessions.get(), days=7))
    (moved,) = calendar_of(person.email).entries
    with sending():
        cancel_event(event.pk, because=WhyCancelled.TRAINER, actor=None, words="Trainer ill")
    quarter_of_an_hour_later()

    assert moved.starts_at == event.sessions.get().starts_at
    assert calendar_of(person.email).entries == []


@pytest.mark.parametrize("day", [dt.date(2027, 3, 28), dt.date(2027, 10, 31)])
def test_half_past_nine_stays_half_past_nine_when_the_clocks_change(
    day, book, person, calendar_of, time_machine
):
    """By the VTIMEZONE that came with it: vobject knows no other London."""
    time_machine.move_to(dt.datetime.combine(day, dt.time(12), dt.UTC) - dt.timedelta(days=30))
    zone = timezone.get_current_timezone()
    starts = dt.datetime.combine(day, dt.time(9, 30), tzinfo=zone)
    event = EventFactory(starts_at=starts, ends_at=starts + dt.timedelta(hours=6))
    before = starts - dt.timedelta(days=1)
    SessionFactory(event=event, starts_at=before, ends_at=before + dt.timedelta(hours=6))

    book(event)

    entries = calendar_of(person.email).entries
    assert [(e.starts_at.hour, e.starts_at.minute) for e in entries] == [(9, 30), (9, 30)]
    offsets = [e.starts_at.utcoffset() for e in entries]
    expected = [timezone.localtime(e.starts_at).utcoffset() for e in entries]
    assert offsets == expected
    assert offsets[0] != offsets[1]


def test_clock_changes_are_rules_as_outlook_passes_over_dates(book):
    book(EventFactory())

    text = unfolded(mail.outbox[-1])
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")]
    assert zone.count("RRULE:FREQ=YEARLY") == 2
    assert "RDATE" not in zone


def test_webinar_brings_its_link(book, move, person):
    event = EventFactory()
    event.sessions.update(joining_link="https://meet.example/abc")

    book(event)

    assert "https://meet.example/abc" in unfolded(mail.outbox[-1])


def test_sender_is_organiser_and_recipient_attendee(book, person):
    event = EventFactory()

    book(event)

    text = unfolded(mail.outbox[-1])
    address = as_received(mail.outbox[-1])["From"].addresses[0].addr_spec
    assert f"mailto:{address}" in next(x for x in text.splitlines() if x.startswith("ORGANIZER"))
    assert f"mailto:{person.email}" in next(
        x for x in text.splitlines() if x.startswith("ATTENDEE")
    )
    assert "RSVP=FALSE" in text


def test_lines_are_folded_and_end_as_the_standard_asks(book):
    event = EventFactory(course__title="A title " * 20)

    book(event)

    content = mail.outbox[-1].attachments[0].content
    raw = content if isinstance(content, bytes) else content.encode()
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_waiting_list_and_manager_copies_bring_no_invitation(agency, person, sending):
    event = EventFactory(capacity=1)
    set_employment(person, agency, manager_name="Max", manager_email="max@agency.example")
    with sending():
        actions.book_place(person, event.pk, agency=agency, actor=None)
        actions.book_place(
            EmploymentFactory(agency=agency).person,
            event.pk,
            agency=agency,
            actor=None,
            or_wait=True,
        )

    with_entry = [bool(invitation_in(as_received(each))) for each in mail.outbox]
    assert with_entry == [True, False]


def test_person_without_an_address_gets_no_entry_in_the_managers_diary(agency, sending):
    person = PersonFactory(email="")
    set_employment(person, agency, manager_name="Max", manager_email="max@agency.example")

    with sending():
        actions.book_place(person, EventFactory().pk, agency=agency, actor=None)

    (sent,) = mail.outbox
    assert sent.to == ["max@agency.example"]
    assert invitation_in(as_received(sent)) is None
    assert person.full_name in sent.body
