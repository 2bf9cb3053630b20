"""Quiz items, right (1) or wrong (0): change, difficulty, and whether they tell people apart."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from evaluations.statistics.answers import Numbers, Vector, constant, vector
from evaluations.statistics.describe import share
from evaluations.statistics.results import Reason, Share, Test, Undefined


@dataclass(frozen=True)
class McNemar:
    """Of `n` people with both answers: wrong then right (`learnt`) and right then wrong (`lost`)."""

    n: int
    learnt: int
    lost: int
    test: Test | Undefined


def mcnemar(before: Numbers, after: Numbers) -> McNemar:
    """The exact test of McNemar: of those whose answer changed, did as many learn as lose?

    `before` and `after` hold 0 or 1, shape (n,). p is two-sided from the binomial distribution with chance ½;
    the statistic is the number who learnt. No pair, or nobody changed: the test is undefined.
    Source: McNemar (1947), Psychometrika 12; exact form: Agresti, Categorical Data Analysis (1990), ch. 10.
    """
    first, second = _marks(before), _marks(after)
    if first.size != second.size:
        raise ValueError(f"{first.size} answers before but {second.size} after")
    n = int(first.size)
    learnt, lost = int((second > first).sum()), int((second < first).sum())
    if n == 0:
        return McNemar(0, 0, 0, Undefined(Reason.NO_ANSWERS, 0))
    if learnt + lost == 0:
        return McNemar(n, 0, 0, Undefined(Reason.NOBODY_CHANGED, n))
    p = float(stats.binomtest(learnt, learnt + lost, 0.5).pvalue)
    return McNemar(n, learnt, lost, Test(float(learnt), p, n, "McNemar, exact"))


def difficulty(marks: Numbers) -> Share | Undefined:
    """The share of right answers, with Wilson's interval; `marks` hold 0 or 1, shape (n,).

    The higher, the easier (the name is the field's). Nobody answered: undefined.
    Source: Crocker & Algina (1986), Introduction to Classical and Modern Test Theory, ch. 14.
    """
    right = _marks(marks)
    return share(int(right.sum()), int(right.size))


def discrimination(marks: Numbers, rest: Numbers) -> float | Undefined:
    """Corrected point-biserial: Pearson's r of the item with the score of the *other* items, -1 to 1.

    `marks` hold 0 or 1, `rest` the sum of the other items of the same people, both of shape (n,). Fewer than
    3 people: undefined. Everybody right, everybody wrong, or the same score on the rest: undefined.
    Source: Henrysson (1963), Psychometrika 28; Crocker & Algina (1986), ch. 14.
    """
    item, others = _marks(marks), vector(rest)
    n = int(item.size)
    if n < 3:
        return Undefined(Reason.TOO_FEW if n else Reason.NO_ANSWERS, n)
    if constant(item) or constant(others):
        return Undefined(Reason.ALL_THE_SAME, n)
    return float(np.clip(np.corrcoef(item, others)[0, 1], -1, 1))


def _marks(values: Numbers) -> Vector:
    marks = vector(values)
    if not np.isin(marks, (0, 1)).all():
        raise ValueError("a mark of a quiz item is neither 0 nor 1")
    return marks
