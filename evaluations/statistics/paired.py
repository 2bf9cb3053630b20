"""Change within people who answered twice: mean difference, paired t, Wilcoxon signed-rank."""

import numpy as np
from scipy import stats

from evaluations.statistics.answers import Numbers, Vector, changes, no_spread
from evaluations.statistics.describe import mean_estimate
from evaluations.statistics.results import CONFIDENCE, Estimate, Reason, Test, Undefined

EXACT_UP_TO = 200
"""People who changed, up to which Wilcoxon's p is counted out instead of taken from the normal curve."""


def mean_change(
    before: Numbers, after: Numbers, *, level: float = CONFIDENCE
) -> Estimate | Undefined:
    """Mean of after - before, in points, with Student's interval; `before` and `after` have shape (n,).

    No pair: undefined. One pair, or everybody changed by the same amount: the change without an interval.
    Source: Student (1908), Biometrika 6.
    """
    return mean_estimate(changes(before, after), same=Reason.SAME_CHANGE, level=level)


def paired_t(before: Numbers, after: Numbers) -> Test | Undefined:
    """Student's paired t: mean change / (SD of the changes / √n), n - 1 degrees of freedom, two-sided.

    No pair, one pair, or everybody changed by the same amount: undefined. Source: Student (1908), Biometrika 6.
    """
    change = changes(before, after)
    spread = no_spread(change, Reason.SAME_CHANGE)
    if spread:
        return spread
    n = int(change.size)
    t = float(change.mean() / (change.std(ddof=1) / np.sqrt(n)))
    return Test(t, float(2 * stats.t.sf(abs(t), n - 1)), n, "paired t", df=n - 1)


def wilcoxon(before: Numbers, after: Numbers) -> Test | Undefined:
    """Wilcoxon's signed-rank test, two-sided; the statistic is the sum of the ranks of those who rose.

    Those who did not change are ranked and then left out (Pratt); equal changes share the mean of their
    ranks. Up to `EXACT_UP_TO` changed people p is exact, given the ties: every way of giving signs to the
    ranks is counted. Beyond, the normal curve with the variance of those ranks, without continuity correction.
    No pair: undefined. Nobody changed: undefined. One pair that changed: p = 1.
    Source: Wilcoxon (1945), Biometrics Bulletin 1; Pratt (1959), JASA 54.
    """
    change = changes(before, after)
    n = int(change.size)
    if n == 0:
        return Undefined(Reason.NO_ANSWERS, 0)
    if not change.any():
        return Undefined(Reason.NOBODY_CHANGED, n)
    ranks = stats.rankdata(np.abs(change))
    rose, moved = float(ranks[change > 0].sum()), ranks[change != 0]
    if moved.size <= EXACT_UP_TO:
        return Test(rose, _exact_p(moved, rose), n, "Wilcoxon signed-rank, exact")
    spread = float(np.sqrt((moved**2).sum() / 4))
    z = (rose - float(moved.sum()) / 2) / spread
    return Test(rose, float(2 * stats.norm.sf(abs(z))), n, "Wilcoxon signed-rank, normal curve")


def _exact_p(ranks: Vector, rose: float) -> float:
    """The chance, with every sign equally likely, of a sum at least as far from its middle as `rose`.

    Counts over doubled ranks, which are whole numbers also where ranks are shared.
    """
    doubled = np.rint(2 * ranks).astype(int)
    total = int(doubled.sum())
    chance = np.zeros(total + 1)
    chance[0] = 1.0
    for rank in doubled:
        with_rank = np.zeros_like(chance)
        with_rank[rank:] = chance[: total + 1 - rank]
        chance = (chance + with_rank) / 2
    observed = round(2 * rose)
    smaller = min(observed, total - observed)
    return min(1.0, 2 * float(chance[: smaller + 1].sum()))
