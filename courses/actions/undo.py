"""Taking back the cancellation of an event, for as long as nobody has been told."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from courses import messages, rules
from courses.choices import EventState
from courses.hooks import event_hooks
from courses.models import Event
from notices.actions import DeskRefused
from people.actions import record_change
from people.models import AuditEntry
from people.queries import history_of

from .events import locked_event

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def undo_cancellation(
    event_id: int, *, actor: "User | None", at: dt.datetime | None = None
) -> Event:
    """Brings a cancelled event back as it was.

    Raises `EventRefused`, with nothing changed: it is not cancelled, 15 minutes are over, or somebody has been
    told already.

    Side effects, in order: the event, in the state it had; an audit entry; the messages to its trainers that
    wait are stopped; the `restored` hooks (bookings as they were, messages to their people stopped).
    """
    at = at or timezone.now()
    event = locked_event(event_id)
    entry = cancellation_of(event)
    rules.check_can_be_restored(event, entry.at if entry else None, at)
    was = entry.was if entry else EventState.DRAFT
    event.state = was
    event.cancelled_because = event.cancelled_words = ""
    event.version += 1
    event.save(update_fields=["state", "cancelled_because", "cancelled_words", "version"])
    why = "the cancellation was a mistake"
    record_change(event, "restored", actor=actor, was=EventState.CANCELLED, now=was, why=why, at=at)
    try:
        messages.event_restored(event, actor=actor)
        event_hooks.run(event_hooks.restored, event, actor=actor, why=why, at=at)
    except DeskRefused as told:
        raise rules.EventRefused("told_already", rules.TOLD_ALREADY) from told
    return event


def cancellation_of(event: Event) -> AuditEntry | None:
    """The latest entry of the event's history that cancelled it."""
    return history_of(event).filter(now=EventState.CANCELLED).last()


def recently_cancelled(events: QuerySet[Event], at: dt.datetime) -> QuerySet[Event]:
    """Of `events`, those whose cancellation can still be taken back."""
    entries = AuditEntry.objects.filter(
        target_type=Event._meta.label_lower,
        now=EventState.CANCELLED,
        at__gt=at - rules.UNDO_FOR,
    )
    return events.filter(state=EventState.CANCELLED, pk__in=entries.values("target_id"))
