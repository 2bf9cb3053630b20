"""Each promise of the booking rules is broken on purpose, past our code, and must be found."""

import datetime as dt

import pytest
import time_machine

from bookings import actions
from bookings.choices import BookingState, CancelledBy, ChargeKind, ChargeState
from bookings.invariants import check_all
from bookings.models import Approval, Booking, Charge, ReservedPlace
from courses.actions import SessionPlan, update_event
from notices import invariants as notices_invariants
from tests.factories import BoardFactory, ChargeFactory, EventFactory, PolicyVersionFactory

from .scenes import NAMELESS, NOW, OFFERS, PAID, RECORDED, START, book, policy, somebody

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
READS = 46
LATE = NOW + dt.timedelta(days=20)
ABOUT_MAIL = {each.__name__ for each in notices_invariants.INVARIANTS}
HALF = {
    "cancellation": {
        "free_until": {"number": 14, "unit": "calendar_days"},
        "tiers": [{"charge": {"kind": "percentage", "percent": 50}}],
    }
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event():
    return EventFactory(starts_at=START, capacity=2)


@pytest.fixture
def paid(event):
    policy(event, PAID, HALF)
    return book(event)


def found(now=NOW):
    return {each.invariant for each in check_all(now)} - ABOUT_MAIL


def passed_on(event):
    job = somebody(event)
    colleague = somebody(event, agency=job.agency)
    booking = book(event, job)
    new = actions.substitute(booking.pk, colleague.person, agency=job.agency, actor=None, at=NOW)
    return booking, new


@pytest.mark.parametrize(
    "broken",
    [
        {"amount_pence": 7400},
        {"state": ChargeState.VOID},
        {"kind": ChargeKind.LATE_CANCELLATION},
    ],
    ids=["amount", "void", "kind"],
)
def test_charge_that_the_policy_does_not_say_is_found(event, paid, broken):
    before = found()

    Charge.objects.update(**broken)

    assert (before, found()) == (set(), {"charges_are_what_the_policy_says"})


def test_charge_for_nothing_is_found(event):
    policy(event)
    ChargeFactory(booking=book(event))

    assert found() == {"charges_are_what_the_policy_says"}


def test_waived_charge_is_no_problem(event, paid):
    actions.waive_charge(Charge.objects.get().pk, actor=None, reason="Our mistake", at=NOW)

    assert found() == set()


def test_late_cancellation_stays_as_it_was_settled_when_the_event_moves(event, paid):
    late = START - dt.timedelta(days=2)
    actions.cancel_booking(paid.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=late)
    before = found(late)
    session = event.sessions.get()
    plan = SessionPlan(
        starts_at=session.starts_at + dt.timedelta(days=60),
        ends_at=session.ends_at + dt.timedelta(days=60),
        id=session.pk,
    )

    update_event(event.pk, fields={}, sessions=[plan], actor=None, at=late + HOUR)

    assert (before, found(late + HOUR)) == (set(), set())


def test_offer_past_its_end_is_found(event):
    policy(event, OFFERS)
    first, _, _ = book(event), book(event), book(event, or_wait=True)
    actions.cancel_booking(first.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=NOW)
    end = NOW + dt.timedelta(hours=24)

    assert found(end + dt.timedelta(minutes=4)) == set()
    assert found(end + dt.timedelta(minutes=6)) == {"what_time_ends_has_ended"}


def test_question_past_its_end_is_found(event):
    policy(event, RECORDED)
    book(event)

    assert found(LATE) == {"what_time_ends_has_ended"}


def test_reserved_place_past_its_day_is_found(event):
    policy(event, NAMELESS)
    agency = somebody(event).agency
    actions.reserve_places(event.pk, agency, 1, actor=None, at=NOW)

    assert found(START - dt.timedelta(days=1)) == {"what_time_ends_has_ended"}


def test_unconfirmed_place_past_its_time_is_found(event):
    Booking.objects.filter(pk=book(event).pk).update(confirm_asked_at=NOW, confirm_by=NOW)

    assert found(NOW + HOUR) == {"what_time_ends_has_ended"}


@pytest.mark.parametrize("answered", [False, True])
def test_held_place_without_an_open_question_is_found(event, answered):
    policy(event, RECORDED)
    book(event)
    if answered:
        Approval.objects.update(answer="approved", answered_at=NOW)
    else:
        Approval.objects.all().delete()

    assert found() == {"who_awaits_has_an_open_question"}


def test_taking_over_what_was_not_passed_on_is_found(event):
    old, _ = passed_on(event)
    before = found()

    Booking.objects.filter(pk=old.pk).update(state=BookingState.LAPSED, cancelled_at=None)

    assert before == set()
    assert found() == {"places_are_taken_over_once", "states_are_in_the_audit"}


def test_place_passed_on_to_nobody_is_found(event):
    _, new = passed_on(event)

    Booking.objects.filter(pk=new.pk).update(replaces=None)

    assert found() == {"places_are_taken_over_once"}


def test_reserved_place_named_elsewhere_is_found(event):
    policy(event, NAMELESS)
    job = somebody(event)
    (place,) = actions.reserve_places(event.pk, job.agency, 1, actor=None, at=NOW)
    elsewhere = book(EventFactory(course=event.course, starts_at=START), somebody(event))

    ReservedPlace.objects.filter(pk=place.pk).update(closed_at=NOW, booking=elsewhere)

    assert found() == {"places_are_taken_over_once"}


def test_price_by_no_policy_is_found(event):
    Booking.objects.filter(pk=book(event).pk).update(price_pence=100)

    assert found() == {"snapshots_hold_together"}


def test_policy_of_another_board_is_found(event):
    policy(event)
    booking = book(event)

    Booking.objects.filter(pk=booking.pk).update(policy=PolicyVersionFactory(board=BoardFactory()))

    assert found() == {"snapshots_hold_together"}


def test_policy_that_had_not_begun_is_found(event):
    policy(event)
    booking = book(event)
    later = PolicyVersionFactory(board=event.board, starts_on=dt.date(2026, 3, 3))

    Booking.objects.filter(pk=booking.pk).update(policy=later)

    assert found() == {"snapshots_hold_together"}


def test_who_waits_behind_somebody_whom_staff_serve_is_not_due(event):
    policy(event, {"waiting_list": {"placing": "by_staff"}})
    holder, _, _ = book(event), book(event), book(event, or_wait=True)
    policy(event)
    book(event, or_wait=True)

    actions.cancel_booking(holder.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=NOW)

    assert found() == set()


@pytest.mark.parametrize("bookings", [1, 3])
def test_reads_do_not_grow_with_the_bookings(event, bookings, django_assert_num_queries):
    event.capacity = 5
    event.save()
    policy(event, PAID, HALF)
    for _ in range(bookings):
        book(event)

    with django_assert_num_queries(READS):
        check_all(NOW)
