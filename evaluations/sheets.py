"""The answers of runs as a table that `evaluations.analysis` reads. Loads no statistics library."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluations.analysis.table import Item as TableItem
from evaluations.analysis.table import Kind, Table
from evaluations.statistics.scoring import Range
from evaluations.statistics.waves import IN_TIME, Wave

from .choices import QUIZ_KINDS, ItemKind
from .instruments.documents import load_questionnaire
from .instruments.marking import BEFORE, is_right
from .instruments.schema import Item
from .models import Run, RunWave, Sheet

KINDS = {ItemKind.RATING: Kind.RATING, ItemKind.NUMBER: Kind.NUMBER} | dict.fromkeys(
    QUIZ_KINDS, Kind.QUIZ
)
Answers = dict[str, dict[Wave, dict[str, float]]]


def table_of(runs: Sequence[Run]) -> Table:
    """Every sent sheet of `runs` (with their events), two queries; a person is the pseudonym of one run.

    Items are named by their code: the same code in two waves is the same question. The reference of an event
    is its id.
    """
    waves = {
        wave.pk: wave
        for wave in RunWave.objects.filter(run__in=runs, wave__in=[str(w) for w in IN_TIME])
    }
    asked = {pk: _items(wave) for pk, wave in waves.items()}
    events = {run.pk: str(run.event_id) for run in runs}
    answers: Answers = defaultdict(lambda: defaultdict(dict))
    people: dict[str, str] = {}
    rows = 0
    for wave_id, person, given in _sheets(waves):
        wave = waves[wave_id]
        people[person] = events[wave.run_id]
        for item, at, value in _values(asked[wave_id], Wave(wave.wave), given):
            answers[item.code][at][person] = value
            rows += 1
    items = {item.code: _described(item) for each in asked.values() for item in each}
    return Table(rows=rows, items=items, events=people, answers=answers)


def _sheets(waves: Mapping[int, RunWave]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    sent = Sheet.objects.filter(wave__in=waves, is_sent=True).order_by()
    return sent.values_list("wave_id", "pseudonym", "answers").iterator(chunk_size=5_000)


def _items(wave: RunWave) -> list[Item]:
    return [each for each in load_questionnaire(wave.document).items if each.kind in KINDS]


def _values(
    items: Sequence[Item], wave: Wave, given: Mapping[str, Any]
) -> Iterator[tuple[Item, Wave, float]]:
    for item in items:
        value = given.get(item.code)
        if value is None:
            continue
        if item.kind in QUIZ_KINDS:
            yield item, wave, float(bool(is_right(item, value)))
        else:
            yield item, wave, float(value)
        before = given.get(f"{item.code}{BEFORE}") if item.looks_back else None
        if before is not None:
            yield item, Wave.LOOKING_BACK, float(before)


def _described(item: Item) -> TableItem:
    kind = KINDS[item.kind]
    possible = None
    if kind is Kind.RATING:
        possible = Range(item.points[0].value, item.points[-1].value)
    return TableItem(item.code, kind, item.scale, item.is_reversed, possible)
