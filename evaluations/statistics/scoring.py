"""From items to the score of a scale: reversed items turned round, and how much must be answered."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """The lowest and highest possible answer."""

    lowest: float
    highest: float


def turned(value: float, possible: Range) -> float:
    """A reverse-scored answer on the direction of its scale: lowest + highest - answer."""
    return possible.lowest + possible.highest - value


def minimum_answered(items: int, share: float = 0.5) -> int:
    """How many of `items` must be answered for a score: `share` of them, rounded up, at least one.

    Source of the half rule: Fairclough & Cella (1996), Quality of Life Research 5.
    """
    return max(1, math.ceil(items * share - 1e-9))


def scale_score(answers: Sequence[float | None], minimum: int) -> float | None:
    """The mean of the items that one person answered (None: did not); None when fewer than `minimum`.

    Reversed items are turned before. The mean of what was answered is the same as filling the gaps with the
    person's own mean. Source: Downey & King (1998), Journal of General Psychology 125.
    """
    given = [answer for answer in answers if answer is not None]
    if len(given) < max(1, minimum):
        return None
    return sum(given) / len(given)
