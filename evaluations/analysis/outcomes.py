"""What is compared over time: each item, each scale, and the quiz as a whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from evaluations.analysis.table import Item, Kind, Places, Table
from evaluations.statistics.answers import Vector
from evaluations.statistics.scoring import minimum_answered, scale_scores, turned
from evaluations.statistics.waves import Wave

QUIZ = "Quiz"
ALL_RIGHT = 100.0


class OutcomeKind(StrEnum):
    ITEM = "item"
    SCALE = "scale"
    QUIZ = "quiz"


@dataclass(frozen=True)
class Outcome:
    """`scores[wave]` has a place for each person of the table, in points, NaN without a score; of the quiz, per
    cent of the answered items that were right. A wave at which nobody has a score is left out.

    `highest` is the highest possible score, None where unknown; `part_of` names the scale or quiz of an item.
    """

    name: str
    kind: OutcomeKind
    items: tuple[str, ...]
    highest: float | None
    part_of: str = ""
    scores: Mapping[Wave, Vector] = field(default_factory=dict, repr=False)

    def of(self, people: Places, wave: Wave) -> Vector:
        return self.scores[wave][people] if wave in self.scores else np.array([])

    def at(self, wave: Wave) -> Vector:
        """Every score there is at `wave`."""
        return self.of(self.with_all(wave), wave)

    def with_all(self, *waves: Wave) -> Places:
        """The people with a score at each of `waves`, in the order of the table."""
        if any(wave not in self.scores for wave in waves):
            return np.array([], dtype=np.intp)
        missing = [np.isnan(self.scores[wave]) for wave in waves]
        return np.flatnonzero(~np.logical_or.reduce(missing))


def outcomes(table: Table, minimum_share: float) -> list[Outcome]:
    """Scales, the quiz, then items; `minimum_share` of a scale's items must be answered for its score."""
    scales: dict[str, list[Item]] = defaultdict(list)
    quiz = [item for item in table.items.values() if item.kind is Kind.QUIZ]
    for item in table.items.values():
        if item.scale:
            scales[item.scale].append(item)
    found = [_scale(table, name, items, minimum_share) for name, items in scales.items()]
    if quiz:
        found.append(_quiz(table, quiz, minimum_share))
    return found + [
        _item(table, item) for item in table.items.values() if item.kind is not Kind.QUIZ
    ]


def turned_answers(table: Table, item: Item) -> dict[Wave, Vector]:
    """The answers to `item`, reversed ones turned round."""
    possible = item.possible if item.reverse else None
    return {
        wave: turned(column, possible) if possible else column
        for wave, column in table.answers.get(item.name, {}).items()
    }


def _item(table: Table, item: Item) -> Outcome:
    highest = item.possible.highest if item.possible else None
    scores = _with_any(turned_answers(table, item))
    return Outcome(item.name, OutcomeKind.ITEM, (item.name,), highest, item.scale, scores)


def _scale(table: Table, name: str, items: Sequence[Item], minimum_share: float) -> Outcome:
    highest = items[0].possible.highest if items[0].possible else None
    minimum = table.least.get(name) or minimum_answered(len(items), minimum_share)
    return Outcome(
        name,
        OutcomeKind.SCALE,
        tuple(item.name for item in items),
        highest,
        scores=_scores(table, items, minimum, times=1.0),
    )


def _quiz(table: Table, items: Sequence[Item], minimum_share: float) -> Outcome:
    return Outcome(
        QUIZ,
        OutcomeKind.QUIZ,
        tuple(item.name for item in items),
        ALL_RIGHT,
        scores=_scores(table, items, minimum_answered(len(items), minimum_share), times=ALL_RIGHT),
    )


def _scores(
    table: Table, items: Sequence[Item], minimum: int, *, times: float
) -> dict[Wave, Vector]:
    answers = [turned_answers(table, item) for item in items]
    nothing = np.full(len(table.people), np.nan)
    waves = [wave for wave in Wave if any(wave in of_item for of_item in answers)]
    return _with_any(
        {
            wave: scale_scores([of_item.get(wave, nothing) for of_item in answers], minimum) * times
            for wave in waves
        }
    )


def _with_any(scores: Mapping[Wave, Vector]) -> dict[Wave, Vector]:
    return {wave: column for wave, column in scores.items() if not np.isnan(column).all()}
