"""One line of a message's log."""

import datetime as dt

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
    MessageLog.objects.create(
        message=message,
        at=at,
        actor_id=actor.pk if actor else None,
        verb=verb,
        detail=" ".join(detail.split())[:300],
    )
