"""Who may read small numbers."""

from typing import TYPE_CHECKING

from people.models import Board
from people.permissions import may_read_reports, may_run_board

from .models import ReportSetting

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def may_read_exact(user: "User | AnonymousUser", board: Board) -> bool:
    """Staff; the board's other readers where its setting says so."""
    if may_run_board(user, board):
        return True
    lets_readers = ReportSetting.objects.filter(board=board, exact_for_readers=True).exists()
    return lets_readers and may_read_reports(user, board)
