"""The sent sheets of runs, read whole: as the table that `evaluations.analysis` reads, and as plain counts.

Made for a million answers: a questionnaire is read once however many waves ask it, all sheets are parsed
together, and no answer becomes an object of its own. Loads NumPy, so web code does not import it.
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from evaluations.analysis.table import Item as TableItem
from evaluations.analysis.table import Kind, Table
from evaluations.statistics.answers import Vector
from evaluations.statistics.scoring import Range
from evaluations.statistics.waves import IN_TIME
from evaluations.statistics.waves import Wave as TimedWave

from .cards import BARRIERS
from .choices import QUIZ_KINDS, Barrier, ItemKind, Review, Wave
from .instruments.documents import load_questionnaire
from .instruments.marking import BEFORE, is_right
from .instruments.schema import Item, Questionnaire
from .models import Run, RunWave, Sheet

KINDS = {ItemKind.RATING: Kind.RATING, ItemKind.NUMBER: Kind.NUMBER} | dict.fromkeys(
    QUIZ_KINDS, Kind.QUIZ
)
COUNTED = (ItemKind.RATING, ItemKind.ACTION_REVIEW)
IN_THE_WAY = "What stood in the way? (several could be named)"


@dataclass
class Stack:
    """The sent sheets of one kind of wave that ask the same questions: whose run, whose code, what was said."""

    wave: Wave
    questionnaire: Questionnaire
    events: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    @cached_property
    def given(self) -> dict[str, Sequence[Any]]:
        """By the name of the answer: what each sheet says, in their order; None where it says nothing.

        Each sheet is visited once, which is what makes a million answers quick.
        """
        items = self.questionnaire.items
        names = [item.code for item in items] + [f"{i.code}{BEFORE}" for i in items if i.looks_back]
        rows = [tuple(map(answers.get, names)) for answers in self.answers]
        return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))


@dataclass(frozen=True)
class Tally:
    """How many gave each answer to a question, of the `n` who answered it; `counts` are by the answer's words."""

    text: str
    n: int
    counts: Mapping[str, int]


def read_sheets(runs: QuerySet[Run], *, closed_by: dt.datetime) -> list[Stack]:
    """The sent sheets of every wave of `runs` that was closed by then, in two queries.

    Results are made of closed waves only: whoever looked before and after a single form came in would
    otherwise read that form off the difference.
    """
    closed = RunWave.objects.filter(run__in=runs, closes_at__lte=closed_by)
    stacks: dict[tuple[str, str], Stack] = {}
    of_wave: dict[int, tuple[Stack, str]] = {}
    asked = closed.annotate(text=Cast("document", TextField())).order_by("opens_at", "pk")
    for pk, wave, event_id, text in asked.values_list("pk", "wave", "run__event", "text"):
        if (wave, text) not in stacks:
            questionnaire = load_questionnaire(json.loads(text))
            stacks[wave, text] = Stack(Wave(wave), questionnaire)
        of_wave[pk] = (stacks[wave, text], str(event_id))
    sent = Sheet.objects.filter(wave__in=closed, is_sent=True).order_by()
    rows = list(
        sent.annotate(text=Cast("answers", TextField())).values_list("wave_id", "pseudonym", "text")
    )
    answers = json.loads(f"[{','.join(text for _, _, text in rows)}]")
    for (wave_id, person, _), given in zip(rows, answers, strict=True):
        stack, event = of_wave[wave_id]
        stack.events.append(event)
        stack.people.append(person)
        stack.answers.append(given)
    return list(stacks.values())


def table_of(stacks: Sequence[Stack]) -> Table:
    """The answers of the waves in time. A person is the pseudonym of one run; an event is named by its id.

    Items are named by their code: the same code in two waves is the same question.
    """
    held = [stack for stack in stacks if stack.wave.value in set(IN_TIME)]
    events = {p: e for s in held for p, e in zip(s.people, s.events, strict=True)}
    place = {person: number for number, person in enumerate(events)}
    names = list(dict.fromkeys(events.values()))
    number_of = {name: number for number, name in enumerate(names)}
    answers: dict[str, dict[TimedWave, Vector]] = defaultdict(dict)
    rows = 0
    for stack in held:
        places = np.fromiter((place[person] for person in stack.people), np.intp)
        for code, wave, values in _columns(stack):
            column = answers[code].setdefault(wave, np.full(len(place), np.nan))
            column[places] = values
            rows += int((~np.isnan(values)).sum())
    items = [item for stack in held for item in stack.questionnaire.items if item.kind in KINDS]
    return Table(
        rows=rows,
        items={item.code: _described(item) for item in items},
        people=list(place),
        event_names=names,
        event_of=np.fromiter((number_of[event] for event in events.values()), np.intp),
        answers=answers,
        least={s.code: s.least_answered for each in held for s in each.questionnaire.scales},
    )


def tallies_of(stacks: Sequence[Stack]) -> dict[Wave, dict[str, Tally]]:
    """For each wave and rating, and for what became of intended actions: how many gave each answer."""
    found: dict[Wave, dict[str, Tally]] = defaultdict(dict)
    for stack in stacks:
        for code, tally in _tallies(stack):
            so_far = found[stack.wave].get(code)
            found[stack.wave][code] = _added(so_far, tally) if so_far else tally
    return found


def _columns(stack: Stack) -> Iterator[tuple[str, TimedWave, Vector]]:
    """Item, wave and values of the sheets in their order, NaN where somebody did not answer."""
    wave = TimedWave(stack.wave.value)
    for item in stack.questionnaire.items:
        if item.kind not in KINDS:
            continue
        given = stack.given[item.code]
        values = _marks(item, given) if item.kind in QUIZ_KINDS else given
        yield item.code, wave, np.array(values, dtype=float)
        if item.looks_back:
            before = stack.given[f"{item.code}{BEFORE}"]
            yield item.code, TimedWave.LOOKING_BACK, np.array(before, dtype=float)


def _marks(item: Item, given: Sequence[Any]) -> Sequence[float | None]:
    """1 for right, 0 for wrong, None for no answer; each different answer is marked once."""
    keys = given if item.kind == ItemKind.SINGLE else [tuple(answer or ()) for answer in given]
    marks: dict[Any, float | None] = {}
    for key in set(keys):
        right = is_right(item, list(key) if isinstance(key, tuple) else key)
        marks[key] = None if right is None else float(right)
    return [marks[key] for key in keys]


def _described(item: Item) -> TableItem:
    kind = KINDS[item.kind]
    possible = None
    if kind is Kind.RATING:
        possible = Range(item.points[0].value, item.points[-1].value)
    return TableItem(item.code, kind, item.scale, item.is_reversed, possible)


def _tallies(stack: Stack) -> Iterator[tuple[str, Tally]]:
    for item in stack.questionnaire.items:
        given = Counter(stack.given[item.code]) if item.kind in COUNTED else Counter()
        if item.kind == ItemKind.RATING:
            words = {point.value: f"{point.value} {point.words}".strip() for point in item.points}
            yield item.code, _tally(item.text, given, words)
        elif item.kind == ItemKind.ACTION:
            named = sum(bool(action) for action in stack.given[item.code])
            wrote = {"Named one": named, "Named none": len(stack.answers) - named}
            yield item.code, Tally(item.text, len(stack.answers), wrote)
        elif item.kind == ItemKind.ACTION_REVIEW:
            reviewed = _tally(item.text, given, dict(Review.choices))
            yield item.code, reviewed
            barriers = Counter(b for answers in stack.answers for b in answers.get(BARRIERS, ()))
            counts = {words: barriers[code] for code, words in Barrier.choices}
            yield BARRIERS, Tally(IN_THE_WAY, reviewed.n, counts)


def _tally(text: str, given: Mapping[Any, int], words: Mapping[Any, str]) -> Tally:
    counts = {said: given.get(value, 0) for value, said in words.items()}
    return Tally(text, sum(counts.values()), counts)


def _added(first: Tally, second: Tally) -> Tally:
    words = dict.fromkeys([*first.counts, *second.counts])
    counts = {said: first.counts.get(said, 0) + second.counts.get(said, 0) for said in words}
    return Tally(second.text, first.n + second.n, counts)
