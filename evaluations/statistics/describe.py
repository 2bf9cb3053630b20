"""Mean and spread, shares with their interval, who moved, and how many could not rise."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from evaluations.statistics.answers import Numbers, Vector, changes, no_spread, vector
from evaluations.statistics.results import (
    CONFIDENCE,
    Estimate,
    Interval,
    Reason,
    Share,
    Undefined,
)


@dataclass(frozen=True)
class Summary:
    """`mean` and `sd` in points of the answer."""

    n: int
    mean: float | Undefined
    sd: float | Undefined


@dataclass(frozen=True)
class Movement:
    """Of the people with both answers: how many answered higher, the same, lower."""

    improved: Share | Undefined
    same: Share | Undefined
    worse: Share | Undefined


def summary(values: Numbers) -> Summary:
    """Mean and sample SD (divisor n - 1) of `values`, shape (n,).

    No answer: both are undefined. One answer: the mean is that answer, the SD undefined. All the same: SD 0.
    """
    answers = vector(values)
    n = int(answers.size)
    if n == 0:
        nothing = Undefined(Reason.NO_ANSWERS, 0)
        return Summary(0, nothing, nothing)
    spread = no_spread(answers, Reason.ALL_THE_SAME)
    if spread is None:
        return Summary(n, float(answers.mean()), float(answers.std(ddof=1)))
    return Summary(n, float(answers[0]), spread if n == 1 else 0.0)


def mean_estimate(
    values: Vector, *, same: Reason, level: float = CONFIDENCE
) -> Estimate | Undefined:
    """The mean of `values`, shape (n,), with Student's interval: mean ± t(n - 1) · SD / √n.

    None: undefined. One, or all the same (`same` says it): the mean, without an interval.
    Source: Student (1908), The probable error of a mean, Biometrika 6.
    """
    spread = no_spread(values, same)
    n = int(values.size)
    if n == 0 and spread:
        return spread
    if spread:
        return Estimate(float(values[0]), n, spread)
    half = float(stats.t.ppf((1 + level) / 2, n - 1) * values.std(ddof=1) / np.sqrt(n))
    mean = float(values.mean())
    return Estimate(mean, n, Interval(mean - half, mean + half, level))


def share(count: int, n: int, *, level: float = CONFIDENCE) -> Share | Undefined:
    """`count` of `n` with Wilson's score interval, which stays within 0 to 1 also at 0 of n and n of n.

    n = 0: undefined. Source: Wilson (1927), JASA 22; recommended by Newcombe (1998), Statistics in Medicine 17.
    """
    if n == 0:
        return Undefined(Reason.NO_ANSWERS, 0)
    z = float(stats.norm.ppf((1 + level) / 2))
    p = count / n
    middle = p + z * z / (2 * n)
    half = z * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    whole = 1 + z * z / n
    low = 0.0 if count == 0 else (middle - half) / whole
    high = 1.0 if count == n else (middle + half) / whole
    return Share(count, n, p, Interval(low, high, level))


def movement(before: Numbers, after: Numbers) -> Movement:
    """Shares of people whose answer rose, stayed and fell; `before` and `after` have shape (n,).

    Nobody with both answers: all three are undefined. Intervals: see `share`.
    """
    moved = changes(before, after)
    n = int(moved.size)
    return Movement(
        share(int((moved > 0).sum()), n),
        share(int((moved == 0).sum()), n),
        share(int((moved < 0).sum()), n),
    )


def ceiling(before: Numbers, highest: float) -> Share | Undefined:
    """The share of people who gave the `highest` possible answer before, and so could not rise.

    No answer: undefined. From 15 % the scale is said to have a ceiling effect: McHorney & Tarlov (1995),
    Quality of Life Research 4; Terwee et al. (2007), Journal of Clinical Epidemiology 60.
    """
    answers = vector(before)
    return share(int((answers >= round(highest, 9)).sum()), int(answers.size))
