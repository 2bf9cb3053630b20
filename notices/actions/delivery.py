"""Sending: claim, ask whether it is still true, send, note. Safe to run in many processes at once.

A message is claimed by a row lock, sent outside any transaction and noted afterwards. A worker killed in
between leaves a claimed row; `recover_stuck` puts it back, and it leaves a second time at most, with the
same Message-ID. Plain SMTP allows no better. Notes are written only on what is still one's own: a batch that
takes too long hands the rest back before anybody else may take it.
"""

import datetime as dt
import logging
import time
from collections.abc import Sequence
from typing import Any

from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
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
BATCH_SECONDS = 240
"""How long a batch may take; with the longest time-out added it ends well before `STUCK_AFTER`."""
CAME_BACK = Trouble("Mail to this address came back before.", try_again=False)
STOPS_SENDERS = Trouble("Its sender stopped half-way each time.", try_again=False)
HALF_WAY = "Its sender stopped half-way, so it may have left once already."


class ServerAway(Exception):
    """The mail server cannot be reached, so there is no use in trying the rest of a batch."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(trouble.text)


def send_message(message_id: int, *, at: dt.datetime | None = None) -> None:
    """Sends one message if it is due; one that is not, or is being sent elsewhere, is left alone."""
    _send(claim([message_id], at=at or timezone.now()))


def send_due(*, at: dt.datetime | None = None, limit: int = BATCH) -> int:
    """Sends up to `limit` due messages over one connection; returns how many it settled.

    0 where nothing is due, and where the mail server cannot be reached: there is no use in going on.
    """
    return _send(claim(None, at=at or timezone.now(), limit=limit))


@transaction.atomic
def claim(ids: Sequence[int] | None, *, at: dt.datetime, limit: int = BATCH) -> list[Message]:
    """Takes due messages for this process alone, longest due first: no two workers get the same one.

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


def _send(claimed: Sequence[Message]) -> int:
    if not claimed:
        return 0
    started = time.monotonic()
    ids = [message.pk for message in claimed]
    whole = Message.objects.filter(pk__in=ids).select_related("board__site", "person")
    messages = list(whole.order_by("send_after", "id"))
    dead = queries.suppressed({message.to_email for message in messages})
    stationery = composing.Stationery()
    connection = None
    try:
        connection = _connection()
        while messages and time.monotonic() - started < BATCH_SECONDS:
            if messages[0].to_email in dead:
                _give_up(messages[0], CAME_BACK, timezone.now())
            else:
                deliver(messages[0], connection, stationery)
            messages.pop(0)
    except ServerAway as away:
        _note_trouble(messages.pop(0), away.trouble, timezone.now())
        _hand_back(messages)
        return 0
    finally:
        if connection is not None:
            connection.close()
    _hand_back(messages)
    return len(claimed) - len(messages)


def _connection() -> BaseEmailBackend:
    """Raises `ServerAway` when mail is not set up: that is no message's fault."""
    try:
        return get_connection()
    except (ImproperlyConfigured, AnymailError) as problem:
        raise ServerAway(Trouble(str(problem), try_again=True)) from problem


def deliver(
    message: Message, connection: BaseEmailBackend, stationery: composing.Stationery
) -> None:
    """Sends one claimed message and notes how it went.

    Side effects, in order: the e-mail; the message (sent with what it said, waiting for another attempt,
    failed, bounced, or cancelled because it is no longer true); its log; a bounced address is suppressed.
    What goes wrong with one message is noted on it and ends nothing else. Raises `ServerAway`, with nothing
    noted.
    """
    now = timezone.now()
    try:
        facts = composing.facts_of(message)
        said = composing.rendered(message, facts, stationery)
        sender = stationery.sender(message)
        calendar = composing.invitation_from(message, facts, sender, at=now)
        mail = composing.email_of(
            message, said, sender, calendar=calendar, invitation=facts.invitation
        )
        mail.message()
    except NoLongerTrue as why:
        _note(message, LogVerb.CANCELLED, now, str(why), state=MessageState.CANCELLED)
        return
    except Exception as problem:
        logger.exception("Message %s could not be written", message.pk)
        text = f"It could not be written: {type(problem).__name__}: {problem}"
        _give_up(message, Trouble(text, try_again=False), now)
        return
    mail.connection = connection
    _reach(connection)
    try:
        mail.send()
    except MAIL_TROUBLES as problem:
        connection.close()
        _note_trouble(message, trouble_of(problem), timezone.now())
        return
    words = {"subject": said.subject, "body": said.text, "calendar": calendar}
    _note_sent(message, words, timezone.now())


def _reach(connection: BaseEmailBackend) -> None:
    """Opens the connection unless it is open, so that a batch shares one. Raises `ServerAway`."""
    try:
        connection.open()
    except MAIL_TROUBLES as problem:
        raise ServerAway(Trouble(trouble_of(problem).text, try_again=True)) from problem


def _own(messages: Sequence[Message]) -> QuerySet[Message]:
    """Of `messages`, those that are still claimed as they were: nobody recovered or settled them meanwhile."""
    first = messages[0]
    return Message.objects.filter(
        pk__in=[message.pk for message in messages],
        state=MessageState.SENDING,
        claimed_at=first.claimed_at,
    )


@transaction.atomic
def _note(
    message: Message, verb: LogVerb, at: dt.datetime, detail: str = "", **fields: Any
) -> bool:
    """Writes how it went, on a message that is still ours; says whether it was. The log gets its line anyway."""
    if detail:
        fields["last_error"] = detail[:300]
    ours = bool(_own([message]).update(**fields))
    log(message, verb, at=at, detail=detail)
    return ours


def _note_sent(message: Message, words: dict[str, str], at: dt.datetime) -> None:
    _note(message, LogVerb.SENT, at, state=MessageState.SENT, sent_at=at, last_error="", **words)


def _note_trouble(message: Message, trouble: Trouble, at: dt.datetime) -> None:
    if not trouble.try_again or message.attempts > len(RETRY_AFTER):
        _give_up(message, trouble, at)
        return
    again = at + RETRY_AFTER[message.attempts - 1]
    _note(message, LogVerb.TRIED, at, trouble.text, state=MessageState.WAITING, send_after=again)


@transaction.atomic
def _give_up(message: Message, trouble: Trouble, at: dt.datetime) -> None:
    state = MessageState.BOUNCED if trouble.bounced else MessageState.FAILED
    verb = LogVerb.BOUNCED if trouble.bounced else LogVerb.FAILED
    if (
        _note(message, verb, at, trouble.text or "No reason given.", state=state)
        and trouble.bounced
    ):
        suppress_address(message.to_email, detail=trouble.text, at=at)


def _hand_back(messages: Sequence[Message]) -> None:
    """What was claimed and not tried waits again, and the attempt is not counted."""
    if messages:
        _own(messages).update(state=MessageState.WAITING, attempts=F("attempts") - 1)


@transaction.atomic
def recover_stuck(*, at: dt.datetime | None = None) -> int:
    """Puts back what a worker claimed and never noted; returns how many.

    One that stopped its sender every time is given up at last.
    Side effects: the messages wait again, or have failed; a line in each log.
    """
    at = at or timezone.now()
    stuck = list(
        Message.objects.select_for_update(of=("self",), skip_locked=True).filter(
            state=MessageState.SENDING, claimed_at__lt=at - STUCK_AFTER
        )
    )
    for message in stuck:
        if message.attempts > len(RETRY_AFTER):
            _give_up(message, STOPS_SENDERS, at)
        else:
            _note(message, LogVerb.RECOVERED, at, HALF_WAY, state=MessageState.WAITING)
    return len(stuck)
