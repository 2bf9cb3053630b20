"""Lines of messages' logs."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser

from notices.choices import LogVerb
from notices.models import Message, MessageLog


def log(
    message: Message,
    verb: LogVerb,
    *,
    at: dt.datetime,
    actor: AbstractBaseUser | None = None,
    detail: str = "",
) -> None:
    log_all([message], verb, at=at, actor=actor, detail=detail)


def log_all(
    messages: Sequence[Message],
    verb: LogVerb,
    *,
    at: dt.datetime,
    actor: AbstractBaseUser | None = None,
    detail: str = "",
) -> None:
    """The same line for each of `messages`, in one query."""
    MessageLog.objects.bulk_create(
        MessageLog(
            message=message,
            at=at,
            actor_id=actor.pk if actor else None,
            verb=verb,
            detail=" ".join(detail.split())[:300],
        )
        for message in messages
    )
