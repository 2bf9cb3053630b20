"""A process of its own that stops dead in the middle of its work, so that a test can kill it there.

`python -m tests.bookings.stalling chores`, or `... allocate EVENT_ID`; it says "stalled" once it is there.
"""

import itertools
import sys
import time
from types import ModuleType

import django

django.setup()

from django.utils import timezone  # noqa: E402

from bookings import actions, chores  # noqa: E402
from bookings.actions import allocating, offers  # noqa: E402
from bookings.candidates import Seen, situation_of  # noqa: E402
from courses.models import Event  # noqa: E402

NTH = 3


def stall(module: ModuleType, name: str) -> None:
    """The NTH call of a function of `module` never comes back."""
    done, calls = getattr(module, name), itertools.count(1)

    def stalling(*args: object, **kwargs: object) -> object:
        if next(calls) == NTH:
            print("stalled", flush=True)
            time.sleep(60)
        return done(*args, **kwargs)

    setattr(module, name, stalling)


def main(work: str, *event_ids: str) -> None:
    at = timezone.now()
    if work == "chores":
        stall(offers, "fill_free_places")
        chores.run(at)
        return
    stall(allocating, "give_place")
    event = Event.objects.get(pk=event_ids[0])
    seen = Seen.of(situation_of(event, at).allocate())
    actions.allocate(event.pk, seen=seen, overrides={}, actor=None, at=at)


if __name__ == "__main__":
    main(*sys.argv[1:])
