"""Cohen's d for paired answers, in its two usual kinds, each with an interval.

d_z divides the mean change by the SD of the changes: how uniform the change was. d_av divides it by the
spread of the answers themselves: how large the change was for such answers, comparable with studies of
separate groups. They can differ much, so a figure always says which it is. Neither is corrected for small n.
"""

import numpy as np
from scipy import optimize, special

from evaluations.statistics.answers import Numbers, Vector, changes, constant, no_spread, vector
from evaluations.statistics.results import CONFIDENCE, Estimate, Interval, Reason, Undefined

LARGEST_T = 1e4
"""Beyond this |t| the noncentral distribution is not reliable in double precision."""


def d_z(before: Numbers, after: Numbers, *, level: float = CONFIDENCE) -> Estimate | Undefined:
    """Mean change / SD of the changes, in SDs; interval from the noncentral t, limits / √n.

    No pair, one pair, or everybody changed by the same amount: undefined.
    Source: Cohen (1988), Statistical Power Analysis, 2.3; interval: Cumming & Finch (2001), Educational
    and Psychological Measurement 61.
    """
    change = changes(before, after)
    spread = no_spread(change, Reason.SAME_CHANGE)
    if spread:
        return spread
    n = int(change.size)
    value = float(change.mean() / change.std(ddof=1))
    return Estimate(value, n, _scaled(_limits(change, level), 1 / float(np.sqrt(n))))


def d_av(before: Numbers, after: Numbers, *, level: float = CONFIDENCE) -> Estimate | Undefined:
    """Mean change / √((SD before² + SD after²) / 2), in SDs, with an approximate interval.

    The interval: the limits of the noncentral t of the paired test, times √(2 · var(change) / (n · (var
    before + var after))). No pair, one pair, or no spread both before and after: undefined. Everybody changed
    by the same amount: the effect without an interval.
    Source: Cumming (2012), Understanding the New Statistics, ch. 11; interval: Algina & Keselman (2003),
    Educational and Psychological Measurement 63.
    """
    first, second = vector(before), vector(after)
    change = changes(before, after)
    n = int(change.size)
    if n < 2:
        return Undefined(Reason.ONE_ANSWER if n else Reason.NO_ANSWERS, n)
    if constant(first) and constant(second):
        return Undefined(Reason.ALL_THE_SAME, n)
    average = float(np.sqrt((first.var(ddof=1) + second.var(ddof=1)) / 2))
    value = float(change.mean()) / average
    if constant(change):
        return Estimate(value, n, Undefined(Reason.SAME_CHANGE, n))
    factor = float(change.std(ddof=1)) / (average * float(np.sqrt(n)))
    return Estimate(value, n, _scaled(_limits(change, level), factor))


def noncentrality(t: float, df: int, *, level: float = CONFIDENCE) -> Interval | Undefined:
    """The noncentralities under which `t` with `df` is the upper and the lower tail's limit.

    Undefined beyond `LARGEST_T`. Source: Steiger & Fouladi (1997), in Harlow et al., What If There Were No
    Significance Tests?
    """
    if abs(t) > LARGEST_T:
        return Undefined(Reason.OUT_OF_RANGE, df + 1)
    if t < 0:
        mirrored = noncentrality(-t, df, level=level)
        if isinstance(mirrored, Undefined):
            return mirrored
        return Interval(-mirrored.high, -mirrored.low, level)
    tail = (1 - level) / 2
    widest = float(special.ndtri(1 - tail)) + 1
    reach = widest * float(np.sqrt(1 + t * t / (2 * df)))
    lowest = max(t - reach, -widest)  # further out the distribution function gives NaN

    def limit(chance: float) -> float:
        found = optimize.brentq(
            lambda delta: special.nctdtr(df, delta, t) - chance, lowest, t + reach, xtol=1e-11
        )
        return float(found)

    return Interval(limit(1 - tail), limit(tail), level)


def _limits(change: Vector, level: float) -> Interval | Undefined:
    n = int(change.size)
    t = float(change.mean() / change.std(ddof=1) * np.sqrt(n))
    return noncentrality(t, n - 1, level=level)


def _scaled(limits: Interval | Undefined, factor: float) -> Interval | Undefined:
    if isinstance(limits, Undefined):
        return limits
    return Interval(limits.low * factor, limits.high * factor, limits.level)
