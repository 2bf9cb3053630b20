"""The words say what the engine computes."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.policy.cases import WaiverClaim
from bookings.policy.charges import quote_cancellation, quote_no_show
from bookings.policy.examples import typical_case, worked_examples
from bookings.policy.explain import explain
from bookings.policy.london import LONDON
from bookings.policy.price import quote_price
from bookings.policy.words import before_booking, before_cancelling, cancelling, not_coming

from .generated import cases, policies
from .making import case, london, policy

RULES = policy(
    prices={"otherwise": {"pence": 7500, "by_duration": [{"duration": "half_day", "pence": 4000}]}},
    cancellation={
        "free_until": {
            "number": 3,
            "unit": "working_days",
            "closes": "at_time",
            "closes_at": "17:00",
        },
        "tiers": [{"charge": {"kind": "percentage", "percent": 50}}],
    },
    no_show={"charge": {"kind": "full_price"}},
    waivers=[{"code": "sick", "words": "off sick", "told_before": "10:00", "evidence": "a note"}],
    lateness={"grace_minutes": 20},
    approval={"kind": "declared"},
    booking_closes={"number": 2, "unit": "working_days"},
)
BEFORE_BOOKING = """\
The place costs £75.
Cancel by 5pm on Thursday 11 June 2026: free.
After that: £37.50.
If you do not come: £75.
If you come more than 20 minutes late you may be turned away, which counts as not coming.
The training officer may let a charge go for this reason: off sick. Tell us before 10am on Tuesday 16 June 2026. \
We need this: a note.
A colleague from your organisation can take your place by 9:30am on Tuesday 16 June 2026: free.
Your manager must agree: you say so when you book.
Book by the end of Friday 12 June 2026."""


def test_before_booking():
    assert "\n".join(map(str, before_booking(RULES, case()))) == BEFORE_BOOKING


def test_before_cancelling_in_time():
    lines = [str(each) for each in before_cancelling(RULES, case(), london("2026-06-11 17:00"))]

    assert lines[:3] == [
        "If you cancel now: free.",
        "If you cancel after 5pm on Thursday 11 June 2026: £37.50.",
        "If you do not come: £75.",
    ]


def test_before_cancelling_late():
    lines = [str(each) for each in before_cancelling(RULES, case(), london("2026-06-11 17:01"))]

    assert lines[0] == "If you cancel now: £37.50."
    assert lines[1] == "If you do not come: £75."
    assert any("off sick" in line for line in lines)


def test_what_is_not_known_yet_is_a_range():
    lines = [str(each) for each in cancelling(RULES, case(category="unverified"))]
    assert lines[1] == "After that: £37.50."  # one price for all, so nothing is uncertain

    rules = policy(
        prices={"rows": [{"categories": ["private"], "tariff": {"pence": 10000}}]},
        cancellation={"tiers": [{"charge": {"kind": "full_price"}}]},
    )

    assert [str(each) for each in cancelling(rules, case(category="unverified"))] == [
        "Cancel at any time before the start: from nothing to £100."
    ]


def test_every_rule_is_explained():
    lines = {each.rule: each.text for each in explain(RULES)}

    assert lines["cancellation.free_until"] == (
        "Cancelling is free until 5pm, 3 working days before the event."
    )
    assert lines["cancellation.tiers[0]"] == "After that, until the start: 50 % of the price."
    assert lines["prices.otherwise"] == "Every place: £75 for the place (half-day £40)."


def test_worked_examples_stand_at_the_boundaries():
    examples = [str(each) for each in worked_examples(RULES)]

    assert "A full-day course, everybody → £75" in examples
    assert (
        "A full-day course at £75, cancelled by 5pm on Thursday 11 June 2026 "
        "(5pm, 3 working days before the event) → free"
    ) in examples
    assert "A full-day course at £75, cancelled a minute later → £37.50" in examples
    assert "A half-day course at £40, not coming → £40" in examples


SUM = r"(free|nothing is charged|from [^:]+ to [^:]+|£[\d,]+(?:\.\d\d)?)"
LINE = re.compile(
    rf"(Cancel at any time before the start|Cancel by (?P<c>.+)|After that(?:, by (?P<a>.+))?): (?P<sum>{SUM})\."
)
CLOCK = re.compile(r"(\d+)(?::(\d\d))?(am|pm)")
DAY = "%A %d %B %Y"


def pence(words):
    if words in ("free", "nothing", "nothing is charged"):
        return 0
    return round(float(words.removeprefix("£").replace(",", "")) * 100)


def amounts(words):
    """(low, high) of "free", "£5" or "from nothing to £5"."""
    if words.startswith("from "):
        low, high = words.removeprefix("from ").split(" to ")
        return pence(low), pence(high)
    return pence(words), pence(words)


def moment(words):
    if words.startswith("the end of "):
        day = dt.datetime.strptime(words.removeprefix("the end of "), DAY).date()  # noqa: DTZ007
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), LONDON).astimezone(dt.UTC)
    time, _, day = words.partition(" on ")
    fold = "(winter time)" in time
    if time.startswith("mid"):
        hour, minute = (12 if time.startswith("midday") else 0), 0
    else:
        found = CLOCK.match(time)
        hour = int(found[1]) % 12 + (12 if found[3] == "pm" else 0)
        minute = int(found[2] or 0)
    at = dt.datetime.strptime(day, DAY).replace(hour=hour, minute=minute, fold=fold, tzinfo=LONDON)
    return at.astimezone(dt.UTC)


def said(lines, at):
    """(low, high) that a reader of the lines expects to pay at that moment."""
    for line in lines:
        found = LINE.fullmatch(line)
        assert found, line
        until = found["c"] or found["a"]
        if until is None or at <= moment(until):
            return amounts(found["sum"])
    raise AssertionError("the lines end before the start")


@given(policies(), cases(), st.lists(st.integers(0, 60 * 24 * 60), min_size=1, max_size=5))
def test_a_reader_expects_what_the_engine_computes(rules, asked, minutes):
    lines = [str(each) for each in cancelling(rules, asked)]

    for number in minutes:
        at = asked.event.starts_at - dt.timedelta(minutes=number)
        quote = quote_cancellation(rules, asked, at)
        assert said(lines, at) == (quote.low_pence, quote.high_pence)
        now = str(before_cancelling(rules, asked, at)[0]).removeprefix("If you cancel now: ")[:-1]
        assert amounts(now) == (quote.low_pence, quote.high_pence)


@given(policies(), cases())
def test_what_is_said_of_not_coming_is_what_it_costs(rules, asked):
    text = str(not_coming(rules, asked)[0]).removeprefix("If you do not come: ").removesuffix(".")

    quote = quote_no_show(rules, asked)

    assert amounts(text) == (quote.low_pence, quote.high_pence)


@given(policies())
def test_examples_and_explanations_are_there_for_every_policy(rules):
    paths = {each.rule for each in explain(rules)}

    assert {f"prices.rows[{n}]" for n in range(len(rules.prices.rows))} <= paths
    assert {f"cancellation.tiers[{n}]" for n in range(len(rules.cancellation.tiers))} <= paths
    for example in worked_examples(rules):
        low, high = amounts(example.amount)
        assert low <= example.pence <= high


@pytest.mark.parametrize("at", ["2026-06-12 12:00", "2026-06-16 09:30"])
def test_a_claimed_waiver_shows_in_the_words(at):
    claim = WaiverClaim(
        code="sick", told_at=london("2026-06-11 18:00"), evidence_seen=True, granted=True
    )

    lines = before_cancelling(RULES, case(waiver=claim), london(at))

    assert str(lines[0]) == "If you cancel now: free."


def test_the_words_of_the_price_come_from_the_quote():
    asked = case("2026-06-16 09:30 to 12:30")

    assert before_booking(RULES, asked)[0].text == quote_price(RULES, asked).reasons[0].message


def test_the_place_a_policy_is_shown_for_is_the_dearest_of_the_longest_day():
    place, shown = typical_case(
        policy(
            prices={
                "rows": [{"area": "out", "tariff": {"pence": 15000}}],
                "otherwise": {"pence": 7500},
            }
        )
    )

    assert place == "A full-day course, outside the area"
    assert sum(shown.event.minutes_by_day.values()) == 360


@given(policies())
def test_any_policy_can_be_shown_for_a_place(rules):
    place, shown = typical_case(rules)

    assert place
    assert before_booking(rules, shown)
