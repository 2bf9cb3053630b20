"""What the functions give back: figures that carry their n, or a stated reason why there is no figure."""

from dataclasses import dataclass
from enum import StrEnum

CONFIDENCE = 0.95


class Reason(StrEnum):
    """Why a figure does not exist."""

    NO_ANSWERS = "no_answers"
    ONE_ANSWER = "one_answer"
    TOO_FEW = "too_few"
    ALL_THE_SAME = "all_the_same"
    SAME_CHANGE = "same_change"
    NOBODY_CHANGED = "nobody_changed"
    ONE_GROUP_EMPTY = "one_group_empty"
    ONE_EVENT = "one_event"
    CHANGE_NEAR_ZERO = "change_near_zero"
    OUT_OF_RANGE = "out_of_range"
    ONE_ITEM = "one_item"
    NO_ONE_FACTOR = "no_one_factor"
    DID_NOT_CONVERGE = "did_not_converge"
    NO_WAVE = "no_wave"
    NO_HIGHEST = "no_highest"
    NO_EARLIER_RUN = "no_earlier_run"
    TOO_MANY = "too_many"
    HIDDEN = "hidden"

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    Reason.NO_ANSWERS: "Nobody gave the answers that this figure needs.",
    Reason.ONE_ANSWER: "A single value says nothing about how much values differ.",
    Reason.TOO_FEW: "There is too little to work this figure out from.",
    Reason.ALL_THE_SAME: "All values are the same, so there is no spread to measure against.",
    Reason.SAME_CHANGE: "Everybody changed by the same amount, so there is no spread to measure against.",
    Reason.NOBODY_CHANGED: "Nobody's answer changed.",
    Reason.ONE_GROUP_EMPTY: "One of the two groups is empty.",
    Reason.ONE_EVENT: "There is one event only, so events cannot be compared.",
    Reason.CHANGE_NEAR_ZERO: (
        "The first change may be nil (its interval holds 0), and a share of nothing has no meaning."
    ),
    Reason.OUT_OF_RANGE: "The effect is too large for its interval to be computed.",
    Reason.ONE_ITEM: "The figure needs more items.",
    Reason.NO_ONE_FACTOR: "One common factor does not fit these items.",
    Reason.DID_NOT_CONVERGE: "The model could not be fitted to these answers.",
    Reason.NO_WAVE: "There are no answers from one of the waves that this figure compares.",
    Reason.NO_HIGHEST: "The highest possible answer is not known.",
    Reason.NO_EARLIER_RUN: "No other run has answers that could be set beside this one's.",
    Reason.TOO_MANY: "The model is fitted to fewer people only; whole events are compared instead.",
    Reason.HIDDEN: "Too few people answered: the figure is hidden, so that nobody can be recognised.",
}


@dataclass(frozen=True)
class Undefined:
    """No figure, and why; `n` is how many people gave what the figure needs."""

    reason: Reason
    n: int

    @property
    def words(self) -> str:
        return self.reason.words


@dataclass(frozen=True)
class Interval:
    """A confidence interval, in the unit of its estimate."""

    low: float
    high: float
    level: float = CONFIDENCE

    @property
    def holds_zero(self) -> bool:
        return self.low <= 0 <= self.high


@dataclass(frozen=True)
class Estimate:
    """A figure from `n` people with its interval, or the reason why it has none."""

    value: float
    n: int
    interval: Interval | Undefined


@dataclass(frozen=True)
class Share:
    """`count` of `n`, as a share of 1, with its interval."""

    count: int
    n: int
    value: float
    interval: Interval


@dataclass(frozen=True)
class Test:
    """A two-sided test of "no change". `df` is None where the test has none; `method` says how `p` was got."""

    __test__ = False  # pytest: this is not a test class

    statistic: float
    p: float
    n: int
    method: str
    df: float | None = None
