"""What became of a gain: beside the drift before the course, beside looking back, and three months on."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from evaluations.statistics.answers import DECIMALS, Numbers, Vector, changes
from evaluations.statistics.describe import mean_estimate
from evaluations.statistics.results import CONFIDENCE, Estimate, Interval, Reason, Undefined


@dataclass(frozen=True)
class ResponseShift:
    """How people judge their start when they look back at the end, in points.

    `shift` is looking back - the answer at the start: below 0, people now say that they knew less than they
    had thought. `change` is end - start, `change_looking_back` is end - looking back, of the same people.
    """

    shift: Estimate | Undefined
    change: Estimate | Undefined
    change_looking_back: Estimate | Undefined


def net_effect(booking: Numbers, start: Numbers, end: Numbers) -> Estimate | Undefined:
    """Mean of (T2 - T1) - (T1 - T0), in points, of people with all three answers, each of shape (n,).

    The change over the course less the change over the wait before it: people as their own comparison.
    It assumes that the drift before would have gone on at the same size; the two spans differ in length.
    Nobody with all three: undefined. One person, or the same for everybody: without an interval.
    Source: the double pretest, Shadish, Cook & Campbell (2002), Experimental and Quasi-Experimental Designs, ch. 4.
    """
    net = np.round(changes(start, end) - changes(booking, start), DECIMALS)
    return mean_estimate(net, same=Reason.SAME_CHANGE)


def response_shift(start: Numbers, looking_back: Numbers, end: Numbers) -> ResponseShift:
    """The true baseline beside the retrospective one, of people with all three answers, each of shape (n,).

    Undefined and without interval as `net_effect`. Looking back is also open to wishful memory, so neither
    baseline is the right one; a report shows both.
    Source: Howard (1980), Response-shift bias, Evaluation Review 4.
    """

    def mean(before: Numbers, after: Numbers) -> Estimate | Undefined:
        return mean_estimate(changes(before, after), same=Reason.SAME_CHANGE)

    return ResponseShift(mean(start, looking_back), mean(start, end), mean(looking_back, end))


def retention(start: Numbers, end: Numbers, later: Numbers) -> Estimate | Undefined:
    """The share of the mean change T1 to T2 that is still there at T3: mean(T3 - T1) / mean(T2 - T1).

    Of people with all three answers, each of shape (n,); 1 is all of it, above 1 it grew, below 0 it turned
    round. It works for a fall as for a rise. A share of a change near nil means nothing: where the interval
    of the first change holds 0 the retention is undefined, which is also where Fieller's interval for a
    ratio of means has no ends. Nobody, or one person: undefined. Everybody alike: without an interval.
    Source: Fieller (1954), Some problems in interval estimation, JRSS B 16.
    """
    first, kept = changes(start, end), changes(start, later)
    n = int(first.size)
    if n < 2:
        return Undefined(Reason.ONE_ANSWER if n else Reason.NO_ANSWERS, n)
    gain = mean_estimate(first, same=Reason.SAME_CHANGE)
    if isinstance(gain, Undefined) or _may_be_nil(gain):
        return Undefined(Reason.CHANGE_NEAR_ZERO, n)
    return Estimate(float(kept.mean()) / gain.value, n, _fieller(kept, first))


def _may_be_nil(gain: Estimate) -> bool:
    return gain.interval.holds_zero if isinstance(gain.interval, Interval) else gain.value == 0


def _fieller(top: Vector, bottom: Vector) -> Interval | Undefined:
    """Every ratio r for which the mean of top - r · bottom does not differ from 0, by Student's t."""
    n = int(top.size)
    squares = np.cov(top, bottom) / n
    if not squares.any():
        return Undefined(Reason.SAME_CHANGE, n)
    t2 = float(stats.t.ppf((1 + CONFIDENCE) / 2, n - 1)) ** 2
    a = float(bottom.mean() ** 2 - t2 * squares[1, 1])
    b = float(top.mean() * bottom.mean() - t2 * squares[0, 1])
    c = float(top.mean() ** 2 - t2 * squares[0, 0])
    if a <= 0:
        return Undefined(Reason.CHANGE_NEAR_ZERO, n)
    half = float(np.sqrt(max(b * b - a * c, 0.0)))
    return Interval((b - half) / a, (b + half) / a)
