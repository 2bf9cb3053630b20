"""The waiting list of an event, as staff see and serve it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.choices import BookingState
from tests.factories import BookingFactory, PolicyVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(board):
    cap = {"kind": "cap", "by": "agency", "places": 1}
    return PolicyVersionFactory(
        board=board, sections={"mix": [cap], "waiting_list": {"placing": "by_staff"}}
    )


def wait(event, name, **more):
    return BookingFactory(event=event, state=BookingState.WAITING, person__full_name=name, **more)


def shown(client, event):
    page = client.get(reverse("office_bookings:waiting", args=[event.pk])).content.decode()
    return " ".join(page.split())


def serve(client, booking, how, **data):
    return client.post(reverse("office_bookings:serve", args=[booking.pk, how]), data)


def test_page_says_who_is_next_and_why_somebody_is_passed_over(as_officer, event, agency, rules):
    BookingFactory(event=event, agency=agency)
    wait(event, "Ann", agency=agency, policy=rules)
    wait(event, "Ben", policy=rules)

    page = shown(as_officer, event)

    ann, ben = page.partition(">Ann<")[2].split(">Ben<")
    assert "Passed over" in ann
    assert "At most 1 place is for" in ann
    assert "Next" in ben


def test_page_shows_offers_with_their_end(as_officer, event):
    until = timezone.now() + dt.timedelta(hours=5)
    BookingFactory(
        event=event,
        state=BookingState.OFFERED,
        offer_expires_at=until,
        person__full_name="Olga Offered",
    )

    page = shown(as_officer, event)

    assert "Olga Offered</a>" in page
    assert "offered until" in page


def test_place_is_given_and_offered(as_officer, event, rules):
    first, second = wait(event, "Ann", policy=rules), wait(event, "Ben", policy=rules)

    serve(as_officer, first, "place")
    serve(as_officer, second, "offer")

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (BookingState.BOOKED, BookingState.OFFERED)


def test_out_of_turn_is_asked_for_a_reason(as_officer, event, rules):
    wait(event, "Ann", policy=rules)
    second = wait(event, "Ben", policy=rules)

    page = serve(as_officer, second, "place")

    assert "It is not their turn" in page.content.decode()
    second.refresh_from_db()
    assert second.state == BookingState.WAITING


def test_there_is_no_third_way(as_officer, event):
    address = reverse("office_bookings:serve", args=[wait(event, "Ann").pk, "sell"])

    assert as_officer.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_page_asks_the_same_however_long_the_list_is(as_officer, event, rules, rows):
    for number in range(rows):
        wait(event, f"Person {number}", policy=rules)
    shown(as_officer, event)

    with CaptureQueriesContext(connection) as queries:
        shown(as_officer, event)

    assert len(queries) == 23
