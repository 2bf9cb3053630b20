"""Changing a board's limits."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from evaluations.models import EvaluationSetting
from people.actions import record_change
from people.models import Board

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def set_limits(
    board: Board, limits: Mapping[str, Any], *, actor: "User | None"
) -> EvaluationSetting:
    """Sets a board's numbers. Keys of runs that are open stay until the day that was promised.

    Side effects, in order: the setting; an audit entry on it.
    """
    setting, _ = EvaluationSetting.objects.update_or_create(board=board, defaults=dict(limits))
    record_change(setting, "limits set", actor=actor, details=dict(limits))
    return setting
