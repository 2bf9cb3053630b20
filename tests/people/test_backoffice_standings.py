"""How a board sees its agencies: who waits to be verified, what verifying settles, and that it is recorded."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.choices import ChargeState
from bookings.models import Booking, Charge
from people.actions import grant_role
from people.choices import ContributorCategory, Role
from people.models import AgencyStanding, AuditEntry
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    EventFactory,
    PolicyVersionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

BY_CATEGORY = {
    "prices": {
        "rows": [
            {"categories": ["partner"], "tariff": {"pence": 0}},
            {"area": "out", "tariff": {"pence": 15000}},
        ],
        "otherwise": {"pence": 7500},
    }
}


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def officer(client, board):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return user


def agency_of(board, category=ContributorCategory.UNVERIFIED, **more):
    return AgencyFactory(boards=[board], contributor_category=category, **more)


def provisional_booking(board, agency):
    version = PolicyVersionFactory(board=board, sections=BY_CATEGORY)
    return BookingFactory(
        event=EventFactory(course__board=board),
        agency=agency,
        policy=version,
        price_pence=15000,
        price_is_provisional=True,
    )


def page(board, agency=None):
    if agency is None:
        return reverse("office_standings", args=[board.pk])
    return reverse("office_standing", args=[board.pk, agency.pk])


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_agencies_wait_until_the_board_has_said_what_they_are(client, officer, board):
    waiting, elsewhere = agency_of(board), BoardFactory()
    verified_here = agency_of(board)
    agency_of(board, ContributorCategory.SCHOOL)
    for where, agency in [(board, verified_here), (elsewhere, waiting)]:
        where.standings.create(
            agency=agency, category="partner", in_area=True, verified_at="2026-01-05T09:00Z"
        )

    response = client.get(page(board))

    assert [agency for agency, _ in response.context["waiting"]] == [waiting]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_however_many_agencies(client, officer, board, rows):
    for _ in range(rows):
        provisional_booking(board, agency_of(board))
        agency_of(board, ContributorCategory.SCHOOL)
    client.get(page(board))

    with CaptureQueriesContext(connection) as queries:
        response = client.get(page(board))

    assert [count for _, count in response.context["waiting"]] == [1] * rows
    assert len(queries) == 14


def test_what_it_settles_is_shown_before_anything_is_recorded(client, officer, board):
    agency = agency_of(board)
    booking = provisional_booking(board, agency)

    response = client.post(
        page(board, agency), {"category": "school", "area": "in", "preview": "1"}
    )

    text = text_of(response)
    assert "1 booking of this agency has no sure price yet." in text
    assert re.search(rf"{booking.reference}\) .*? from nothing to £75 £75", text)
    assert not AgencyStanding.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_showing_it_costs_the_same_queries_however_many_bookings(client, officer, board, rows):
    agency = agency_of(board)
    for _ in range(rows):
        provisional_booking(board, agency)
    typed = {"category": "school", "area": "in", "preview": "1"}
    client.post(page(board, agency), typed)

    with CaptureQueriesContext(connection) as queries:
        client.post(page(board, agency), typed)

    assert len(queries) == 16


def test_recording_settles_the_prices_and_writes_who_said_so(client, officer, board):
    agency = agency_of(board)
    booking = provisional_booking(board, agency)

    client.post(page(board, agency), {"category": "school", "area": "out", "why": "Their letter"})

    standing = AgencyStanding.objects.get()
    booking = Booking.objects.get(pk=booking.pk)
    entry = AuditEntry.objects.get(target_type="people.agency", target_id=agency.pk)
    assert (standing.category, standing.in_area, standing.verified_by) == ("school", False, officer)
    assert (booking.price_pence, booking.price_is_provisional) == (15000, False)
    assert Charge.objects.get(state=ChargeState.OWED).amount_pence == 15000
    assert (entry.actor, entry.why) == (officer, "Their letter")
    assert entry.now == "School or college, outside the area"


def test_both_must_be_said(client, officer, board):
    response = client.post(page(board, agency_of(board)), {})

    assert set(response.context["form"].errors) == {"category", "area"}


def test_unverified_is_nothing_to_record(client, officer, board):
    response = client.post(page(board, agency_of(board)), {"category": "unverified", "area": "in"})

    assert "category" in response.context["form"].errors


def test_agency_of_another_board_is_not_there(client, officer, board):
    assert client.get(page(board, agency_of(BoardFactory()))).status_code == 404
