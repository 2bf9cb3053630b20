"""Every figure of a table of answers. The formulas are in `evaluations.statistics`; here people are paired."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluations.analysis.outcomes import Outcome, OutcomeKind, outcomes, turned_answers
from evaluations.analysis.table import Item, Kind, Places, Table
from evaluations.statistics.answers import Vector
from evaluations.statistics.benchmark import Benchmark, Run, benchmark
from evaluations.statistics.clusters import MODEL_UP_TO, change_of_events
from evaluations.statistics.describe import Movement, Summary, ceiling, movement, summary
from evaluations.statistics.effect import d_av, d_z
from evaluations.statistics.flow import Completers, ResponseFlow, completers, response_flow
from evaluations.statistics.gain import (
    ResponseShift,
    net_effect,
    response_shift,
    retention,
)
from evaluations.statistics.headline import MINIMUM_PAIRS, Headline, Refused, headline
from evaluations.statistics.mixed import (
    Answer,
    EventModel,
    Method,
    WaveModel,
    change_by_event,
    change_by_wave,
)
from evaluations.statistics.multiplicity import holm
from evaluations.statistics.paired import mean_change, paired_t, wilcoxon
from evaluations.statistics.quiz import McNemar, difficulty, discrimination, mcnemar
from evaluations.statistics.reliability import Reliability, reliability
from evaluations.statistics.results import CONFIDENCE, Estimate, Reason, Share, Test, Undefined
from evaluations.statistics.waves import IN_TIME, Comparison, Wave

CAVEATS = (
    "There is no comparison group: a change between two waves does not say what it comes from.",
    "Those who answered may differ from those who did not: see who answered, and how those who answered every "
    "form began beside the others.",
    "Ratings are people's own view of themselves; a quiz score is not.",
    "The interval of a mean change takes people as independent, but people of one event may be alike: from 5 "
    "events on the headline allows for that.",
    "Of many questions some will differ by chance; the p-values adjusted by Holm's method allow for that.",
)


@dataclass(frozen=True)
class Settings:
    """`invited` None: everybody in the table. `run`: the event to set beside the others of the table."""

    invited: int | None = None
    minimum_pairs: int = MINIMUM_PAIRS
    minimum_answered: float = 0.5
    run: str | None = None


@dataclass(frozen=True)
class Change:
    """One outcome between two waves, of the `n` people with a score at both."""

    n: int
    before: Summary
    after: Summary
    mean_change: Estimate | Undefined
    paired_t: Test | Undefined
    wilcoxon: Test | Undefined
    d_z: Estimate | Undefined
    d_av: Estimate | Undefined
    movement: Movement
    ceiling_before: Share | Undefined
    by_event: EventModel | None
    headline: Headline | Refused | None


@dataclass(frozen=True)
class OutcomeAnalysis:
    """`by_event`, `headline`, `by_wave` and `benchmark` are None for an item of a scale: the scale has them."""

    name: str
    kind: OutcomeKind
    part_of: str
    items: tuple[str, ...]
    waves: Mapping[Wave, Summary]
    completers_at_start: Completers
    changes: Mapping[Comparison, Change]
    net_effect: Estimate | Undefined
    response_shift: ResponseShift | Undefined
    retention: Estimate | Undefined
    by_wave: WaveModel | Undefined | None
    benchmark: Benchmark | None


@dataclass(frozen=True)
class QuizItem:
    """Discrimination is of the people who answered every quiz item of the wave; the other items are the rest."""

    name: str
    difficulty: Mapping[Wave, Share | Undefined]
    discrimination: Mapping[Wave, float | Undefined]
    mcnemar: Mapping[Comparison, McNemar]


@dataclass(frozen=True)
class Adjusted:
    """One item's p in a comparison (Wilcoxon; McNemar for a quiz item) and Holm's, over all of them.

    An item on which nobody changed is one of them, with p = 1.
    """

    item: str
    p: float
    holm: float


@dataclass(frozen=True)
class Analysis:
    rows: int
    people: int
    events: int
    invited: int
    invited_from: str
    confidence: float
    minimum_pairs: int
    minimum_answered: float
    caveats: tuple[str, ...]
    flow: ResponseFlow
    outcomes: tuple[OutcomeAnalysis, ...]
    quiz_items: tuple[QuizItem, ...]
    reliability: Mapping[str, Mapping[Wave, Reliability]]
    holm: Mapping[Comparison, tuple[Adjusted, ...]]


def analyse(table: Table, settings: Settings) -> Analysis:
    """All figures of `table`. Raises ValueError when more people answered than were invited."""
    invited = len(table.people) if settings.invited is None else settings.invited
    pairs = comparisons(table)
    answered = {wave: set(table.answered(wave).tolist()) for wave in table.waves}
    flow = response_flow(invited, answered, pairs)
    measured = [
        _outcome(table, outcome, pairs, invited, settings)
        for outcome in outcomes(table, settings.minimum_answered)
    ]
    quiz = [item for item in table.items.values() if item.kind is Kind.QUIZ]
    quiz_items = [_quiz_item(table, item, quiz, pairs) for item in quiz]
    return Analysis(
        rows=table.rows,
        people=len(table.people),
        events=len(table.event_names),
        invited=invited,
        invited_from="everybody in the table" if settings.invited is None else "given",
        confidence=CONFIDENCE,
        minimum_pairs=settings.minimum_pairs,
        minimum_answered=settings.minimum_answered,
        caveats=CAVEATS,
        flow=flow,
        outcomes=tuple(measured),
        quiz_items=tuple(quiz_items),
        reliability=_reliability(table),
        holm={pair: _holm(pair, measured, quiz_items) for pair in pairs},
    )


def comparisons(table: Table) -> list[Comparison]:
    """From the start (T1; without it T0, without that T2-before) to the end, and to three months later."""
    starts = [w for w in (Wave.T1, Wave.T0, Wave.LOOKING_BACK) if table.answered(w).size]
    start = starts[0] if starts else Wave.T1
    later = [wave for wave in (Wave.T2, Wave.T3) if table.answered(wave).size]
    return [Comparison(start, wave) for wave in later or [Wave.T2]]


def _outcome(
    table: Table, outcome: Outcome, pairs: Sequence[Comparison], invited: int, settings: Settings
) -> OutcomeAnalysis:
    whole = not outcome.part_of
    return OutcomeAnalysis(
        name=outcome.name,
        kind=outcome.kind,
        part_of=outcome.part_of,
        items=outcome.items,
        waves={wave: summary(outcome.at(wave)) for wave in Wave if wave in outcome.scores},
        completers_at_start=_completers(table, outcome, pairs[0].before),
        changes={p: _change(table, outcome, p, invited, settings.minimum_pairs) for p in pairs},
        net_effect=_net_effect(outcome),
        response_shift=_response_shift(outcome),
        retention=_retention(outcome),
        by_wave=_by_wave(table, outcome) if whole else None,
        benchmark=_benchmark(table, outcome, pairs[0], settings.run) if whole else None,
    )


def _change(table: Table, outcome: Outcome, pair: Comparison, invited: int, minimum: int) -> Change:
    people = outcome.with_all(pair.before, pair.after)
    before = outcome.of(people, pair.before)
    after = outcome.of(people, pair.after)
    whole, top = not outcome.part_of, outcome.highest
    by_event = change_by_event(before, after, _events(table, people)) if whole else None
    return Change(
        n=len(people),
        before=summary(before),
        after=summary(after),
        mean_change=mean_change(before, after),
        paired_t=paired_t(before, after),
        wilcoxon=wilcoxon(before, after),
        d_z=d_z(before, after),
        d_av=d_av(before, after),
        movement=movement(before, after),
        ceiling_before=Undefined(Reason.NO_HIGHEST, len(people))
        if top is None
        else ceiling(before, top),
        by_event=by_event,
        headline=headline(
            before,
            after,
            comparison=pair,
            invited=invited,
            minimum=minimum,
            highest=top,
            by_event=by_event,
        )
        if whole
        else None,
    )


def _events(table: Table, people: Places) -> list[str]:
    return [table.event_names[number] for number in table.event_of[people].tolist()]


def _completers(table: Table, outcome: Outcome, start: Wave) -> Completers:
    """Scores at the `start`: of who answered every wave that was held, and of the others."""
    everybody, times = outcome.with_all(start), np.zeros(len(table.people))
    for wave in table.waves:
        times[table.answered(wave)] += 1
    finished = times[everybody] == len(table.waves)
    return completers(
        outcome.of(everybody[finished], start), outcome.of(everybody[~finished], start)
    )


def _missing(outcome: Outcome, *waves: Wave) -> Undefined | None:
    return None if all(wave in outcome.scores for wave in waves) else Undefined(Reason.NO_WAVE, 0)


def _net_effect(outcome: Outcome) -> Estimate | Undefined:
    waves = (Wave.T0, Wave.T1, Wave.T2)
    people = outcome.with_all(*waves)
    return _missing(outcome, *waves) or net_effect(*(outcome.of(people, wave) for wave in waves))


def _response_shift(outcome: Outcome) -> ResponseShift | Undefined:
    waves = (Wave.T1, Wave.LOOKING_BACK, Wave.T2)
    people = outcome.with_all(*waves)
    return _missing(outcome, *waves) or response_shift(
        *(outcome.of(people, wave) for wave in waves)
    )


def _retention(outcome: Outcome) -> Estimate | Undefined:
    waves = (Wave.T1, Wave.T2, Wave.T3)
    people = outcome.with_all(*waves)
    return _missing(outcome, *waves) or retention(*(outcome.of(people, wave) for wave in waves))


def _by_wave(table: Table, outcome: Outcome) -> WaveModel | Undefined:
    """The model of all waves; for too many people the events' means beside each other."""
    waves = [wave for wave in IN_TIME if wave in outcome.scores]
    given = [~np.isnan(outcome.scores[wave]) for wave in waves]
    people = int(np.logical_or.reduce(given).sum()) if given else 0
    if people <= MODEL_UP_TO or len(waves) < 2:
        return change_by_wave(_long(table, outcome))
    changes = change_of_events(outcome.scores, table.event_of, waves)
    if not changes:
        return Undefined(Reason.TOO_MANY, people)
    answers = sum(int(there.sum()) for there in given)
    events = len(table.event_names)
    return WaveModel(
        people, events, answers, waves[0], changes, Method.EVENT_MEANS, Reason.TOO_MANY
    )


def _long(table: Table, outcome: Outcome) -> list[Answer]:
    return [
        Answer(table.people[i], table.event_names[table.event_of[i]], wave, float(column[i]))
        for wave, column in outcome.scores.items()
        for i in _given(column).tolist()
    ]


def _benchmark(
    table: Table, outcome: Outcome, pair: Comparison, run: str | None
) -> Benchmark | None:
    """The event `run` beside the other events of the table, as its earlier runs."""
    if run is None:
        return None
    moved = _moved(table, outcome, pair)
    this = Run(run, moved.pop(run))
    return benchmark(this, [Run(event, change) for event, change in moved.items()])


def _moved(table: Table, outcome: Outcome, pair: Comparison) -> dict[str, Vector]:
    """The changes of the people of each event who have both scores."""
    people = outcome.with_all(pair.before, pair.after)
    change = outcome.of(people, pair.after) - outcome.of(people, pair.before)
    order = np.argsort(table.event_of[people], kind="stable")
    ends = np.searchsorted(
        table.event_of[people][order], np.arange(len(table.event_names)), "right"
    )
    return dict(zip(table.event_names, np.split(change[order], ends[:-1]), strict=True))


def _quiz_item(
    table: Table, item: Item, quiz: Sequence[Item], pairs: Sequence[Comparison]
) -> QuizItem:
    answers = table.answers.get(item.name, {})
    found: dict[Comparison, McNemar] = {}
    for pair in pairs:
        before, after = _column(table, item, pair.before), _column(table, item, pair.after)
        both = _given(before + after)
        found[pair] = mcnemar(before[both], after[both])
    held = [wave for wave in Wave if wave in answers]
    return QuizItem(
        item.name,
        {wave: difficulty(answers[wave][_given(answers[wave])]) for wave in held},
        {wave: _discrimination(table, item, quiz, wave) for wave in held},
        found,
    )


def _discrimination(
    table: Table, item: Item, quiz: Sequence[Item], wave: Wave
) -> float | Undefined:
    own = _column(table, item, wave)
    if len(quiz) < 2:
        return Undefined(Reason.ONE_ITEM, int(_given(own).size))
    rest = np.sum([_column(table, other, wave) for other in quiz if other != item], axis=0)
    people = _given(own + rest)
    return discrimination(own[people], rest[people])


def _column(table: Table, item: Item, wave: Wave) -> Vector:
    """Everybody's answer as given, NaN where there is none."""
    column = table.answers.get(item.name, {}).get(wave)
    return np.full(len(table.people), np.nan) if column is None else column


def _given(column: Vector) -> Places:
    return np.flatnonzero(~np.isnan(column))


def _reliability(table: Table) -> dict[str, dict[Wave, Reliability]]:
    """Of each scale at each wave, from the people who answered all of its items."""
    nothing = np.full(len(table.people), np.nan)
    found: dict[str, dict[Wave, Reliability]] = {}
    for scale in dict.fromkeys(item.scale for item in table.items.values() if item.scale):
        items = [turned_answers(table, i) for i in table.items.values() if i.scale == scale]
        found[scale] = {}
        for wave in table.waves:
            given = np.column_stack([item.get(wave, nothing) for item in items])
            complete = given[~np.isnan(given).any(axis=1)]
            found[scale][wave] = reliability(complete, items=len(items))
    return found


def _holm(
    pair: Comparison, measured: Sequence[OutcomeAnalysis], quiz_items: Sequence[QuizItem]
) -> tuple[Adjusted, ...]:
    tests = {o.name: o.changes[pair].wilcoxon for o in measured if o.kind is OutcomeKind.ITEM}
    tests |= {item.name: item.mcnemar[pair].test for item in quiz_items}
    p = {name: p for name, test in tests.items() if (p := _p(test)) is not None}
    adjusted = holm(list(p.values()))
    return tuple(Adjusted(name, p[name], value) for name, value in zip(p, adjusted, strict=True))


def _p(test: Test | Undefined) -> float | None:
    if isinstance(test, Test):
        return test.p
    return 1.0 if test.reason is Reason.NOBODY_CHANGED else None
