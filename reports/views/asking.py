"""What a request asks of a report, for every view that shows one."""

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from people.models import Board
from reports.forms import PeriodForm
from reports.kinds import KINDS, ReportKind
from reports.permissions import may_read_exact


def kind_or_404(key: str) -> ReportKind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def form_of(request: HttpRequest, kind: ReportKind, query: QueryDict | None = None) -> PeriodForm:
    """The form as filled in by the address, or by `query`, for this reader."""
    board: Board = request.board  # type: ignore[attr-defined]  # set by BoardMiddleware
    may_choose = may_read_exact(request.user, board)
    return kind.form(
        request.GET if query is None else query,
        board=board,
        today=timezone.localdate(),
        is_protected=not may_choose,
        may_choose=may_choose,
    )


def address_of(kind: ReportKind) -> str:
    return reverse("reports:report", args=[kind.key])
