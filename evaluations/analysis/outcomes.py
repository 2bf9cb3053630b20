"""What is compared over time: each item, each scale, and the quiz as a whole."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from evaluations.analysis.table import Item, Kind, Table
from evaluations.statistics.scoring import minimum_answered, scale_score, turned
from evaluations.statistics.waves import Wave

QUIZ = "Quiz"
ALL_RIGHT = 100.0


class OutcomeKind(StrEnum):
    ITEM = "item"
    SCALE = "scale"
    QUIZ = "quiz"


@dataclass(frozen=True)
class Outcome:
    """`scores[wave][person]`, in points; of the quiz, per cent of the answered items that were right.

    `highest` is the highest possible score, None where unknown; `part_of` names the scale or quiz of an item.
    """

    name: str
    kind: OutcomeKind
    items: tuple[str, ...]
    highest: float | None
    part_of: str = ""
    scores: Mapping[Wave, Mapping[str, float]] = field(default_factory=dict, repr=False)

    def of(self, people: Sequence[str], wave: Wave) -> list[float]:
        return [self.scores[wave][person] for person in people]

    def with_all(self, *waves: Wave) -> list[str]:
        """The people with a score at each of `waves`, in order."""
        groups = [set(self.scores.get(wave, ())) for wave in waves]
        return sorted(set.intersection(*groups))


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


def turned_answers(table: Table, item: Item) -> dict[Wave, dict[str, float]]:
    """The answers to `item`, reversed ones turned round."""
    possible = item.possible if item.reverse else None
    return {
        wave: {p: turned(v, possible) if possible else v for p, v in people.items()}
        for wave, people in table.answers.get(item.name, {}).items()
    }


def _item(table: Table, item: Item) -> Outcome:
    highest = item.possible.highest if item.possible else None
    scores = turned_answers(table, item)
    return Outcome(item.name, OutcomeKind.ITEM, (item.name,), highest, item.scale, scores)


def _scale(table: Table, name: str, items: Sequence[Item], minimum_share: float) -> Outcome:
    highest = items[0].possible.highest if items[0].possible else None
    return Outcome(
        name,
        OutcomeKind.SCALE,
        tuple(item.name for item in items),
        highest,
        scores=_scores(table, items, minimum_share, times=1.0),
    )


def _quiz(table: Table, items: Sequence[Item], minimum_share: float) -> Outcome:
    return Outcome(
        QUIZ,
        OutcomeKind.QUIZ,
        tuple(item.name for item in items),
        ALL_RIGHT,
        scores=_scores(table, items, minimum_share, times=ALL_RIGHT),
    )


def _scores(
    table: Table, items: Sequence[Item], minimum_share: float, *, times: float
) -> dict[Wave, dict[str, float]]:
    answers = [turned_answers(table, item) for item in items]
    minimum = minimum_answered(len(items), minimum_share)
    scores: dict[Wave, dict[str, float]] = {}
    for wave in Wave:
        given = [of_item.get(wave, {}) for of_item in answers]
        for person in dict.fromkeys(person for people in given for person in people):
            score = scale_score([people.get(person) for people in given], minimum)
            if score is not None:
                scores.setdefault(wave, {})[person] = score * times
    return scores
