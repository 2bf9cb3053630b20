"""Writing the notices to trainers, in the transaction of what they tell of. `courses.actions` calls these."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from courses.choices import EventState
from courses.models import Event, Trainer, TrainerAssignment
from courses.rules import told_of_cancellation_at
from notices.actions import queue_message, stop_all
from notices.invitations import Method
from notices.kinds import Kind
from notices.models import Message
from people.addressing import addresses_of

from . import kinds
from .diary import enter_sessions

if TYPE_CHECKING:
    from people.models import User


def tell_trainers(
    event: Event,
    trainers: Iterable[Trainer],
    kind: Kind,
    occasion: str,
    *,
    diary: Method | None = None,
    facts: dict[str, Any] | None = None,
    send_after: dt.datetime | None = None,
    before: dt.datetime | None = None,
) -> None:
    """Writes `kind` to each of the trainers, once an `occasion`; `diary` as `bookings.messages` has it."""
    people = [trainer.person for trainer in trainers]
    addresses = addresses_of(people)
    for trainer in trainers:
        to = addresses[trainer.person_id].own
        entries = enter_sessions(event, trainer.person_id, diary) if diary else []
        key = f"event:{event.pk}:trainer-{trainer.pk}:{occasion}"
        common: dict[str, Any] = {"board_id": event.board_id, "about": event, "to": to}
        noted = {"trainer": trainer.pk, **(facts or {})}
        first = {"diary": entries[0]} if entries else {}
        queue_message(
            kind,
            key=key,
            facts={**noted, **first},
            send_after=send_after,
            before=before,
            **common,
        )
        for entry in entries[1:] if to.has_diary else []:
            further = f"{key}:diary-{entry['entry']}-{entry['sequence']}"
            queue_message(
                kinds.TRAINER_DIARY,
                key=further,
                facts={**noted, "diary": entry},
                send_after=send_after,
                **common,
            )


def trainers_of(event: Event) -> list[Trainer]:
    assignments = TrainerAssignment.objects.filter(event=event).select_related("trainer__person")
    return [assignment.trainer for assignment in assignments]


def _is_ahead(event: Event, at: dt.datetime) -> bool:
    """Then, and still now: what is entered of the past has been told by others."""
    return (
        event.state == EventState.PUBLISHED
        and event.starts_at is not None
        and event.starts_at > max(at, timezone.now())
    )


def event_published(event: Event, *, at: dt.datetime) -> None:
    """To its trainers: you deliver this. Nobody is told of what has begun."""
    if _is_ahead(event, at):
        tell_trainers(
            event,
            trainers_of(event),
            kinds.TRAINER_ASSIGNED,
            f"assigned-{event.version}",
            diary=Method.REQUEST,
        )


def event_trainers_changed(event: Event, before: list[Trainer], *, at: dt.datetime) -> None:
    """To those who came on and those who came off a published event."""
    if not _is_ahead(event, at):
        return
    now = trainers_of(event)
    was, there = {t.pk for t in before}, {t.pk for t in now}
    tell_trainers(
        event,
        [t for t in now if t.pk not in was],
        kinds.TRAINER_ASSIGNED,
        f"assigned-{event.version}",
        diary=Method.REQUEST,
    )
    tell_trainers(
        event,
        [t for t in before if t.pk not in there],
        kinds.TRAINER_OFF,
        f"off-{event.version}",
        diary=Method.CANCEL,
    )


def trainers_moved(event: Event, before: list[Trainer], *, at: dt.datetime) -> None:
    """To those who delivered it before and still do: another time or place."""
    if _is_ahead(event, at):
        was = {trainer.pk for trainer in before}
        tell_trainers(
            event,
            [trainer for trainer in trainers_of(event) if trainer.pk in was],
            kinds.TRAINER_MOVED,
            f"moved-{event.version}",
            diary=Method.REQUEST,
        )


def event_called_off(event: Event, *, at: dt.datetime) -> None:
    """To its trainers, once it cannot be undone: the event does not run. `event` is cancelled, and was published."""
    if event.starts_at is not None and event.starts_at > at:
        tell_trainers(
            event,
            trainers_of(event),
            kinds.TRAINER_OFF,
            f"off-{event.version}",
            diary=Method.CANCEL,
            send_after=told_of_cancellation_at(event, at),
        )


def event_restored(event: Event, *, actor: "User | None") -> None:
    """The event runs after all: what waits to say otherwise is stopped, and diaries stay as they are."""
    called_off = Message.objects.about(event).filter(kind=kinds.TRAINER_OFF.code)
    stop_all(called_off, actor=actor, why="The event was not cancelled after all.")
    for trainer in trainers_of(event):
        enter_sessions(event, trainer.person_id, Method.REQUEST)
