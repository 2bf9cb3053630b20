"""Writing a message, in the transaction of its cause."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from notices.choices import Addressed, Channel, LogVerb
from notices.hours import next_open
from notices.kinds import Kind
from notices.models import Message
from notices.queries import choice_of, hours_of

from .log import log_all

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


@dataclass(frozen=True)
class ToOne:
    """One of several messages of a kind: whom it goes to, what it is about, what its cause knows."""

    key: str
    to: Recipient
    about: "Model | None" = None
    facts: Mapping[str, Any] = field(default_factory=dict)


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
    written = queue_messages(
        kind,
        [ToOne(key, to, about, facts or {})],
        board_id=board_id,
        send_after=send_after,
        before=before,
        words=words,
        actor=actor,
        at=at,
    )
    return written[0] if written else None


def queue_messages(
    kind: Kind,
    wanted: Sequence[ToOne],
    *,
    board_id: int,
    send_after: dt.datetime | None = None,
    before: dt.datetime | None = None,
    words: tuple[str, str] | None = None,
    actor: AbstractBaseUser | None = None,
    at: dt.datetime | None = None,
) -> list[Message]:
    """`queue_message` for many, in a number of queries that does not grow with them; returns what it wrote."""
    at = at or timezone.now()
    if not wanted or not choice_of(board_id, kind).is_on:
        return []
    due = _due(kind, board_id, max(send_after or at, at), before)
    messages = [_message(kind, each, board_id, due, words) for each in wanted]
    try:
        written = _write(messages)
    except IntegrityError:  # somebody else wrote one of them meanwhile: now it is known
        written = _write(messages)
    log_all(written, LogVerb.QUEUED, at=at, actor=actor)
    if due <= at:
        _send_after_commit([each.pk for each in written if each.channel == Channel.EMAIL])
    return written


def _message(
    kind: Kind, one: ToOne, board_id: int, due: dt.datetime, words: tuple[str, str] | None
) -> Message:
    return Message(
        key=one.key,
        kind=kind.code,
        board_id=board_id,
        person_id=one.to.person_id,
        channel=Channel.EMAIL if one.to.email else Channel.LETTER,
        to_name=one.to.name[:200],
        to_email=one.to.email.lower(),
        addressed=one.to.addressed,
        about_type=one.about._meta.label_lower if one.about is not None else "",
        about_id=one.about.pk if one.about is not None else None,
        facts=dict(one.facts),
        subject=words[0] if words else "",
        body=words[1] if words else "",
        is_edited=words is not None,
        send_after=due,
        message_id=new_message_id(),
    )


@transaction.atomic
def _write(messages: Sequence[Message]) -> list[Message]:
    """Saves those whose key is new."""
    keys = [each.key for each in messages]
    known = set(Message.objects.filter(key__in=keys).order_by().values_list("key", flat=True))
    return Message.objects.bulk_create([each for each in messages if each.key not in known])


def _send_after_commit(message_ids: list[int]) -> None:
    from notices.tasks import send_messages

    if message_ids:
        transaction.on_commit(lambda: send_messages.enqueue(message_ids))


def _due(kind: Kind, board_id: int, wanted: dt.datetime, before: dt.datetime | None) -> dt.datetime:
    """When it leaves: at once if it is urgent, otherwise in the board's hours if that is early enough."""
    if kind.is_urgent:
        return wanted
    open_at = next_open(wanted, hours_of(board_id))
    return open_at if before is None or open_at < before else wanted


def new_message_id() -> str:
    return f"<{uuid.uuid4().hex}@cohort>"
