"""Bookings in the back office: found, read aloud, and acted on through the actions only."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bookings import actions
from bookings.choices import BookingState, Origin
from bookings.models import Booking
from people.actions import grant_role
from people.choices import Role
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    EmploymentFactory,
    EventFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def officer(client, board):
    user = UserFactory(full_name="Olive Officer")
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return user


@pytest.fixture
def event(board):
    return EventFactory(course__board=board, capacity=2)


@pytest.fixture
def work(board):
    return EmploymentFactory(agency=AgencyFactory(boards=[board]))


def booking_data(work, **changes):
    return {"agency": work.agency_id, "request_key": uuid.uuid4(), **changes}


@pytest.mark.parametrize("typed", ["jane", "JANE@X.example", "ab2 cd-3e", "neglect"])
def test_a_booking_is_found_by_name_address_reference_or_course(client, officer, board, typed):
    found = BookingFactory(
        event__course__board=board,
        event__course__title="Neglect",
        person__full_name="Jane Doe",
        person__email="jane@x.example",
        reference="AB2CD3E",
    )
    other = BookingFactory(event__course__board=board)

    text = client.get(reverse("office_bookings:index"), {"q": typed}).content.decode()

    assert f"inspect/{found.pk}/" in text
    assert f"inspect/{other.pk}/" not in text


@pytest.mark.parametrize("view", ["edit", "delete", "add", "copy", "usage", "history"])
def test_no_page_writes_a_bookings_fields(view):
    with pytest.raises(NoReverseMatch):
        reverse(f"office_bookings:{view}", args=[1] if view != "add" else [])


def test_the_history_can_be_read_aloud(client, officer, event, work):
    jane = UserFactory(full_name="Jane Doe")
    booking = actions.book_place(work.person, event.pk, agency=work.agency, actor=jane)
    client.post(
        reverse("office_bookings:end", args=[booking.pk]),
        {"cancelled_by": "agency", "why": "Rang to say she is ill"},
    )

    text = client.get(reverse("office_bookings:inspect", args=[booking.pk])).content.decode()

    assert "Jane Doe booked online" in text
    assert "Olive Officer cancelled the place: Rang to say she is ill" in text


def test_a_cancellation_needs_a_reason(client, officer, event):
    booking = BookingFactory(event=event)

    answer = client.post(
        reverse("office_bookings:end", args=[booking.pk]), {"cancelled_by": "agency"}
    )

    assert "Enter the reason" in answer.content.decode()
    booking.refresh_from_db()
    assert booking.state == BookingState.BOOKED


def test_a_cancelled_place_goes_to_the_first_who_waits(client, officer, event):
    booking = BookingFactory(event=event)
    BookingFactory(event=event)
    waiting = BookingFactory(event=event, state=BookingState.WAITING)

    client.post(
        reverse("office_bookings:end", args=[booking.pk]),
        {"cancelled_by": "delegate", "why": "Asked us to"},
    )

    waiting.refresh_from_db()
    assert waiting.state == BookingState.BOOKED


def test_somebody_is_taken_off_the_waiting_list(client, officer, event):
    booking = BookingFactory(event=event, state=BookingState.WAITING)

    client.post(reverse("office_bookings:end", args=[booking.pk]), {"why": "Asked us to"})

    booking.refresh_from_db()
    assert booking.state == BookingState.WITHDRAWN


def test_a_place_cannot_be_cancelled_once_the_event_has_started(client, officer, board):
    started = timezone.localtime() - dt.timedelta(hours=1)
    booking = BookingFactory(event=EventFactory(course__board=board, starts_at=started))

    answer = client.post(
        reverse("office_bookings:end", args=[booking.pk]),
        {"cancelled_by": "delegate", "why": "Late"},
    )

    assert "has already started" in answer.content.decode()


def test_staff_book_somebody(client, officer, event, work):
    found = client.get(
        reverse("office_bookings:find", args=[event.pk]), {"q": work.person.full_name}
    ).content.decode()
    link = reverse("office_bookings:book", args=[event.pk, work.person_id])

    client.post(link, booking_data(work))

    assert link in found
    booking = Booking.objects.get()
    assert (booking.person, booking.origin) == (work.person, Origin.STAFF)
    assert (booking.booked_by, booking.agency) == (officer, work.agency)


def test_staff_are_told_how_somebody_without_an_address_is_reached(client, officer, event, work):
    work.person.email = ""
    work.person.save()
    booking = BookingFactory(event=event, person=work.person)

    asked = client.get(reverse("office_bookings:book", args=[event.pk, work.person.pk]))
    ending = client.get(reverse("office_bookings:end", args=[booking.pk]))
    listed = client.get(reverse("office_bookings:event", args=[event.pk]))

    assert "a letter will wait to be printed" in asked.content.decode()
    assert "a letter will wait to be printed" in ending.content.decode()
    assert ", no e-mail" in listed.content.decode()


def test_a_double_click_books_once(client, officer, event, work):
    link, data = (
        reverse("office_bookings:book", args=[event.pk, work.person_id]),
        booking_data(work),
    )

    client.post(link, data)
    client.post(link, data)

    assert Booking.objects.count() == 1


def test_booking_into_a_full_event_is_refused_or_waits(client, officer, event, work):
    BookingFactory(event=event)
    BookingFactory(event=event)
    link = reverse("office_bookings:book", args=[event.pk, work.person_id])

    refused = client.post(link, booking_data(work)).content.decode()
    client.post(link, booking_data(work, or_wait="on"))

    assert "Every place on this event has been taken" in refused
    assert Booking.objects.get(person=work.person).state == BookingState.WAITING


def test_another_boards_people_and_agencies_cannot_be_booked(client, officer, event, work):
    stranger = EmploymentFactory(agency=AgencyFactory(boards=[BoardFactory()]))

    answer = client.post(
        reverse("office_bookings:book", args=[event.pk, stranger.person_id]), booking_data(work)
    )
    client.post(
        reverse("office_bookings:book", args=[event.pk, work.person_id]), booking_data(stranger)
    )

    assert answer.status_code == 404
    assert not Booking.objects.exists()


def test_an_events_bookings_are_listed_by_state_and_in_order(client, officer, event):
    early, late = timezone.now() - dt.timedelta(days=2), timezone.now()
    BookingFactory(event=event, person__full_name="Booked Bea")
    BookingFactory(event=event, state="waiting", person__full_name="Second Sam", made_at=late)
    BookingFactory(event=event, state="waiting", person__full_name="First Fay", made_at=early)

    text = client.get(reverse("office_bookings:event", args=[event.pk])).content.decode()

    assert re.search(r"Booked \(1\).*Waiting list \(2\).*First Fay.*Second Sam", text, re.S)


@pytest.mark.parametrize("shown", ["list", "event", "today"])
def test_a_page_takes_the_same_queries_for_one_booking_and_for_four(client, officer, board, shown):
    event = EventFactory(course__board=board)
    url = {
        "list": reverse("office_bookings:index"),
        "event": reverse("office_bookings:event", args=[event.pk]),
        "today": reverse("wagtailadmin_home"),
    }[shown]
    counts = []
    for more in (1, 3):
        for _ in range(more):
            BookingFactory(event=event, state=BookingState.WAITING)
            BookingFactory(event=EventFactory(course__board=board), state=BookingState.WAITING)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_today_shows_what_needs_doing_at_ones_own_board_only(client, officer, board):
    now = timezone.localtime()
    soon = now + dt.timedelta(days=5)
    running = EventFactory(
        course__board=board, course__title="Runs today", starts_at=now - dt.timedelta(minutes=5)
    )
    BookingFactory(event=running)
    EventFactory(course__board=board, course__title="Too few", starts_at=soon, minimum_numbers=8)
    wanted = EventFactory(course__board=board, course__title="Much wanted")
    BookingFactory(event=wanted, state=BookingState.WAITING)
    EventFactory(course__title="Not ours", starts_at=soon, minimum_numbers=8)

    text = client.get(reverse("wagtailadmin_home")).content.decode()

    assert re.search(r"Registers to take</h3>\s*<ul><li><a[^>]*>Runs today", text)
    assert re.search(r"Too few</a>.*8 needed", text)
    assert re.search(r"Much wanted</a>.*1 waiting", text)
    assert "Not ours" not in text


def test_today_is_not_shown_to_others_who_enter_the_admin(client):
    from django.contrib.auth.models import Permission

    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert "Waiting lists" not in client.get(reverse("wagtailadmin_home")).content.decode()
