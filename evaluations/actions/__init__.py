"""The only code that changes questionnaires, runs, answers and learning needs."""

from .answering import key_paper, save_answers, send_answers, send_answers_of
from .comments import moderate_comment
from .indicators import set_values, work_out_indicator
from .instruments import load_bank, publish_instrument, set_plan
from .keys import destroy_due_keys
from .needs import add_evidence, answer_need, close_need, reopen_need
from .results import work_out_findings
from .runs import follow_move, invite, open_due_runs, open_run
from .settings import set_limits
from .spans import ask_for_span

__all__ = [
    "add_evidence",
    "answer_need",
    "ask_for_span",
    "close_need",
    "destroy_due_keys",
    "follow_move",
    "invite",
    "key_paper",
    "load_bank",
    "moderate_comment",
    "open_due_runs",
    "open_run",
    "publish_instrument",
    "reopen_need",
    "save_answers",
    "send_answers",
    "send_answers_of",
    "set_limits",
    "set_plan",
    "set_values",
    "work_out_findings",
    "work_out_indicator",
]
