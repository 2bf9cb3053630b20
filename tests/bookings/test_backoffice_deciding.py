"""What waits for the officer, at the top of the day."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.choices import BookingState
from people.choices import ContributorCategory
from people.models import AgencyStanding
from tests.factories import (
    AgencyFactory,
    ApprovalFactory,
    BookingFactory,
    EventFactory,
    PolicyVersionFactory,
    ReservedPlaceFactory,
)

pytestmark = pytest.mark.django_db

SOON = dt.timedelta(hours=20)


def waits_for_me(client):
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    part = page.partition('id="today-decide">')[2].partition("</section>")[0]
    return " ".join(part.split())


def test_nothing_waits_on_a_quiet_day(as_officer, board):
    assert "Nothing." in waits_for_me(as_officer)


def test_applications_lead_to_giving_out_the_places(as_officer, event):
    BookingFactory.create_batch(2, event=event, state=BookingState.APPLIED)
    BookingFactory(state=BookingState.APPLIED)

    said = waits_for_me(as_officer)

    assert reverse("office_bookings:allocate", args=[event.pk]) in said
    assert "2 people applied" in said
    assert said.count("applied") == 1


@pytest.mark.parametrize(("placing", "told"), [("by_staff", True), ("at_once", False)])
def test_people_waiting_beside_free_places_where_staff_give_them_out(
    as_officer, board, event, placing, told
):
    PolicyVersionFactory(board=board, sections={"waiting_list": {"placing": placing}})
    BookingFactory(event=event, state=BookingState.WAITING)

    assert ("1 waiting beside 5 free places" in waits_for_me(as_officer)) == told


def test_questions_about_to_lapse_are_counted(as_officer, event):
    ApprovalFactory(booking__event=event, times_out_at=timezone.now() + SOON)
    ApprovalFactory(booking__event=event, times_out_at=timezone.now() + 4 * SOON)

    said = waits_for_me(as_officer)

    assert '">1 place</a> lapses within two days' in said


def test_agencies_to_verify_are_counted(as_officer, board):
    unverified = {"boards": [board], "contributor_category": ContributorCategory.UNVERIFIED}
    AgencyFactory(**unverified)
    seen = AgencyFactory(**unverified)
    AgencyStanding.objects.create(
        board=board,
        agency=seen,
        category=ContributorCategory.SCHOOL,
        in_area=True,
        verified_at=timezone.now(),
    )
    AgencyFactory(boards=[board], contributor_category=ContributorCategory.PARTNER)

    assert '">1 agency</a> to verify' in waits_for_me(as_officer)


def test_places_without_a_name_near_their_day(as_officer, event, agency):
    by = timezone.now() + SOON
    ReservedPlaceFactory.create_batch(2, event=event, agency=agency, name_by=by)
    ReservedPlaceFactory(event=event, agency=agency, name_by=by + dt.timedelta(days=10))

    said = waits_for_me(as_officer)

    assert f"2 places of {agency.name} without a name" in said
    page = as_officer.get(reverse("office_bookings:event", args=[event.pk])).content.decode()
    assert "Held without a name" in page


@pytest.mark.parametrize(("days", "told"), [(20, True), (40, False)])
def test_events_below_their_minimum_wait_from_the_day_they_are_decided_on(
    as_officer, board, days, told
):
    starts_at = timezone.now() + dt.timedelta(days=days)
    EventFactory(course__board=board, minimum_numbers=8, starts_at=starts_at)

    assert ("0 booked, <strong>8 needed</strong>" in waits_for_me(as_officer)) == told


@pytest.mark.parametrize("rows", [1, 3])
def test_today_asks_the_same_however_much_waits(as_officer, board, rows):
    PolicyVersionFactory(board=board, sections={"waiting_list": {"placing": "by_staff"}})
    for _ in range(rows):
        event = EventFactory(course__board=board)
        BookingFactory(event=event, state=BookingState.APPLIED)
        BookingFactory(event=event, state=BookingState.WAITING)
        ReservedPlaceFactory(event=event, name_by=timezone.now() + SOON)
    waits_for_me(as_officer)

    with CaptureQueriesContext(connection) as queries:
        waits_for_me(as_officer)

    assert len(queries) == 28
