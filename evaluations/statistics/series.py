"""A monthly figure before and after training began: segmented regression, and the rules of run charts.

Neither can say that training caused what is seen: whatever else changed in the same months is in it, too.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.stattools import durbin_watson

from evaluations.statistics.answers import vector
from evaluations.statistics.results import CONFIDENCE, Estimate, Interval, Reason, Undefined

LEAST_MONTHS = 8
"""Months needed before and after (Penfold and Zhang, 2013, Academic Pediatrics 13)."""
LEAST_USEFUL = 10
SHIFT, TREND = 6, 5
"""Points on one side of the median, points going one way (Perla, Provost and Murray, 2011, BMJ Qual Saf 20)."""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interrupted:
    """In the unit of the series: `level` is the jump when the change was expected, `slope` how much steeper the
    months after are; `before_slope` is the trend they are measured against.
    """

    before: int
    after: int
    before_slope: Estimate
    level: Estimate
    slope: Estimate
    lags: int
    durbin_watson: float


@dataclass(frozen=True)
class RunChart:
    """`useful` points are not on the median. `shifts` and `trends` are (first, last) positions from 0.

    `longest_run` above `run_limit`, or `crossings` below `crossing_limit`, is a signal too (Anhøj and Olesen,
    2014, PLoS ONE 9).
    """

    median: float
    useful: int
    shifts: tuple[tuple[int, int], ...]
    trends: tuple[tuple[int, int], ...]
    longest_run: int
    run_limit: int
    crossings: int
    crossing_limit: int

    @property
    def signals(self) -> bool:
        unusual = self.longest_run > self.run_limit or self.crossings < self.crossing_limit
        return bool(self.shifts or self.trends) or unusual


def interrupted(values: Sequence[float], first_after: int) -> Interrupted | Undefined:
    """`values` of consecutive months, shape (n,); the change is expected from position `first_after` on.

    y = b0 + b1 t + b2 [t ≥ T] + b3 (t - T)[t ≥ T], by least squares with Newey and West's errors (HAC, Bartlett
    kernel, small-sample correction, t with n - 4 degrees of freedom); lags ⌊4 (n/100)^(2/9)⌋. Fewer than 8 months
    on either side, or all values the same: undefined. Source: Wagner et al. (2002), J Clin Pharm Ther 27; Newey
    and West (1987), Econometrica 55.
    """
    y = vector(values)
    n = int(y.size)
    if min(first_after, n - first_after) < LEAST_MONTHS:
        return Undefined(Reason.TOO_FEW, n)
    if float(np.ptp(y)) == 0:
        return Undefined(Reason.ALL_THE_SAME, n)
    lags = math.floor(4 * (n / 100) ** (2 / 9))
    kernel = {"maxlags": lags, "use_correction": True}
    fit = sm.OLS(y, design(n, first_after)).fit(cov_type="HAC", cov_kwds=kernel, use_t=True)
    limits = fit.conf_int(1 - CONFIDENCE)
    _, slope, level, steeper = (
        Estimate(float(value), n, Interval(float(low), float(high)))
        for value, (low, high) in zip(fit.params, limits, strict=True)
    )
    return Interrupted(
        first_after, n - first_after, slope, level, steeper, lags, float(durbin_watson(fit.resid))
    )


def design(n: int, first_after: int) -> Matrix:
    """The columns 1, t, level, slope: shape (n, 4)."""
    t = np.arange(n, dtype=float)
    after = (t >= first_after).astype(float)
    return np.column_stack([np.ones(n), t, after, (t - first_after) * after])


def run_chart(values: Sequence[float]) -> RunChart | Undefined:
    """`values` of consecutive months, shape (n,), around their own median. Fewer than 10 points off it: undefined."""
    y = vector(values)
    median = float(np.median(y)) if y.size else 0.0
    sides = [(position, value > median) for position, value in enumerate(y) if value != median]
    n = len(sides)
    if n < LEAST_USEFUL:
        return Undefined(Reason.TOO_FEW, n)
    runs = [list(group) for _, group in groupby(sides, key=lambda each: each[1])]
    return RunChart(
        median=median,
        useful=n,
        shifts=tuple((run[0][0], run[-1][0]) for run in runs if len(run) >= SHIFT),
        trends=tuple(_trends(y)),
        longest_run=max(map(len, runs)),
        run_limit=round(math.log2(n)) + 3,
        crossings=len(runs) - 1,
        crossing_limit=int(stats.binom.ppf(0.05, n - 1, 0.5)),
    )


def _trends(y: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """Stretches of `TREND` or more points that all go up or all go down; a repeated value is passed over."""
    kept = [0] + [i for i in range(1, y.size) if y[i] != y[i - 1]]
    found: list[tuple[int, int]] = []
    start = 0
    ways = [y[b] > y[a] for a, b in pairwise(kept)]
    for position in range(1, len(ways) + 1):
        if position == len(ways) or ways[position] != ways[position - 1]:
            if position - start + 1 >= TREND:
                found.append((kept[start], kept[position]))
            start = position
    return found
