"""Letting a charge go: for a reason of the policy's that is met, or at the officer's discretion."""

import datetime as dt

import pytest

from bookings import actions
from bookings.choices import ChargeKind, ChargeState
from bookings.rules import Refused
from people.queries import history_of
from tests.factories import ChargeFactory, EventFactory, PolicyVersionFactory

pytestmark = pytest.mark.django_db

START = dt.datetime(2026, 4, 17, 8, 30, tzinfo=dt.UTC)
IN_TIME = dt.datetime(2026, 4, 17, 7, 30, tzinfo=dt.UTC)
TOO_LATE = dt.datetime(2026, 4, 17, 9, 30, tzinfo=dt.UTC)
SICK = {
    "code": "sick",
    "words": "off sick",
    "evidence": "a note from the manager",
    "told_before": "09:00",
}


@pytest.fixture
def charge():
    event = EventFactory(starts_at=START)
    rules = PolicyVersionFactory(board=event.board, sections={"waivers": [SICK]})
    return ChargeFactory(
        booking__event=event, booking__policy=rules, policy=rules, kind=ChargeKind.NO_SHOW
    )


def waive(charge, **how):
    return actions.waive_charge(charge.pk, actor=None, **how)


def test_reason_of_the_policys_that_is_met_lets_it_go(charge):
    done = waive(charge, code="sick", told_at=IN_TIME, evidence="E-mail of the manager")

    assert (done.state, done.waiver_code, done.waiver_reason) == ("waived", "sick", "off sick")
    assert done.waiver_evidence == "E-mail of the manager"


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"told_at": TOO_LATE, "evidence": "A note"}, "The board was not told in time."),
        ({"evidence": "A note"}, "The board was not told in time."),
        ({"told_at": IN_TIME}, "This is needed: a note from the manager."),
    ],
)
def test_reason_that_is_not_met_lets_nothing_go(charge, how, said):
    with pytest.raises(Refused) as refused:
        waive(charge, code="sick", **how)

    charge.refresh_from_db()
    assert str(refused.value) == said
    assert charge.state == ChargeState.OWED


def test_everything_that_is_missing_is_said_at_once(charge):
    with pytest.raises(Refused) as refused:
        waive(charge, code="sick")

    assert len(refused.value.reasons) == 2


def test_reason_the_policy_does_not_have_lets_nothing_go(charge):
    with pytest.raises(Refused) as refused:
        waive(charge, code="weather", reason="Snow")

    assert refused.value.has("no_such_waiver")


def test_price_of_a_place_goes_at_discretion_alone():
    charge = ChargeFactory(kind=ChargeKind.PLACE)

    done = waive(charge, reason="Helps as a volunteer")

    assert (done.state, done.waiver_code) == (ChargeState.WAIVED, "")


def test_discretion_needs_a_reason(charge):
    with pytest.raises(Refused) as refused:
        waive(charge, reason="  ")

    assert refused.value.has("reason_needed")


def test_charge_is_let_go_once(charge):
    waive(charge, reason="A mistake of ours")

    with pytest.raises(Refused) as refused:
        waive(charge, reason="Again")

    assert refused.value.has("not_owed")


def test_history_says_how_much_and_why(charge):
    waive(charge, reason="A mistake of ours")

    entry = history_of(charge.booking).last()
    assert (entry.verb, entry.why) == ("charge waived", "£75: A mistake of ours")
