"""The only code that changes messages and what they say."""

from .bounces import record_auto_reply, record_bounce, suppress, unsuppress
from .delivery import recover_stuck, send_due, send_message
from .desk import (
    DeskRefused,
    cancel_message,
    edit_message,
    hold_message,
    move_message,
    release_message,
    resend,
    revive,
    stop_all,
)
from .diary import InDiary, next_in_diaries
from .letters import note_printed, withdraw_untrue_letters
from .queue import Recipient, ToOne, queue_message, queue_messages
from .receiving import note_inbound
from .settings import choose, reset_wording, save_wording, set_sending_hours
from .trying import send_test

__all__ = [
    "DeskRefused",
    "InDiary",
    "Recipient",
    "ToOne",
    "cancel_message",
    "choose",
    "edit_message",
    "hold_message",
    "move_message",
    "next_in_diaries",
    "note_inbound",
    "note_printed",
    "queue_message",
    "queue_messages",
    "record_auto_reply",
    "record_bounce",
    "recover_stuck",
    "release_message",
    "resend",
    "reset_wording",
    "revive",
    "save_wording",
    "send_due",
    "send_message",
    "send_test",
    "set_sending_hours",
    "stop_all",
    "suppress",
    "unsuppress",
    "withdraw_untrue_letters",
]
