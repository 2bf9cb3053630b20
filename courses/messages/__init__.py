"""Which notices the courses floor sends: to trainers and to the board's officers."""

from .telling import (
    event_called_off,
    event_published,
    event_restored,
    event_trainers_changed,
    trainers_moved,
    trainers_of,
)

__all__ = [
    "event_called_off",
    "event_published",
    "event_restored",
    "event_trainers_changed",
    "trainers_moved",
    "trainers_of",
]
