"""What cancelling and not coming cost, to the moment, and when a charge is let go."""

import datetime as dt
import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bookings.policy.cases import ChangeFacts, WaiverClaim
from bookings.policy.charges import (
    cancellation_stretches,
    is_late,
    last_free_moment,
    quote_cancellation,
    quote_no_show,
)
from bookings.policy.choices import Change
from bookings.policy.money import tariff_pence

from .generated import cases, policies
from .making import case, codes, london, policy

FULL, HALF = "2026-06-16 09:30 to 16:00", "2026-06-16 09:30 to 12:30"
WORKING_3 = {"number": 3, "unit": "working_days"}
PRICE_75 = {"otherwise": {"pence": 7500}}
TIERED = policy(
    prices=PRICE_75,
    cancellation={
        "free_until": {"number": 10, "unit": "calendar_days"},
        "tiers": [
            {
                "until": {"number": 5, "unit": "calendar_days"},
                "charge": {"kind": "percentage", "percent": 25},
            },
            {
                "until": {"number": 24, "unit": "hours"},
                "charge": {"kind": "price_less_fee", "fee_pence": 1000},
            },
            {"charge": {"kind": "full_price"}},
        ],
    },
    no_show={"charge": {"kind": "flat", "tariff": {"pence": 9000}}},
)
MICROSECOND = dt.timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "pence", "rule"),
    [
        ("2026-06-07 00:00", 0, "cancellation.free_until"),
        ("2026-06-07 00:01", 1875, "cancellation.tiers[0]"),
        ("2026-06-12 00:00", 1875, "cancellation.tiers[0]"),
        ("2026-06-12 00:01", 6500, "cancellation.tiers[1]"),
        ("2026-06-15 09:30", 6500, "cancellation.tiers[1]"),
        ("2026-06-15 09:31", 7500, "cancellation.tiers[2]"),
        ("2026-06-16 09:30", 7500, "cancellation.tiers[2]"),
        ("2026-06-16 09:31", 9000, "no_show.charge"),
    ],
)
def test_each_tier_ends_to_the_moment(at, pence, rule):
    quote = quote_cancellation(TIERED, case(), london(at))

    assert (quote.pence, quote.rule) == (pence, rule)


def test_a_microsecond_late_is_late():
    last = last_free_moment(TIERED, case().event)

    assert quote_cancellation(TIERED, case(), last).pence == 0
    assert quote_cancellation(TIERED, case(), last + MICROSECOND).pence == 1875
    assert not is_late(TIERED, case().event, last)
    assert is_late(TIERED, case().event, last + MICROSECOND)


def test_the_repeated_hour_in_autumn_is_told_apart():
    rules = policy(
        prices=PRICE_75,
        cancellation={
            "free_until": {"number": 8, "unit": "hours"},
            "tiers": [{"charge": {"kind": "full_price"}}],
        },
    )
    asked = case("2026-10-25 09:30 to 16:00")
    first = dt.datetime(2026, 10, 25, 0, 45, tzinfo=dt.UTC)  # 1:45am in summer time

    assert quote_cancellation(rules, asked, first).pence == 0
    assert quote_cancellation(rules, asked, first + dt.timedelta(hours=1)).pence == 7500


def late(charge, **more):
    return policy(
        prices=more.pop("prices", {}),
        cancellation={"free_until": WORKING_3, "tiers": [{"charge": charge}], **more},
    )


@pytest.mark.parametrize(
    ("charge", "more", "pence"),
    [
        ({"kind": "flat", "tariff": {"pence": 5000}}, {}, 5000),
        ({"kind": "flat", "tariff": {"pence": 5000}}, {"applies_to_free_places": False}, 0),
        ({"kind": "percentage", "percent": 50}, {}, 0),
        ({"kind": "percentage", "percent": 50}, {"nominal": {"pence": 8000}}, 4000),
        ({"kind": "full_price"}, {"nominal": {"pence": 8000}}, 8000),
        ({"kind": "price_less_fee", "fee_pence": 9000}, {"prices": PRICE_75}, 0),
        ({"kind": "nothing"}, {"prices": PRICE_75}, 0),
    ],
)
def test_what_a_free_place_and_a_small_price_come_to(charge, more, pence):
    assert (
        quote_cancellation(late(charge, **more), case(), london("2026-06-15 12:00")).pence == pence
    )


def test_the_price_agreed_at_booking_counts():
    rules = late({"kind": "full_price"}, prices=PRICE_75)

    assert (
        quote_cancellation(rules, case(price_pence=6000), london("2026-06-15 12:00")).pence == 6000
    )


def test_without_rules_nothing_is_charged():
    rules = policy(prices=PRICE_75)

    assert quote_cancellation(rules, case(), london("2026-06-16 09:30")).pence == 0
    assert quote_no_show(rules, case()).pence == 0
    assert last_free_moment(rules, case().event) == case().event.starts_at


def test_without_free_notice_cancelling_always_costs():
    rules = policy(prices=PRICE_75, cancellation={"tiers": [{"charge": {"kind": "full_price"}}]})

    assert quote_cancellation(rules, case(), london("2026-01-01 12:00")).pence == 7500
    assert last_free_moment(rules, case().event) is None


@pytest.mark.parametrize(
    ("rule", "missed", "pence"),
    [
        ("nothing", 1, 0),
        ("per_session", 1, 3333),
        ("per_session", 2, 6667),
        ("whole_course", 1, 10000),
        ("nothing", 3, 10000),
        ("per_session", 0, 0),
    ],
)
def test_missing_some_of_three_sessions(rule, missed, pence):
    rules = policy(
        no_show={
            "missed_session": rule,
            "charge": {"kind": "flat", "tariff": {"pence": 10000}},
        }
    )
    asked = case(
        FULL, "2026-06-17 09:30 to 16:00", "2026-06-18 09:30 to 16:00", sessions_missed=missed
    )

    assert quote_no_show(rules, asked).pence == pence


@pytest.mark.parametrize(("counts", "pence"), [(True, 5000), (False, 0)])
def test_being_turned_away_late(counts, pence):
    rules = policy(
        no_show={
            "refused_for_lateness": counts,
            "charge": {"kind": "flat", "tariff": {"pence": 5000}},
        }
    )

    assert quote_no_show(rules, case(refused_for_lateness=True)).pence == pence


@pytest.mark.parametrize(
    ("change", "days", "pence"),
    [
        (Change.CANCELLED, None, 0),
        (Change.MOVED, 14, 7500),
        (Change.MOVED, 15, 0),
        (Change.VENUE_CHANGED, None, 7500),
        (Change.BECAME_WEBINAR, None, 7500),
    ],
)
def test_leaving_when_the_board_changes_the_event(change, days, pence):
    rules = policy(
        prices=PRICE_75,
        cancellation={"tiers": [{"charge": {"kind": "full_price"}}]},
        board_changes=[
            {"change": "cancelled"},
            {"change": "moved", "unless_moved_within_weeks": 2},
            {"change": "venue_changed", "leave_free": False},
        ],
    )
    asked = case(board_change=ChangeFacts(change=change, moved_by_days=days))

    assert quote_cancellation(rules, asked, london("2026-06-15 12:00")).pence == pence


WAIVERS = [
    {"code": "sick", "words": "off sick", "told_minutes_before": 60, "granted_by": "automatic"},
    {"code": "court", "words": "called to court", "evidence": "the summons"},
    {"code": "crisis", "words": "a crisis", "covers": ["no_show"], "granted_by": "automatic"},
]


@pytest.mark.parametrize(
    ("claim", "pence", "reasons"),
    [
        ({"code": "sick", "told_at": "2026-06-16 08:30"}, 0, ["waived"]),
        ({"code": "sick", "told_at": "2026-06-16 08:31"}, 5000, ["waiver_told_late"]),
        ({"code": "sick"}, 5000, ["waiver_told_late"]),
        ({"code": "court", "evidence_seen": True, "granted": True}, 0, ["waived"]),
        ({"code": "court"}, 5000, ["waiver_needs_evidence", "waiver_needs_agreement"]),
        ({"code": "crisis"}, 5000, ["waiver_does_not_cover"]),
        ({"code": "bored"}, 5000, ["waiver_unknown"]),
    ],
)
def test_a_waiver_lets_go_or_says_every_reason_against(claim, pence, reasons):
    rules = policy(
        cancellation={
            "free_until": WORKING_3,
            "tiers": [{"charge": {"kind": "flat", "tariff": {"pence": 5000}}}],
        },
        waivers=WAIVERS,
    )
    told = {"told_at": london(claim["told_at"])} if "told_at" in claim else {}

    asked = case(waiver=WaiverClaim(**{**claim, **told}))
    quote = quote_cancellation(rules, asked, london("2026-06-16 09:00"))

    assert quote.pence == pence
    assert codes(quote.reasons)[1:] == reasons


def test_bank_holidays_that_are_not_known_are_said():
    rules = late({"kind": "full_price"})

    quote = quote_cancellation(rules, case("2090-06-01 09:30 to 16:00"), london("2090-05-01 12:00"))

    assert "bank_holidays_unknown" in codes(quote.reasons)


MINUTES_BEFORE = st.integers(0, 60 * 24 * 60)


@given(policies(), cases(), MINUTES_BEFORE, MINUTES_BEFORE)
def test_cancelling_later_never_costs_less_when_the_tiers_rise(rules, asked, one, other):
    stretches = cancellation_stretches(rules, asked)
    assume(all(a.quote.pence <= b.quote.pence for a, b in itertools.pairwise(stretches)))
    start = asked.event.starts_at
    earlier, later = (
        start - dt.timedelta(minutes=max(one, other)),
        start - dt.timedelta(minutes=min(one, other)),
    )

    costs = [quote_cancellation(rules, asked, at).pence for at in (earlier, later)]

    assert costs == sorted(costs)


@given(policies(), cases())
def test_stretches_rise_in_time_and_cover_all_up_to_the_start(rules, asked):
    stretches = cancellation_stretches(rules, asked)

    ends = [each.until for each in stretches]
    assert ends == sorted(set(ends))
    assert ends[-1] == asked.event.starts_at
    for now, then in itertools.pairwise(stretches):
        assert quote_cancellation(rules, asked, now.until) == now.quote
        assert quote_cancellation(rules, asked, now.until + MICROSECOND) == then.quote


RELATIVE = st.sampled_from(["nothing", "percentage", "price_less_fee", "full_price"]).flatmap(
    lambda kind: st.fixed_dictionaries(
        {"kind": st.just(kind)}
        | ({"percent": st.integers(0, 100)} if kind == "percentage" else {})
        | ({"fee_pence": st.integers(0, 9999)} if kind == "price_less_fee" else {})
    )
)


@given(policies(charge=RELATIVE), cases(), MINUTES_BEFORE)
def test_a_charge_worked_out_from_the_price_is_never_above_it(rules, asked, minutes):
    at = asked.event.starts_at - dt.timedelta(minutes=minutes)
    nominal = rules.cancellation.nominal
    price = 7301
    counted = tariff_pence(nominal, asked.event, rules) if nominal else 0

    paid = quote_cancellation(rules, type(asked)(event=asked.event, price_pence=price), at)
    free = quote_cancellation(rules, type(asked)(event=asked.event, price_pence=0), at)

    assert 0 <= paid.pence <= price
    assert 0 <= free.pence <= counted


@given(policies(), cases(), MINUTES_BEFORE)
def test_every_quote_gives_a_range_and_reasons(rules, asked, minutes):
    at = asked.event.starts_at - dt.timedelta(minutes=minutes)

    for quote in (quote_cancellation(rules, asked, at), quote_no_show(rules, asked)):
        assert 0 <= quote.low_pence <= quote.pence <= quote.high_pence
        assert quote.provisional or quote.low_pence == quote.high_pence
        assert quote.reasons
        assert quote.rule
