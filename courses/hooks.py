"""What the floors above may do when an event changes: they register here, and courses calls them.

Each hook runs inside the change's transaction, after the event's row is locked and written.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from people.models import User

    from .models import Event


class EventHook(Protocol):
    def __call__(
        self, event: "Event", *, actor: "User | None", why: str, at: dt.datetime
    ) -> object: ...


@dataclass
class EventHooks:
    """Lists of functions by occasion. `completing` may raise `EventRefused` to stop a completion."""

    capacity_raised: list[EventHook] = field(default_factory=list)
    cancelled: list[EventHook] = field(default_factory=list)
    completing: list[EventHook] = field(default_factory=list)

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
