"""The only code that changes questionnaires, runs, answers and learning needs."""

from .answering import save_answers, send_answers
from .comments import moderate_comment
from .instruments import load_bank, publish_instrument, set_plan
from .keys import destroy_due_keys
from .runs import follow_move, invite, open_due_runs, open_run

__all__ = [
    "destroy_due_keys",
    "follow_move",
    "invite",
    "load_bank",
    "moderate_comment",
    "open_due_runs",
    "open_run",
    "publish_instrument",
    "save_answers",
    "send_answers",
    "set_plan",
]
