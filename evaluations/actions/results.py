"""Working out results beforehand, so that no page waits for statistics."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from django.utils import timezone

from courses.models import Course, Event
from evaluations.findings import summary_of
from evaluations.models import EvaluationSetting, Finding, RunWave, Span
from evaluations.scopes import EVENT, Scope, scope_within, scopes_of, span_of

FORMULAS = 3
"""Raised by whoever changes a figure or the form of a finding: then all are worked out anew."""

A_ROUND = 25
EARLIER_RUNS = 20

Closed = dict[int, list[tuple[int, str]]]
"""By event: its closed waves, each with the moment it closed."""


def work_out_findings(at: dt.datetime, *, most: int = A_ROUND) -> int:
    """Each round: works out what became stale, `most` at a time: what readers asked for and wait for, then events
    before the years they belong to; returns how many. A wave counts once it has closed, when its sheets change
    no more.

    Side effects: findings, each replaced as a whole. Doing it twice gives the same.
    """
    days, closed = _closed_waves(at)
    stored = {(c, k): b for c, k, b in Finding.objects.values_list("course", "key", "basis")}
    settings = {setting.board_id: setting for setting in EvaluationSetting.objects.all()}
    spans: dict[int, list[Span]] = defaultdict(list)
    for span in Span.objects.filter(course__in=days):
        spans[span.course_id].append(span)
    boards = dict(Course.objects.filter(pk__in=days).values_list("pk", "board_id"))
    stale = [
        (course_id, scope, basis)
        for course_id, of_events in days.items()
        for scope in [*scopes_of(of_events), *_spans(of_events, spans.get(course_id, ()))]
        if stored.get((course_id, scope.key))
        != (basis := _basis(scope, closed, settings.get(boards[course_id])))
    ]
    stale.sort(key=lambda each: span_of(each[1].key) is None)
    made: dict[str, dict[str, Any]] = {}
    for course_id, scope, basis in stale[:most]:
        if basis not in made:
            made[basis] = _impact(course_id, scope, at)
        _keep(course_id, scope, basis, deepcopy(made[basis]), at)
    return len(stale[:most])


def _spans(days: Mapping[int, dt.date], spans: Iterable[Span]) -> list[Scope]:
    """The scopes of spans that are more than an event or a year."""
    scopes = [scope_within(days, span.first_day, span.last_day) for span in spans]
    return [scope for scope in scopes if scope is not None and span_of(scope.key)]


def _closed_waves(at: dt.datetime) -> tuple[dict[int, dict[int, dt.date]], Closed]:
    """By course the days of its events with a closed wave, and those waves."""
    days: dict[int, dict[int, dt.date]] = defaultdict(dict)
    closed: Closed = defaultdict(list)
    waves = RunWave.objects.filter(closes_at__lte=at, run__event__starts_at__isnull=False)
    columns = ("pk", "closes_at", "run__event", "run__event__course", "run__event__starts_at")
    for pk, closes_at, event_id, course_id, starts_at in waves.order_by("pk").values_list(*columns):
        days[course_id][event_id] = timezone.localtime(starts_at).date()
        closed[event_id].append((pk, closes_at.isoformat()))
    return days, closed


def _basis(scope: Scope, closed: Closed, setting: EvaluationSetting | None) -> str:
    setting = setting or EvaluationSetting()
    made_of = [
        FORMULAS,
        setting.hidden_under,
        setting.headline_pairs,
        sorted(wave for event in scope.days for wave in closed[event]),
    ]
    return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()


def _impact(course_id: int, scope: Scope, at: dt.datetime) -> dict[str, Any]:
    """What is published of a scope; the same of each that rests on the same waves, as a year of one event does."""
    from evaluations.impact import impact_of_events, published  # loads the statistics

    course = Course.objects.select_related("board").get(pk=course_id)
    events = Event.objects.filter(pk__in=scope.days)
    return published(impact_of_events(course, events, scope.first, scope.last, at=at))


def _keep(
    course_id: int, scope: Scope, basis: str, document: dict[str, Any], at: dt.datetime
) -> None:
    if scope.key.startswith(EVENT) and document["analysis"]:
        _set_beside_earlier_runs(document["analysis"], course_id, scope)
    Finding.objects.update_or_create(
        course_id=course_id,
        key=scope.key,
        defaults={
            "first_day": scope.first,
            "last_day": scope.last,
            "people": document["answered"],
            "basis": basis,
            "document": document,
            "summary": summary_of(document),
            "made_at": at,
        },
    )


def _set_beside_earlier_runs(analysis: dict[str, Any], course_id: int, scope: Scope) -> None:
    """The first comparison of each scale and of the quiz, beside the last runs that had enough people."""
    from evaluations.analysis.output import plain
    from evaluations.statistics.benchmark import RunEstimate, benchmark_of

    earlier = Finding.objects.filter(
        course=course_id, key__startswith=EVENT, last_day__lt=scope.first
    ).order_by("-first_day")[:EARLIER_RUNS]
    runs = [(f"{each.first_day:%-d %B %Y}", each.summary["changes"]) for each in earlier]
    for outcome in analysis["outcomes"]:
        if outcome["part_of"] or not outcome["changes"]:
            continue
        pair, change = next(iter(outcome["changes"].items()))
        mine = _estimate(change.get("mean_change"))
        others = [
            RunEstimate(label, found)
            for label, changes in runs
            if (found := _estimate(changes.get(outcome["name"], {}).get(pair)))
        ]
        if mine is not None:
            this = RunEstimate(f"{scope.first:%-d %B %Y}", mine)
            outcome["benchmark"] = plain(benchmark_of(this, others))


def _estimate(found: Mapping[str, Any] | None) -> Any:
    """A stored estimate as the statistics know it; None where there is none."""
    from evaluations.statistics.results import Estimate, Interval, Reason, Undefined

    if not found or "value" not in found:
        return None
    ends = found["interval"]
    interval: Interval | Undefined = (
        Undefined(Reason(ends["undefined"]), ends["n"])
        if "undefined" in ends
        else Interval(ends["low"], ends["high"], ends["level"])
    )
    return Estimate(found["value"], found["n"], interval)
