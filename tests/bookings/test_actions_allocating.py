"""Giving out the places of an event that people apply for."""

import datetime as dt

import pytest
import time_machine

from bookings import actions
from bookings.allocation import Decision, Override
from bookings.candidates import Seen, situation_of
from bookings.choices import BookingState, CancelledBy, ChargeKind
from bookings.models import Approval, Booking, Charge
from bookings.rules import Refused
from courses.models import Event
from notices.models import Message
from people.queries import history_of
from tests.factories import (
    AgencyFactory,
    EmploymentFactory,
    EventFactory,
    PolicyVersionFactory,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
START = dt.datetime(2026, 4, 17, 9, 30, tzinfo=dt.UTC)
APPLY = {"channel": {"kind": "apply"}}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event():
    return EventFactory(starts_at=START, capacity=2)


def policy(event, **sections):
    return PolicyVersionFactory(board=event.board, sections={**APPLY, **sections})


def apply(event, name, agency=None):
    job = EmploymentFactory(
        agency=agency or AgencyFactory(boards=[event.board]),
        person__full_name=name,
        manager_email="manager@agency.example",
    )
    return actions.book_place(job.person, event.pk, agency=job.agency, actor=None, at=NOW)


def look(event, overrides=None):
    """What the page shows of the event as it is in the database."""
    fresh = Event.objects.select_related("course", "rules").get(pk=event.pk)
    return Seen.of(situation_of(fresh, LATER).allocate(overrides))


def give_out(event, seen, overrides=None):
    return actions.allocate(event.pk, seen=seen, overrides=overrides or {}, actor=None, at=LATER)


def states(event):
    rows = Booking.objects.filter(event=event).order_by("pk")
    return [booking.state for booking in rows]


def kinds_told(booking):
    told = Message.objects.filter(about_type="bookings.booking", about_id=booking.pk)
    return set(told.values_list("kind", flat=True))


def test_places_are_given_and_the_rest_is_put_on_the_list(event):
    policy(event, prices={"otherwise": {"pence": 7500}})
    placed, _, waiting = (apply(event, name) for name in ("Ann", "Ben", "Cy"))

    give_out(event, look(event))

    assert states(event) == ["booked", "booked", "waiting"]
    assert Charge.objects.get(booking=placed).kind == ChargeKind.PLACE
    assert "placed" in kinds_told(placed)
    assert "waiting" in kinds_told(waiting)
    assert history_of(waiting).last().why == "Waits: every place is given."


def test_manager_is_asked_where_one_must_agree(event):
    policy(event, approval={"kind": "recorded"})
    booking = apply(event, "Ann")

    give_out(event, look(event))

    assert states(event) == [BookingState.AWAITING]
    assert Approval.objects.get(booking=booking).manager_email == "manager@agency.example"


def test_whom_the_officer_gives_no_place_is_told_why(event):
    policy(event)
    booking = apply(event, "Ann")
    mine = {booking.pk: Override(Decision.NONE, "Took the same course last month")}

    give_out(event, look(event, mine), mine)

    booking.refresh_from_db()
    assert booking.state == BookingState.REFUSED
    assert booking.cancel_reason == "Took the same course last month"
    assert "not_allocated" in kinds_told(booking)


def test_decision_of_the_officers_needs_a_reason(event):
    policy(event)
    booking = apply(event, "Ann")
    mine = {booking.pk: Override(Decision.WAIT, "  ")}

    with pytest.raises(Refused) as refused:
        give_out(event, look(event, mine), mine)

    assert refused.value.has("reason_needed")
    assert states(event) == [BookingState.APPLIED]


def test_no_more_places_are_given_than_there_are(event):
    policy(event)
    mine = {
        apply(event, name).pk: Override(Decision.PLACE, "All three")
        for name in ("Ann", "Ben", "Cy")
    }

    with pytest.raises(Refused) as refused:
        give_out(event, look(event, mine), mine)

    assert refused.value.has("too_many")
    assert set(states(event)) == {BookingState.APPLIED}


def test_nothing_is_saved_when_somebody_has_withdrawn_since(event):
    policy(event)
    gone, *_ = (apply(event, name) for name in ("Ann", "Ben", "Cy"))
    seen = look(event)
    actions.withdraw(gone.pk, actor=None, at=NOW)

    with pytest.raises(Refused) as refused:
        give_out(event, seen)

    assert [reason.message for reason in refused.value.reasons] == [
        "Ann: withdrawn now.",
        "Cy: place by the rules as they stand now, not waiting list.",
    ]
    assert states(event) == ["withdrawn", "applied", "applied"]


def test_nothing_is_saved_when_a_place_was_taken_or_somebody_applied_since(event):
    policy(event)
    apply(event, "Ann")
    seen = look(event)
    Event.objects.filter(pk=event.pk).update(capacity=3)
    apply(event, "Ben")

    with pytest.raises(Refused) as refused:
        give_out(event, seen)

    assert [reason.message for reason in refused.value.reasons] == [
        "The event has 3 places now; it had 2.",
        "Ben has applied since.",
    ]


def test_the_same_button_twice_gives_out_once(event):
    policy(event)
    apply(event, "Ann")
    seen = look(event)
    give_out(event, seen)

    with pytest.raises(Refused):
        give_out(event, seen)

    assert states(event) == [BookingState.BOOKED]


def test_waiting_list_is_decided_on_where_staff_serve_it(event):
    policy(event, waiting_list={"placing": "by_staff"})
    first, *_ = (apply(event, name) for name in ("Ann", "Ben", "Cy"))
    give_out(event, look(event))
    actions.cancel_booking(first.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=NOW)

    give_out(event, look(event))

    assert states(event) == ["cancelled", "booked", "booked"]


def test_no_places_are_given_out_once_the_event_has_started(event):
    policy(event)
    apply(event, "Ann")

    with pytest.raises(Refused) as refused:
        actions.allocate(event.pk, seen=look(event), overrides={}, actor=None, at=START)

    assert refused.value.has("event_started")


def test_history_of_the_event_says_how_many(event):
    policy(event)
    apply(event, "Ann")

    give_out(event, look(event))

    assert (history_of(event).last().verb, history_of(event).last().now) == ("allocated", "1 of 1")
