"""Sending: claim, ask whether it is still true, send, note. Safe to run in many processes at once.

A message is claimed by a row lock, sent outside any transaction and noted afterwards. A worker killed in
between leaves a claimed row; `recover_stuck` puts it back, and it leaves a second time at most, with the
same Message-ID. Plain SMTP allows no better.
"""

import datetime as dt
import logging
from collections.abc import Sequence

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from notices import composing, queries
from notices.choices import LogVerb, MessageState
from notices.kinds import NoLongerTrue
from notices.models import Message
from notices.transport import MAIL_TROUBLES, Trouble, trouble_of

from .bounces import suppress_address
from .log import log

logger = logging.getLogger(__name__)

RETRY_AFTER = tuple(
    dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60)
)
"""How long after each failed attempt the next follows: eight attempts in a little over 22 hours."""
STUCK_AFTER = dt.timedelta(minutes=10)
BATCH = 50
CAME_BACK = Trouble("Mail to this address came back before.", try_again=False)


class ServerAway(Exception):
    """The mail server cannot be reached, so there is no use in trying the rest of a batch."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.text)


def send_message(message_id: int, *, at: dt.datetime | None = None) -> None:
    """Sends one message if it is due; one that is not, or is being sent elsewhere, is left alone."""
    _send(claim([message_id], at=at or timezone.now()))


def send_due(*, at: dt.datetime | None = None, limit: int = BATCH) -> int:
    """Sends up to `limit` due messages over one connection; returns how many were claimed."""
    at = at or timezone.now()
    claimed = claim(None, at=at, limit=limit)
    _send(claimed)
    return len(claimed)


@transaction.atomic
def claim(ids: Sequence[int] | None, *, at: dt.datetime, limit: int = BATCH) -> list[Message]:
    """Takes due messages for this process alone: no two workers get the same one.

    Side effects: state, time of the claim and number of attempts of each.
    """
    due = Message.objects.due(at).select_for_update(of=("self",), skip_locked=True)
    if ids is not None:
        due = due.filter(pk__in=ids)
    claimed = list(due[:limit])
    for message in claimed:
        message.state = MessageState.SENDING
        message.claimed_at = at
        message.attempts += 1
    Message.objects.bulk_update(claimed, ["state", "claimed_at", "attempts"])
    return claimed


def _send(claimed: Sequence[Message]) -> None:
    if not claimed:
        return
    connection = get_connection()
    ids = [message.pk for message in claimed]
    messages = list(Message.objects.filter(pk__in=ids).select_related("board__site", "person"))
    dead = queries.suppressed({message.to_email for message in messages})
    stationery = composing.Stationery()
    try:
        while messages:
            if messages[0].to_email in dead:
                _give_up(messages[0], CAME_BACK, timezone.now())
            else:
                deliver(messages[0], connection, stationery)
            messages.pop(0)
    except ServerAway as away:
        for message in messages:
            _note_trouble(message, away.trouble, timezone.now())
    finally:
        connection.close()


def deliver(
    message: Message, connection: BaseEmailBackend, stationery: composing.Stationery
) -> None:
    """Sends one claimed message and notes how it went.

    Side effects, in order: the e-mail; the message (sent with what it said, waiting for another attempt,
    failed, bounced, or cancelled because it is no longer true); its log; a bounced address is suppressed.
    Raises `ServerAway`, with nothing noted.
    """
    now = timezone.now()
    try:
        facts = composing.facts_of(message)
        said = composing.rendered(message, facts, stationery)
        sender = stationery.sender(message)
        calendar = composing.invitation_from(message, facts, sender, at=now)
    except NoLongerTrue as why:
        _cancel(message, str(why), now)
        return
    except Exception as problem:
        logger.exception("Message %s could not be written", message.pk)
        text = f"It could not be written: {type(problem).__name__}: {problem}"
        _give_up(message, Trouble(text, try_again=False), now)
        return
    mail = composing.email_of(message, said, sender, calendar=calendar, invitation=facts.invitation)
    mail.connection = connection
    _reach(connection)
    try:
        mail.send()
    except MAIL_TROUBLES as problem:
        connection.close()
        _note_trouble(message, trouble_of(problem), timezone.now())
        return
    message.subject, message.body, message.calendar = said.subject, said.text, calendar
    _note_sent(message, timezone.now())


def _reach(connection: BaseEmailBackend) -> None:
    """Opens the connection unless it is open, so that a batch shares one. Raises `ServerAway`."""
    try:
        connection.open()
    except MAIL_TROUBLES as problem:
        raise ServerAway(trouble_of(problem)) from problem


@transaction.atomic
def _note_sent(message: Message, at: dt.datetime) -> None:
    message.state, message.sent_at, message.last_error = MessageState.SENT, at, ""
    message.save(update_fields=["state", "sent_at", "last_error", "subject", "body", "calendar"])
    log(message, LogVerb.SENT, at=at)


def _note_trouble(message: Message, trouble: Trouble, at: dt.datetime) -> None:
    if not trouble.try_again or message.attempts > len(RETRY_AFTER):
        _give_up(message, trouble, at)
        return
    with transaction.atomic():
        message.state, message.last_error = MessageState.WAITING, trouble.text
        message.send_after = at + RETRY_AFTER[message.attempts - 1]
        message.save(update_fields=["state", "last_error", "send_after"])
        log(message, LogVerb.TRIED, at=at, detail=trouble.text)


@transaction.atomic
def _give_up(message: Message, trouble: Trouble, at: dt.datetime) -> None:
    message.state = MessageState.BOUNCED if trouble.bounced else MessageState.FAILED
    message.last_error = trouble.text[:300]
    message.save(update_fields=["state", "last_error"])
    verb = LogVerb.BOUNCED if trouble.bounced else LogVerb.FAILED
    log(message, verb, at=at, detail=trouble.text)
    if trouble.bounced:
        suppress_address(message.to_email, detail=trouble.text, at=at)


@transaction.atomic
def _cancel(message: Message, why: str, at: dt.datetime) -> None:
    message.state, message.last_error = MessageState.CANCELLED, why[:300]
    message.save(update_fields=["state", "last_error"])
    log(message, LogVerb.CANCELLED, at=at, detail=why)


@transaction.atomic
def recover_stuck(*, at: dt.datetime | None = None) -> int:
    """Puts back what a worker claimed and never noted; returns how many.

    Side effects: the messages wait again; a line in each log.
    """
    at = at or timezone.now()
    stuck = list(
        Message.objects.select_for_update(of=("self",), skip_locked=True).filter(
            state=MessageState.SENDING, claimed_at__lt=at - STUCK_AFTER
        )
    )
    for message in stuck:
        message.state = MessageState.WAITING
        message.save(update_fields=["state"])
        log(
            message,
            LogVerb.RECOVERED,
            at=at,
            detail="Its sender stopped half-way, so it may have left once already.",
        )
    return len(stuck)
