"""Giving out places in the back office: proposed, simulated, and carried out as shown."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.choices import BookingState
from bookings.models import Booking
from tests.factories import BookingFactory, PolicyVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rules(event):
    cap = {"kind": "cap", "by": "agency", "places": 1}
    return PolicyVersionFactory(
        board=event.board, sections={"channel": {"kind": "apply"}, "mix": [cap]}
    )


@pytest.fixture
def applied(event, agency, rules):
    """Two of one agency, of which one may come."""
    return [
        BookingFactory(
            event=event,
            agency=agency,
            state=BookingState.APPLIED,
            policy=rules,
            person__full_name=name,
        )
        for name in ("Ann", "Ben")
    ]


def address(event):
    return reverse("office_bookings:allocate", args=[event.pk])


def shown_by(page):
    return re.search(r'name="seen" value="([^"]+)"', page.content.decode())[1]


def states():
    return [booking.state for booking in Booking.objects.order_by("pk")]


def test_each_applicant_has_a_proposal_and_why(as_officer, event, applied):
    page = as_officer.get(address(event)).content.decode()

    assert "Place: first to apply, and no rule is against it." in page
    assert "already has a place and at most 1 may until" in page


def test_what_is_shown_is_carried_out(as_officer, event, applied):
    seen = shown_by(as_officer.get(address(event)))

    answer = as_officer.post(address(event), {"seen": seen, "give": "1"}, follow=True)

    assert "1 place given out" in answer.content.decode()
    assert states() == [BookingState.BOOKED, BookingState.WAITING]


def test_simulation_says_what_it_breaks_and_saves_nothing(as_officer, event, applied):
    _, second = applied
    mine = {f"decision_{second.pk}": "place", f"why_{second.pk}": "Speaks on the day"}

    page = as_officer.post(address(event), mine).content.decode()

    assert "This goes against" not in page.partition("Ben")[0].rpartition("Ann")[0]
    assert "your decision" in page
    assert states() == [BookingState.APPLIED, BookingState.APPLIED]


def test_simulated_decisions_are_carried_out_with_their_reason(as_officer, event, applied):
    _, second = applied
    mine = {f"decision_{second.pk}": "place", f"why_{second.pk}": "Speaks on the day"}
    seen = shown_by(as_officer.post(address(event), mine))

    as_officer.post(address(event), {**mine, "seen": seen, "give": "1"})

    assert states() == [BookingState.WAITING, BookingState.BOOKED]
    page = as_officer.get(reverse("office_bookings:inspect", args=[second.pk]))
    assert "Speaks on the day" in page.content.decode()


def test_decisions_not_looked_at_are_not_carried_out(as_officer, event, applied):
    _, second = applied
    seen = shown_by(as_officer.get(address(event)))
    mine = {f"decision_{second.pk}": "none", f"why_{second.pk}": "Not this time"}

    page = as_officer.post(address(event), {**mine, "seen": seen, "give": "1"})

    assert "Look at what they come to" in page.content.decode()
    assert states() == [BookingState.APPLIED, BookingState.APPLIED]


def test_decision_without_a_reason_is_asked_for_it(as_officer, event, applied):
    page = as_officer.post(address(event), {f"decision_{applied[0].pk}": "wait"})

    assert "Say why you decide otherwise" in page.content.decode()


def test_page_says_what_has_changed_since_and_shows_it_anew(as_officer, event, applied):
    seen = shown_by(as_officer.get(address(event)))
    Booking.objects.filter(pk=applied[0].pk).update(state=BookingState.WITHDRAWN)

    page = as_officer.post(address(event), {"seen": seen, "give": "1"})

    assert "Ann: withdrawn now." in page.content.decode()
    assert states() == [BookingState.WITHDRAWN, BookingState.APPLIED]
    as_officer.post(address(event), {"seen": shown_by(page), "give": "1"})
    assert states() == [BookingState.WITHDRAWN, BookingState.BOOKED]


def test_a_forged_page_is_looked_at_again(as_officer, event, applied):
    page = as_officer.post(address(event), {"seen": "forged", "give": "1"})

    assert "Look at what they come to" in page.content.decode()


def test_bookings_of_the_event_lead_here_while_somebody_has_applied(as_officer, event, applied):
    page = as_officer.get(reverse("office_bookings:event", args=[event.pk]))

    assert address(event) in page.content.decode()


def test_an_event_without_applicants_says_so(as_officer, event):
    page = as_officer.get(address(event))

    assert "Nobody has applied" in page.content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_queries_do_not_grow_with_the_applicants(as_officer, event, applied, rules, more):
    for _ in range(more):
        BookingFactory(event=event, state=BookingState.APPLIED, policy=rules)
    as_officer.get(address(event))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        as_officer.get(address(event))

    assert len(queries) == 21
