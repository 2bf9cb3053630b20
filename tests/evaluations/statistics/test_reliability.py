from fractions import Fraction

import numpy as np
import pytest

from evaluations.statistics import reliability
from evaluations.statistics.results import Reason, Undefined
from tests.evaluations.statistics.sources import RATINGS, mean, variance


def with_covariance(covariance, n=50):
    """Answers of `n` people whose sample covariance is exactly this."""
    noise = np.random.default_rng(7).normal(size=(n, len(covariance)))
    noise -= noise.mean(axis=0)
    white = noise @ np.linalg.inv(np.linalg.cholesky(np.cov(noise, rowvar=False))).T
    return white @ np.linalg.cholesky(np.asarray(covariance, dtype=float)).T


def test_alpha_of_shrout_and_fleiss_is_their_icc_3_4():
    """Shrout & Fleiss (1979), table 4: ICC(3,4) = .91, which is alpha.

    The limits by hand from tables of F, 97.5 %: 3.58 with 5 and 15 df, 6.43 with 15 and 5.
    """
    found = reliability.alpha(RATINGS)

    assert round(found.value, 2) == 0.91
    assert found.interval.low == pytest.approx(1 - 3.58 * (1 - found.value), abs=1e-3)
    assert found.interval.high == pytest.approx(1 - (1 - found.value) / 6.43, abs=1e-3)


def test_alpha_is_its_formula_to_nine_decimals():
    columns = [[Fraction(row[i]) for row in RATINGS] for i in range(4)]
    total = variance([Fraction(sum(row)) for row in RATINGS])

    assert reliability.alpha(RATINGS).value == pytest.approx(
        float(Fraction(4, 3) * (1 - sum(map(variance, columns)) / total)), abs=1e-9
    )


def test_alpha_is_one_minus_error_over_between_mean_square():
    """Hoyt's (1941) analysis of variance, in fractions."""
    grand = mean([Fraction(x) for row in RATINGS for x in row])
    people = [mean([Fraction(x) for x in row]) for row in RATINGS]
    items = [mean([Fraction(row[i]) for row in RATINGS]) for i in range(4)]
    between = 4 * sum((p - grand) ** 2 for p in people) / 5
    error = sum(
        (RATINGS[i][j] - people[i] - items[j] + grand) ** 2 for i in range(6) for j in range(4)
    )

    assert reliability.alpha(RATINGS).value == pytest.approx(
        float(1 - error / 15 / between), abs=1e-9
    )


def test_alpha_from_the_covariances_of_a_documented_example():
    """StatsBase.jl, cronbachalpha: variances 10, 11, 12, 13 and covariances 6 give 0.8136."""
    covariance = np.full((4, 4), 6.0) + np.diag([4.0, 5, 6, 7])

    assert round(reliability.alpha(with_covariance(covariance)).value, 4) == 0.8136


def test_omega_of_a_known_factor_is_its_formula():
    loadings, own = np.array([0.8, 0.7, 0.6, 0.5]), np.array([0.5, 0.4, 0.9, 0.6])
    common = loadings.sum() ** 2

    found = reliability.omega(with_covariance(np.outer(loadings, loadings) + np.diag(own)))

    assert found == pytest.approx(common / (common + own.sum()), abs=1e-6)


def test_omega_and_alpha_are_the_same_where_items_load_alike():
    answers = with_covariance(np.full((5, 5), 0.5) + 0.5 * np.eye(5))

    found = reliability.reliability(answers, items=5)

    assert (found.n, found.items) == (50, 5)
    assert found.omega == pytest.approx(found.alpha.value, abs=1e-6)


def test_items_that_contradict_each_other_have_alpha_below_zero():
    assert reliability.alpha([[1, 5], [2, 4], [3, 3], [4, 1]]).value < 0


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([], Reason.NO_ANSWERS),
        ([[1], [2]], Reason.ONE_ITEM),
        ([[1, 2]], Reason.ONE_ANSWER),
        ([[1, 3], [2, 2], [3, 1]], Reason.ALL_THE_SAME),
        ([[4, 4], [4, 4], [4, 4]], Reason.ALL_THE_SAME),
    ],
)
def test_alpha_that_does_not_exist_is_stated(answers, reason):
    assert reliability.alpha(answers) == Undefined(reason, len(answers))


def test_identical_items_have_alpha_one_without_interval():
    found = reliability.alpha([[1, 1], [2, 2], [5, 5]])

    assert found.value == 1.0
    assert found.interval == Undefined(Reason.ALL_THE_SAME, 3)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([], Reason.NO_ANSWERS),
        ([[1, 2], [2, 3], [3, 3]], Reason.ONE_ITEM),
        ([[1, 2, 3], [2, 3, 4], [3, 3, 1]], Reason.TOO_FEW),
        ([[1, 5, 3], [2, 5, 4], [3, 5, 1], [4, 5, 2]], Reason.ALL_THE_SAME),
        ([[1, 1, 1], [2, 2, 2], [3, 3, 3], [5, 5, 5]], Reason.NO_ONE_FACTOR),
    ],
)
def test_omega_that_does_not_exist_is_stated(answers, reason):
    assert reliability.omega(answers) == Undefined(reason, len(answers))
