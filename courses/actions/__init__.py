"""The only code that changes courses, events and their sessions."""

from .bulk import BulkChange, BulkLine, BulkRefused, bulk_update_events
from .cancelling import cancel_event
from .catalogue import set_objectives, set_prerequisites
from .events import (
    SessionPlan,
    TrainerPlan,
    change_state,
    create_event,
    locked_event,
    update_event,
)
from .repeat import copy_event, create_series
from .undo import recently_cancelled, undo_cancellation

__all__ = [
    "BulkChange",
    "BulkLine",
    "BulkRefused",
    "SessionPlan",
    "TrainerPlan",
    "bulk_update_events",
    "cancel_event",
    "change_state",
    "copy_event",
    "create_event",
    "create_series",
    "locked_event",
    "recently_cancelled",
    "set_objectives",
    "set_prerequisites",
    "undo_cancellation",
    "update_event",
]
