"""From items to the score of a scale: reversed items turned round, and how much must be answered."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from evaluations.statistics.answers import Vector

Given = TypeVar("Given", float, Vector)


@dataclass(frozen=True)
class Range:
    """The lowest and highest possible answer."""

    lowest: float
    highest: float


def turned(given: Given, possible: Range) -> Given:
    """Reverse-scored answers on the direction of its scale: lowest + highest - answer."""
    return possible.lowest + possible.highest - given


def minimum_answered(items: int, share: float = 0.5) -> int:
    """How many of `items` must be answered for a score: `share` of them, rounded up, at least one.

    Source of the half rule: Fairclough & Cella (1996), Quality of Life Research 5.
    """
    return max(1, math.ceil(items * share - 1e-9))


def scale_scores(answers: Sequence[Vector], minimum: int) -> Vector:
    """For each person the mean of the items they answered; NaN with fewer than `minimum` (at least one).

    `answers` holds a vector of shape (people,) for each item, NaN where somebody did not answer. Reversed items
    are turned before. The mean of what was answered is the same as filling the gaps with the person's own mean.
    Source: Downey & King (1998), Journal of General Psychology 125.
    """
    given = np.stack(answers)
    count = (~np.isnan(given)).sum(axis=0)
    scores = np.full(count.shape, np.nan)
    enough = count >= max(1, minimum)
    return np.divide(np.nansum(given, axis=0), count, out=scores, where=enough)
