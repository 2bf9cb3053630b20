"""Which bars a chart of a table's lines draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .documents import Row
from .values import HIDDEN, Hidden

MOST_BARS = 20


@dataclass(frozen=True)
class Ranking:
    """`rows` are most first, and below them those that are hidden, by name."""

    rows: Sequence[Row]
    bars: Sequence[tuple[str, int | Hidden]]

    @property
    def has_hidden(self) -> bool:
        return any(number is HIDDEN for _, number in self.bars)


def ranked(rows: Iterable[Row], key: str) -> Ranking | None:
    """Lines by one of their numbers, without those where it is not known; None with fewer than two to compare.

    Past 20 bars the smallest are drawn as one; the table beside the chart has all of them.
    """
    every = list(rows)
    known = [(row, n) for row in every if isinstance(n := row.values.get(key), int)]
    hidden = sorted((r for r in every if r.values.get(key) is HIDDEN), key=lambda row: row.name)
    if len(known) < 2:
        return None
    known.sort(key=lambda pair: (-pair[1], pair[0].name))
    drawn = known if len(known) <= MOST_BARS else known[: MOST_BARS - 1]
    bars: list[tuple[str, int | Hidden]] = [(row.name, number) for row, number in drawn]
    if rest := known[len(drawn) :]:
        bars.append((f"{len(rest)} others together", sum(number for _, number in rest)))
    return Ranking(
        [*(row for row, _ in known), *hidden], [*bars, *((row.name, HIDDEN) for row in hidden)]
    )
