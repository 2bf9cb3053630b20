"""One plain sentence that follows the numbers, or a refusal to make one.

The sentence says which way the mean went, with its interval, of how many invited; and what it cannot say.
It reports a fall as it reports a rise. It never names a cause: there is no comparison group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from evaluations.statistics.answers import vector
from evaluations.statistics.describe import ceiling
from evaluations.statistics.paired import mean_change
from evaluations.statistics.results import Estimate, Interval, Share
from evaluations.statistics.waves import Comparison, Wave

MINIMUM_PAIRS = 10
CEILING = 0.15

WHEN = {
    Wave.T0: "at booking",
    Wave.T1: "at the start",
    Wave.T2: "at the end",
    Wave.LOOKING_BACK: "looking back to before",
    Wave.T3: "three months later",
}


class Direction(StrEnum):
    RISE = "rise"
    FALL = "fall"
    NO_CLEAR_CHANGE = "no clear change"


@dataclass(frozen=True)
class Headline:
    direction: Direction
    pairs: int
    invited: int
    sentence: str


@dataclass(frozen=True)
class Refused:
    """Too few pairs for a headline; `sentence` says so."""

    pairs: int
    invited: int
    minimum: int
    sentence: str


def headline(
    before: Sequence[float],
    after: Sequence[float],
    *,
    comparison: Comparison,
    invited: int,
    minimum: int = MINIMUM_PAIRS,
    highest: float | None = None,
) -> Headline | Refused:
    """What happened to the mean of people who answered twice; `before` and `after` have shape (n,).

    A direction is named only where the 95 % interval of the mean change lies on one side of 0, or where
    everybody changed by the same amount. Fewer than `minimum` pairs: refused. With `highest`, people who could
    not rise are named where they are 15 % or more (`ceiling`). Raises ValueError for more pairs than invited.
    """
    pairs = len(before)
    if pairs > invited:
        raise ValueError(f"{pairs} pairs of answers but {invited} people invited")
    change = mean_change(before, after)
    if pairs < minimum or not isinstance(change, Estimate):
        return Refused(pairs, invited, minimum, _refusal(pairs, invited, minimum, comparison))
    direction = _direction(change)
    first, second = float(vector(before).mean()), float(vector(after).mean())
    parts = [
        _who(pairs, invited, comparison),
        _what(direction, change, first, second),
        _could_not_rise(before, highest, comparison),
        _caveat(pairs, invited),
    ]
    return Headline(direction, pairs, invited, " ".join(part for part in parts if part))


def _direction(change: Estimate) -> Direction:
    unclear = isinstance(change.interval, Interval) and change.interval.holds_zero
    if unclear or change.value == 0:
        return Direction.NO_CLEAR_CHANGE
    return Direction.RISE if change.value > 0 else Direction.FALL


def _who(pairs: int, invited: int, comparison: Comparison) -> str:
    when = f"both {WHEN[comparison.before]} and {WHEN[comparison.after]}"
    if pairs == invited:
        return f"All {invited:,} people invited answered {when}."
    return f"Of {invited:,} people invited, {pairs:,} answered {when}."


def _what(direction: Direction, change: Estimate, first: float, second: float) -> str:
    from_to = f"from {points(first)} to {points(second)}"
    size = points(abs(change.value))
    if not isinstance(change.interval, Interval):
        return _the_same_for_all(direction, size, from_to)
    low, high = change.interval.low, change.interval.high
    if direction is Direction.NO_CLEAR_CHANGE:
        return (
            f"There was no clear change in their mean: it went {from_to}, and the 95 % confidence "
            f"interval of the change, {points(low)} to {points(high)} points, holds 0."
        )
    verb, ends = ("rose", (low, high)) if direction is Direction.RISE else ("fell", (-high, -low))
    return (
        f"Their mean {verb} by {size} points, {from_to} (95 % confidence interval of the {direction}: "
        f"{points(ends[0])} to {points(ends[1])})."
    )


def _the_same_for_all(direction: Direction, size: str, from_to: str) -> str:
    if direction is Direction.NO_CLEAR_CHANGE:
        return "Nobody's answer changed, so no interval can be given."
    verb = "rose" if direction is Direction.RISE else "fell"
    return (
        f"The answer of every one of them {verb} by {size} points, {from_to}; as all changed alike, no "
        "interval can be given."
    )


def _could_not_rise(before: Sequence[float], highest: float | None, comparison: Comparison) -> str:
    if highest is None:
        return ""
    at_top = ceiling(before, highest)
    if not isinstance(at_top, Share) or at_top.value < CEILING:
        return ""
    return (
        f"{at_top.count:,} of the {at_top.n:,} gave the highest possible answer already "
        f"{WHEN[comparison.before]}, so no rise could show for them."
    )


def _caveat(pairs: int, invited: int) -> str:
    if pairs == invited:
        return "There was no comparison group, so this does not say what the change comes from."
    return (
        "There was no comparison group, and those who answered may differ from those who did not, so this "
        "does not say what the change comes from."
    )


def _refusal(pairs: int, invited: int, minimum: int, comparison: Comparison) -> str:
    return (
        f"{_who(pairs, invited, comparison)} That is too few for a headline, which needs {minimum:,}: "
        "the figures are listed, and no conclusion is drawn."
    )


def points(value: float) -> str:
    """ "0.85", "−0.20"; two significant figures below 0.01, so that what is not 0 is not printed as 0."""
    figure = f"{abs(value):.2g}" if 0 < abs(value) < 0.01 else f"{abs(value):,.2f}"
    return f"−{figure}" if value < 0 else figure
