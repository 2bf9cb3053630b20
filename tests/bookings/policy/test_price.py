"""What a place costs: which row counts, durations, and what is not known yet."""

import pytest
from hypothesis import given

from bookings.policy.money import percent_of, pounds, share_of
from bookings.policy.price import VERIFIED, price_of, quote_price
from people.choices import ContributorCategory

from .generated import cases, policies
from .making import case, codes, policy

FULL, HALF = "2026-06-16 09:30 to 16:00", "2026-06-16 09:30 to 12:30"
ROWS = [
    {"area": "out", "tariff": {"pence": 100}},
    {"categories": ["school"], "tariff": {"pence": 200}},
    {"categories": ["school"], "area": "out", "tariff": {"pence": 300}},
    {"course_types": ["conference"], "tariff": {"pence": 400}},
    {"course_types": ["conference"], "categories": ["school"], "tariff": {"pence": 500}},
    {"courses": ["DSL1"], "tariff": {"pence": 600}},
]


@pytest.mark.parametrize(
    ("category", "in_area", "event", "pence"),
    [
        ("partner", True, {}, 0),
        ("partner", False, {}, 100),
        ("school", True, {}, 200),
        ("school", False, {}, 300),
        ("partner", False, {"course_types": ("conference",)}, 400),
        ("school", False, {"course_types": ("conference",)}, 500),
        ("school", False, {"course_types": ("conference",), "course": "DSL1"}, 600),
    ],
)
def test_the_most_specific_row_counts(category, in_area, event, pence):
    rules = policy(prices={"rows": ROWS})

    quote = quote_price(rules, case(category=category, in_area=in_area, event=event))

    assert quote.pence == pence
    assert not quote.provisional


def test_of_equally_specific_rows_the_first_counts():
    rows = [
        {"categories": ["school", "other"], "tariff": {"pence": 1}},
        {"categories": ["school"], "tariff": {"pence": 2}},
    ]

    quote = quote_price(policy(prices={"rows": rows}), case())

    assert (quote.pence, quote.rule) == (1, "prices.rows[0]")


@pytest.mark.parametrize(
    ("per", "sessions", "pence"),
    [
        ("place", [HALF], 2500),
        ("place", [FULL], 5000),
        ("place", [FULL, "2026-06-17 09:30 to 16:00"], 5000),
        ("day", [FULL, "2026-06-17 09:30 to 16:00"], 10000),
        ("day", [HALF, "2026-06-17 09:30 to 12:30"], 5000),
        ("day", ["2026-06-16 09:00 to 11:00", "2026-06-16 13:00 to 16:00"], 5000),
    ],
)
def test_a_tariff_goes_by_duration(per, sessions, pence):
    tariff = {"pence": 5000, "per": per, "by_duration": [{"duration": "half_day", "pence": 2500}]}

    assert quote_price(policy(prices={"otherwise": tariff}), case(*sessions)).pence == pence


def test_an_event_has_its_own_price():
    rules = policy(prices={"otherwise": {"pence": 1000, "per": "own_price"}})

    assert quote_price(rules, case(event={"own_price_pence": 0})).pence == 0
    assert quote_price(rules, case(event={"own_price_pence": 9900})).pence == 9900
    assert quote_price(rules, case()).pence == 1000


def test_the_unverified_are_quoted_the_highest_and_the_range():
    quote = quote_price(policy(prices={"rows": ROWS}), case(category="unverified", in_area=None))

    assert (quote.pence, quote.low_pence, quote.high_pence) == (300, 0, 300)
    assert quote.provisional
    assert codes(quote.reasons) == ["price", "provisional"]


def test_a_row_for_the_unverified_is_what_they_are_quoted():
    rows = [*ROWS, {"categories": ["unverified"], "tariff": {"pence": 150}}]

    quote = quote_price(policy(prices={"rows": rows}), case(category="unverified"))

    assert (quote.pence, quote.low_pence, quote.high_pence) == (150, 0, 200)
    assert quote.provisional


def test_sums_in_words_and_rounding():
    assert [pounds(n) for n in (0, 5, 3750, 7500, 123456)] == [
        "nothing",
        "£0.05",
        "£37.50",
        "£75",
        "£1,234.56",
    ]
    assert [percent_of(101, 50), percent_of(99, 50), percent_of(3, 33)] == [51, 50, 1]
    assert [share_of(100, 1, 3), share_of(100, 2, 3), share_of(5, 1, 2)] == [33, 67, 3]


@given(policies(), cases())
def test_the_range_holds_the_final_price(rules, asked):
    quote = quote_price(rules, asked)

    assert quote.low_pence <= quote.pence <= quote.high_pence
    unverified = asked.delegate.category == ContributorCategory.UNVERIFIED
    for category in VERIFIED if unverified else [asked.delegate.category]:
        for in_area in (
            [True, False] if asked.delegate.in_area is None else [asked.delegate.in_area]
        ):
            who = type(asked.delegate)(category=category, in_area=in_area)
            final = price_of(rules, asked.event, who)
            assert not final.provisional
            assert quote.low_pence <= final.pence <= quote.high_pence
