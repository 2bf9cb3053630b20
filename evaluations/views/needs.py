"""The thread from learning needs to what has come of them, for those who read the board's reports."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evaluations.models import LearningNeed
from evaluations.threads import thread_of
from people.access import report_readers, requires
from people.requests import BoardRequest


@requires(report_readers)
@require_safe
def needs(request: BoardRequest) -> HttpResponse:
    """Every learning need of the board: open ones first."""
    found = LearningNeed.objects.filter(board=request.board).prefetch_related(
        "answers__objective__course", "evidence"
    )
    context = {
        "open_needs": [need for need in found if need.closed_on is None],
        "closed_needs": [need for need in found if need.closed_on is not None],
    }
    return render(request, "evaluations/needs.html", context)


@requires(report_readers)
@require_safe
def need(request: BoardRequest, need_id: int) -> HttpResponse:
    """One need and its thread."""
    rows = LearningNeed.objects.filter(board=request.board).select_related("owner_agency")
    found = get_object_or_404(rows.prefetch_related("evidence"), pk=need_id)
    return render(request, "evaluations/need.html", {"need": found, "thread": thread_of(found)})
