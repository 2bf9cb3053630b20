"""Staff serve the waiting list by hand: in turn, or out of it with a reason."""

import datetime as dt

import pytest

from bookings import actions
from bookings.choices import BookingState
from bookings.rules import Refused
from people.queries import history_of
from tests.factories import BookingFactory, EventFactory, PolicyVersionFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
START = dt.datetime(2026, 4, 17, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def event():
    event = EventFactory(starts_at=START, capacity=2)
    PolicyVersionFactory(board=event.board, sections={"waiting_list": {"placing": "by_staff"}})
    return event


def wait(event, minutes=0, **more):
    made = NOW + dt.timedelta(minutes=minutes)
    return BookingFactory(event=event, state=BookingState.WAITING, made_at=made, **more)


def serve(booking, *, offer=False, at=NOW, **more):
    return actions.serve_waiter(booking.pk, offer=offer, actor=None, at=at, **more)


def test_first_is_given_the_place_without_a_reason(event):
    first = wait(event)

    done = serve(first)

    assert done.state == BookingState.BOOKED
    assert history_of(first).last().why == "it was their turn"


def test_offered_place_is_held_until_the_offer_ends(event):
    done = serve(wait(event), offer=True)

    assert done.state == BookingState.OFFERED
    assert done.offer_expires_at == NOW + dt.timedelta(hours=24)


def test_out_of_turn_needs_a_reason(event):
    wait(event)
    second = wait(event, 1)

    with pytest.raises(Refused) as refused:
        serve(second, why="  ")

    assert refused.value.has("out_of_turn")


def test_out_of_turn_is_in_the_history_of_both(event):
    first, second = wait(event), wait(event, 1)

    serve(second, why="Needs it for a case next week")

    assert history_of(second).last().why == "out of turn: Needs it for a case next week"
    passed_over = history_of(first).last()
    assert (passed_over.verb, passed_over.why) == ("passed over", "Needs it for a case next week")


def test_against_a_cap_needs_a_reason(event):
    cap = {"kind": "cap", "by": "agency", "places": 1}
    rules = PolicyVersionFactory(board=event.board, sections={"mix": [cap]})
    taken = BookingFactory(event=event)
    waiting = wait(event, agency=taken.agency, policy=rules)

    with pytest.raises(Refused):
        serve(waiting)
    done = serve(waiting, why="A new team")

    assert done.state == BookingState.BOOKED


def test_whom_a_cap_keeps_out_is_not_passed_over(event):
    cap = {"kind": "cap", "by": "agency", "places": 1}
    rules = PolicyVersionFactory(board=event.board, sections={"mix": [cap]})
    taken = BookingFactory(event=event)
    wait(event, agency=taken.agency, policy=rules)
    second = wait(event, 1, policy=rules)

    assert serve(second).state == BookingState.BOOKED


def test_nobody_is_served_without_a_free_place(event):
    BookingFactory.create_batch(2, event=event)
    waiting = wait(event)

    with pytest.raises(Refused) as refused:
        serve(waiting, why="Please")

    assert refused.value.has("no_place_free")


def test_nobody_is_served_once_the_event_has_started(event):
    with pytest.raises(Refused) as refused:
        serve(wait(event), at=START + dt.timedelta(minutes=1))

    assert refused.value.has("event_started")


def test_serving_twice_changes_nothing(event):
    waiting = wait(event)
    serve(waiting)
    before = history_of(waiting).count()

    serve(waiting)

    assert history_of(waiting).count() == before


def test_who_does_not_wait_is_not_served(event):
    with pytest.raises(Refused) as refused:
        serve(BookingFactory(event=event, state=BookingState.WITHDRAWN))

    assert refused.value.has("not_waiting")
