"""Data that were published, and arithmetic in plain Python that shares nothing with SciPy."""

import itertools
import math
from fractions import Fraction
from statistics import NormalDist

# Student's sleep data (Student 1908, Biometrika 6; R's `sleep`): extra hours of sleep under two drugs.
SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

# Hamilton depression scale factor at two visits (Hollander & Wolfe 1973, p. 29; R's example of wilcox.test).
DEPRESSION_FIRST = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
DEPRESSION_SECOND = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]

# Six subjects rated by four judges (Shrout & Fleiss 1979, Psychological Bulletin 86, table 2).
RATINGS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

# Yield of dyestuff, five samples from each of six batches (Davies & Goldsmith 1972; lme4's `Dyestuff`).
DYESTUFF = {
    "A": [1545, 1440, 1440, 1520, 1580],
    "B": [1540, 1555, 1490, 1560, 1495],
    "C": [1595, 1550, 1605, 1510, 1560],
    "D": [1445, 1440, 1595, 1465, 1545],
    "E": [1595, 1630, 1515, 1635, 1625],
    "F": [1520, 1455, 1450, 1480, 1445],
}


def exact(values):
    """The decimals as written, as fractions: 0.1 is 1/10."""
    return [Fraction(str(value)) for value in values]


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def variance(values):
    middle = mean(values)
    return sum(((value - middle) ** 2 for value in values), Fraction(0)) / (len(values) - 1)


def simpson(function, low, high, steps=4000):
    """The integral of `function` by Simpson's rule."""
    width = (high - low) / steps
    inner = sum((4 if i % 2 else 2) * function(low + i * width) for i in range(1, steps))
    return (function(low) + inner + function(high)) * width / 3


def student_p(t, df):
    """Two-sided p of Student's t, by integrating its density with t = √df · tan(angle)."""
    angle = math.atan(abs(t) / math.sqrt(df))
    whole = math.sqrt(math.pi) * math.exp(math.lgamma(df / 2) - math.lgamma((df + 1) / 2))
    return 2 * simpson(lambda a: math.cos(a) ** (df - 1), angle, math.pi / 2) / whole


def noncentral_t_below(t, df, delta):
    """P(T < t) of the noncentral t: the normal curve averaged over the spread that df leaves open."""
    below = NormalDist().cdf
    log_whole = math.lgamma(df / 2) + (df / 2 - 1) * math.log(2) - df / 2 * math.log(df)

    def density(s):
        if s <= 0:
            return 0.0
        return math.exp((df - 1) * math.log(s) - df * s * s / 2 - log_whole) * below(t * s - delta)

    return simpson(density, 0.0, 1 + 12 / math.sqrt(df), 8000)


def mid_ranks(values):
    return [
        Fraction(sum(other < value for other in values) + 1 + sum(o <= value for o in values), 2)
        for value in values
    ]


def signed_rank_p(differences):
    """Wilcoxon's two-sided p with Pratt's zeros, by writing down every way of giving signs."""
    ranks = mid_ranks([abs(d) for d in differences])
    kept = [rank for rank, d in zip(ranks, differences, strict=True) if d]
    rose = sum(rank for rank, d in zip(ranks, differences, strict=True) if d > 0)
    middle = Fraction(sum(kept), 2)
    sums = [
        sum(rank for rank, sign in zip(kept, signs, strict=True) if sign)
        for signs in itertools.product((0, 1), repeat=len(kept))
    ]
    return Fraction(sum(abs(s - middle) >= abs(rose - middle) for s in sums), len(sums))
