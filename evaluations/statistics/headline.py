"""One plain sentence that follows the numbers, or a refusal to make one.

The sentence says which way the mean went, with its interval, of how many invited; and what it cannot say.
It reports a fall as it reports a rise. It never names a cause: there is no comparison group.
"""

from dataclasses import dataclass
from enum import StrEnum

from evaluations.statistics.answers import Numbers, vector
from evaluations.statistics.describe import ceiling
from evaluations.statistics.mixed import EventModel, Method
from evaluations.statistics.paired import mean_change
from evaluations.statistics.results import Estimate, Interval, Share, Undefined
from evaluations.statistics.waves import Comparison, Wave
from evaluations.statistics.wording import points

MINIMUM_PAIRS = 10
CEILING = 0.15
MINIMUM_EVENTS = 5
"""From so many events on, how much they differ can be told: Gelman & Hill (2007), Data Analysis Using Regression
and Multilevel/Hierarchical Models, ch. 11."""

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
    before: Numbers,
    after: Numbers,
    *,
    comparison: Comparison,
    invited: int,
    minimum: int = MINIMUM_PAIRS,
    highest: float | None = None,
    by_event: EventModel | None = None,
) -> Headline | Refused:
    """What happened to the mean of people who answered twice; `before` and `after` have shape (n,).

    A direction is named only where the 95 % interval of the mean change lies on one side of 0, or where
    everybody changed by the same amount. Fewer than `minimum` pairs: refused. With `highest`, people who could
    not rise are named where they are 15 % or more (`ceiling`). With `by_event`, the model of these changes, the
    interval allows for events that differ, given `MINIMUM_EVENTS`; of fewer it is said that it does not.
    Raises ValueError for more pairs than invited.
    """
    pairs = len(before)
    if pairs > invited:
        raise ValueError(f"{pairs} pairs of answers but {invited} people invited")
    change = mean_change(before, after)
    if pairs < minimum or not isinstance(change, Estimate):
        return Refused(pairs, invited, minimum, _refusal(pairs, invited, minimum, comparison))
    interval, events = _interval(change, by_event)
    direction = _direction(change.value, interval)
    first, second = float(vector(before).mean()), float(vector(after).mean())
    parts = [
        _who(pairs, invited, comparison),
        _what(
            direction,
            points(abs(change.value)),
            f"from {points(first)} to {points(second)}",
            interval,
            events,
        ),
        _could_not_rise(before, highest, comparison),
        "" if events else _not_allowed_for(by_event),
        _caveat(pairs, invited),
    ]
    return Headline(direction, pairs, invited, " ".join(part for part in parts if part))


def _interval(change: Estimate, by_event: EventModel | None) -> tuple[Interval | Undefined, int]:
    """The interval to report, and the number of events that it allows for (0: it takes people as independent)."""
    if by_event is None or by_event.events < MINIMUM_EVENTS:
        return change.interval, 0
    if by_event.method is not Method.EVENTS_RANDOM or isinstance(by_event.change, Undefined):
        return change.interval, 0
    return by_event.change.interval, by_event.events


def _direction(value: float, interval: Interval | Undefined) -> Direction:
    low, high = (interval.low, interval.high) if isinstance(interval, Interval) else (value, value)
    if value > 0 and low > 0:
        return Direction.RISE
    return Direction.FALL if value < 0 and high < 0 else Direction.NO_CLEAR_CHANGE


def _who(pairs: int, invited: int, comparison: Comparison) -> str:
    when = f"both {WHEN[comparison.before]} and {WHEN[comparison.after]}"
    if pairs == invited:
        return f"All {invited:,} people invited answered {when}."
    return f"Of {invited:,} people invited, {pairs:,} answered {when}."


def _what(
    direction: Direction, size: str, from_to: str, interval: Interval | Undefined, events: int
) -> str:
    if not isinstance(interval, Interval):
        return _the_same_for_all(direction, size, from_to)
    allowing = f", allowing for {events:,} events that differ" if events else ""
    low, high = interval.low, interval.high
    if direction is Direction.NO_CLEAR_CHANGE:
        return (
            f"There was no clear change in their mean: it went {from_to}, and the 95 % confidence interval "
            f"of the change{allowing}, {points(low)} to {points(high)} points, holds 0."
        )
    verb, ends = ("rose", (low, high)) if direction is Direction.RISE else ("fell", (-high, -low))
    return (
        f"Their mean {verb} by {size} points, {from_to} (95 % confidence interval of the {direction}"
        f"{allowing}: {points(ends[0])} to {points(ends[1])})."
    )


def _not_allowed_for(by_event: EventModel | None) -> str:
    if by_event is None or by_event.events < 2:
        return ""
    return f"They came to {by_event.events:,} events; the interval does not allow for events that differ."


def _the_same_for_all(direction: Direction, size: str, from_to: str) -> str:
    if direction is Direction.NO_CLEAR_CHANGE:
        return "Nobody's answer changed, so no interval can be given."
    verb = "rose" if direction is Direction.RISE else "fell"
    return (
        f"The answer of every one of them {verb} by {size} points, {from_to}; as all changed alike, no "
        "interval can be given."
    )


def _could_not_rise(before: Numbers, highest: float | None, comparison: Comparison) -> str:
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
