"""Cancelling from our mail: two taps, no sign-in, and nothing by merely opening the link."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from bookings import actions
from bookings.choices import BookingState
from bookings.messages.kinds import BOOKED
from bookings.models import AccessNeed
from bookings.secrets import secret_of
from bookings.sentences import booking_sentence
from notices.actions import choose
from people.actions import set_employment
from people.queries import history_of
from tests.factories import BookingFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(event):
    return BookingFactory(event=event)


def pages(booking, secret=None):
    arguments = [booking.reference, secret or secret_of(booking)]
    return [reverse(f"bookings:{name}", args=arguments) for name in ("by_link", "cancel_by_link")]


def test_link_in_the_mail_leads_to_the_button(
    client, event, agency, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.book_place(PersonFactory(), event.pk, agency=agency, actor=None)
    path = re.search(r"http://[^/]+(/l/\S+/cancel/)", mail.outbox[0].body)[1]

    page = client.get(path).content.decode()

    assert "Cancel this place" in page


def test_a_scanner_that_opens_the_links_ten_times_changes_nothing(client, booking):
    before = history_of(booking).count()

    for _ in range(10):
        for page in pages(booking):
            assert client.get(page).status_code == 200
            assert client.head(page).status_code in (200, 405)

    booking.refresh_from_db()
    assert booking.state == BookingState.BOOKED
    assert history_of(booking).count() == before


def test_button_cancels_without_a_sign_in_and_the_history_says_how(client, booking):
    shown, cancel = pages(booking)

    response = client.post(cancel, {"seen_state": "booked", "reason": "Court"}, follow=True)

    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == (BookingState.CANCELLED, "Court")
    assert response.redirect_chain[-1][0] == shown
    assert "Your place has been cancelled" in response.content.decode()
    said = booking_sentence(booking, history_of(booking).last())
    assert said.endswith("by the link in our mail, cancelled the place: Court")


def test_pressing_twice_cancels_once(client, booking):
    _, cancel = pages(booking)

    for _ in range(2):
        client.post(cancel, {"seen_state": "booked"})

    assert [e.verb for e in history_of(booking)].count("cancelled") == 1


def test_waiter_leaves_the_list_by_link(client, event):
    booking = BookingFactory(event=event, state=BookingState.WAITING)
    _, cancel = pages(booking)

    client.post(cancel, {"seen_state": "waiting"})

    booking.refresh_from_db()
    assert booking.state == BookingState.WITHDRAWN


def test_wrong_secret_and_another_bookings_secret_are_not_found(client, booking, event):
    other = BookingFactory(event=event)

    for secret in ("0" * 32, secret_of(other)):
        for page in pages(booking, secret):
            assert client.get(page).status_code == 404
            assert client.post(page).status_code == 404


def test_page_by_link_shows_nothing_personal_but_the_reference(client, booking):
    AccessNeed.objects.create(booking=booking, text="Hearing loop")

    page = client.get(pages(booking)[0]).content.decode()

    assert booking.reference in page
    assert "Hearing loop" not in page
    assert booking.person.email not in page


def test_managers_copy_carries_no_link_that_acts_for_the_person(
    board, event, agency, django_capture_on_commit_callbacks
):
    person = PersonFactory()
    set_employment(person, agency, manager_name="Max", manager_email="max@agency.example")
    choose(board.pk, BOOKED, is_on=True, copy_to_manager=True)

    with django_capture_on_commit_callbacks(execute=True):
        booking = actions.book_place(person, event.pk, agency=agency, actor=None)

    (copy,) = [each for each in mail.outbox if each.to == ["max@agency.example"]]
    assert "copy for you, as line manager" in copy.body
    assert secret_of(booking) not in copy.body
