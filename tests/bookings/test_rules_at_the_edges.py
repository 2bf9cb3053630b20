"""Where two rules meet: what was waived and is due again, lists that have stopped, events brought back or moved."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import actions
from bookings.choices import BookingState, CancelledBy, ChargeKind, ChargeState, Mark
from bookings.models import Approval, Booking, Charge, EventRules
from bookings.rules import Refused
from courses.actions import SessionPlan, cancel_event, undo_cancellation, update_event
from courses.choices import EventState, WhyCancelled
from courses.rules import EventRefused
from notices.models import Message
from people.actions import record_change
from people.models import AgencyStanding
from people.queries import latest_of
from tests.factories import AgencyFactory, BookingFactory, EventFactory, PolicyVersionFactory

from .scenes import (
    APPLY,
    CONFIRM,
    NAMELESS,
    NOW,
    OFFERS,
    PAID,
    RECORDED,
    START,
    book,
    owed,
    policy,
    somebody,
    state_of,
)

pytestmark = pytest.mark.django_db
HOUR_BEFORE = START - dt.timedelta(hours=1)
READS = 16


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def event():
    return EventFactory(starts_at=START, capacity=1)


@pytest.fixture
def other(event):
    return EventFactory(course=event.course, starts_at=START + dt.timedelta(days=14))


def cancel(booking, at=NOW):
    actions.cancel_booking(booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=at)


def call_off_and_back(event):
    cancel_event(event.pk, because=WhyCancelled.CHANGE_OF_PLAN, actor=None, at=NOW)
    undo_cancellation(event.pk, actor=None, at=NOW + dt.timedelta(minutes=5))


def move_event(event, starts_at):
    session = event.sessions.get()
    plan = SessionPlan(
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=6),
        venue=session.venue,
        id=session.pk,
    )
    update_event(event.pk, fields={}, sessions=[plan], actor=None, at=NOW)


def test_waived_price_is_not_asked_for_again_when_an_event_is_brought_back(event):
    policy(event, PAID)
    booking = book(event)
    charge = Charge.objects.get(booking=booking)
    actions.waive_charge(charge.pk, actor=None, reason="Our mistake", at=NOW)

    call_off_and_back(event)

    assert owed(booking) == {}
    assert set(booking.charges.values_list("state", flat=True)) == {ChargeState.WAIVED}


def test_offers_are_made_again_and_told_again_when_an_event_is_brought_back(event):
    policy(event, OFFERS)
    holder, waiting = book(event), book(event, or_wait=True)
    cancel(holder)

    call_off_and_back(event)

    told = Message.objects.filter(kind="offered", about_id=waiting.pk)
    assert state_of(waiting) == BookingState.OFFERED
    assert told.count() == 2


def test_free_place_is_for_whoever_asks_once_the_list_has_stopped(event):
    holder, waiting = book(event), book(event, or_wait=True)
    cancel(holder, HOUR_BEFORE)

    newcomer = book(event, at=HOUR_BEFORE)

    assert (state_of(newcomer), state_of(waiting)) == (BookingState.BOOKED, BookingState.WAITING)


def test_nobody_passes_a_place_on_to_themselves(event):
    policy(event, PAID, {"substitution": {"pence": 500}})
    job = somebody(event)
    booking = book(event, job)

    with pytest.raises(Refused) as refused:
        actions.substitute(booking.pk, job.person, agency=job.agency, actor=None, at=NOW)

    assert refused.value.has("own_place")


def test_nobody_loses_a_place_for_an_application(event, other):
    booking = book(event)
    EventRules.objects.create(event=other, **APPLY)

    with pytest.raises(Refused) as refused:
        actions.transfer(booking.pk, other.pk, actor=None, moved_by=CancelledBy.DELEGATE, at=NOW)

    assert refused.value.has("given_by_staff")
    assert Booking.objects.get().state == BookingState.BOOKED


def test_reserved_place_is_named_under_the_rules_it_was_reserved_under(event):
    policy(event, NAMELESS)
    agency = AgencyFactory(boards=[event.board])
    event.capacity = 2
    event.save()
    place, _ = actions.reserve_places(event.pk, agency, 2, actor=None, at=NOW)
    cap = {"mix": [{"kind": "cap", "by": "agency", "places": 1}]}
    closed = {"booking_closes": {"number": 90, "unit": "calendar_days"}}
    policy(event, NAMELESS, cap, closed)

    booking = actions.name_place(
        place.pk, somebody(event, agency=agency).person, actor=None, at=NOW
    )

    assert booking.state == BookingState.BOOKED


def test_repricing_locks_people_before_events_and_says_how_many(event, other):
    rows = [{"categories": ["voluntary_local"], "tariff": {"pence": 0}}]
    policy(event, {"prices": {"rows": rows, "otherwise": {"pence": 9000}}})
    agency = AgencyFactory(boards=[event.board], contributor_category="unverified")
    made = [book(each, somebody(event, agency=agency)) for each in (event, other)]
    AgencyStanding.objects.create(
        board=event.board, agency=agency, category="private", in_area=True, verified_at=NOW
    )

    with CaptureQueriesContext(
        connection,
    ) as done:
        changed = actions.reprice_agency(agency, event.board, actor=None, at=NOW)

    reads = [q["sql"] for q in done if q["sql"].startswith("SELECT")]
    people = [n for n, sql in enumerate(reads) if 'FROM "people_person"' in sql]
    events = [n for n, sql in enumerate(reads) if 'FROM "courses_event"' in sql]
    assert changed == 2
    assert len(people) == 1
    assert people[0] < events[0]
    assert [owed(each) for each in made] == [{ChargeKind.PLACE: 9000}] * 2


def test_people_are_asked_again_whether_they_come_when_the_event_has_moved(event):
    policy(event, CONFIRM)
    booking = book(event)
    asked_at = START - dt.timedelta(days=8)
    actions.ask_who_comes(asked_at)

    move_event(event, START + dt.timedelta(days=30))
    released = actions.release_unconfirmed(asked_at + dt.timedelta(days=4))
    asked = actions.ask_who_comes(START + dt.timedelta(days=22))

    assert (released, asked) == (0, 1)
    assert state_of(booking) == BookingState.BOOKED
    assert Message.objects.filter(kind="still_coming").count() == 2


def test_nothing_waits_for_an_answer_beyond_an_earlier_start(event):
    event.capacity = 3
    event.save()
    policy(event, NAMELESS, RECORDED)
    asked = book(event)
    offer = BookingFactory(
        event=event, state=BookingState.OFFERED, offer_expires_at=START - dt.timedelta(hours=2)
    )
    agency = AgencyFactory(boards=[event.board])
    (place,) = actions.reserve_places(event.pk, agency, 1, actor=None, at=NOW)
    sooner = NOW + dt.timedelta(days=2)

    move_event(event, sooner)

    place.refresh_from_db()
    offer.refresh_from_db()
    until = Approval.objects.get(booking=asked).times_out_at
    assert [offer.offer_expires_at, until, place.name_by] == [sooner] * 3


def test_dearer_place_is_offered_at_its_price(event):
    policy(event, {"prices": {"otherwise": {"per": "own_price"}}})
    rules = EventRules.objects.create(event=event, price_pence=1000)
    holder, waiting = book(event), book(event, or_wait=True)
    rules.price_pence = 2500
    rules.save()

    cancel(holder)
    actions.accept_offer(waiting.pk, actor=None, at=NOW)

    assert owed(waiting) == {ChargeKind.PLACE: 2500}


@pytest.mark.parametrize("people", [1, 3])
def test_passing_people_over_reads_a_fixed_number_of_times(event, people):
    event.capacity = 10
    event.save()
    policy(event, {"mix": [{"kind": "cap", "by": "agency", "places": 1}]})
    job = somebody(event)
    book(event, job)
    for _ in range(people):
        book(event, somebody(event, agency=job.agency), or_wait=True)
    actions.fill_waiting_lists(NOW)

    with CaptureQueriesContext(connection) as done:
        actions.fill_waiting_lists(NOW)

    assert len(done) == READS


def test_latest_change_of_each_is_read_at_once(event, django_assert_num_queries):
    first, second = BookingFactory.create_batch(2, event=other_event())
    for booking in (first, second):
        record_change(booking, "one", actor=None)
        record_change(booking, "two", actor=None)

    with django_assert_num_queries(1):
        found = latest_of([first, second])

    assert {pk: entry.verb for pk, entry in found.items()} == {first.pk: "two", second.pk: "two"}


def other_event():
    return EventFactory(capacity=2)


def test_versions_of_several_waiters_do_not_mix(event):
    policy(event, {"waiting_list": {"placing": "by_staff"}})
    holder, first = book(event), book(event, or_wait=True)
    PolicyVersionFactory(board=event.board, starts_on=dt.date(2026, 3, 3))
    second = book(event, at=NOW + dt.timedelta(days=2), or_wait=True)

    cancel(holder, NOW + dt.timedelta(days=3))

    assert {state_of(first), state_of(second)} == {BookingState.WAITING}


def test_place_that_staff_gave_out_is_passed_on_at_once(event):
    policy(event)
    job = somebody(event)
    booking = book(event, job)
    EventRules.objects.create(event=event, **APPLY)
    colleague = somebody(event, agency=job.agency)

    new = actions.substitute(booking.pk, colleague.person, agency=job.agency, actor=None, at=NOW)

    assert new.state == BookingState.BOOKED


def test_restricted_colleague_cannot_take_a_place_over(event):
    restriction = {"number": 1, "within_months": 12, "for_months": 6, "then": "needs_approval"}
    policy(event, {"restriction": restriction})
    job = somebody(event)
    booking = book(event, job)
    colleague = somebody(event, agency=job.agency)
    missed = EventFactory(course=event.course, starts_at=NOW - dt.timedelta(days=30))
    BookingFactory(event=missed, person=colleague.person, outcome="no_show")

    with pytest.raises(Refused) as refused:
        actions.substitute(booking.pk, colleague.person, agency=job.agency, actor=None, at=NOW)

    assert refused.value.has("restricted")
    assert state_of(booking) == BookingState.BOOKED


def marked_early(event):
    """Somebody the trainer has seen before the start."""
    booking = book(event)
    session = event.sessions.get()
    marks = {booking.pk: {session.pk: Mark.PRESENT}}
    actions.record_attendance(event.pk, marks, actor=None, at=HOUR_BEFORE)
    return booking


def test_who_is_on_the_register_does_not_give_the_place_back(event):
    booking = marked_early(event)

    with pytest.raises(Refused) as refused:
        cancel(booking, HOUR_BEFORE)

    assert refused.value.has("on_register")


def test_who_is_on_the_register_is_not_released(event):
    booking = marked_early(event)
    Booking.objects.filter(pk=booking.pk).update(confirm_by=NOW)

    assert actions.release_unconfirmed(HOUR_BEFORE) == 0


def test_event_with_a_register_is_not_cancelled(event):
    job = somebody(event)
    actions.add_walk_in(event.pk, job.person, agency=job.agency, actor=None, at=HOUR_BEFORE)

    with pytest.raises(EventRefused, match="marked on the register"):
        cancel_event(event.pk, because=WhyCancelled.CHANGE_OF_PLAN, actor=None, at=HOUR_BEFORE)

    event.refresh_from_db()
    assert event.state == EventState.PUBLISHED
