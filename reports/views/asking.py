"""What a request asks of a report, for every view that shows one."""

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from people.models import Board
from people.permissions import may_run_board
from reports.forms import PeriodForm
from reports.kinds import KINDS, ReportKind


def kind_or_404(key: str) -> ReportKind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def form_of(request: HttpRequest, kind: ReportKind) -> PeriodForm:
    """The form as filled in by the address, for this reader."""
    board: Board = request.board  # type: ignore[attr-defined]  # set by BoardMiddleware
    return kind.form(
        request.GET,
        board=board,
        today=timezone.localdate(),
        is_protected=not may_run_board(request.user, board),
    )


def address_of(kind: ReportKind) -> str:
    return reverse("reports:report", args=[kind.key])
