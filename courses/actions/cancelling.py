"""Calling an event off."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses import messages, rules
from courses.choices import EventState
from courses.hooks import event_hooks
from courses.models import Event
from courses.sentences import told_of_cancellation
from people.actions import record_change

from .events import locked_event

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def cancel_event(
    event_id: int,
    *,
    because: str,
    words: str = "",
    actor: "User | None",
    seen_version: int | None = None,
    at: dt.datetime | None = None,
) -> Event:
    """Calls an event off, for one of `REASONS_TO_CANCEL`; `words` are what people are told of it instead.

    Raises `EventRefused`: wrong state, a reason that cannot be given, or "other" without words.
    Side effects, in order: the event; an audit entry; trainers of a published event are told; the `cancelled`
    hooks (bookings cancelled, everybody told).
    """
    at = at or timezone.now()
    event = locked_event(event_id)
    rules.check_version(event, seen_version)
    rules.check_transition(event, EventState.CANCELLED)
    rules.check_why_cancelled(because, words)
    was = event.state
    event.state = EventState.CANCELLED
    event.cancelled_because, event.cancelled_words = because, words
    event.version += 1
    event.save(update_fields=["state", "cancelled_because", "cancelled_words", "version"])
    record_change(
        event,
        "state changed",
        actor=actor,
        was=was,
        now=EventState.CANCELLED,
        why=words,
        at=at,
        details={"because": because},
    )
    if was == EventState.PUBLISHED:
        messages.event_called_off(event, at=at)
    told = told_of_cancellation(event)
    event_hooks.run(event_hooks.cancelled, event, actor=actor, why=told, at=at)
    return event
