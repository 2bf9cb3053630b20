"""What the floors above plan ahead: each registers functions that write the notices due soon."""

import datetime as dt
from typing import Protocol

PLANNED_AHEAD = dt.timedelta(hours=24)
"""How early a scheduled notice becomes a row, so that staff can see, change and stop it."""


class Planner(Protocol):
    """Writes the scheduled notices that are due within `PLANNED_AHEAD` of `at`; returns how many.

    Runs every minute, perhaps twice at once: the messages' unique keys make that harmless.
    """

    def __call__(self, at: dt.datetime) -> int: ...


planners: list[Planner] = []


class Chore(Protocol):
    """Something small that must not be forgotten, done every round; returns how many it did."""

    def __call__(self, at: dt.datetime) -> int: ...


chores: list[Chore] = []
