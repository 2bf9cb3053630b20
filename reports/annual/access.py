"""Who may enter the pages of annual reports, in the terms of `people.access`."""

from people.access import Access
from people.requests import BoardRequest
from reports.models import Slot

from . import permissions


def _writes(request: BoardRequest, slot_id: int) -> bool:
    slot = Slot.objects.filter(pk=slot_id, report__board=request.board).first()
    return slot is not None and permissions.may_write(request.user, request.board, slot)


report_runners = Access(
    "staff or business manager of this board",
    lambda request, **kwargs: permissions.may_run_annual_report(request.user, request.board),
)
writers = Access("whoever was asked to write it, or runs the board's annual report", _writes)
