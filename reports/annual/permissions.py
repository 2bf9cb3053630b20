"""Who may do what with annual reports."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from people.choices import REPORT_ROLES, STAFF_ROLES, Role
from people.models import Board, User
from people.permissions import may_read_reports
from people.queries import boards_with_role
from reports.models import Slot

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def may_run_annual_report(user: "User | AnonymousUser", board: Board) -> bool:
    """Staff and the business manager, who writes it: structure, writers, stated figures, sign-off."""
    running = boards_with_role(user, *STAFF_ROLES, Role.BUSINESS_MANAGER)
    return running.filter(pk=board.pk).exists()


def may_write(user: "User | AnonymousUser", board: Board, slot: Slot) -> bool:
    """Those who run the report, and who was asked to write this text and reads the board's reports."""
    if may_run_annual_report(user, board):
        return True
    return slot.assigned_to_id == user.pk and may_read_reports(user, board)


def possible_writers(board: Board) -> QuerySet[User]:
    """Everybody who reads the board's reports, by name."""
    readers = User.objects.filter(
        role_assignments__board=board, role_assignments__role__in=REPORT_ROLES, is_active=True
    )
    return readers.distinct().order_by("full_name", "pk")
