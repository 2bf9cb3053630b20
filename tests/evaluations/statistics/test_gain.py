import math

import pytest

from evaluations.statistics import gain
from evaluations.statistics.results import Estimate, Reason, Undefined
from tests.evaluations.statistics.sources import exact, mean, student_p, variance

BOOKING = [2, 3, 2, 4, 3, 2, 3, 1]
START = [2, 3, 3, 4, 2, 2, 3, 2]
END = [4, 4, 4, 5, 4, 3, 4, 4]
LATER = [3, 4, 4, 5, 3, 3, 4, 3]
LOOKING_BACK = [1, 2, 3, 3, 2, 1, 2, 2]


def differences(before, after):
    return [b - a for a, b in zip(exact(before), exact(after), strict=True)]


def test_net_effect_is_change_over_the_course_less_change_before_it():
    net = [
        course - wait
        for course, wait in zip(differences(START, END), differences(BOOKING, START), strict=True)
    ]
    error = math.sqrt(variance(net) / len(net))

    found = gain.net_effect(BOOKING, START, END)

    assert found.value == pytest.approx(float(mean(net)), abs=1e-9)
    for limit in (found.interval.low, found.interval.high):
        assert student_p((float(mean(net)) - limit) / error, 7) == pytest.approx(0.05, abs=1e-9)


def test_a_drift_that_merely_goes_on_has_net_effect_0():
    assert gain.net_effect([1, 2], [2, 3], [3, 4]) == Estimate(
        0.0, 2, Undefined(Reason.SAME_CHANGE, 2)
    )


def test_response_shift_sets_both_baselines_side_by_side():
    found = gain.response_shift(START, LOOKING_BACK, END)

    assert found.shift.value == pytest.approx(float(mean(differences(START, LOOKING_BACK))))
    assert found.change.value == pytest.approx(float(mean(differences(START, END))))
    assert found.change_looking_back.value == pytest.approx(found.change.value - found.shift.value)


def test_retention_is_a_ratio_of_means():
    kept = mean(differences(START, LATER)) / mean(differences(START, END))

    assert gain.retention(START, END, LATER).value == pytest.approx(float(kept), abs=1e-9)


def test_retention_limits_are_ratios_that_student_just_rejects():
    """Fieller's interval is every r for which the mean of kept - r · gained does not differ from 0."""
    kept, gained = differences(START, LATER), differences(START, END)

    found = gain.retention(START, END, LATER)

    for limit in (found.interval.low, found.interval.high):
        rest = [float(k) - limit * float(g) for k, g in zip(kept, gained, strict=True)]
        middle = math.fsum(rest) / 8
        error = math.sqrt(math.fsum((r - middle) ** 2 for r in rest) / 7 / 8)
        assert student_p(middle / error, 7) == pytest.approx(0.05, abs=1e-8)


def test_retention_of_a_fall_works_as_of_a_rise():
    assert gain.retention([5, 5, 4, 5], [3, 4, 2, 3], [4, 4, 3, 4]).value == pytest.approx(4 / 7)


def test_a_gain_that_turned_round_is_kept_below_zero():
    assert gain.retention([2, 2, 3], [4, 5, 5], [1, 2, 2]).value < 0


def test_retention_of_a_change_near_zero_is_refused():
    assert gain.retention([2, 3, 2, 4], [3, 2, 3, 3], [5, 5, 5, 5]) == Undefined(
        Reason.CHANGE_NEAR_ZERO, 4
    )


def test_retention_of_no_change_at_all_is_refused():
    assert gain.retention([3, 3], [3, 3], [4, 4]) == Undefined(Reason.CHANGE_NEAR_ZERO, 2)


def test_everybody_alike_keeps_a_share_without_interval():
    assert gain.retention([2, 3], [4, 5], [3, 4]) == Estimate(
        0.5, 2, Undefined(Reason.SAME_CHANGE, 2)
    )


def test_nobody_and_one_person_are_stated():
    nobody, alone = Undefined(Reason.NO_ANSWERS, 0), Undefined(Reason.ONE_ANSWER, 1)

    assert gain.net_effect([], [], []) == nobody
    assert gain.net_effect([1], [2], [4]) == Estimate(1.0, 1, alone)
    assert gain.response_shift([], [], []).shift == nobody
    assert (gain.retention([], [], []), gain.retention([1], [2], [2])) == (nobody, alone)
