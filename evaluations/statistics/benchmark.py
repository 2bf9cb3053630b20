"""This run of a course beside its earlier runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from evaluations.statistics.answers import LARGEST, Numbers, Vector, vector
from evaluations.statistics.describe import mean_estimate
from evaluations.statistics.results import (
    CONFIDENCE,
    Estimate,
    Interval,
    Reason,
    Undefined,
)


@dataclass(frozen=True)
class Run:
    """One event: a label, and the changes (after - before) of the people with both answers, shape (n,)."""

    label: str
    changes: Numbers


@dataclass(frozen=True)
class RunEstimate:
    label: str
    change: Estimate | Undefined


@dataclass(frozen=True)
class Benchmark:
    """`rank` 1 is the largest change among this run and the earlier ones that have one (`of` in all).

    `usual` is the mean of the earlier runs' mean changes, n being runs; `expected` holds 95 % of new runs
    like them; `within_expected` says whether this run lies there.
    """

    this: RunEstimate
    earlier: tuple[RunEstimate, ...]
    rank: int | Undefined
    of: int
    usual: Estimate | Undefined
    expected: Interval | Undefined
    within_expected: bool | Undefined


def benchmark(this: Run, earlier: Sequence[Run]) -> Benchmark:
    """The mean change of `this` run, its place among the `earlier` ones, and what would be usual.

    Every run counts once, however many people it had. Runs without a pair are listed and left out of the
    figures. This run without a pair, or no earlier one: rank undefined. Fewer than 3 earlier runs, or all the
    same: `expected` undefined. Rank says nothing about quality where intervals overlap: show them.
    Source of the prediction interval, mean ± t(k - 1) · SD · √(1 + 1/k): Hahn & Meeker (1991), Statistical
    Intervals, ch. 4; against league tables without intervals: Goldstein & Spiegelhalter (1996), JRSS A 159.
    """
    return benchmark_of(_estimate(this), [_estimate(run) for run in earlier])


def benchmark_of(mine: RunEstimate, earlier: Sequence[RunEstimate]) -> Benchmark:
    """As `benchmark`, from the mean changes of runs that were worked out before."""
    others = tuple(earlier)
    means = _changes(run.change.value for run in others if isinstance(run.change, Estimate))
    expected = _expected(means)
    usual = mean_estimate(means, same=Reason.ALL_THE_SAME)
    of = int(means.size) + isinstance(mine.change, Estimate)
    if isinstance(mine.change, Undefined):
        return Benchmark(mine, others, mine.change, of, usual, expected, mine.change)
    value = float(_changes([mine.change.value])[0])
    rank = 1 + int((means > value).sum()) if means.size else Undefined(Reason.NO_EARLIER_RUN, 0)
    within = expected if isinstance(expected, Undefined) else expected.low <= value <= expected.high
    return Benchmark(mine, others, rank, of, usual, expected, within)


def _changes(values: Iterable[float]) -> Vector:
    return vector(values, largest=2 * LARGEST)


def _estimate(run: Run) -> RunEstimate:
    return RunEstimate(run.label, mean_estimate(_changes(run.changes), same=Reason.SAME_CHANGE))


def _expected(means: Vector) -> Interval | Undefined:
    k = int(means.size)
    if k < 3:
        return Undefined(Reason.TOO_FEW, k)
    if np.ptp(means) == 0:
        return Undefined(Reason.ALL_THE_SAME, k)
    t = stats.t.ppf((1 + CONFIDENCE) / 2, k - 1)
    half = float(t * means.std(ddof=1) * np.sqrt(1 + 1 / k))
    return Interval(float(means.mean()) - half, float(means.mean()) + half)
