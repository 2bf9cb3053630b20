"""A table of answers that was read and found sound: columns of numbers, one place for each person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from evaluations.statistics.answers import Vector
from evaluations.statistics.scoring import Range
from evaluations.statistics.waves import IN_TIME, Wave

Places = npt.NDArray[np.intp]
"""Of people: where each stands in the columns of a table."""


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


@dataclass(frozen=True, eq=False)
class Table:
    """`people[i]` came to the event `event_names[event_of[i]]`; `answers[item][wave][i]` is their answer as
    given, NaN where there is none.

    People who were asked and left every cell empty are in `people` without an answer. `least` says of a
    scale how many items must be answered for a score, where its questionnaire says so.
    """

    rows: int
    items: Mapping[str, Item]
    people: Sequence[str]
    event_names: Sequence[str]
    event_of: Places
    answers: Mapping[str, Mapping[Wave, Vector]] = field(repr=False)
    least: Mapping[str, int] = field(default_factory=dict)

    @property
    def waves(self) -> tuple[Wave, ...]:
        """The waves in time that anybody answered."""
        return tuple(wave for wave in IN_TIME if self.answered(wave).size)

    def answered(self, wave: Wave) -> Places:
        """Who gave at least one answer at `wave`."""
        return self._answered.get(wave, np.array([], dtype=np.intp))

    @cached_property
    def _answered(self) -> dict[Wave, Places]:
        found: dict[Wave, npt.NDArray[np.bool_]] = {}
        for waves in self.answers.values():
            for wave, column in waves.items():
                given = ~np.isnan(column)
                found[wave] = found[wave] | given if wave in found else given
        return {wave: np.flatnonzero(given) for wave, given in found.items()}


def table_of_answers(
    *,
    rows: int,
    items: Mapping[str, Item],
    events: Mapping[str, str],
    answers: Mapping[str, Mapping[Wave, Mapping[str, float]]],
) -> Table:
    """A table from answers by item, wave and person; `events` says to which event each person came."""
    place = {person: number for number, person in enumerate(events)}
    names = list(dict.fromkeys(events.values()))
    number_of = {name: number for number, name in enumerate(names)}
    columns: dict[str, dict[Wave, Vector]] = {}
    for item, waves in answers.items():
        columns[item] = {}
        for wave, given in waves.items():
            column = np.full(len(place), np.nan)
            column[[place[person] for person in given]] = list(given.values())
            columns[item][wave] = column
    event_of = np.array([number_of[event] for event in events.values()], dtype=np.intp)
    return Table(rows, items, list(place), names, event_of, columns)
