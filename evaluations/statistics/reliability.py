"""Whether the items of a scale measure one thing: Cronbach's alpha and McDonald's omega."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from statsmodels.multivariate.factor import Factor

from evaluations.statistics.answers import DECIMALS
from evaluations.statistics.results import CONFIDENCE, Estimate, Interval, Reason, Undefined

Matrix = npt.NDArray[np.float64]

SETTLED = 1e-5
"""The likelihood's slope below which the fit has arrived."""

SINGULAR = 1e-9
"""Below this the smallest eigenvalue of the correlations says that one item is the sum of others."""

SMALLEST_UNIQUENESS = 0.005
"""An item with less variance of its own than this is a Heywood case: the factor model has broken down."""


@dataclass(frozen=True)
class Reliability:
    """`n` people answered all `items`; both coefficients are at most 1."""

    n: int
    items: int
    alpha: Estimate | Undefined
    omega: float | Undefined


def reliability(answers: Sequence[Sequence[float]] | Matrix, *, items: int) -> Reliability:
    """Alpha and omega of a scale of `items`; `answers` has shape (n people, items), reversed items turned."""
    return Reliability(len(answers), items, alpha(answers), omega(answers))


def alpha(
    answers: Sequence[Sequence[float]] | Matrix, *, level: float = CONFIDENCE
) -> Estimate | Undefined:
    """Cronbach's alpha, k / (k - 1) · (1 - sum of item variances / variance of the sum), with Feldt's interval.

    `answers` has shape (n, k). Fewer than 2 items or 2 people: undefined. Everybody with the same sum:
    undefined. Alpha below 0 is possible, and means that the items do not belong together. Alpha of exactly 1:
    without an interval.
    Source: Cronbach (1951), Psychometrika 16; interval: Feldt, Woodruff & Salih (1987), Applied Psychological
    Measurement 11, (1 - alpha) · F with n - 1 and (n - 1)(k - 1) degrees of freedom.
    """
    matrix = _matrix(answers)
    n, k = matrix.shape
    if n < 2:
        return Undefined(Reason.ONE_ANSWER if n else Reason.NO_ANSWERS, n)
    if k < 2:
        return Undefined(Reason.ONE_ITEM, n)
    total = np.round(matrix.sum(axis=1), DECIMALS)
    if np.ptp(total) == 0:
        return Undefined(Reason.ALL_THE_SAME, n)
    value = float(k / (k - 1) * (1 - matrix.var(axis=0, ddof=1).sum() / total.var(ddof=1)))
    if 1 - value < 1e-12:
        return Estimate(1.0, n, Undefined(Reason.ALL_THE_SAME, n))
    lower, upper = stats.f.ppf([(1 + level) / 2, (1 - level) / 2], n - 1, (n - 1) * (k - 1))
    return Estimate(
        value, n, Interval(float(1 - (1 - value) * lower), float(1 - (1 - value) * upper), level)
    )


def omega(answers: Sequence[Sequence[float]] | Matrix) -> float | Undefined:
    """McDonald's omega of one common factor: (Σ loading)² / ((Σ loading)² + Σ own variance).

    `answers` has shape (n, k). The factor is fitted to the correlations by maximum likelihood and put back on
    the items' own units. Fewer than 3 items: undefined, the model has no unique answer. Not more people than
    items: undefined. An item that everybody answered the same, or a fit that fails or leaves an item without
    variance of its own (`SMALLEST_UNIQUENESS`): undefined.
    Source: McDonald (1999), Test Theory, ch. 6.
    """
    matrix = _matrix(answers)
    n, k = matrix.shape
    if n == 0:
        return Undefined(Reason.NO_ANSWERS, n)
    if k < 3:
        return Undefined(Reason.ONE_ITEM, n)
    if n <= k:
        return Undefined(Reason.TOO_FEW, n)
    if (np.ptp(matrix, axis=0) == 0).any():
        return Undefined(Reason.ALL_THE_SAME, n)
    return omega_of(
        np.asarray(np.corrcoef(matrix, rowvar=False)), np.std(matrix, axis=0, ddof=1), n
    )


def omega_of(correlations: Matrix, sds: Matrix, n: int) -> float | Undefined:
    """`omega` from correlations, shape (k, k), and SDs, shape (k,), of `n` people."""
    sizes, directions = np.linalg.eigh(correlations)
    if sizes[0] < SINGULAR:
        return Undefined(Reason.NO_ONE_FACTOR, n)
    first = 0.8 * directions[:, -1] * np.sqrt(sizes[-1])
    start = (first[:, None], 1 - first**2)
    model = Factor(corr=correlations, n_factor=1, method="ml", nobs=n)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")  # what matters of it is checked below
            fit = model.fit(start=start, opt={"gtol": 1e-9})
    except (np.linalg.LinAlgError, ValueError):
        return Undefined(Reason.NO_ONE_FACTOR, n)
    loadings, own = np.asarray(fit.loadings).ravel(), np.asarray(fit.uniqueness)
    settled = np.abs(fit.mle_retvals.jac).max() < SETTLED
    if not settled or not np.isfinite(loadings).all() or own.min() < SMALLEST_UNIQUENESS:
        return Undefined(Reason.NO_ONE_FACTOR, n)
    common = float((loadings * sds).sum() ** 2)
    return common / (common + float((own * sds**2).sum()))


def _matrix(answers: Sequence[Sequence[float]] | Matrix) -> Matrix:
    matrix = np.round(np.asarray(answers, dtype=float), DECIMALS)
    return matrix if matrix.ndim == 2 else np.empty((0, 0))
