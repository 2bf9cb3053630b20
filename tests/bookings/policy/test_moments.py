"""When things open, close and lapse."""

import pytest

from bookings.policy.choices import MixKind
from bookings.policy.moments import (
    approval_times_out_at,
    ask_still_coming_at,
    booking_closes_at,
    mix_limits,
    names_needed_by,
    offer_lives_until,
    opens_to_all_at,
    release_unanswered_at,
    remind_manager_at,
    substitution_until,
    waiting_list_stops_at,
)
from bookings.policy.words import grace_minutes

from .making import case, london, policy

EVENT = case().event  # Tuesday 16 June 2026, 9:30am
START = EVENT.starts_at
TWO_WORKING = {"number": 2, "unit": "working_days"}
FRIDAY_ENDS = london("2026-06-13 00:00")


def test_without_rules_all_is_open_until_the_start():
    rules = policy(groups={"nameless": True})

    assert booking_closes_at(rules, EVENT) == START
    assert substitution_until(rules, EVENT) == START
    assert names_needed_by(rules, EVENT) == START
    assert opens_to_all_at(rules, EVENT) is None
    assert ask_still_coming_at(rules, EVENT) is None
    assert remind_manager_at(rules, START) is None
    assert approval_times_out_at(rules, EVENT, london("2026-06-01 09:00")) == START
    assert release_unanswered_at(rules, EVENT, london("2026-06-01 09:00")) is None


def test_each_closes_when_the_policy_says():
    rules = policy(
        booking_closes=TWO_WORKING,
        substitution={"until": TWO_WORKING},
        groups={"nameless": True, "named_by": TWO_WORKING},
        channel={"kind": "invited_first", "opens_to_all": TWO_WORKING},
        confirmation={"ask": TWO_WORKING},
    )

    for moment in (
        booking_closes_at,
        substitution_until,
        names_needed_by,
        opens_to_all_at,
        ask_still_coming_at,
    ):
        assert moment(rules, EVENT) == FRIDAY_ENDS


def test_what_is_not_allowed_has_no_moment():
    rules = policy(substitution={"allowed": False})

    assert substitution_until(rules, EVENT) is None
    assert names_needed_by(rules, EVENT) is None


def test_the_managers_question_is_reminded_and_lapses():
    rules = policy(
        approval={
            "kind": "recorded",
            "remind_after": {"number": 2, "unit": "working_days"},
            "times_out_after": {"number": 1, "unit": "weeks"},
        }
    )
    friday = london("2026-06-05 16:00")

    assert remind_manager_at(rules, friday) == london("2026-06-09 16:00")
    assert approval_times_out_at(rules, EVENT, friday) == london("2026-06-12 16:00")
    assert approval_times_out_at(rules, EVENT, london("2026-06-12 16:00")) == START


def test_an_unanswered_place_is_released_only_before_the_start():
    rules = policy(confirmation={"release_after": {"number": 24, "unit": "hours"}})

    assert release_unanswered_at(rules, EVENT, london("2026-06-14 09:00")) == london(
        "2026-06-15 09:00"
    )
    assert release_unanswered_at(rules, EVENT, london("2026-06-15 09:30")) is None


def test_the_waiting_list_counts_elapsed_hours():
    rules = policy(waiting_list={"offer_hours": 12, "stops_hours": 24})
    event = case("2026-03-29 09:30 to 16:00").event

    assert waiting_list_stops_at(rules, event) == london("2026-03-28 08:30")
    assert offer_lives_until(rules, event, london("2026-03-28 20:00")) == london("2026-03-29 09:00")
    assert offer_lives_until(rules, event, london("2026-03-29 01:00")) == event.starts_at


@pytest.mark.parametrize(
    ("kind", "percent", "capacity", "places"),
    [("cap", 25, 15, 3), ("cap", 1, 20, 1), ("floor", 25, 15, 4), ("floor", 100, 15, 15)],
)
def test_a_percentage_of_the_places(kind, percent, capacity, places):
    rules = policy(mix=[{"kind": kind, "by": "sector", "group": "Health", "percent": percent}])

    (limit,) = mix_limits(rules, EVENT, capacity)

    assert limit.places == places
    assert limit.kind == MixKind(kind)
    assert limit.released_at == START


def test_how_late_one_may_be():
    rules = policy(
        lateness={"grace_minutes": 30, "by_duration": [{"duration": "half_day", "minutes": 15}]}
    )

    assert grace_minutes(rules, 180) == 15
    assert grace_minutes(rules, 360) == 30
    assert grace_minutes(policy(), 360) is None
