"""What must be true of messages at every commit, whatever was killed in between. Reads only."""

import datetime as dt
from collections.abc import Iterator

from .actions.delivery import STUCK_AFTER
from .choices import Channel, MessageState
from .models import DiaryEntry, Message

OVERDUE = dt.timedelta(hours=1)
MARGIN = dt.timedelta(minutes=10)


def nothing_stays_half_sent(now: dt.datetime) -> Iterator[str]:
    """What a killed sender left is put back within minutes, as long as one is running."""
    left = now - STUCK_AFTER - MARGIN
    for message in Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=left):
        yield f"Message {message.pk}: being sent since {message.claimed_at:%d %B %H:%M}."


def nothing_is_long_overdue(now: dt.datetime) -> Iterator[str]:
    """Every message ends sent, failed or cancelled; none is silent for an hour after it was due."""
    for message in Message.objects.due(now - OVERDUE):
        yield f"Message {message.pk}: due since {message.send_after:%d %B %H:%M}, and not sent."


def what_was_sent_says_what(now: dt.datetime) -> Iterator[str]:
    for message in Message.objects.filter(state=MessageState.SENT, body=""):
        yield f"Message {message.pk}: sent, but nobody can read what."


def failures_say_why(now: dt.datetime) -> Iterator[str]:
    for message in Message.objects.lost().filter(last_error=""):
        yield f"Message {message.pk}: {message.state} without a reason."


def letters_have_no_address(now: dt.datetime) -> Iterator[str]:
    for message in Message.objects.filter(channel=Channel.LETTER).exclude(to_email=""):
        yield f"Message {message.pk}: a letter with an e-mail address."


def diaries_were_told_in_order(now: dt.datetime) -> Iterator[str]:
    """No message carries a sequence number above the one its diary entry has counted to."""
    counted = dict(DiaryEntry.objects.values_list("pk", "sequence"))
    for pk, facts in Message.objects.exclude(facts={}).values_list("pk", "facts"):
        noted = facts.get("diary")
        if noted and noted["sequence"] > counted.get(noted["entry"], -1):
            yield f"Message {pk}: its invitation is ahead of the diary entry {noted['entry']}."


INVARIANTS = (
    nothing_stays_half_sent,
    nothing_is_long_overdue,
    what_was_sent_says_what,
    failures_say_why,
    letters_have_no_address,
    diaries_were_told_in_order,
)
