"""Indicators of practice beside the training, for those who read the board's reports."""

import csv

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evaluations import series
from evaluations.actions.indicators import expected_from
from evaluations.models import Indicator
from people.access import report_readers, requires
from people.requests import BoardRequest


@requires(report_readers)
@require_safe
def indicators(request: BoardRequest) -> HttpResponse:
    found = Indicator.objects.filter(board=request.board).prefetch_related("courses")
    return render(request, "evaluations/indicators.html", {"indicators": found})


@requires(report_readers)
@require_safe
def indicator(request: BoardRequest, indicator_id: int) -> HttpResponse:
    """The series and the training beneath it, what the statistics say in words, and what they cannot say."""
    found = get_object_or_404(Indicator, board=request.board, pk=indicator_id)
    months = series.months_of(found)
    context = {
        "indicator": found,
        "months": months,
        "expected_from": expected_from(found),
        "sentences": series.sentences_of(found),
        "caveats": series.CAVEATS,
        "svg": series.drawing(found, months) if months else "",
        "table": _table(found, months),
    }
    return render(request, "evaluations/indicator.html", context)


@requires(report_readers)
@require_safe
def indicator_csv(request: BoardRequest, indicator_id: int) -> HttpResponse:
    """The months with value and attendances, as the page draws them."""
    found = get_object_or_404(Indicator, board=request.board, pk=indicator_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.csv"'
    writer = csv.writer(response)
    writer.writerow(["month", "value", "attendances"])
    for each in series.months_of(found):
        writer.writerow([f"{each.month:%Y-%m}", each.value, each.attended])
    return response


def _table(indicator: Indicator, months: list[series.Month]) -> dict[str, object]:
    return {
        "caption": f"{indicator.title} by month",
        "head": [
            {"text": "Month", "numeric": False},
            {"text": indicator.unit.capitalize(), "numeric": True},
            {"text": "Attendances", "numeric": True},
        ],
        "rows": [
            [
                {"text": f"{each.month:%B %Y}", "numeric": False},
                {"text": f"{each.value:g}", "numeric": True},
                {"text": f"{each.attended}", "numeric": True},
            ]
            for each in months
        ],
        "foot": None,
    }
