import datetime as dt
from typing import Any

import pytest

from bookings.policy.documents import read_case, read_policy
from bookings.policy.may_book import Answer, may_book, restricted_until
from bookings.policy.quotes import quote_cancellation, quote_no_show
from bookings.policy.reading import LONDON
from bookings.policy.schema import Policy, Repeat

DAY = {"sessions": [{"starts": "2026-06-17T09:30", "minutes": 360}]}
DAYS = {
    "sessions": [
        {"starts": "2026-06-17T09:30", "minutes": 360},
        {"starts": "2026-06-18T09:30", "minutes": 360},
        {"starts": "2026-06-19T09:30", "minutes": 360},
    ]
}
PARTNER = {"category": "partner"}


def policy(**parts: Any) -> Policy:
    reading = read_policy({"name": "A board", **parts})
    assert reading.policy is not None, reading.problems
    return reading.policy


def asked(rules: Policy, **parts: Any) -> Answer:
    reading = read_case({"event": DAY, "person": PARTNER, **parts})
    assert reading.case is not None, reading.problems
    return may_book(rules, reading.case)


def case_of(event: dict[str, Any], **parts: Any) -> Any:
    reading = read_case({"event": event, "person": PARTNER, **parts})
    assert reading.case is not None, reading.problems
    return reading.case


@pytest.mark.parametrize(
    ("charge", "price", "expected"),
    [
        ({"kind": "percent", "percent": 50}, 7500, 3750),
        ({"kind": "percent", "percent": 50}, 7501, 3751),  # half a penny rounds up
        ({"kind": "price_less_fee", "pence": 1000}, 7500, 6500),
        ({"kind": "price_less_fee", "pence": 1000}, 500, 0),
        ({"kind": "full_price"}, 7500, 7500),
        ({"kind": "per_day", "pence": 5000}, 0, 15000),
        ({"kind": "per_course", "pence": 5000}, 0, 5000),
        ({"kind": "nothing"}, 7500, 0),
    ],
)
def test_each_kind_of_charge(charge: dict[str, Any], price: int, expected: int) -> None:
    rules = policy(price={"default": price}, no_show={"charge": charge})

    assert quote_no_show(rules, case_of(DAYS)).pence == expected


def test_free_places_may_be_left_out() -> None:
    charge = {"kind": "per_course", "pence": 5000}
    rules = policy(cancellation={"applies_to_free_places": False}, no_show={"charge": charge})

    quote = quote_no_show(rules, case_of(DAY))

    assert quote.pence == 0
    assert quote.reasons[0].code == "free_place_not_charged"


@pytest.mark.parametrize(
    ("missed", "missed_session", "expected"),
    [
        (1, "whole", 9000),
        (1, "per_session", 3000),
        (1, "nothing", 0),
        (3, "nothing", 9000),
        (0, "whole", 0),
    ],
)
def test_missed_sessions(missed: int, missed_session: str, expected: int) -> None:
    charge = {"kind": "per_course", "pence": 9000}
    rules = policy(no_show={"charge": charge, "missed_session": missed_session})

    assert quote_no_show(rules, case_of(DAYS, missed=missed)).pence == expected


def test_cancelling_after_the_start_is_not_coming() -> None:
    rules = policy(no_show={"charge": {"kind": "per_course", "pence": 9000}})
    start = dt.datetime(2026, 6, 17, 9, 30, tzinfo=LONDON)

    assert quote_cancellation(rules, case_of(DAY), start).pence == 0
    late = quote_cancellation(rules, case_of(DAY), start + dt.timedelta(seconds=1))
    assert late.pence == 9000
    assert [each.code for each in late.reasons] == ["started", "charged"]


def test_tiers_of_hours_change_to_the_second() -> None:
    rules = policy(
        cancellation={
            "notice": {"amount": 48, "unit": "hours"},
            "tiers": [
                {"from": 48, "charge": {"kind": "per_course", "pence": 1000}},
                {"from": 24, "charge": {"kind": "per_course", "pence": 2000}},
            ],
        }
    )
    start = dt.datetime(2026, 6, 17, 9, 30, tzinfo=LONDON)
    second = dt.timedelta(seconds=1)

    costs = [
        quote_cancellation(rules, case_of(DAY), start - dt.timedelta(hours=hours) + late).pence
        for hours, late in ((48, 0 * second), (48, second), (24, 0 * second), (24, second))
    ]

    assert costs == [0, 1000, 1000, 2000]


RULES_THAT_REFUSE = [
    (
        "booking_closed",
        {"booking_closes": {"amount": 1, "unit": "weeks"}},
        {"at": "2026-06-11T00:01"},
    ),
    (
        "outside_area",
        {"eligibility": {"in_area_only": True}},
        {"person": {"category": "partner", "in_area": False}},
    ),
    ("category_not_invited", {"eligibility": {"categories": ["school"]}}, {}),
    ("prerequisite", {}, {"event": {**DAY, "needs": ["Level 1"]}}),
    ("clash", {"clash": "block"}, {"person": {**PARTNER, "clashes": ["Neglect"]}}),
    (
        "restricted",
        {"repeat": {"count": 1, "within_months": 6, "restricted_months": 3}},
        {"person": {**PARTNER, "no_shows": ["2026-05-01"]}},
    ),
    ("approval_not_declared", {"approval": {"kind": "declared"}}, {}),
    ("not_invited", {"channel": {"kind": "invited_first"}}, {}),
    (
        "not_open_yet",
        {"channel": {"kind": "invited_first", "opens": {"amount": 2, "unit": "weeks"}}},
        {"at": "2026-06-01T09:00"},
    ),
    ("group_too_large", {"group": {"largest": 5}}, {"places": 6}),
    ("names_needed", {}, {"nameless": True}),
    (
        "mix_cap",
        {"mix": [{"by": "category", "group": "partner", "cap": 5}]},
        {"taken": [{"group": "partner", "places": 5}]},
    ),
    (
        "mix_floor",
        {"mix": [{"by": "sector", "group": "health", "floor": 3}]},
        {"event": {**DAY, "capacity": 20}, "taken_in_all": 17},
    ),
]


@pytest.mark.parametrize(("code", "rules", "facts"), RULES_THAT_REFUSE)
def test_every_rule_can_refuse(code: str, rules: dict[str, Any], facts: dict[str, Any]) -> None:
    found = asked(policy(**rules), **facts)

    assert [each.code for each in found.refusals] == [code]
    assert found.refusals[0].rule
    assert not found.may_book


def test_a_mix_rule_ends_when_it_is_released() -> None:
    released = {"amount": 1, "unit": "weeks"}
    rules = policy(
        mix=[{"by": "category", "group": "partner", "cap": 5, "released": released}],
    )
    taken = [{"group": "partner", "places": 5}]

    assert not asked(rules, taken=taken, at="2026-06-10T23:59").may_book
    assert asked(rules, taken=taken, at="2026-06-11T00:01").may_book


@pytest.mark.parametrize(("strictness", "notes"), [("warn", ["clash"]), ("ignore", [])])
def test_what_only_warns_does_not_refuse(strictness: str, notes: list[str]) -> None:
    found = asked(policy(clash=strictness), person={**PARTNER, "clashes": ["Neglect"]})

    assert found.may_book
    assert [each.code for each in found.notes] == notes


def test_a_no_show_exactly_so_many_months_ago_no_longer_counts() -> None:
    rules = Repeat(count=2, within_months=6, restricted_months=3)
    last = dt.date(2026, 7, 1)

    assert restricted_until(rules, (dt.date(2026, 1, 1), last)) is None
    assert restricted_until(rules, (dt.date(2026, 1, 2), last)) == dt.date(2026, 10, 1)
