"""What both pages of a booking say in each state: what is so, what happens next, what is owed, what one can do."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.choices import Answer, BookingState, CancelledBy, ChargeKind, ChargeState
from bookings.models import Booking
from bookings.secrets import secret_of
from tests.factories import (
    ApprovalFactory,
    BookingFactory,
    ChargeFactory,
    EventFactory,
    PersonFactory,
    PolicyVersionFactory,
)

pytestmark = pytest.mark.django_db


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r" ([.,:])", r"\1", " ".join(text.split()))


def own(booking):
    return reverse("bookings:confirmation", args=[booking.reference])


def linked(booking, name="by_link"):
    return reverse(f"bookings:{name}", args=[booking.reference, secret_of(booking)])


@pytest.fixture
def make(event, person, agency):
    def make(state=BookingState.BOOKED, **fields):
        fields = {"event": event, "person": person, "agency": agency, **fields}
        return BookingFactory(state=state, **fields)

    return make


def offered(make, hours=5, **fields):
    ends = timezone.now() + dt.timedelta(hours=hours)
    return make(BookingState.OFFERED, offer_expires_at=ends, **fields)


@pytest.mark.parametrize("address_of", [own, linked])
@pytest.mark.parametrize(
    ("state", "fields", "said"),
    [
        (BookingState.APPLIED, {}, "The training team decides who gets a place"),
        (BookingState.WAITING, {}, "Position 1"),
        (BookingState.BOOKED, {}, "You are booked"),
        (BookingState.WITHDRAWN, {}, "You can ask again while booking is open"),
        (BookingState.REFUSED, {}, "We could not give you a place"),
        (BookingState.LAPSED, {}, "The offer has ended"),
        (
            BookingState.CANCELLED,
            {"cancelled_by": CancelledBy.DELEGATE},
            "It was cancelled on",
        ),
        (
            BookingState.CANCELLED,
            {"cancelled_by": CancelledBy.UNCONFIRMED},
            "Your place has been released",
        ),
        (BookingState.SUBSTITUTED, {"cancelled_by": CancelledBy.AGENCY}, "Please do not come"),
        (BookingState.TRANSFERRED, {"cancelled_by": CancelledBy.BOARD}, "You have moved"),
    ],
)
def test_each_state_says_what_is_so(signed_in, make, address_of, state, fields, said):
    ended = {"cancelled_at": timezone.now()} if "cancelled_by" in fields else {}
    booking = make(state, **fields, **ended)

    assert said in words(signed_in.get(address_of(booking)))


@pytest.mark.parametrize(
    ("state", "answer", "said"),
    [
        (BookingState.REFUSED, Answer.REFUSED, "Your manager did not agree"),
        (BookingState.LAPSED, Answer.TIMED_OUT, "Your manager did not answer in time"),
    ],
)
def test_a_managers_answer_is_told_apart(signed_in, make, state, answer, said):
    booking = make(state)
    ApprovalFactory(booking=booking, answer=answer, answered_at=timezone.now())

    assert said in words(signed_in.get(own(booking)))


def test_awaiting_says_who_was_asked_and_until_when(signed_in, make):
    asked = ApprovalFactory(
        booking=make(BookingState.AWAITING),
        manager_name="Sam Hazel",
        manager_email="sam@agency.example",
    )

    said = words(signed_in.get(own(asked.booking)))
    by_link = words(signed_in.get(linked(asked.booking)))

    assert "Sam Hazel must agree by" in said
    assert "at sam@agency.example" in said
    assert "Give up this place" in said
    assert "sam@agency.example" not in by_link


def test_colleague_who_took_over_is_named(signed_in, make, event):
    old = make(BookingState.SUBSTITUTED, cancelled_at=timezone.now())
    BookingFactory(event=event, person=PersonFactory(full_name="Alex Juniper"), replaces=old)

    assert "Alex Juniper goes instead of you." in words(signed_in.get(own(old)))


def test_move_leads_to_the_new_booking(signed_in, make, course, person):
    old = make(BookingState.TRANSFERRED, cancelled_at=timezone.now())
    new = BookingFactory(event=EventFactory(course=course), person=person, replaces=old)

    assert own(new) in signed_in.get(own(old)).content.decode()


@pytest.mark.parametrize("by_link", [True, False])
def test_offer_is_taken_on_the_bookings_page(signed_in, client, make, by_link):
    booking = offered(make, price_pence=7500)
    page = linked(booking) if by_link else own(booking)
    to = linked(booking, "offer_by_link") if by_link else f"{own(booking)}offer/"

    shown = signed_in.get(page)
    taken = signed_in.post(to, {"accept": "1"}, follow=True)

    assert "What it costs £75" in words(shown)
    assert f'action="{to}"' in shown.content.decode()
    assert "You are booked" in words(taken)


def test_offer_is_turned_down(signed_in, make):
    booking = offered(make)

    page = signed_in.post(f"{own(booking)}offer/", {"decline": "1"}, follow=True)

    assert "You have turned the place down." in words(page)
    assert Booking.objects.get(pk=booking.pk).state == BookingState.WITHDRAWN


def test_a_post_without_an_answer_changes_nothing(signed_in, make):
    booking = offered(make)

    signed_in.post(f"{own(booking)}offer/")

    assert Booking.objects.get(pk=booking.pk).state == BookingState.OFFERED


@pytest.mark.parametrize("name", ["by_link", "offer_by_link"])
def test_offer_past_its_time_has_no_button(client, make, name):
    booking = offered(make, hours=-1)

    page = client.get(linked(booking, name))

    assert "The offer has ended" in words(page)
    assert "Take the place" not in words(page)


@pytest.mark.parametrize("by_link", [True, False])
def test_still_coming_is_answered_on_the_bookings_page(signed_in, make, by_link):
    now = timezone.now()
    booking = make(confirm_asked_at=now, confirm_by=now + dt.timedelta(days=2))
    page = linked(booking) if by_link else own(booking)
    to = linked(booking, "coming_by_link") if by_link else f"{own(booking)}coming/"

    shown = signed_in.get(page)
    answered = signed_in.post(to, follow=True)

    assert "Are you still coming?" in words(shown)
    assert "Thank you. We expect you." in words(answered)
    assert "that you are coming" in words(answered)
    assert Booking.objects.get(pk=booking.pk).confirmed_at is not None


def test_moved_by_the_board_says_that_one_may_leave_free(signed_in, make):
    booking = make(board_change="moved", moved_by_days=9)

    assert "You may cancel free of charge because of that." in words(signed_in.get(own(booking)))


def test_price_not_settled_says_what_it_may_cost(signed_in, make, board):
    rows = [{"categories": ["voluntary_local"], "tariff": {"pence": 2000}}]
    prices = {"rows": rows, "otherwise": {"pence": 9000}}
    policy = PolicyVersionFactory(board=board, sections={"prices": prices})
    booking = make(policy=policy, price_pence=9000, price_is_provisional=True)

    said = words(signed_in.get(own(booking)))

    assert "What it costs From £20 to £90" in said
    assert "still has to confirm" in said


def test_booked_says_until_when_cancelling_costs_what(signed_in, make, board):
    cancellation = {
        "free_until": {"number": 5, "unit": "working_days"},
        "tiers": [{"charge": {"kind": "full_price"}}],
    }
    policy = PolicyVersionFactory(board=board, sections={"cancellation": cancellation})

    said = words(signed_in.get(own(make(policy=policy))))

    assert re.search(r"Free If you cancel by the end of \S+ \d+ \w+ \d{4}: free\.", said)


def test_offer_says_that_the_manager_is_asked_when_it_is_taken(signed_in, make, board):
    policy = PolicyVersionFactory(board=board, sections={"approval": {"kind": "recorded"}})

    said = words(signed_in.get(own(offered(make, policy=policy))))

    assert "Your manager is asked to agree when you take it." in said


def test_cancelled_says_what_is_owed_and_why(signed_in, make):
    booking = make(BookingState.CANCELLED, cancelled_at=timezone.now(), cancelled_by="delegate")
    ChargeFactory(booking=booking, state=ChargeState.VOID)
    ChargeFactory(
        booking=booking,
        kind=ChargeKind.LATE_CANCELLATION,
        amount_pence=3750,
        reason="Cancelling this late costs £37.50.",
    )

    said = words(signed_in.get(own(booking)))

    assert "Owed for this booking £37.50 Cancelling this late costs £37.50." in said
    assert "You owe nothing" not in said


def test_charge_let_go_is_said_with_its_reason(signed_in, make):
    booking = make(BookingState.CANCELLED, cancelled_at=timezone.now(), cancelled_by="delegate")
    ChargeFactory(
        booking=booking,
        kind=ChargeKind.LATE_CANCELLATION,
        amount_pence=3750,
        state=ChargeState.WAIVED,
        waived_at=timezone.now(),
        waiver_reason="off sick",
    )

    assert "£37.50 was let go: off sick." in words(signed_in.get(own(booking)))


def test_waiting_beside_a_free_place_says_why(signed_in, make, board, event, agency):
    mix = [{"kind": "cap", "by": "agency", "places": 1}]
    policy = PolicyVersionFactory(board=board, sections={"mix": mix})
    BookingFactory(event=event, agency=agency)
    booking = make(BookingState.WAITING, policy=policy)

    assert "Places are free, but not for you yet: At most 1 place" in words(
        signed_in.get(own(booking))
    )


def test_history_is_not_shown_to_the_practitioner(signed_in, make):
    booking = make(BookingState.CANCELLED, cancelled_at=timezone.now(), cancel_reason="Court")

    assert "Court" not in words(signed_in.get(own(booking)))


@pytest.mark.parametrize("name", ["offer", "coming"])
def test_somebody_elses_booking_cannot_be_answered(signed_in, event, name):
    stranger = BookingFactory(event=event)

    assert signed_in.get(f"{own(stranger)}{name}/").status_code == 404
