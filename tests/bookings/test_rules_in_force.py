"""Booking under a board's own policy: what becomes of a booking, and what is owed for it."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings import actions
from bookings.actions import PlaceFor, Request
from bookings.choices import Answer, BookingState, CancelledBy, ChargeKind, ChargeState
from bookings.models import Approval, Booking, Charge, ReservedPlace
from bookings.rules import Refused, RefusedInGroup
from courses.models import Prerequisite
from people.choices import ContributorCategory
from people.models import AgencyStanding
from tests.factories import (
    AgencyFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    PolicyVersionFactory,
    ReservedPlaceFactory,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
START = dt.datetime(2026, 4, 17, 9, 30, tzinfo=dt.UTC)
PAID = {"prices": {"otherwise": {"pence": 7500}}}
HALF_WHEN_LATE = {
    "cancellation": {
        "free_until": {"number": 5, "unit": "working_days"},
        "tiers": [{"charge": {"kind": "percentage", "percent": 50}}],
    }
}
RECORDED = {
    "approval": {
        "kind": "recorded",
        "remind_after": {"number": 2, "unit": "calendar_days"},
        "times_out_after": {"number": 5, "unit": "calendar_days"},
    }
}
OFFERS = {"waiting_list": {"placing": "offer", "offer_hours": 24}}


@pytest.fixture
def event():
    return EventFactory(starts_at=START, capacity=2)


def policy(event, *sections, **more):
    merged = {k: v for section in sections for k, v in section.items()}
    return PolicyVersionFactory(board=event.board, sections={**merged, **more})


def somebody(event, category=ContributorCategory.PARTNER, **job):
    agency = job.pop("agency", None) or AgencyFactory(
        boards=[event.board], contributor_category=category
    )
    return EmploymentFactory(agency=agency, **job)


def book(event, job=None, *, at=NOW, **more):
    job = job or somebody(event)
    return actions.book_place(
        job.person,
        event.pk,
        agency=job.agency,
        role_group=job.role_group,
        actor=None,
        at=at,
        **more,
    )


def owed(booking):
    charges = Charge.objects.filter(booking=booking, state=ChargeState.OWED)
    return {each.kind: each.amount_pence for each in charges}


def now_of(booking):
    return Booking.objects.get(pk=booking.pk).state


def test_booking_keeps_the_price_and_the_version_in_force(event):
    old = policy(event, PAID)
    booking = book(event)
    PolicyVersionFactory(board=event.board, starts_on=dt.date(2026, 3, 5))

    actions.cancel_booking(
        booking.pk,
        actor=None,
        cancelled_by=CancelledBy.DELEGATE,
        at=dt.datetime(2026, 4, 16, 9, tzinfo=dt.UTC),
    )

    assert (booking.policy, booking.price_pence) == (old, 7500)


def test_place_is_owed_and_a_late_cancellation_instead_of_it(event):
    policy(event, PAID, HALF_WHEN_LATE)
    booking = book(event)
    before = owed(booking)

    late = dt.datetime(2026, 4, 14, 12, tzinfo=dt.UTC)
    actions.cancel_booking(booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=late)

    assert before == {ChargeKind.PLACE: 7500}
    assert owed(booking) == {ChargeKind.LATE_CANCELLATION: 3750}
    assert Booking.objects.get(pk=booking.pk).cancelled_late


def test_cancelling_in_time_owes_nothing(event):
    policy(event, PAID, HALF_WHEN_LATE)
    booking = book(event)

    actions.cancel_booking(booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=NOW)

    assert owed(booking) == {}


def test_board_cancelling_a_place_owes_nothing(event):
    policy(event, PAID, HALF_WHEN_LATE)
    booking = book(event)

    late = dt.datetime(2026, 4, 14, 12, tzinfo=dt.UTC)
    actions.cancel_booking(booking.pk, actor=None, cancelled_by=CancelledBy.BOARD, at=late)

    assert owed(booking) == {}


def test_unverified_agency_owes_nothing_until_staff_have_verified_it(event):
    rows = [{"categories": ["voluntary_local"], "tariff": {"pence": 0}}]
    policy(event, prices={"rows": rows, "otherwise": {"pence": 9000}})
    job = somebody(event, ContributorCategory.UNVERIFIED)
    booking = book(event, job)
    before = owed(booking), booking.price_is_provisional

    AgencyStanding.objects.create(
        board=event.board, agency=job.agency, category="private", in_area=True, verified_at=NOW
    )
    actions.reprice_agency(job.agency, event.board, actor=None, at=NOW)

    assert before == ({}, True)
    assert owed(booking) == {ChargeKind.PLACE: 9000}


def test_every_reason_is_given_at_once(event):
    first = CourseFactory(board=event.board, title="Level 1")
    Prerequisite.objects.create(course=event.course, requires=first)
    policy(
        event,
        eligibility={"area": "in", "prerequisites": {"enforced": "block"}},
        booking_closes={"number": 20, "unit": "working_days"},
        approval={"kind": "declared"},
    )
    job = somebody(event)
    AgencyStanding.objects.create(
        board=event.board, agency=job.agency, category="partner", in_area=False, verified_at=NOW
    )

    with pytest.raises(Refused) as refused:
        book(event, job, at=dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC))

    codes = {reason.code for reason in refused.value.reasons}
    assert codes == {"area", "prerequisite", "booking_closed", "manager_not_declared"}
    assert all(reason.remedy for reason in refused.value.reasons)


def test_managers_answer_is_waited_for_and_holds_the_place(event):
    policy(event, PAID, RECORDED)
    booking = book(event, somebody(event, manager_email="boss@agency.example"))
    event.refresh_from_db()
    held, before = event.places_taken, owed(booking)

    actions.answer_approval(booking.pk, Answer.APPROVED, answered_by="boss@agency.example", at=NOW)

    assert (held, before) == (1, {})
    assert now_of(booking) == BookingState.BOOKED
    assert owed(booking) == {ChargeKind.PLACE: 7500}


def test_manager_must_be_known_where_one_must_agree(event):
    policy(event, RECORDED)

    with pytest.raises(Refused) as refused:
        book(event, somebody(event, manager_email=""))

    assert refused.value.has("manager_unknown")


def test_unanswered_question_lapses_and_frees_the_place(event):
    policy(event, RECORDED)
    event.capacity = 1
    event.save()
    booking = book(event, somebody(event, manager_email="boss@agency.example"))
    waiting = book(event, somebody(event, manager_email="b2@agency.example"), or_wait=True)

    assert actions.time_out_approvals(NOW + dt.timedelta(days=4)) == 0
    assert actions.time_out_approvals(NOW + dt.timedelta(days=5, minutes=1)) == 1

    assert now_of(booking) == BookingState.LAPSED
    assert now_of(waiting) == BookingState.AWAITING
    assert Approval.objects.get(booking=booking).answer == Answer.TIMED_OUT


def test_offer_is_held_until_it_ends_and_then_goes_to_the_next(event):
    policy(event, OFFERS)
    event.capacity = 1
    event.save()
    first = book(event)
    second, third = book(event, or_wait=True), book(event, or_wait=True)
    actions.cancel_booking(first.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=NOW)
    held = now_of(second), now_of(third)

    with pytest.raises(Refused):
        book(event)
    actions.expire_offers(NOW + dt.timedelta(hours=25))

    assert held == (BookingState.OFFERED, BookingState.WAITING)
    assert (now_of(second), now_of(third)) == (BookingState.LAPSED, BookingState.OFFERED)


def test_offer_is_taken_in_time_and_not_after(event):
    policy(event, OFFERS)
    event.capacity = 1
    event.save()
    first, second = book(event), book(event, or_wait=True)
    actions.cancel_booking(first.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=NOW)

    with pytest.raises(Refused):
        actions.accept_offer(second.pk, actor=None, at=NOW + dt.timedelta(hours=24))
    actions.accept_offer(second.pk, actor=None, at=NOW + dt.timedelta(hours=23))

    assert now_of(second) == BookingState.BOOKED


def test_cap_keeps_an_agency_out_until_it_is_released(event):
    policy(
        event,
        mix=[
            {
                "kind": "cap",
                "by": "agency",
                "places": 1,
                "released": {"number": 14, "unit": "calendar_days"},
            }
        ],
    )
    job = somebody(event)
    book(event, job)
    same = somebody(event, agency=job.agency)
    with pytest.raises(Refused) as refused:
        book(event, same)
    waiting = book(event, same, or_wait=True)

    before = now_of(waiting)
    actions.fill_waiting_lists(dt.datetime(2026, 4, 4, 9, tzinfo=dt.UTC))

    assert refused.value.has("mix_cap")
    assert (before, now_of(waiting)) == (BookingState.WAITING, BookingState.BOOKED)


def test_newcomer_of_another_agency_passes_those_whom_a_cap_keeps_waiting(event):
    policy(event, mix=[{"kind": "cap", "by": "agency", "places": 1}])
    job = somebody(event)
    book(event, job)
    waiting = book(event, somebody(event, agency=job.agency), or_wait=True)

    newcomer = book(event)

    assert now_of(newcomer) == BookingState.BOOKED
    assert now_of(waiting) == BookingState.WAITING


def test_agency_waits_beyond_the_most_it_may_have_until_a_colleague_gives_a_place_back(event):
    policy(event, eligibility={"most_per_agency": 1})
    job = somebody(event)
    first = book(event, job)
    same = somebody(event, agency=job.agency)
    with pytest.raises(Refused) as refused:
        book(event, same)
    waiting = book(event, same, or_wait=True)

    before = now_of(waiting)
    actions.cancel_booking(first.pk, actor=None, cancelled_by=CancelledBy.AGENCY, at=NOW)

    assert refused.value.has("agency_full")
    assert (before, now_of(waiting)) == (BookingState.WAITING, BookingState.BOOKED)


def test_a_cap_names_a_category_in_words(event):
    cap = {"kind": "cap", "by": "category", "group": "private", "places": 1}
    policy(event, mix=[cap])
    book(event, somebody(event, ContributorCategory.PRIVATE))

    with pytest.raises(Refused) as refused:
        book(event, somebody(event, ContributorCategory.PRIVATE))

    assert "for private or profit-making organisation until" in str(refused.value)


def test_application_holds_no_place(event):
    policy(event, channel={"kind": "apply"})

    booking = book(event)

    event.refresh_from_db()
    assert booking.state == BookingState.APPLIED
    assert event.places_taken == 0


def test_group_is_booked_as_a_whole_or_not_at_all(event):
    policy(event, eligibility={"clash": "block"})
    job = somebody(event)
    places = [PlaceFor(somebody(event, agency=job.agency).person, job.agency) for _ in range(3)]

    with pytest.raises(RefusedInGroup) as refused:
        actions.book_places(event.pk, places, Request(actor=None, at=NOW))

    assert set(refused.value.by_number) == {2}
    assert not Booking.objects.exists()


def test_colleague_takes_the_place_over_and_nobody_who_waits_gets_it(event):
    policy(event, PAID)
    event.capacity = 1
    event.save()
    job = somebody(event)
    booking = book(event, job)
    waiting = book(event, or_wait=True)
    colleague = somebody(event, agency=job.agency)

    new = actions.substitute(
        booking.pk, colleague.person, agency=colleague.agency, actor=None, at=NOW
    )

    assert (now_of(booking), now_of(new)) == (BookingState.SUBSTITUTED, BookingState.BOOKED)
    assert now_of(waiting) == BookingState.WAITING
    assert (owed(booking), owed(new)) == ({}, {ChargeKind.PLACE: 7500})


def test_place_is_not_passed_on_to_another_agency(event):
    policy(event)
    booking = book(event)
    stranger = somebody(event)

    with pytest.raises(Refused) as refused:
        actions.substitute(booking.pk, stranger.person, agency=stranger.agency, actor=None, at=NOW)

    assert refused.value.has("other_agency")


def test_person_moves_to_another_event_and_the_place_goes_on(event):
    policy(event)
    event.capacity = 1
    event.save()
    booking, waiting = book(event), None
    waiting = book(event, or_wait=True)
    other = EventFactory(course=event.course, starts_at=START + dt.timedelta(days=7))

    new = actions.transfer(booking.pk, other.pk, actor=None, moved_by=CancelledBy.DELEGATE, at=NOW)

    assert (now_of(booking), now_of(new)) == (BookingState.TRANSFERRED, BookingState.BOOKED)
    assert new.event == other
    assert now_of(waiting) == BookingState.BOOKED


def test_moving_late_costs_what_cancelling_costs(event):
    policy(event, PAID, HALF_WHEN_LATE)
    booking = book(event)
    other = EventFactory(course=event.course, starts_at=START + dt.timedelta(days=70))

    late = dt.datetime(2026, 4, 14, 12, tzinfo=dt.UTC)
    actions.transfer(booking.pk, other.pk, actor=None, moved_by=CancelledBy.DELEGATE, at=late)

    assert owed(booking) == {ChargeKind.LATE_CANCELLATION: 3750}


def test_reserved_places_hold_and_are_released_unless_named(event):
    policy(event, groups={"nameless": True, "named_by": {"number": 3, "unit": "calendar_days"}})
    agency = AgencyFactory(boards=[event.board])
    places = actions.reserve_places(event.pk, agency, 2, actor=None, at=NOW)
    waiting = book(event, or_wait=True)
    named = actions.name_place(
        places[0].pk, somebody(event, agency=agency).person, actor=None, at=NOW
    )
    before = now_of(waiting)

    actions.release_unnamed(dt.datetime(2026, 4, 15, 9, tzinfo=dt.UTC))

    assert now_of(named) == BookingState.BOOKED
    assert (before, now_of(waiting)) == (BookingState.WAITING, BookingState.BOOKED)
    assert not ReservedPlace.objects.filter(closed_at=None).exists()


def test_unconfirmed_place_is_released_and_owes_nothing(event):
    policy(
        event,
        PAID,
        confirmation={
            "ask": {"number": 10, "unit": "calendar_days"},
            "release_after": {"number": 3, "unit": "calendar_days"},
        },
    )
    silent, coming = book(event), book(event)
    asked_at = dt.datetime(2026, 4, 8, 9, tzinfo=dt.UTC)

    asked = actions.ask_who_comes(asked_at)
    actions.confirm_coming(coming.pk, actor=None, at=asked_at)
    released = actions.release_unconfirmed(asked_at + dt.timedelta(days=3, minutes=1))

    assert (asked, released) == (2, 1)
    assert (now_of(silent), now_of(coming)) == (BookingState.CANCELLED, BookingState.BOOKED)
    assert owed(silent) == {}


def test_repeated_absence_leaves_later_bookings_to_staff(event):
    policy(
        event,
        restriction={"number": 1, "within_months": 12, "for_months": 6, "then": "needs_approval"},
    )
    job = somebody(event)
    missed = EventFactory(course=event.course, starts_at=NOW - dt.timedelta(days=30))
    Booking.objects.filter(pk=book(event, job, at=NOW).pk).update(event=missed, outcome="no_show")

    booking = book(event, job)

    assert booking.state == BookingState.APPLIED


def test_reserved_place_counts_for_the_database():
    event = EventFactory(capacity=1)

    ReservedPlaceFactory(event=event)

    event.refresh_from_db()
    assert event.places_taken == 1
    assert timezone.now() < event.starts_at
