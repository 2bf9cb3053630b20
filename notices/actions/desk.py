"""What staff do with messages that have not left, or did not arrive."""

import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from notices import wording
from notices.choices import OPEN_STATES, RESENDABLE_STATES, Channel, LogVerb, MessageState
from notices.kinds import kind_of
from notices.models import Message, MessageLog

from .log import log
from .queue import new_message_id
from .settings import WordingRefused


class DeskRefused(Exception):
    """Why staff cannot do this to a message any more; the text says what became of it."""


def _open_message(message_id: int) -> Message:
    message = Message.objects.select_for_update(of=("self",)).get(pk=message_id)
    if message.state not in OPEN_STATES:
        raise DeskRefused(
            f"Nothing was changed: this message is already {message.get_state_display().lower()}."
        )
    return message


@transaction.atomic
def hold_message(message_id: int, *, actor: AbstractBaseUser | None) -> Message:
    """Keeps a waiting message back until staff let it go. Raises `DeskRefused` once it has left."""
    message = _open_message(message_id)
    message.state = MessageState.HELD
    message.save(update_fields=["state"])
    log(message, LogVerb.HELD, at=timezone.now(), actor=actor)
    return message


@transaction.atomic
def release_message(message_id: int, *, actor: AbstractBaseUser | None) -> Message:
    """Lets a held message go when it is due; at once if it is. Raises `DeskRefused` once it has left."""
    message = _open_message(message_id)
    message.state = MessageState.WAITING
    message.save(update_fields=["state"])
    log(message, LogVerb.RELEASED, at=timezone.now(), actor=actor)
    _send_if_due(message)
    return message


@transaction.atomic
def move_message(message_id: int, to: dt.datetime, *, actor: AbstractBaseUser | None) -> Message:
    """Changes when a message leaves. Raises `DeskRefused` once it has left."""
    message = _open_message(message_id)
    message.send_after = to
    message.save(update_fields=["send_after"])
    when = f"to {timezone.localtime(to):%-d %B %Y %H:%M}"
    log(message, LogVerb.MOVED, at=timezone.now(), actor=actor, detail=when)
    _send_if_due(message)
    return message


@transaction.atomic
def edit_message(
    message_id: int, *, subject: str, body: str, actor: AbstractBaseUser | None
) -> Message:
    """Gives one message words of its own; placeholders of its kind are filled in when it leaves.

    Raises `DeskRefused` once it has left, and `WordingRefused` for words that cannot be used.
    """
    message = _open_message(message_id)
    subject = " ".join(subject.split())
    problems = wording.problems_of(kind_of(message.kind), subject=subject, body=body)
    if problems:
        raise WordingRefused(problems)
    message.subject = subject[: wording.SUBJECT_LENGTH]
    message.body = body.replace("\r\n", "\n").strip()
    message.is_edited = True
    message.save(update_fields=["subject", "body", "is_edited"])
    log(message, LogVerb.EDITED, at=timezone.now(), actor=actor)
    return message


@transaction.atomic
def cancel_message(message_id: int, *, actor: AbstractBaseUser | None, why: str = "") -> Message:
    """Stops a message for good. Raises `DeskRefused` once it has left."""
    message = _open_message(message_id)
    message.state = MessageState.CANCELLED
    message.last_error = why[:300]
    message.save(update_fields=["state", "last_error"])
    log(message, LogVerb.CANCELLED, at=timezone.now(), actor=actor, detail=why)
    return message


@transaction.atomic
def stop_all(messages: QuerySet[Message], *, actor: AbstractBaseUser | None, why: str) -> int:
    """Stops those of `messages` that have not left, because their cause is gone; returns how many.

    Raises `DeskRefused`, and stops none, when one of them has left: somebody believes it.
    """
    rows = list(messages.select_for_update(of=("self",)))
    if any(row.state not in (*OPEN_STATES, MessageState.CANCELLED) for row in rows):
        raise DeskRefused("Nothing was changed: a message about it has left already.")
    waiting = [row for row in rows if row.state in OPEN_STATES]
    for row in waiting:
        cancel_message(row.pk, actor=actor, why=why)
    return len(waiting)


@transaction.atomic
def revive(messages: QuerySet[Message], *, since: dt.datetime) -> int:
    """Lets those of `messages` wait again that were stopped from `since` on for not being true; they are again.

    What staff stopped stays stopped. Returns how many.
    """
    stopped = MessageLog.objects.filter(
        verb=LogVerb.CANCELLED, at__gte=since, actor__isnull=True
    ).values("message")
    rows = list(
        messages.select_for_update(of=("self",)).filter(
            state=MessageState.CANCELLED, pk__in=stopped
        )
    )
    for row in rows:
        row.state, row.last_error = MessageState.WAITING, ""
        row.save(update_fields=["state", "last_error"])
        log(row, LogVerb.RELEASED, at=timezone.now())
    return len(rows)


@transaction.atomic
def resend(message_id: int, *, email: str = "", actor: AbstractBaseUser | None) -> Message:
    """Sends what was sent, failed or bounced again, to `email` if given: a second message of its own.

    It says what is true now, under a Message-ID of its own, so that no mail server takes it for a repeat.
    Raises `DeskRefused` for a message that is still to leave. Side effects, in order: the new message; a
    line in both logs; its sending, after commit.
    """
    first = Message.objects.select_for_update(of=("self",)).get(pk=message_id)
    if first.state not in RESENDABLE_STATES:
        raise DeskRefused("This message has not left yet, so there is nothing to send again.")
    now = timezone.now()
    again = Message.objects.get(pk=message_id)
    again.pk = None
    again._state.adding = True
    number = Message.objects.filter(key__startswith=f"{first.key}:again-").count() + 1
    again.key = f"{first.key}:again-{number}"
    again.to_email = email.lower() or first.to_email
    again.channel = Channel.EMAIL if again.to_email else Channel.LETTER
    again.state, again.send_after, again.attempts = MessageState.WAITING, now, 0
    again.sent_at, again.claimed_at, again.last_error, again.auto_reply = None, None, "", ""
    again.message_id = new_message_id()
    if not first.is_edited:
        again.subject = again.body = ""
    again.save()
    log(first, LogVerb.RESENT, at=now, actor=actor)
    log(again, LogVerb.QUEUED, at=now, actor=actor, detail=f"again, after {first.message_id}")
    _send_if_due(again)
    return again


def _send_if_due(message: Message) -> None:
    from notices.tasks import send_messages

    due = message.state == MessageState.WAITING and message.send_after <= timezone.now()
    if due and message.channel == Channel.EMAIL:
        transaction.on_commit(lambda: send_messages.enqueue([message.pk]))
