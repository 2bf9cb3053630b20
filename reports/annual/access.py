"""Who may enter the pages of annual reports, in the terms of `people.access`."""

from people.access import Access
from people.permissions import may_read_reports
from people.requests import BoardRequest
from reports.models import Slot

from . import permissions


def _writes(request: BoardRequest, slot_id: int) -> bool:
    slot = Slot.objects.filter(pk=slot_id).select_related("report").first()
    if slot is None:  # taken out since it was opened: what was typed is shown again, nothing else
        return request.method == "POST" and may_read_reports(request.user, request.board)
    is_here = slot.report.board_id == request.board.pk
    return is_here and permissions.may_write(request.user, request.board, slot)


report_runners = Access(
    "staff or business manager of this board",
    lambda request, **kwargs: permissions.may_run_annual_report(request.user, request.board),
)
writers = Access("whoever was asked to write it, or runs the board's annual report", _writes)
