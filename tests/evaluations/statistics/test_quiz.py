import math
from fractions import Fraction
from statistics import correlation

import pytest

from evaluations.statistics import quiz
from evaluations.statistics.results import Reason, Undefined


def answers(both_right, learnt, lost, both_wrong):
    before = [1] * both_right + [0] * learnt + [1] * lost + [0] * both_wrong
    after = [1] * both_right + [1] * learnt + [0] * lost + [0] * both_wrong
    return before, after


def binomial_p(learnt, lost):
    """Twice the smaller tail of the fair coin, at most 1, in fractions."""
    n, k = learnt + lost, min(learnt, lost)
    return min(Fraction(1), 2 * Fraction(sum(math.comb(n, i) for i in range(k + 1)), 2**n))


def test_mcnemar_of_the_example_of_exact2x2():
    """The table of R's exact2x2 vignette (21, 9, 2, 12); by hand 2 · (1 + 11 + 55) / 2048 = 0.06543."""
    found = quiz.mcnemar(*answers(21, 9, 2, 12))

    assert (found.n, found.learnt, found.lost) == (44, 9, 2)
    assert found.test.p == pytest.approx(134 / 2048, abs=1e-12)


@pytest.mark.parametrize(("learnt", "lost"), [(1, 0), (0, 5), (4, 4), (12, 3), (86, 150)])
def test_mcnemar_is_the_binomial_distribution(learnt, lost):
    found = quiz.mcnemar(*answers(3, learnt, lost, 1))

    assert found.test.p == pytest.approx(float(binomial_p(learnt, lost)), abs=1e-9)


def test_mcnemar_states_that_nobody_answered_or_changed():
    assert quiz.mcnemar([], []).test == Undefined(Reason.NO_ANSWERS, 0)
    assert quiz.mcnemar([1, 0], [1, 0]).test == Undefined(Reason.NOBODY_CHANGED, 2)


def test_mcnemar_refuses_what_is_neither_right_nor_wrong():
    with pytest.raises(ValueError, match="neither 0 nor 1"):
        quiz.mcnemar([0.5], [1])


def test_difficulty_is_the_share_of_right_answers():
    found = quiz.difficulty([1, 1, 0, 1])

    assert (found.count, found.n, found.value) == (3, 4, 0.75)


def test_difficulty_of_an_item_nobody_answered_is_stated():
    assert quiz.difficulty([]) == Undefined(Reason.NO_ANSWERS, 0)


def test_discrimination_is_pearsons_correlation_with_the_other_items():
    item, rest = [1, 0, 1, 1, 0, 0, 1], [3, 1, 2, 4, 2, 0, 3]

    assert quiz.discrimination(item, rest) == pytest.approx(correlation(item, rest), abs=1e-9)


def test_an_item_that_misleads_has_discrimination_below_zero():
    assert quiz.discrimination([0, 0, 1, 1], [4, 3, 1, 0]) < 0


@pytest.mark.parametrize(
    ("item", "rest", "reason"),
    [
        ([], [], Reason.NO_ANSWERS),
        ([1, 0], [1, 2], Reason.TOO_FEW),
        ([1, 1, 1], [1, 2, 3], Reason.ALL_THE_SAME),
        ([1, 0, 1], [2, 2, 2], Reason.ALL_THE_SAME),
    ],
)
def test_discrimination_that_does_not_exist_is_stated(item, rest, reason):
    assert quiz.discrimination(item, rest) == Undefined(reason, len(item))
