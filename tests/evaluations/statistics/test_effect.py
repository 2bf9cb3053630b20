import math

import pytest

from evaluations.statistics import effect
from evaluations.statistics.results import Estimate, Interval, Reason, Undefined
from tests.evaluations.statistics.sources import (
    SLEEP_1,
    SLEEP_2,
    exact,
    mean,
    noncentral_t_below,
    variance,
)

CHANGE = [b - a for a, b in zip(exact(SLEEP_1), exact(SLEEP_2), strict=True)]


def test_d_z_is_mean_change_over_sd_of_changes():
    found = effect.d_z(SLEEP_1, SLEEP_2)

    assert found.value == pytest.approx(float(mean(CHANGE)) / math.sqrt(variance(CHANGE)), abs=1e-9)


def test_d_av_is_mean_change_over_root_mean_square_of_both_sds():
    average = (variance(exact(SLEEP_1)) + variance(exact(SLEEP_2))) / 2

    found = effect.d_av(SLEEP_1, SLEEP_2)

    assert found.value == pytest.approx(float(mean(CHANGE)) / math.sqrt(average), abs=1e-9)


def test_noncentrality_is_that_of_a_documented_example():
    """Steiger & Fouladi's method in an R script's README: t = 3.04, 314 df, 99 %: 0.4429486 to 5.632345."""
    found = effect.noncentrality(3.04, 314, level=0.99)

    assert found.low == pytest.approx(0.4429486, abs=1e-5)
    assert found.high == pytest.approx(5.632345, abs=1e-5)


@pytest.mark.parametrize(
    ("t", "df"), [(2.83, 126), (4.0621, 9), (-4.0621, 9), (0.0, 20), (12.0, 5)]
)
def test_noncentrality_leaves_the_tails_that_it_should(t, df):
    """Against the distribution function integrated in plain Python."""
    found = effect.noncentrality(t, df)

    assert noncentral_t_below(t, df, found.low) == pytest.approx(0.975, abs=1e-9)
    assert noncentral_t_below(t, df, found.high) == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize("df", [1, 2, 3, 10, 500, 20_000])
@pytest.mark.parametrize("t", [0, 1e-9, 0.5, 30, 999, 9999, -30, -9999])
def test_noncentrality_has_limits_for_every_t_within_reach(t, df):
    found = effect.noncentrality(t, df)

    assert found.low < found.high
    assert math.isfinite(found.low)
    assert math.isfinite(found.high)


def test_both_intervals_come_from_the_same_limits():
    limits = effect.noncentrality(float(mean(CHANGE)) / math.sqrt(variance(CHANGE) / 10), 9)
    pooled = variance(exact(SLEEP_1)) + variance(exact(SLEEP_2))
    factor = math.sqrt(2 * variance(CHANGE) / (10 * pooled))

    z, av = effect.d_z(SLEEP_1, SLEEP_2).interval, effect.d_av(SLEEP_1, SLEEP_2).interval

    assert (z.low, z.high) == pytest.approx((limits.low / 10**0.5, limits.high / 10**0.5), abs=1e-9)
    assert (av.low, av.high) == pytest.approx((limits.low * factor, limits.high * factor), abs=1e-9)


def test_a_fall_is_below_zero():
    found = effect.d_z(SLEEP_2, SLEEP_1)

    assert found.value < 0
    assert isinstance(found.interval, Interval)
    assert found.interval.high < 0


@pytest.mark.parametrize("d", [effect.d_z, effect.d_av])
def test_no_pair_and_one_pair_are_stated(d):
    assert d([], []) == Undefined(Reason.NO_ANSWERS, 0)
    assert d([1], [2]) == Undefined(Reason.ONE_ANSWER, 1)


def test_the_same_change_for_all_has_no_d_z_but_a_d_av():
    found = effect.d_av([1, 2, 3], [2, 3, 4])

    assert effect.d_z([1, 2, 3], [2, 3, 4]) == Undefined(Reason.SAME_CHANGE, 3)
    assert found == Estimate(1.0, 3, Undefined(Reason.SAME_CHANGE, 3))


def test_identical_answers_before_and_after_have_no_d_av():
    assert effect.d_av([4, 4, 4], [5, 5, 5]) == Undefined(Reason.ALL_THE_SAME, 3)


def test_an_effect_beyond_computing_says_so():
    found = effect.d_z([0, 0, 0], [1e6, 1e6, 1e6 - 1e-6])

    assert found.interval == Undefined(Reason.OUT_OF_RANGE, 3)
