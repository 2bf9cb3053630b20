import math
from statistics import NormalDist

import pytest

from evaluations.statistics import describe
from evaluations.statistics.results import Reason, Share, Undefined
from tests.evaluations.statistics.sources import SLEEP_1, exact, mean, variance


def test_summary_is_mean_and_sample_sd():
    values = exact(SLEEP_1)

    summary = describe.summary(SLEEP_1)

    assert summary.n == 10
    assert summary.mean == pytest.approx(float(mean(values)), abs=1e-9)
    assert summary.sd == pytest.approx(math.sqrt(variance(values)), abs=1e-9)


def test_summary_of_nobody_states_it():
    nothing = Undefined(Reason.NO_ANSWERS, 0)

    assert describe.summary([]) == describe.Summary(0, nothing, nothing)


def test_summary_of_one_answer_has_no_sd():
    assert describe.summary([4]) == describe.Summary(1, 4.0, Undefined(Reason.ONE_ANSWER, 1))


def test_summary_of_identical_answers_has_sd_0():
    assert describe.summary([0.1 + 0.2, 0.3, 0.3]) == describe.Summary(3, 0.3, 0.0)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_share_gives_the_intervals_printed_by_newcombe(count, n, low, high):
    """Newcombe (1998), Statistics in Medicine 17, table I, method 3 (score without correction)."""
    interval = describe.share(count, n).interval

    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@pytest.mark.parametrize(("count", "n"), [(3, 7), (50, 100), (1, 2), (19, 20)])
def test_share_limits_solve_the_score_equation(count, n):
    """At either limit the observed share is z standard errors, computed at the limit, away."""
    found = describe.share(count, n)
    z = NormalDist().inv_cdf(0.975)

    for limit in (found.interval.low, found.interval.high):
        assert abs(found.value - limit) == pytest.approx(
            z * math.sqrt(limit * (1 - limit) / n), abs=1e-9
        )


def test_share_of_nobody_states_it():
    assert describe.share(0, 0) == Undefined(Reason.NO_ANSWERS, 0)


def test_movement_counts_who_rose_stayed_and_fell():
    moved = describe.movement([1, 2, 3, 3, 5], [2, 2, 4, 1, 5])

    assert [(s.count, s.n) for s in (moved.improved, moved.same, moved.worse)] == [
        (2, 5),
        (2, 5),
        (1, 5),
    ]


def test_movement_takes_a_rounding_error_for_no_change():
    moved = describe.movement([0.3], [0.1 + 0.2])

    assert moved.same.count == 1


def test_ceiling_counts_who_could_not_rise():
    found = describe.ceiling([5, 5, 4, 5], 5)

    assert isinstance(found, Share)
    assert (found.count, found.n) == (3, 4)


def test_ceiling_with_everybody_at_the_top_is_all_of_them():
    found = describe.ceiling([5, 5, 5], 5)

    assert (found.value, found.interval.high) == (1.0, 1.0)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e7])
def test_what_is_no_answer_is_refused(value):
    with pytest.raises(ValueError, match="not a number between"):
        describe.summary([1, value])
