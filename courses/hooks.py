"""What the floors above may do when an event changes, and what they know of events: they register here.

Each hook runs inside the change's transaction, after the event's row is locked and written.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from people.models import User

    from .models import Event


class EventHook(Protocol):
    def __call__(
        self, event: "Event", *, actor: "User | None", why: str, at: dt.datetime
    ) -> object: ...


@dataclass(frozen=True)
class EventMove:
    """How a published event's timetable was changed. `moved_by`: how far its start, if any time is another one.

    `is_online_now`: it was held somewhere, and is held online now.
    """

    moved_by: dt.timedelta | None
    is_online_now: bool


class MoveHook(Protocol):
    def __call__(
        self,
        event: "Event",
        *,
        move: EventMove,
        actor: "User | None",
        why: str,
        at: dt.datetime,
    ) -> object: ...


class EventCount(Protocol):
    """How many people each of the events with these ids has, by event id; events without any are absent."""

    def __call__(self, event_ids: Collection[int]) -> Mapping[int, int]: ...


def _nobody(event_ids: Collection[int]) -> Mapping[int, int]:
    return {}


@dataclass
class EventCounts:
    """What the floor of bookings knows of events; it puts its own functions here."""

    waiting: EventCount = _nobody
    concerned: EventCount = _nobody
    without_email: EventCount = _nobody


event_counts = EventCounts()


class EventWords(Protocol):
    """Sentences about an event; none where there is nothing to say."""

    def __call__(self, event: "Event") -> Sequence[str]: ...


def _nothing(event: "Event") -> Sequence[str]:
    return ()


@dataclass
class BeforeChanging:
    """What the floor of bookings says before an event is changed; it puts its own function here."""

    who_may_leave: EventWords = _nothing


before_changing = BeforeChanging()


@dataclass
class EventHooks:
    """Lists of functions by occasion. `completing` and `restored` may raise `EventRefused` to stop it."""

    capacity_raised: list[EventHook] = field(default_factory=list)
    moved: list[MoveHook] = field(default_factory=list)
    cancelled: list[EventHook] = field(default_factory=list)
    restored: list[EventHook] = field(default_factory=list)
    completing: list[EventHook] = field(default_factory=list)
    completed: list[EventHook] = field(default_factory=list)

    @staticmethod
    def run(
        hooks: list[EventHook],
        event: "Event",
        *,
        actor: "User | None",
        why: str,
        at: dt.datetime,
    ) -> None:
        for hook in hooks:
            hook(event, actor=actor, why=why, at=at)


event_hooks = EventHooks()
