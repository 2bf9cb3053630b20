"""A table of answers that was read and found sound."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

from evaluations.statistics.scoring import Range
from evaluations.statistics.waves import IN_TIME, Wave


class Kind(StrEnum):
    RATING = "rating"
    QUIZ = "quiz"
    NUMBER = "number"


@dataclass(frozen=True)
class Item:
    """A question. `reverse`: a low answer is the favourable one, so that it is turned for scoring."""

    name: str
    kind: Kind = Kind.RATING
    scale: str = ""
    reverse: bool = False
    possible: Range | None = None


@dataclass(frozen=True)
class Table:
    """`events` says to which event a person came; `answers[item][wave][person]` is an answer as given.

    People who were asked and left every cell empty are in `events` and in no answers.
    """

    rows: int
    items: Mapping[str, Item]
    events: Mapping[str, str]
    answers: Mapping[str, Mapping[Wave, Mapping[str, float]]] = field(repr=False)

    @property
    def people(self) -> Set[str]:
        return self.events.keys()

    @property
    def event_names(self) -> tuple[str, ...]:
        """Every event once, in the order of the table."""
        return tuple(dict.fromkeys(self.events.values()))

    @property
    def waves(self) -> tuple[Wave, ...]:
        """The waves in time that anybody answered."""
        return tuple(wave for wave in IN_TIME if self.answered(wave))

    def answered(self, wave: Wave) -> Set[str]:
        """Who gave at least one answer at `wave`."""
        return {person for waves in self.answers.values() for person in waves.get(wave, ())}
