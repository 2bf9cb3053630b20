import math

import pytest

from evaluations.statistics.benchmark import Run, benchmark
from evaluations.statistics.results import Interval, Reason, Undefined
from tests.evaluations.statistics.sources import exact, mean, variance

EARLIER = [Run("spring", [1, 2, 1, 2]), Run("summer", [0, 1, 1, 0]), Run("autumn", [2, 2, 3, 2])]
T_2 = 4.302652729911275
"""The 97.5 % point of Student's t with 2 degrees of freedom: √(2 · 0.95² / (1 - 0.95²))."""


def test_this_run_has_a_place_among_the_earlier_ones():
    found = benchmark(Run("now", [1, 2, 2, 2]), EARLIER)

    assert (found.rank, found.of) == (2, 4)
    assert [run.label for run in found.earlier] == ["spring", "summer", "autumn"]
    assert found.this.change.value == 1.75


def test_t_with_two_degrees_of_freedom_by_hand():
    assert pytest.approx(math.sqrt(2 * 0.95**2 / (1 - 0.95**2))) == T_2


def test_expected_is_the_prediction_interval_of_the_earlier_means():
    means = exact([1.5, 0.5, 2.25])
    half = T_2 * math.sqrt(variance(means) * 4 / 3)

    found = benchmark(Run("now", [1, 2, 2, 2]), EARLIER)

    assert found.usual.value == pytest.approx(float(mean(means)), abs=1e-9)
    assert found.expected.low == pytest.approx(float(mean(means)) - half, abs=1e-9)
    assert found.expected.high == pytest.approx(float(mean(means)) + half, abs=1e-9)


def test_a_run_far_below_is_not_within_what_was_expected():
    assert benchmark(Run("now", [-9, -8, -9]), EARLIER).within_expected is False


def test_the_first_run_has_nothing_to_be_ranked_among():
    found = benchmark(Run("now", [1, 2]), [])

    assert found.rank == Undefined(Reason.NO_EARLIER_RUN, 0)
    assert found.expected == Undefined(Reason.TOO_FEW, 0)
    assert isinstance(found.this.change.interval, Interval)


def test_runs_without_a_pair_are_listed_and_not_counted():
    found = benchmark(Run("now", [1, 2]), [*EARLIER, Run("winter", [])])

    assert (found.of, len(found.earlier)) == (4, 4)
    assert found.earlier[-1].change == Undefined(Reason.NO_ANSWERS, 0)


def test_this_run_without_a_pair_has_no_place():
    found = benchmark(Run("now", []), EARLIER)

    assert found.rank == found.within_expected == Undefined(Reason.NO_ANSWERS, 0)


def test_equal_earlier_runs_give_no_prediction():
    found = benchmark(Run("now", [1, 2]), [Run(str(i), [1, 1]) for i in range(3)])

    assert found.expected == Undefined(Reason.ALL_THE_SAME, 3)
    assert found.usual.value == 1.0
