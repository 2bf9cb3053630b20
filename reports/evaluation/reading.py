"""Who was asked and who answered, by course: read from evaluation's own queries and finished results.

Pure reading, the same number of queries for any size.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from courses.models import Course
from evaluations.choices import Wave
from evaluations.models import Finding, RunWave
from evaluations.queries import setting_of
from evaluations.response import Response, response_by_course
from evaluations.scopes import year_of
from people.models import Board
from reports.attendance.population import NO_FILTERS, Filters, events_in
from reports.periods import Period, financial_year, financial_year_of
from reports.values import HIDDEN, Rate

PAIRS = {"T1 to T2": "paired_end", "T1 to T3": "paired_later"}
COMPLETE = "complete"
Responses = Mapping[Wave, Response]


@dataclass(frozen=True)
class OfCourse:
    """`pairs` are by the measures' keys: empty where nothing has been worked out for these days."""

    course: Course
    responses: Responses
    pairs: Mapping[str, Rate] = field(default_factory=dict)


@dataclass(frozen=True)
class EvaluationReport:
    """`is_year`: the days are one financial year, for which pairs are worked out beforehand."""

    boards: tuple[Board, ...]
    period: Period
    filters: Filters
    made_at: dt.datetime
    total: Responses
    by_course: tuple[OfCourse, ...]
    is_year: bool
    is_invented: bool


def evaluation_report(
    board: Board, period: Period, *, filters: Filters = NO_FILTERS
) -> EvaluationReport:
    """The report of a board over `period`; of `filters` those that pick events: 5 queries."""
    now = timezone.now()
    events = events_in([board], period, filters)
    found = response_by_course(RunWave.objects.filter(run__event__in=events, closes_at__lte=now))
    is_year = _is_year(period, timezone.localdate(now))
    pairs = _pairs(board, found, period) if is_year else {}
    courses = Course.objects.filter(pk__in=found).order_by("title", "pk")
    return EvaluationReport(
        boards=(board,),
        period=period,
        filters=filters,
        made_at=now,
        total=_together(list(found.values())),
        by_course=tuple(OfCourse(c, found[c.pk], pairs.get(c.pk, {})) for c in courses),
        is_year=is_year,
        is_invented=events.filter(is_invented=True).exists(),
    )


def _is_year(period: Period, today: dt.date) -> bool:
    """Whether the days are a financial year, or all of it so far."""
    year = financial_year(financial_year_of(period.from_))
    return period.from_ == year.from_ and (period.to == year.to or today <= period.to < year.to)


def _pairs(
    board: Board, courses: Mapping[int, Responses], period: Period
) -> dict[int, dict[str, Rate]]:
    """From the finished results of the year; hidden where too few people answered to be shown: two queries."""
    least = setting_of(board.pk).hidden_under
    results = Finding.objects.filter(course__in=courses, key=year_of(period.from_)).order_by()
    columns = ("course_id", "people", "summary", "document__analysis__flow__complete")
    return {
        course: _of_result(summary, complete, is_shown=people >= least)
        for course, people, summary, complete in results.values_list(*columns)
    }


def _of_result(summary: Mapping[str, Any], complete: Any, *, is_shown: bool) -> dict[str, Rate]:
    keys = [*PAIRS.values(), COMPLETE]
    if not is_shown:
        return dict.fromkeys(keys, Rate(HIDDEN, HIDDEN))
    counts = {key: summary["paired"].get(pair) for pair, key in PAIRS.items()}
    counts[COMPLETE] = complete.get("count") if isinstance(complete, dict) else None
    return {key: Rate(count, summary["invited"]) for key, count in counts.items()}


def _together(responses: Sequence[Responses]) -> Responses:
    return {
        wave: sum((each[wave] for each in responses if wave in each), Response(0, 0))
        for wave in Wave
        if any(wave in each for each in responses)
    }
