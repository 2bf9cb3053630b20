"""Before the button that cancels: what it costs now, what would change that, and that it is what was seen."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from bookings.choices import BookingState
from bookings.models import Booking, Charge
from bookings.secrets import secret_of
from tests.factories import BookingFactory, EventFactory, PolicyVersionFactory

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 6, 16, 8, 30, tzinfo=dt.UTC)  # a Tuesday, 9:30am in London
IN_TIME = dt.datetime(2026, 6, 8, 12, tzinfo=dt.UTC)
LATE = dt.datetime(2026, 6, 12, 12, tzinfo=dt.UTC)
RULES = {
    "prices": {"otherwise": {"pence": 7500}},
    "cancellation": {
        "free_until": {"number": 5, "unit": "working_days"},
        "tiers": [{"charge": {"kind": "percentage", "percent": 50}}],
    },
    "waivers": [{"code": "sick", "words": "off sick", "told_before": "10:00"}],
}


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def booking(course, person, agency, board):
    return BookingFactory(
        event=EventFactory(course=course, starts_at=START),
        person=person,
        agency=agency,
        policy=PolicyVersionFactory(board=board, sections=RULES),
        price_pence=7500,
        category="partner",
        made_at=IN_TIME - dt.timedelta(days=30),
    )


@pytest.fixture
def cancel_url(booking):
    return reverse("bookings:cancel_by_link", args=[booking.reference, secret_of(booking)])


def at(moment):
    return time_machine.travel(moment, tick=False)


def test_in_time_it_is_free_and_says_until_when(client, cancel_url):
    with at(IN_TIME):
        said = words(client.get(cancel_url))

    assert "Cancelling now costs Free" in said
    assert "If you cancel after the end of Tuesday 9 June 2026: £37.50." in said


def test_late_it_says_the_amount_what_may_let_it_go_and_who_may_take_the_place(client, cancel_url):
    with at(LATE):
        said = words(client.get(cancel_url))

    assert "Cancelling now costs £37.50" in said
    assert "for this reason: off sick. Tell us before 10am on Tuesday 16 June 2026." in said
    assert "A colleague from your organisation can take your place" in said
    assert "To pass your place on, do not cancel." in said
    assert "Cancel this place: £37.50" in said


def test_amount_that_grew_while_the_page_was_open_is_shown_before_anything_is_cancelled(
    client, cancel_url, booking
):
    with at(LATE):
        page = client.post(
            cancel_url, {"seen_state": "booked", "seen_cost": "free", "reason": "Court"}
        )
        still = Booking.objects.get(pk=booking.pk).state
        done = client.post(cancel_url, {"seen_state": "booked", "seen_cost": "£37.50"}, follow=True)

    assert "has changed from free to £37.50" in words(page)
    assert "Court" in page.content.decode()
    assert 'name="seen_cost" value="£37.50"' in page.content.decode()
    assert still == BookingState.BOOKED
    assert "Owed for this booking £37.50" in words(done)
    assert Charge.objects.get(booking=booking).amount_pence == 3750


def test_board_that_moved_the_event_lets_them_leave_free(client, cancel_url, booking, board):
    rules = {**RULES, "board_changes": [{"change": "moved", "leave_free": True}]}
    Booking.objects.update(
        board_change="moved",
        moved_by_days=3,
        policy=PolicyVersionFactory(board=board, sections=rules),
    )

    with at(LATE):
        said = words(client.get(cancel_url))

    assert "Cancelling now costs Free The event was moved to another date or time" in said


@pytest.mark.parametrize(
    ("state", "title", "button"),
    [
        ("applied", "Take your request back?", "Take my request back"),
        ("waiting", "Leave the waiting list?", "Leave the waiting list"),
        ("awaiting", "Give up the place held for you?", "Give up this place"),
    ],
)
def test_what_is_not_booked_is_given_up_at_no_cost(
    client, cancel_url, booking, state, title, button
):
    Booking.objects.update(state=state)

    with at(LATE):
        page = words(client.get(cancel_url))
        done = words(client.post(cancel_url, {"seen_state": state}, follow=True))

    assert title in page
    assert button in page
    assert "costs nothing" in page
    assert "You owe nothing." in done
    assert Booking.objects.get(pk=booking.pk).state == BookingState.WITHDRAWN


def test_offer_made_meanwhile_is_not_lost_by_leaving_the_list(client, cancel_url, booking):
    Booking.objects.update(state="offered", offer_expires_at=LATE + dt.timedelta(hours=5))

    with at(LATE):
        page = client.post(cancel_url, {"seen_state": "waiting"})

    assert "You have been given a place while this page was open." in words(page)
    assert Booking.objects.get(pk=booking.pk).state == BookingState.OFFERED
