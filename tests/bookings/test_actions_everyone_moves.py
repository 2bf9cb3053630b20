"""The board moves everybody to another event; whoever cannot go stays, with the reason."""

import datetime as dt

import pytest
import time_machine

from bookings import actions
from bookings.choices import BookingState, ChargeState
from bookings.models import Approval, Booking, Charge
from bookings.moves import foresee_moves
from courses.models import Event
from people.queries import history_of
from tests.factories import (
    ApprovalFactory,
    BookingFactory,
    ChargeFactory,
    EventFactory,
    PolicyVersionFactory,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 4, 10, 10, tzinfo=dt.UTC)
START = dt.datetime(2026, 4, 17, 9, 30, tzinfo=dt.UTC)
LATE = {
    "cancellation": {
        "free_until": {"number": 30, "unit": "calendar_days"},
        "tiers": [{"charge": {"kind": "full_price"}}],
    }
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event():
    return EventFactory(starts_at=START, capacity=3)


@pytest.fixture
def target(event):
    return EventFactory(course=event.course, starts_at=START + dt.timedelta(days=30), capacity=2)


def place(event, minutes=0, **more):
    return BookingFactory(event=event, made_at=NOW - dt.timedelta(days=9, minutes=-minutes), **more)


def move(event, target):
    return actions.move_everyone(event.pk, target.pk, actor=None, why="The trainer is ill")


def foreseen(event, target):
    whole = Event.objects.select_related("course", "board", "rules")
    moves = foresee_moves(event, whole.get(pk=target.pk), NOW)
    return [(each.booking.pk, each.becomes) for each in moves]


def states(*bookings):
    return [Booking.objects.get(pk=booking.pk).state for booking in bookings]


def test_everybody_goes_and_nobody_pays_for_leaving(event, target):
    rules = PolicyVersionFactory(board=event.board, sections=LATE)
    booking = place(event, policy=rules, price_pence=7500)
    ChargeFactory(booking=booking, policy=rules)

    done = move(event, target)

    assert states(booking) == [BookingState.TRANSFERRED]
    assert (done.bookings[0].event, done.bookings[0].replaces) == (target, booking)
    assert not Charge.objects.filter(booking=booking, state=ChargeState.OWED).exists()


def test_who_finds_no_place_there_keeps_the_one_here(event, target):
    first, second, third = (place(event, minutes) for minutes in (0, 1, 2))

    expected = foreseen(event, target)
    done = move(event, target)

    assert expected == [(first.pk, "booked"), (second.pk, "booked"), (third.pk, None)]
    assert states(first, second, third) == ["transferred", "transferred", "booked"]
    assert [(booking, why) for booking, why in done.left] == [
        (third, "Every place on this event has been taken.")
    ]


def test_places_left_here_go_to_nobody(event, target):
    for minutes in range(3):
        place(event, minutes)
    waiting = place(event, 4, state=BookingState.WAITING)

    done = move(event, target)

    moved = done.bookings[-1]
    assert (moved.replaces, moved.state) == (waiting, BookingState.WAITING)
    assert [entry.verb for entry in history_of(waiting)] == ["moved"]


def test_who_waits_gets_a_place_there_if_one_is_free(event, target):
    waiting = place(event, state=BookingState.WAITING)

    move(event, target)

    assert states(waiting.__class__.objects.get(replaces=waiting)) == [BookingState.BOOKED]


def test_who_awaits_an_answer_stays(event, target):
    asked = ApprovalFactory(booking__event=event)

    done = move(event, target)

    assert foreseen(event, target) == [(asked.booking.pk, None)]
    assert done.left[0][0] == asked.booking


def test_manager_who_agreed_is_not_asked_again(event, target):
    PolicyVersionFactory(board=event.board, sections={"approval": {"kind": "recorded"}})
    place(event)

    done = move(event, target)

    assert done.bookings[0].state == BookingState.BOOKED
    assert not Approval.objects.exists()


def test_applicant_goes_on_as_an_applicant(event, target):
    PolicyVersionFactory(board=event.board, sections={"channel": {"kind": "apply"}})
    placed, applied = place(event), place(event, 1, state=BookingState.APPLIED)

    expected = foreseen(event, target)
    done = move(event, target)

    assert expected == [(placed.pk, "booked"), (applied.pk, "applied")]
    assert [each.state for each in done.bookings] == ["booked", "applied"]


def test_moving_again_moves_whom_it_left(event, target):
    for minutes in range(3):
        place(event, minutes)
    move(event, target)
    Event.objects.filter(pk=target.pk).update(capacity=3)

    done = move(event, target)

    assert (len(done.bookings), done.left) == (1, ())


def test_history_of_the_event_says_how_many(event, target):
    place(event)

    move(event, target)

    entry = history_of(event).last()
    assert (entry.verb, entry.now, entry.why) == (
        "everybody moved",
        "1 of 1",
        "The trainer is ill",
    )
