"""Charges in the back office: found, added up, exported, let go; and on the booking they are for."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.choices import BookingState, ChargeKind, ChargeState
from bookings.models import Charge
from people.actions import grant_role
from people.choices import Role
from tests.factories import (
    ApprovalFactory,
    BookingFactory,
    ChargeFactory,
    PolicyVersionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

INDEX = "office_charges:index"
SICK = {"code": "sick", "words": "off sick", "evidence": "a note from the manager"}


@pytest.fixture
def rules(board):
    return PolicyVersionFactory(board=board, sections={"waivers": [SICK]})


def charge_of(event, rules, name="Ann", **fields):
    return ChargeFactory(
        booking__event=event,
        booking__policy=rules,
        booking__person__full_name=name,
        policy=rules,
        **{"kind": ChargeKind.NO_SHOW, **fields},
    )


def listed(client, **asked):
    return client.get(reverse(INDEX), asked).content.decode()


def test_list_adds_up_what_it_shows_by_state(as_officer, event, rules):
    charge_of(event, rules, "Ann", amount_pence=7500)
    charge_of(event, rules, "Ben", amount_pence=2550)
    charge_of(event, rules, "Cy", amount_pence=1000, state=ChargeState.VOID)

    page = " ".join(listed(as_officer).split())

    assert "Owed: <strong>£100.50</strong> in 2 charges" in page
    assert "No longer owed: <strong>£10</strong> in 1 charge" in page


@pytest.mark.parametrize(
    "asked",
    [
        lambda charge: {"kind": charge.kind},
        lambda charge: {"state": charge.state},
        lambda charge: {"agency": charge.booking.agency_id},
        lambda charge: {"course": charge.booking.event.course_id},
        lambda charge: {"made_to": f"{timezone.localtime(charge.made_at):%Y-%m-%d}"},
        lambda charge: {"q": "Wanted"},
        lambda charge: {"q": charge.booking.reference},
    ],
)
def test_charge_is_found(as_officer, event, rules, board, agency, asked):
    wanted = charge_of(
        event,
        rules,
        "Wanted",
        kind=ChargeKind.SUBSTITUTION,
        state=ChargeState.VOID,
        made_at=timezone.now() - dt.timedelta(days=40),
    )
    wanted.booking.agency = agency
    wanted.booking.save()
    charge_of(BookingFactory(event__course__board=board).event, rules, "Other")

    page = listed(as_officer, **asked(wanted))

    assert "Wanted" in page
    assert "Other" not in page


def test_export_has_pounds_and_every_reason(as_officer, event, rules):
    reasons = [
        {"code": "a", "message": "Not coming costs £75.", "rule": "no_show"},
        {"code": "b", "message": "It depends.", "rule": ""},
    ]
    charge_of(event, rules, reasons=reasons)

    answer = as_officer.get(reverse(INDEX), {"export": "csv"})

    text = b"".join(answer.streaming_content).decode()
    assert "Pounds" in text.splitlines()[0]
    assert "75" in text
    assert "Not coming costs £75. It depends." in text


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_however_long_it_is(as_officer, event, rules, rows):
    for _ in range(rows):
        charge_of(event, rules)
    as_officer.get(reverse(INDEX))

    with CaptureQueriesContext(connection) as queries:
        as_officer.get(reverse(INDEX))

    assert len(queries) == 15


def test_waiver_page_says_which_reasons_are_met(as_officer, event, rules):
    charge = charge_of(event, rules)

    page = as_officer.get(reverse("office_charges:waive", args=[charge.pk])).content.decode()

    assert "a note from the manager; the training officer decides" in " ".join(page.split())
    assert "Not met by what is known" in page


def test_charge_is_let_go_for_a_reason_of_the_policys(as_officer, event, rules):
    charge = charge_of(event, rules)

    as_officer.post(
        reverse("office_charges:waive", args=[charge.pk]), {"code": "sick", "evidence": "A note"}
    )

    charge.refresh_from_db()
    assert (charge.state, charge.waiver_code) == (ChargeState.WAIVED, "sick")
    shown = as_officer.get(reverse("office_charges:inspect", args=[charge.pk])).content.decode()
    assert "off sick" in shown


def test_evidence_that_is_missing_is_asked_for(as_officer, event, rules):
    charge = charge_of(event, rules)

    page = as_officer.post(reverse("office_charges:waive", args=[charge.pk]), {"code": "sick"})

    assert "This is needed: a note from the manager." in page.content.decode()
    assert Charge.objects.get().state == ChargeState.OWED


def test_discretion_asks_for_words_of_the_officers_own(as_officer, event, rules):
    charge = charge_of(event, rules)
    address = reverse("office_charges:waive", args=[charge.pk])

    page = as_officer.post(address, {"code": "discretion"})
    as_officer.post(address, {"code": "discretion", "reason": "Our mistake"})

    assert "Say why you let it go" in page.content.decode()
    assert Charge.objects.get().waiver_reason == "Our mistake"


def test_what_is_left_to_the_officer_is_not_an_administrators(client, board, event, rules):
    user = UserFactory()
    grant_role(user, Role.ADMINISTRATOR, board=board)
    client.force_login(user)
    charge = charge_of(event, rules)

    page = client.post(
        reverse("office_charges:waive", args=[charge.pk]), {"code": "discretion", "reason": "Mine"}
    )

    assert "needs an officer" in page.content.decode()
    assert Charge.objects.get().state == ChargeState.OWED


def booking_page(client, booking):
    return client.get(reverse("office_bookings:inspect", args=[booking.pk])).content.decode()


def test_booking_shows_its_charges_whatever_became_of_them(as_officer, event, rules):
    charge = charge_of(event, rules, state=ChargeState.VOID)
    ChargeFactory(booking=charge.booking, policy=rules, kind=ChargeKind.PLACE)

    page = booking_page(as_officer, charge.booking)

    assert "No longer owed" in page
    assert "Let it go" in page


def test_booking_shows_its_rules_price_and_what_leaving_costs(as_officer, board, event):
    tier = {"charge": {"kind": "percentage", "percent": 50}}
    rules = PolicyVersionFactory(
        board=board,
        sections={
            "cancellation": {"free_until": {"number": 60, "unit": "calendar_days"}, "tiers": [tier]}
        },
    )
    booking = BookingFactory(event=event, policy=rules, price_pence=7500)

    page = booking_page(as_officer, booking)

    assert "Policy 1, from" in page
    assert "Costs £37.50" in page


def test_booking_shows_what_the_manager_was_asked(as_officer, event):
    asked = ApprovalFactory(booking__event=event, manager_email="boss@agency.example")

    page = booking_page(as_officer, asked.booking)

    assert "boss@agency.example" in page
    assert reverse("office_approvals:answer", args=[asked.pk]) in page


def test_booking_leads_to_what_it_replaces_and_what_replaced_it(as_officer, event):
    old = BookingFactory(event=event, state=BookingState.SUBSTITUTED, cancelled_at=timezone.now())
    new = BookingFactory(event=event, replaces=old)

    assert reverse("office_bookings:inspect", args=[new.pk]) in booking_page(as_officer, old)
    assert reverse("office_bookings:inspect", args=[old.pk]) in booking_page(as_officer, new)
