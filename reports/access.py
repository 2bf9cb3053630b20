"""Who may enter the views of this floor, in the terms of `people.access`."""

from people.access import Access, report_readers
from people.requests import BoardRequest

from .saved import saved_by


def _owns(request: BoardRequest, saved_id: int) -> bool:
    if not report_readers.allows(request):
        return False
    return saved_by(request.user, request.board).filter(pk=saved_id).exists()


owns_saved = Access("the reader of reports who saved it", _owns)
