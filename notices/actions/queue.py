"""Writing a message, in the transaction of its cause."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from notices.choices import Addressed, Channel, LogVerb
from notices.hours import next_open
from notices.kinds import Kind
from notices.models import Message
from notices.queries import choice_of, hours_of

from .log import log

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass(frozen=True)
class Recipient:
    """Where a message for a person goes. Without an e-mail address it is printed."""

    name: str
    email: str = ""
    person_id: int | None = None
    addressed: Addressed = Addressed.OWN

    @property
    def has_diary(self) -> bool:
        """Whether an invitation sent there reaches the diary of whom it concerns."""
        return bool(self.email) and self.addressed == Addressed.OWN


def queue_message(
    kind: Kind,
    *,
    key: str,
    board_id: int,
    to: Recipient,
    about: "Model | None" = None,
    facts: Mapping[str, Any] | None = None,
    send_after: dt.datetime | None = None,
    before: dt.datetime | None = None,
    words: tuple[str, str] | None = None,
    actor: AbstractBaseUser | None = None,
    at: dt.datetime | None = None,
) -> Message | None:
    """Writes a message of `kind` in the caller's transaction; it leaves after commit, or after `send_after`.

    `facts` are what its cause knows and nobody can read later (JSON); `words` are a subject and body of
    somebody's own, in place of the board's. Returns None, and writes nothing, when a message with this key
    exists or the board has switched the kind off. What can wait is moved into the board's sending hours,
    unless it would only leave after `before`, when it is of no use any more.
    Side effects, in order: the message; a line in its log; its sending, after commit.
    """
    from notices.tasks import send_message as send_later

    at = at or timezone.now()
    if not choice_of(board_id, kind).is_on:
        return None
    due = _due(kind, board_id, max(send_after or at, at), before)
    message, made = Message.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind.code,
            "board_id": board_id,
            "person_id": to.person_id,
            "channel": Channel.EMAIL if to.email else Channel.LETTER,
            "to_name": to.name[:200],
            "to_email": to.email.lower(),
            "addressed": to.addressed,
            "about_type": about._meta.label_lower if about is not None else "",
            "about_id": about.pk if about is not None else None,
            "facts": dict(facts or {}),
            "subject": words[0] if words else "",
            "body": words[1] if words else "",
            "is_edited": words is not None,
            "send_after": due,
            "message_id": new_message_id(),
        },
    )
    if not made:
        return None
    log(message, LogVerb.QUEUED, at=at, actor=actor)
    if message.channel == Channel.EMAIL and due <= at:
        transaction.on_commit(lambda: send_later.enqueue(message.pk))
    return message


def _due(kind: Kind, board_id: int, wanted: dt.datetime, before: dt.datetime | None) -> dt.datetime:
    """When it leaves: at once if it is urgent, otherwise in the board's hours if that is early enough."""
    if kind.is_urgent:
        return wanted
    open_at = next_open(wanted, hours_of(board_id))
    return open_at if before is None or open_at < before else wanted


def new_message_id() -> str:
    return f"<{uuid.uuid4().hex}@cohort>"
