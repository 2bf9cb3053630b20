"""Writing to everyone at an event, or on its waiting list."""

import uuid
from collections.abc import Collection

from django.db import transaction

from bookings.messages.everyone import TO_EVERYONE, readers_of
from courses.models import Event
from notices import wording
from notices.actions import queue_message
from notices.actions.settings import WordingRefused
from people.models import User


@transaction.atomic
def write_to_everyone(
    event_id: int,
    *,
    groups: Collection[str],
    subject: str,
    body: str,
    request_key: uuid.UUID,
    actor: User | None,
) -> int:
    """Queues one message for each reader of `groups`; returns how many this call has queued.

    The same `request_key` again writes to nobody twice: it reaches only who has joined since. Raises
    `WordingRefused`. Side effects, in order, for each reader: the message; a line in its log; its sending,
    after commit.
    """
    subject = " ".join(subject.split())
    problems = wording.problems_of(TO_EVERYONE, subject=subject, body=body)
    if problems:
        raise WordingRefused(problems)
    event = Event.objects.get(pk=event_id)
    written = 0
    for reader in readers_of(event, groups):
        message = queue_message(
            TO_EVERYONE,
            key=f"everyone:{request_key}:{reader.person.pk}",
            board_id=event.board_id,
            to=reader.to,
            about=reader.about,
            words=(subject, body.replace("\r\n", "\n").strip()),
            actor=actor,
        )
        written += message is not None
    return written
