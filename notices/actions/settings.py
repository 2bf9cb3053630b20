"""A board's own words, switches and hours."""

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from notices import wording
from notices.kinds import Kind
from notices.models import NoticeSetting, SendingHours, Wording


class WordingRefused(Exception):
    """Words that cannot be used; `problems` are lists of texts by field ("subject", "body")."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(text for texts in problems.values() for text in texts))


@transaction.atomic
def save_wording(
    board_id: int, kind: Kind, *, subject: str, body: str, actor: AbstractBaseUser | None
) -> Wording:
    """Adds a version of the board's words, in force at once, also for what waits. Raises `WordingRefused`."""
    subject = " ".join(subject.split())
    problems = wording.problems_of(kind, subject=subject, body=body)
    if problems:
        raise WordingRefused(problems)
    return Wording.objects.create(
        board_id=board_id,
        kind=kind.code,
        subject=subject,
        body=body.replace("\r\n", "\n").strip(),
        made_by_id=actor.pk if actor else None,
        made_at=timezone.now(),
    )


@transaction.atomic
def reset_wording(board_id: int, kind: Kind, *, actor: AbstractBaseUser | None) -> Wording:
    """Goes back to the words the product came with; the board's own versions stay in the history."""
    return Wording.objects.create(
        board_id=board_id,
        kind=kind.code,
        is_default=True,
        made_by_id=actor.pk if actor else None,
        made_at=timezone.now(),
    )


@transaction.atomic
def choose(
    board_id: int,
    kind: Kind,
    *,
    is_on: bool,
    copy_to_manager: bool,
    amount: int | None = None,
    unit: str = "",
    at_time: dt.time | None = None,
) -> NoticeSetting:
    """Sets whether and when the board sends a kind of notice. Rows already planned keep their time."""
    row, _ = NoticeSetting.objects.update_or_create(
        board_id=board_id,
        kind=kind.code,
        defaults={
            "is_on": is_on,
            "copy_to_manager": copy_to_manager,
            "amount": amount,
            "unit": unit,
            "at_time": at_time,
        },
    )
    return row


@transaction.atomic
def set_sending_hours(board_id: int, **fields: Any) -> SendingHours:
    """Sets when the board's notices may leave, and in whose name: fields of `SendingHours`."""
    row, _ = SendingHours.objects.update_or_create(board_id=board_id, defaults=fields)
    return row
