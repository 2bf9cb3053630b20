from typing import Any

import pytest

from bookings.policy.documents import policy_from_yaml, read_policy

FLAT = {"kind": "per_course", "pence": 5000}


def cancellation(amount: int, *froms: int, **more: Any) -> dict[str, Any]:
    return {
        "notice": {"amount": amount, "unit": "working_days"},
        "tiers": [{"from": each, "charge": FLAT} for each in froms],
        **more,
    }


@pytest.mark.parametrize(
    ("path", "message", "parts"),
    [
        ("prise", "Did you mean “price”?", {"prise": {}}),
        ("schema", "Give a number from 1 to 1", {"schema": 2}),
        ("price.default", "less than nothing", {"price": {"default": -1}}),
        ("price.default", "whole pence", {"price": {"default": 37.5}}),
        ("price.default", "whole pence", {"price": {"default": "£5"}}),
        (
            "booking_closes.unit",
            "Did you mean",
            {"booking_closes": {"amount": 1, "unit": "working_day"}},
        ),
        ("booking_closes.unit", "This is needed.", {"booking_closes": {"amount": 1}}),
        ("cancellation.tiers[0].from", "gap", {"cancellation": cancellation(5, 3)}),
        ("cancellation.tiers[0].from", "overlaps", {"cancellation": cancellation(5, 7)}),
        ("cancellation.tiers[1].from", "overlaps", {"cancellation": cancellation(5, 5, 5)}),
        ("cancellation.tiers[1].from", "never counts", {"cancellation": cancellation(5, 5, 0)}),
        ("cancellation.tiers", "gap", {"cancellation": cancellation(5)}),
        ("cancellation.tiers", "gap", {"cancellation": cancellation(0)}),
        ("durations", "at least one", {"durations": []}),
        (
            "durations[0].up_to_minutes",
            "no limit",
            {"durations": [{"name": "day", "up_to_minutes": 300}]},
        ),
        (
            "price.rows[1]",
            "never counts",
            {"price": {"rows": [{"pence": 1}, {"area": "in", "pence": 2}]}},
        ),
        (
            "price.rows[0].durations",
            "Did you mean “half day”?",
            {"price": {"rows": [{"durations": ["halfday"], "pence": 1}]}},
        ),
        (
            "price.rows[0].categories",
            "unverified",
            {"price": {"rows": [{"categories": ["unverified"], "pence": 1}]}},
        ),
        ("no_show.charge.percent", "needs this", {"no_show": {"charge": {"kind": "percent"}}}),
        ("no_show.charge.pence", "does not use", {"no_show": {"charge": {"pence": 5}}}),
        (
            "no_show.charge.by_duration",
            "no sum for “full day”",
            {"no_show": {"charge": {"kind": "by_duration", "by_duration": {"half day": 1}}}},
        ),
        (
            "waivers[0].dates[0].last",
            "before the first",
            {
                "waivers": [
                    {
                        "code": "a",
                        "words": "A.",
                        "dates": [{"first": "2026-05-02", "last": "2026-05-01"}],
                    }
                ]
            },
        ),
        ("mix[0]", "either a cap or a floor", {"mix": [{"by": "sector", "group": "police"}]}),
        (
            "confirm.ask",
            "when people are asked",
            {"confirm": {"release_after": {"amount": 1, "unit": "weeks"}}},
        ),
        ("channel.opens", "invited_first", {"channel": {"opens": {"amount": 1, "unit": "weeks"}}}),
        (
            "approval.remind_after_days",
            "before the request lapses",
            {"approval": {"remind_after_days": 7}},
        ),
    ],
)
def test_a_problem_is_said_in_words_beside_its_key(
    path: str, message: str, parts: dict[str, Any]
) -> None:
    problems = read_policy({"name": "A board", **parts}).problems

    assert [each.path for each in problems] == [path]
    assert message in problems[0].message


def test_a_negative_sum_for_a_duration_is_a_problem() -> None:
    charge = {"kind": "by_duration", "by_duration": {"half day": -1, "full day": 1}}

    problems = read_policy({"name": "A board", "no_show": {"charge": charge}}).problems

    assert problems[0].path == "no_show.charge.by_duration.half day"
    assert "less than nothing" in problems[0].message


def test_all_problems_are_collected() -> None:
    problems = read_policy({"clash": "maybe", "nation": 3, "group": []}).problems

    assert {each.path for each in problems} == {"name", "clash", "nation", "group"}


def test_a_name_alone_is_a_policy_with_every_default() -> None:
    reading = read_policy({"name": "A board"})

    assert reading.problems == ()
    assert reading.policy is not None


@pytest.mark.parametrize("text", ["a: [", "\x00", "a: 2026-13-45", "&a [*a]", "- " * 5_000, ""])
def test_text_that_is_no_policy_is_a_problem(text: str) -> None:
    assert policy_from_yaml(text).problems
