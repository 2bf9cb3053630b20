"""Which messages, words and blocked addresses staff may reach."""

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from wagtail.permissions import register_permission_policy

from notices.models import Message, NoticeSetting, SendingHours, Suppression, Wording
from people.backoffice.scope import BoardStaffPolicy, scope, staff_board_ids
from people.models import Employment, Person

if TYPE_CHECKING:
    from people.models import User


class SuppressionPolicy(BoardStaffPolicy):
    """A list of addresses knows no boards: staff see one only if it is somebody's of theirs.

    That is: a person or a line manager of an agency of their boards, or the address of a message of theirs.
    """

    def rows_for(self, user: "User", queryset: QuerySet | None = None) -> QuerySet:
        rows = Suppression.objects.all() if queryset is None else queryset
        return rows if user.is_superuser else rows.filter(is_known_to(user, OuterRef("email")))


def is_known_to(user: "User", email: object) -> Q:
    """Whether `email` (a value in lower case, or an expression) is an address of the boards of `user`."""
    boards = staff_board_ids(user)
    jobs = Employment.objects.filter(agency__boards__in=boards)
    return Q(
        Exists(Message.objects.filter(board__in=boards, to_email=email))
        | Exists(jobs.alias(manager=Lower("manager_email")).filter(manager=email))
        | Exists(
            Person.objects.alias(address=Lower("email")).filter(
                address=email, employments__agency__boards__in=boards
            )
        )
    )


def knows_address(user: "User", email: str) -> bool:
    """Whether `user` may block `email`: nobody stops the mail of another board's people."""
    from people.models import User as Users

    if user.is_superuser:
        return True
    return Users.objects.filter(is_known_to(user, email), pk=user.pk).exists()


def register_scopes() -> None:
    scope(Message, "board", actions=("change", "view"))
    scope(Wording, "board", actions=("change", "view"))
    scope(NoticeSetting, "board", actions=("change", "view"))
    scope(SendingHours, "board", actions=("change", "view"))
    register_permission_policy(
        Suppression, SuppressionPolicy(Suppression, paths=(), actions=("add", "delete", "view"))
    )
