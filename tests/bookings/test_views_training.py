"""My training and the person's own details."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.choices import BookingState, Outcome
from bookings.models import Booking
from courses.actions import cancel_event
from courses.choices import WhyCancelled
from people.queries import current_employment
from tests.factories import (
    AgencyFactory,
    ApprovalFactory,
    BookingFactory,
    ChargeFactory,
    EventFactory,
    RoleGroupFactory,
)

pytestmark = pytest.mark.django_db

TRAINING = "/my-training/"
DETAILS = "/my-training/details/"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def in_list(page, name):
    return [row.booking for row in page.context[name]]


def past_event(course):
    start = timezone.now() - dt.timedelta(days=10)
    return EventFactory(course=course, starts_at=start)


def test_empty_state_leads_to_the_calendar(signed_in):
    page = signed_in.get(TRAINING)

    assert "No training booked yet" in words(page)
    assert 'href="/calendar/"' in page.content.decode()


def test_somebody_without_a_record_yet_sees_an_empty_page(client, user, board):
    client.force_login(user)

    assert "No training booked yet" in words(client.get(TRAINING))


def test_coming_waiting_past_and_cancelled_are_listed_apart(signed_in, course, person):
    coming = BookingFactory(event=EventFactory(course=course), person=person)
    waiting = BookingFactory(
        event=EventFactory(course=course), person=person, state=BookingState.WAITING
    )
    past = BookingFactory(event=past_event(course), person=person, outcome=Outcome.ATTENDED)
    called_off = BookingFactory(event=EventFactory(course=course), person=person)
    cancel_event(called_off.event_id, because=WhyCancelled.CHANGE_OF_PLAN, actor=None)

    page = signed_in.get(TRAINING)

    assert in_list(page, "coming") == [coming]
    assert in_list(page, "waiting") == [waiting]
    assert in_list(page, "past") == [past]
    assert in_list(page, "ended") == [called_off]
    assert "Waiting: number 1" in words(page)
    assert "Event cancelled" in words(page)
    assert "Attended" in words(page)


def test_what_needs_an_answer_stands_first(signed_in, course, person):
    now = timezone.now()
    offered = BookingFactory(
        event=EventFactory(course=course),
        person=person,
        state=BookingState.OFFERED,
        offer_expires_at=now + dt.timedelta(hours=5),
    )
    asked = BookingFactory(event=EventFactory(course=course), person=person, confirm_asked_at=now)
    awaiting = ApprovalFactory(
        booking__event=EventFactory(course=course), booking__person=person
    ).booking

    page = signed_in.get(TRAINING)

    assert in_list(page, "first") == [offered, asked, awaiting]
    assert in_list(page, "coming") == []
    said = words(page)
    assert said.index("Needs an answer first") < said.index("Coming")
    assert "Take it by" in said
    assert "Are you still coming?" in said
    assert "Your manager must answer by" in said


def test_applications_stand_with_the_waiting_lists(signed_in, event, person):
    applied = BookingFactory(event=event, person=person, state=BookingState.APPLIED)

    page = signed_in.get(TRAINING)

    assert in_list(page, "waiting") == [applied]
    assert "Asked for a place" in words(page)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (BookingState.CANCELLED, "Cancelled"),
        (BookingState.TRANSFERRED, "Moved to another date"),
        (BookingState.SUBSTITUTED, "Passed to a colleague"),
    ],
)
def test_what_is_owed_stays_in_the_list_after_the_event(signed_in, course, person, state, said):
    booking = BookingFactory(
        event=past_event(course),
        person=person,
        state=state,
        cancelled_at=timezone.now() - dt.timedelta(days=12),
    )
    ChargeFactory(booking=booking, kind="late_cancellation", amount_pence=3750)

    page = signed_in.get(TRAINING)

    assert in_list(page, "ended") == [booking]
    assert "Owed: £37.50" in words(page)
    assert said in words(page)


def test_other_peoples_bookings_are_not_shown(signed_in, event):
    stranger = BookingFactory(event=event)

    assert stranger.reference not in words(signed_in.get(TRAINING))


@pytest.mark.parametrize("count", [1, 4])
def test_my_training_costs_the_same_queries(
    signed_in, course, person, count, django_assert_num_queries
):
    for _ in range(count):
        BookingFactory(event=EventFactory(course=course), person=person)

    with django_assert_num_queries(11):
        signed_in.get(TRAINING)


def test_moving_to_another_agency_keeps_the_past(signed_in, board, person, event, agency):
    booking = BookingFactory(event=event, person=person, agency=agency)
    new, group = AgencyFactory(boards=[board]), RoleGroupFactory()

    signed_in.post(DETAILS, {"full_name": "New Name", "agency": new.pk, "role_group": group.pk})

    person.refresh_from_db()
    assert person.full_name == "New Name"
    assert current_employment(person).agency == new
    assert Booking.objects.get(pk=booking.pk).agency == agency


def test_change_of_name_on_the_way_to_a_booking_comes_back_to_it(signed_in, event, agency):
    answer = signed_in.post(
        f"{DETAILS}?event={event.pk}",
        {"full_name": "A B", "agency": agency.pk, "role_group": RoleGroupFactory().pk},
    )

    assert answer.url == reverse("bookings:check", args=[event.pk])


def test_empty_name_is_refused_beside_the_field(signed_in, agency):
    page = signed_in.post(DETAILS, {"agency": agency.pk})

    assert words(page).count("Enter your full name") == 2
