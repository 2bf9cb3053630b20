"""Named predicates: who may reach what. Views ask these; nothing else decides."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .choices import REPORT_ROLES, STAFF_ROLES, Role
from .models import Board
from .queries import boards_with_role, roles_at

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .models import User


def may_run_board(user: "User | AnonymousUser", board: Board) -> bool:
    """L&D officers and administrators of `board`."""
    return boards_with_role(user, *STAFF_ROLES).filter(pk=board.pk).exists()


def may_read_reports(user: "User | AnonymousUser", board: Board) -> bool:
    """Staff, sub-group members and the business manager of `board`."""
    return boards_with_role(user, *REPORT_ROLES).filter(pk=board.pk).exists()


def is_trainer_for(user: "User | AnonymousUser", board: Board) -> bool:
    """Members of `board`'s training pool who have a sign-in."""
    return boards_with_role(user, Role.TRAINER).filter(pk=board.pk).exists()


@dataclass(frozen=True)
class Reach:
    """What one user may do at one board: the predicates above, answered together."""

    may_run_board: bool = False
    may_read_reports: bool = False
    is_trainer: bool = False
    leads_an_agency: bool = False


NO_REACH = Reach()


def reach_at(user: "User | AnonymousUser", board: Board) -> Reach:
    """All of a user's rights at `board` in one query, for menus."""
    roles = roles_at(user, board)
    return Reach(
        may_run_board=not roles.isdisjoint(STAFF_ROLES),
        may_read_reports=not roles.isdisjoint(REPORT_ROLES),
        is_trainer=Role.TRAINER in roles,
        leads_an_agency=Role.AGENCY_LEAD in roles,
    )
