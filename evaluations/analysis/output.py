"""An analysis as JSON, and as text to read."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from evaluations.analysis.analyse import Analysis, Change, OutcomeAnalysis
from evaluations.statistics.mixed import WaveModel
from evaluations.statistics.results import Estimate, Interval, Reason, Share, Test, Undefined
from evaluations.statistics.wording import chance, percent, points


def as_json(analysis: Analysis) -> str:
    """Every figure under its own name; one that does not exist is {"undefined": reason, "why": ..., "n": ...}."""
    return json.dumps(plain(analysis), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Results as what JSON knows: objects, lists, words and numbers."""
    if isinstance(value, Undefined):
        return {"undefined": value.reason.value, "why": value.words, "n": value.n}
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def as_text(analysis: Analysis) -> str:
    """The figures that a report would print. Everything is in the JSON."""
    return "\n".join(_lines(analysis)) + "\n"


def _lines(analysis: Analysis) -> Iterator[str]:
    yield f"Invited ({analysis.invited_from}): {analysis.invited:,}"
    for wave, answered in analysis.flow.answered.items():
        yield f"Answered at {wave}: {_share(answered)}"
    for pair, paired in analysis.flow.paired.items():
        yield f"Answered both, {pair}: {_share(paired)}"
    yield f"Answered every wave: {_share(analysis.flow.complete)}"
    for outcome in analysis.outcomes:
        yield ""
        yield from _outcome(outcome)
    yield from _quiz(analysis)
    yield from _reliability(analysis)
    yield from _holm(analysis)
    yield ""
    yield from analysis.caveats


def _outcome(outcome: OutcomeAnalysis) -> Iterator[str]:
    part = f" of {outcome.part_of}" if outcome.part_of else ""
    yield f"{outcome.name} ({outcome.kind}{part})"
    for pair, change in outcome.changes.items():
        yield f"  {pair}"
        yield from (f"    {line}" for line in _change(change))
    start = outcome.completers_at_start
    yield f"  Completers less others at the start: {_estimate(start.difference)}"
    yield f"    standardized: {_figure(start.standardized)}"
    yield f"  Net of the drift before the course: {_estimate(outcome.net_effect)}"
    shift = outcome.response_shift
    shifted = shift if isinstance(shift, Undefined) else shift.shift
    yield f"  Looking back less the true start: {_estimate(shifted)}"
    yield f"  Share of the change still there at T3: {_estimate(outcome.retention)}"
    yield from _models(outcome)


def _models(outcome: OutcomeAnalysis) -> Iterator[str]:
    if isinstance(outcome.by_wave, WaveModel):
        model = outcome.by_wave
        yield f"  All answers of {model.people:,} people in one model ({model.method}), beside {model.first}"
        for wave, change in model.changes.items():
            yield f"    {wave}: {_estimate(change)}"
    if outcome.benchmark:
        mark = outcome.benchmark
        rank = mark.rank.words if isinstance(mark.rank, Undefined) else f"{mark.rank} of {mark.of}"
        yield f"  Place of {mark.this.label} among runs: {rank}; its change: {_estimate(mark.this.change)}"
        yield f"    mean of the other runs: {_estimate(mark.usual)}"


def _change(change: Change) -> Iterator[str]:
    if change.headline:
        yield change.headline.sentence
    if change.n == 0:
        yield f"– {Reason.NO_ANSWERS.words}"
        return
    yield f"n = {change.n:,}; before: {_figure(change.before.mean)}, after: {_figure(change.after.mean)}"
    yield f"Mean change: {_estimate(change.mean_change)}"
    yield f"Paired t: {_test(change.paired_t)}"
    yield f"Wilcoxon: {_test(change.wilcoxon)}"
    yield f"Cohen's d_z: {_estimate(change.d_z)}"
    yield f"Cohen's d_av: {_estimate(change.d_av)}"
    moved = change.movement
    yield f"Rose: {_share(moved.improved)}"
    yield f"Stayed: {_share(moved.same)}"
    yield f"Fell: {_share(moved.worse)}"
    yield f"Highest answer already before: {_share(change.ceiling_before)}"
    if change.by_event:
        yield f"Allowing for events ({change.by_event.method}): {_estimate(change.by_event.change)}"


def _quiz(analysis: Analysis) -> Iterator[str]:
    for item in analysis.quiz_items:
        yield ""
        yield f"{item.name} (quiz item)"
        for wave, right in item.difficulty.items():
            tells = _figure(item.discrimination[wave])
            yield f"  {wave}: right {_share(right)}; discrimination: {tells}"
        for pair, found in item.mcnemar.items():
            yield (
                f"  {pair}: {found.learnt} learnt, {found.lost} lost; McNemar: {_test(found.test)}"
            )


def _reliability(analysis: Analysis) -> Iterator[str]:
    for scale, waves in analysis.reliability.items():
        yield ""
        yield f"Reliability of {scale}"
        for wave, found in waves.items():
            yield f"  {wave}: alpha {_estimate(found.alpha)}; omega {_figure(found.omega)}"


def _holm(analysis: Analysis) -> Iterator[str]:
    for pair, items in analysis.holm.items():
        if items:
            yield ""
            yield f"p of {len(items)} items, {pair}, and allowing for all of them (Holm)"
        for item in items:
            yield f"  {item.item}: {chance(item.p)}; {chance(item.holm)}"


def _figure(value: float | Undefined) -> str:
    return f"– {value.words}" if isinstance(value, Undefined) else points(value)


def _interval(interval: Interval | Undefined) -> str:
    if isinstance(interval, Undefined):
        return f"no interval: {interval.words}"
    return f"{percent(interval.level)} interval {points(interval.low)} to {points(interval.high)}"


def _estimate(found: Estimate | Undefined) -> str:
    if isinstance(found, Undefined):
        return f"– {found.words}"
    return f"{points(found.value)} ({_interval(found.interval)}; n = {found.n:,})"


def _share(found: Share | Undefined) -> str:
    if isinstance(found, Undefined):
        return f"– {found.words}"
    ends = f"{percent(found.interval.low)} to {percent(found.interval.high)}"
    return f"{found.count:,} of {found.n:,} ({percent(found.value)}; {ends})"


def _test(found: Test | Undefined) -> str:
    if isinstance(found, Undefined):
        return f"– {found.words}"
    df = "" if found.df is None else f", df {found.df:g}"
    return f"{round(found.statistic, 2):g}{df}, {chance(found.p)} ({found.method}; n = {found.n:,})"
