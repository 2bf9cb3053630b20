"""From plain numbers to vectors: the one place where answers are made fit for arithmetic."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from evaluations.statistics.results import Reason, Undefined

Vector = npt.NDArray[np.float64]
Numbers = Sequence[float] | Vector

DECIMALS = 9
"""Answers and changes are kept to 9 decimals: 0.1 + 0.2 and 0.3 are the same answer, so ties stay ties."""

LARGEST = 1e6
"""No answer is larger than this; with `DECIMALS` it keeps every sum of squares exact enough and finite."""


def vector(values: Iterable[float], *, largest: float = LARGEST) -> Vector:
    """`values` as a vector of shape (n,). Raises ValueError for what is not a number between ±`largest`."""
    array = np.asarray(values if isinstance(values, np.ndarray) else list(values), dtype=float)
    if not np.all(np.abs(array) <= largest):
        raise ValueError(f"an answer is not a number between -{largest:.0f} and {largest:.0f}")
    return np.round(array, DECIMALS)


def changes(before: Numbers, after: Numbers) -> Vector:
    """after - before, person by person, shape (n,). Raises ValueError when the lengths differ."""
    if len(before) != len(after):
        raise ValueError(f"{len(before)} answers before but {len(after)} after")
    return np.round(vector(after) - vector(before), DECIMALS)


def constant(values: Vector) -> bool:
    """Whether all of `values` are the same; True for none at all."""
    return values.size == 0 or bool(np.ptp(values) == 0)


def no_spread(values: Vector, same: Reason) -> Undefined | None:
    """Why a spread cannot be had from `values`: none, one, or all the same (`same` says so); else None."""
    n = int(values.size)
    if n == 0:
        return Undefined(Reason.NO_ANSWERS, n)
    if n == 1:
        return Undefined(Reason.ONE_ANSWER, n)
    return Undefined(same, n) if constant(values) else None
