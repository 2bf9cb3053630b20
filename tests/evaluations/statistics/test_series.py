import math

import numpy as np
import pytest
from scipy import stats

from evaluations.statistics.results import Reason, Undefined
from evaluations.statistics.series import design, interrupted, run_chart

RNG = np.random.default_rng(2015)
SERIES = [12, 14, 13, 15, 14, 16, 15, 17, 16, 18, 25, 24, 26, 27, 26, 28, 27, 29, 30, 31]


def newey_west(values, first_after, lags):
    """Estimates and their standard errors from the formula of 1987, by hand: Bartlett weights, n/(n - k)."""
    y, x = np.asarray(values, dtype=float), design(len(values), first_after)
    n, k = x.shape
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ x.T @ y
    scores = x * (y - x @ beta)[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (cross + cross.T)
    return beta, np.sqrt(np.diag(bread @ meat @ bread) * n / (n - k))


def test_segmented_regression_is_its_formula_to_nine_decimals():
    found = interrupted(SERIES, 10)
    beta, errors = newey_west(SERIES, 10, found.lags)
    reach = stats.t.ppf(0.975, len(SERIES) - 4)

    assert found.lags == math.floor(4 * (20 / 100) ** (2 / 9)) == 2
    for number, estimate in enumerate((found.before_slope, found.level, found.slope), start=1):
        assert estimate.value == pytest.approx(beta[number], abs=1e-9)
        assert estimate.interval.low == pytest.approx(
            beta[number] - reach * errors[number], abs=1e-9
        )
        assert estimate.interval.high == pytest.approx(
            beta[number] + reach * errors[number], abs=1e-9
        )


def test_line_with_a_step_is_found_exactly():
    values = [
        2 * t + (10 + 3 * (t - 9) if t >= 9 else 0) + (0.001 if t % 2 else 0) for t in range(20)
    ]

    found = interrupted(values, 9)

    assert found.before_slope.value == pytest.approx(2, abs=0.01)
    assert found.level.value == pytest.approx(10, abs=0.01)
    assert found.slope.value == pytest.approx(3, abs=0.01)


def test_durbin_watson_is_its_formula():
    x, y = design(20, 10), np.asarray(SERIES, dtype=float)
    residuals = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]

    expected = np.sum(np.diff(residuals) ** 2) / np.sum(residuals**2)

    assert interrupted(SERIES, 10).durbin_watson == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("values", "first_after", "reason"),
    [
        ([], 0, Reason.TOO_FEW),
        (SERIES, 7, Reason.TOO_FEW),
        (SERIES, 13, Reason.TOO_FEW),
        ([5] * 24, 12, Reason.ALL_THE_SAME),
    ],
)
def test_what_cannot_be_said_has_a_reason(values, first_after, reason):
    assert interrupted(values, first_after).reason is reason


def test_planted_fall_is_found_as_a_fall():
    noise = RNG.normal(0, 1, 48)
    values = [20 + noise[t] - (6 if t >= 24 else 0) for t in range(48)]

    assert interrupted(values, 24).level.interval.high < 0


def test_nothing_planted_is_rarely_found():
    """HAC errors are somewhat too small in short series: about 8 % instead of 5 % of 48 months of noise."""
    found = [interrupted(list(RNG.normal(20, 2, 48)), 24).level.interval for _ in range(600)]

    assert 0.03 < np.mean([not interval.holds_zero for interval in found]) < 0.13


def test_shift_and_crossings_are_those_counted_by_hand():
    """Median 10: seven below, then seven above; one crossing where chance gives 4 or more of 13."""
    values = [8, 9, 7, 9, 8, 7, 9, 12, 11, 13, 12, 11, 12, 13]

    found = run_chart(values)

    assert (found.median, found.useful) == (10.0, 14)
    assert found.shifts == ((0, 6), (7, 13))
    assert (found.longest_run, found.run_limit) == (7, round(math.log2(14)) + 3)
    assert (found.crossings, found.crossing_limit) == (1, 4)
    assert found.signals


def test_trend_passes_over_a_repeated_value():
    values = [5, 9, 6, 8, 5, 9, 1, 2, 3, 3, 4, 5, 6, 5, 9]

    assert run_chart(values).trends == ((6, 12),)


def test_points_on_the_median_belong_to_no_run():
    values = [4, 6, 5, 4, 6, 5, 4, 6, 4, 6, 4, 6, 5]

    found = run_chart(values)

    assert (found.useful, found.crossings, found.shifts) == (10, 9, ())
    assert not found.signals


@pytest.mark.parametrize("values", [[], [1.0], [3] * 30, [1, 2, 3]])
def test_too_short_or_level_a_series_has_no_chart(values):
    assert isinstance(run_chart(values), Undefined)
