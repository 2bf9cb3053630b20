import math

import pytest
from scipy import stats

from evaluations.statistics import paired
from evaluations.statistics.results import Estimate, Reason, Undefined
from tests.evaluations.statistics.sources import (
    DEPRESSION_FIRST,
    DEPRESSION_SECOND,
    SLEEP_1,
    SLEEP_2,
    exact,
    mean,
    signed_rank_p,
    student_p,
    variance,
)

SLEEP_CHANGE = [a - b for a, b in zip(exact(SLEEP_1), exact(SLEEP_2), strict=True)]


def test_paired_t_of_the_sleep_data_is_what_r_documents():
    """R, ?t.test with `sleep`: t = -4.0621, df = 9, p-value = 0.002833."""
    found = paired.paired_t(SLEEP_2, SLEEP_1)

    assert (round(found.statistic, 4), found.df, round(found.p, 6)) == (-4.0621, 9, 0.002833)


def test_mean_change_of_the_sleep_data_is_what_r_documents():
    """R, ?t.test with `sleep`: -1.58, 95 percent confidence interval -2.4598858 -0.7001142."""
    found = paired.mean_change(SLEEP_2, SLEEP_1)

    assert found.value == pytest.approx(-1.58, abs=1e-12)
    assert (round(found.interval.low, 7), round(found.interval.high, 7)) == (-2.4598858, -0.7001142)


def test_paired_t_is_its_formula_to_nine_decimals():
    t = float(mean(SLEEP_CHANGE)) / math.sqrt(variance(SLEEP_CHANGE) / 10)

    found = paired.paired_t(SLEEP_2, SLEEP_1)

    assert found.statistic == pytest.approx(t, abs=1e-9)
    assert found.p == pytest.approx(student_p(t, 9), abs=1e-9)


def test_the_interval_ends_where_p_is_five_per_cent():
    found = paired.mean_change(SLEEP_2, SLEEP_1)
    error = math.sqrt(variance(SLEEP_CHANGE) / 10)

    for limit in (found.interval.low, found.interval.high):
        assert student_p((float(mean(SLEEP_CHANGE)) - limit) / error, 9) == pytest.approx(
            0.05, abs=1e-9
        )


def test_wilcoxon_of_the_depression_data_is_what_r_documents():
    """R, ?wilcox.test: V = 40, p-value = 0.01953 one-sided; exactly 10/512, two-sided 20/512."""
    found = paired.wilcoxon(DEPRESSION_SECOND, DEPRESSION_FIRST)

    assert found.statistic == 40
    assert found.p == pytest.approx(20 / 512, abs=1e-12)
    assert round(found.p / 2, 5) == 0.01953


@pytest.mark.parametrize(
    "change",
    [
        [58, 32, 30, 5, -7, 6, 11, 10],
        [1, 1, -1, 2, 2, 3, 0, 0],
        [0, 0, 0, 1],
        [-1, -1, -1, -1, -1],
        [2, -2, 1, -1],
        [0.5, 0.5, -0.25, 0, 1.75, 1.75, -0.5],
    ],
)
def test_wilcoxon_with_ties_and_zeros_is_every_sign_counted(change):
    found = paired.wilcoxon([0] * len(change), change)

    assert found.p == pytest.approx(float(signed_rank_p(exact(change))), abs=1e-12)


def test_wilcoxon_of_many_is_the_normal_curve_of_scipy():
    change = [((7 * i) % 11) - 4 for i in range(400)]

    found = paired.wilcoxon([0] * 400, change)

    other = stats.wilcoxon(change, zero_method="pratt", correction=False, method="asymptotic")
    assert found.method == "Wilcoxon signed-rank, normal curve"
    assert found.p == pytest.approx(float(other.pvalue), abs=1e-9)


def test_exact_and_normal_curve_agree_where_one_takes_over_from_the_other():
    change = [((7 * i) % 23) - 10.5 + i / 1000 for i in range(paired.EXACT_UP_TO)]

    found = paired.wilcoxon([0] * len(change), change)

    other = stats.wilcoxon(change, correction=False, method="asymptotic")
    assert found.method == "Wilcoxon signed-rank, exact"
    assert found.p == pytest.approx(float(other.pvalue), abs=2e-3)


@pytest.mark.parametrize("statistic", [paired.mean_change, paired.paired_t, paired.wilcoxon])
def test_no_pair_is_stated(statistic):
    assert statistic([], []) == Undefined(Reason.NO_ANSWERS, 0)


def test_one_pair_gives_its_change_without_interval_or_t():
    alone = Undefined(Reason.ONE_ANSWER, 1)

    assert paired.mean_change([2], [3]) == Estimate(1.0, 1, alone)
    assert paired.paired_t([2], [3]) == alone
    assert paired.wilcoxon([2], [3]).p == 1.0


def test_identical_answers_divide_nothing_by_zero():
    same = [3, 4, 5]

    assert paired.mean_change(same, same) == Estimate(0.0, 3, Undefined(Reason.SAME_CHANGE, 3))
    assert paired.paired_t(same, same) == Undefined(Reason.SAME_CHANGE, 3)
    assert paired.wilcoxon(same, same) == Undefined(Reason.NOBODY_CHANGED, 3)


def test_the_same_change_for_all_is_stated_in_spite_of_rounding_errors():
    before, after = [0.1, 0.2, 0.7], [0.1 + 0.1, 0.2 + 0.1, 0.7 + 0.1]

    assert paired.paired_t(before, after) == Undefined(Reason.SAME_CHANGE, 3)


def test_answers_that_are_not_pairs_are_refused():
    with pytest.raises(ValueError, match="2 answers before but 1 after"):
        paired.mean_change([1, 2], [3])
