"""Taking a place and giving it back."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.utils import timezone

from bookings import actions, rules
from bookings.choices import BookingState, CancelledBy
from bookings.models import AccessNeed, Booking
from courses.actions import SessionPlan, cancel_event, update_event
from courses.choices import EventState, WhyCancelled
from courses.models import Event
from notices.models import Message
from people.queries import history_of
from tests.factories import (
    AgencyFactory,
    BookingFactory,
    EventFactory,
    PersonFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


def book(event, person=None, **kwargs):
    person = person or PersonFactory()
    kwargs.setdefault("agency", AgencyFactory())
    return actions.book_place(person, event.pk, actor=None, **kwargs)


def test_book_place_takes_a_place_and_snapshots_the_agency():
    event, agency = EventFactory(), AgencyFactory()

    booking = book(event, agency=agency)

    assert booking.state == BookingState.BOOKED
    assert (booking.agency, booking.sector) == (agency, agency.sector)
    assert Event.objects.get(pk=event.pk).places_taken == 1


def test_book_place_writes_history():
    booking = book(EventFactory())

    (entry,) = history_of(booking)
    assert (entry.verb, entry.was, entry.now) == ("made", "", "booked")


def test_book_place_tells_the_person_after_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        booking = book(EventFactory())

    (sent,) = mail.outbox
    assert sent.to == [booking.person.email]
    assert booking.reference in sent.body


def test_book_place_refuses_a_full_event():
    event = EventFactory(capacity=1)
    book(event)

    with pytest.raises(rules.Refused) as refusal:
        book(event)

    assert refusal.value.has("full")


def test_book_place_joins_the_waiting_list_when_asked():
    event = EventFactory(capacity=1)
    book(event)

    assert book(event, or_wait=True).state == BookingState.WAITING


def test_newcomer_waits_behind_those_who_wait():
    event = EventFactory(capacity=2)
    book(event)
    BookingFactory(event=event, state=BookingState.WAITING)

    with pytest.raises(rules.Refused) as refusal:
        book(event)

    assert refusal.value.has("full")


def test_same_request_key_gives_the_same_booking():
    event, person, key = EventFactory(), PersonFactory(), uuid.uuid4()

    first = book(event, person, request_key=key)
    second = book(event, person, request_key=key)

    assert first.pk == second.pk
    assert Booking.objects.count() == 1


def test_second_booking_of_one_person_is_refused():
    event, person = EventFactory(), PersonFactory()
    book(event, person)

    with pytest.raises(rules.Refused) as refusal:
        book(event, person)

    assert refusal.value.has("already_booked")


def test_booking_again_after_cancelling_is_allowed():
    event, person = EventFactory(), PersonFactory()
    first = book(event, person)
    actions.cancel_booking(first.pk, actor=None, cancelled_by=CancelledBy.DELEGATE)

    assert book(event, person).state == BookingState.BOOKED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": EventState.CANCELLED}, "event_cancelled"),
        ({"state": EventState.DRAFT}, "not_open_yet"),
        ({"state": EventState.TENTATIVE}, "not_open_yet"),
        ({"state": EventState.COMPLETED}, "event_started"),
        ({"booking_closes_at": timezone.now() - dt.timedelta(hours=1)}, "booking_closed"),
        (
            {
                "starts_at": timezone.now() - dt.timedelta(hours=1),
                "ends_at": timezone.now() + dt.timedelta(hours=1),
            },
            "event_started",
        ),
    ],
)
def test_each_event_rule_can_fire(change, code):
    event = EventFactory(**change)

    with pytest.raises(rules.Refused) as refusal:
        book(event)

    assert [reason.code for reason in refusal.value.reasons] == [code]


def test_all_reasons_are_given_at_once():
    event = EventFactory(state=EventState.CANCELLED)

    with pytest.raises(rules.Refused) as refusal:
        book(event, agency=None)

    assert {reason.code for reason in refusal.value.reasons} == {"event_cancelled", "no_agency"}


def test_cancel_frees_the_place_once_and_tells_the_person():
    booking = book(EventFactory(), access_need="Hearing loop")

    actions.cancel_booking(booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, why="Court")
    again = actions.cancel_booking(booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE)

    assert again.state == BookingState.CANCELLED
    assert again.cancel_reason == "Court"
    assert Event.objects.get(pk=booking.event_id).places_taken == 0
    assert Message.objects.filter(key=f"booking:{booking.pk}:cancelled").count() == 1
    assert not AccessNeed.objects.exists()


def test_cancel_after_the_start_is_refused():
    booking = book(EventFactory())
    after = booking.event.starts_at + dt.timedelta(minutes=1)

    with pytest.raises(rules.Refused) as refusal:
        actions.cancel_booking(booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=after)

    assert refusal.value.has("event_started")


def test_freed_place_goes_to_the_first_who_waits():
    event = EventFactory(capacity=1)
    holder = book(event)
    first, second = (book(event, or_wait=True) for _ in range(2))

    actions.cancel_booking(holder.pk, actor=None, cancelled_by=CancelledBy.DELEGATE)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (BookingState.BOOKED, BookingState.WAITING)


def test_freed_place_stays_free_once_the_waiting_list_has_stopped():
    event = EventFactory(capacity=1)
    holder, waiting = book(event), book(event, or_wait=True)
    hour_before = event.starts_at - dt.timedelta(hours=1)

    actions.cancel_booking(holder.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=hour_before)

    waiting.refresh_from_db()
    assert waiting.state == BookingState.WAITING


def test_raised_capacity_places_those_who_wait_in_order():
    event = EventFactory(capacity=1)
    book(event)
    waiting = [book(event, or_wait=True) for _ in range(3)]

    update_event(event.pk, fields={"capacity": 3}, actor=None)

    for booking in waiting:
        booking.refresh_from_db()
    assert [b.state for b in waiting] == ["booked", "booked", "waiting"]


def test_cancelled_event_cancels_everybody_and_says_so():
    event = EventFactory(capacity=1)
    holder, waiting = book(event), book(event, or_wait=True)

    cancel_event(event.pk, because=WhyCancelled.TRAINER, actor=None, words="Trainer ill")

    holder.refresh_from_db()
    waiting.refresh_from_db()
    assert (holder.state, waiting.state) == (BookingState.CANCELLED, BookingState.WITHDRAWN)
    assert holder.cancelled_by == CancelledBy.BOARD
    assert Message.objects.filter(kind="event_cancelled").count() == 2


def test_leaving_the_waiting_list_is_not_cancelling():
    event = EventFactory(capacity=1)
    book(event)
    waiting = book(event, or_wait=True)

    actions.withdraw(waiting.pk, actor=None)

    waiting.refresh_from_db()
    assert waiting.state == BookingState.WITHDRAWN


def test_leaving_the_waiting_list_with_a_place_is_refused():
    booking = book(EventFactory())

    with pytest.raises(rules.Refused) as refusal:
        actions.withdraw(booking.pk, actor=None)

    assert refusal.value.has("not_waiting")


def test_rolled_back_booking_leaves_no_message():
    event = EventFactory(capacity=1)
    book(event)
    before = Message.objects.count()

    with pytest.raises(rules.Refused):
        book(event)

    assert Message.objects.count() == before


def session_plan(event, **changes):
    session = event.sessions.get()
    fields = {
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "venue": session.venue,
        "id": session.pk,
    }
    return SessionPlan(**{**fields, **changes})


def test_moved_event_tells_everybody_with_a_place_or_waiting_once():
    event = EventFactory(capacity=1)
    book(event)
    book(event, or_wait=True)
    later = {
        "starts_at": event.starts_at + dt.timedelta(days=1),
        "ends_at": event.ends_at + dt.timedelta(days=1),
    }

    for _ in range(2):
        update_event(event.pk, fields={}, sessions=[session_plan(event, **later)], actor=None)

    assert Message.objects.filter(key__contains=":moved-").count() == 2


def test_new_venue_counts_as_a_move(django_capture_on_commit_callbacks):
    event = EventFactory()
    book(event)

    venue = VenueFactory(board=event.board)
    with django_capture_on_commit_callbacks(execute=True):
        update_event(event.pk, fields={}, sessions=[session_plan(event, venue=venue)], actor=None)

    assert venue.name in Message.objects.get(key__contains=":moved-").body


def test_saving_the_same_timetable_tells_nobody():
    event = EventFactory()
    book(event)

    update_event(event.pk, fields={"capacity": 30}, sessions=[session_plan(event)], actor=None)

    assert not Message.objects.filter(key__contains=":moved-").exists()
