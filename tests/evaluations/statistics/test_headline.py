import re

import pytest

from evaluations.statistics.headline import Direction, Headline, Refused, headline
from evaluations.statistics.mixed import change_by_event
from evaluations.statistics.waves import Comparison, Wave
from evaluations.statistics.wording import points

START_TO_END = Comparison(Wave.T1, Wave.T2)
LOW, HIGH = [3, 2, 3, 4, 2, 3] * 2, [4, 3, 4, 4, 4, 3] * 2
CAUSAL = re.compile(
    r"because|due to|thanks to|led to|leads? to|caus|impact|effect|result|improve|worse|benefi|proves?|works?",
    re.IGNORECASE,
)


def about(before, after, invited=30, **options):
    return headline(before, after, comparison=START_TO_END, invited=invited, **options)


def test_a_rise_is_said_with_interval_and_n_of_invited():
    found = about(LOW, HIGH)

    assert found.direction is Direction.RISE
    assert found.sentence.startswith(
        "Of 30 people invited, 12 answered both at the start and at the end. Their mean rose by 0.83 "
        "points, from 2.83 to 3.67 (95 % confidence interval of the rise: 0.38 to 1.29)."
    )


def test_a_fall_is_said_as_a_rise_is():
    found = about(HIGH, LOW)

    assert found.direction is Direction.FALL
    assert (
        "Their mean fell by 0.83 points, from 3.67 to 2.83 (95 % confidence interval of the fall: "
        "0.38 to 1.29)." in found.sentence
    )


def test_an_interval_that_holds_0_is_no_clear_change():
    found = about([3, 4] * 6, [4, 3, 3, 4] * 3)

    assert found.direction is Direction.NO_CLEAR_CHANGE
    assert "There was no clear change in their mean" in found.sentence
    assert "holds 0" in found.sentence


def test_the_caveats_stand_in_every_headline():
    assert "no comparison group, and those who answered may differ" in about(LOW, HIGH).sentence


def test_who_is_absent_is_not_mentioned_where_nobody_is():
    sentence = about(LOW, HIGH, invited=12).sentence

    assert sentence.startswith("All 12 people invited answered both")
    assert "may differ" not in sentence
    assert "no comparison group" in sentence


def model(before, after, events):
    return change_by_event(before, after, [str(i % events) for i in range(len(before))])


def test_from_five_events_on_the_interval_allows_for_them():
    before = [3.0] * 30
    after = [3.1 + (i % 5) / 10 + (i % 7) / 50 for i in range(30)]
    by_event = model(before, after, 5)

    found = about(before, after, by_event=by_event)

    low, high = points(by_event.change.interval.low), points(by_event.change.interval.high)
    assert (
        f"(95 % confidence interval of the rise, allowing for 5 events that differ: {low} to {high})"
        in (found.sentence)
    )


def test_of_few_events_it_is_said_that_they_are_not_allowed_for():
    sentence = about(LOW, HIGH, by_event=model(LOW, HIGH, 3)).sentence

    assert "(95 % confidence interval of the rise: 0.38 to 1.29)." in sentence
    assert "They came to 3 events; the interval does not allow for events that differ." in sentence


def test_of_one_event_nothing_is_said():
    assert "event" not in about(LOW, HIGH, by_event=model(LOW, HIGH, 1)).sentence


@pytest.mark.parametrize("pairs", [0, 1, 9])
def test_too_few_pairs_are_refused(pairs):
    found = about([2] * pairs, [5] * pairs)

    assert isinstance(found, Refused)
    assert (found.pairs, found.minimum) == (pairs, 10)
    assert "too few for a headline" in found.sentence


def test_the_minimum_is_a_parameter():
    assert isinstance(about([2, 3, 2], [3, 4, 4], minimum=3), Headline)


def test_nobody_changed_is_said_without_interval():
    found = about([3] * 12, [3] * 12)

    assert found.direction is Direction.NO_CLEAR_CHANGE
    assert "Nobody's answer changed, so no interval can be given." in found.sentence


def test_the_same_fall_for_all_is_a_fall_without_interval():
    found = about([3, 4] * 6, [2, 3] * 6)

    assert found.direction is Direction.FALL
    assert "The answer of every one of them fell by 1.00 points" in found.sentence


def test_who_could_not_rise_is_named():
    found = about([5] * 12, [5] * 11 + [4], highest=5)

    assert "12 of the 12 gave the highest possible answer already at the start" in found.sentence


def test_a_low_ceiling_share_is_left_out():
    assert "highest possible" not in about([5, *LOW[1:]], HIGH, highest=5).sentence


@pytest.mark.parametrize(
    ("before", "after"),
    [(LOW, HIGH), (HIGH, LOW), ([3, 4] * 6, [4, 3] * 6), ([3] * 12, [3] * 12), ([3], [4])],
)
def test_no_sentence_names_a_cause(before, after):
    assert not CAUSAL.search(about(before, after, highest=4).sentence)


def test_more_pairs_than_invited_are_refused():
    with pytest.raises(ValueError, match="12 pairs of answers but 5 people invited"):
        about(LOW, HIGH, invited=5)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.854, "0.85"), (-0.2, "−0.20"), (0, "0.00"), (0.00123, "0.0012"), (1234.5, "1,234.50")],
)
def test_points_are_printed_so_that_what_is_not_0_is_not_0(value, words):
    assert points(value) == words
