from .diary import DiaryEntry
from .messages import Message, MessageLog, Suppression
from .settings import NoticeSetting, SendingHours, Wording

__all__ = [
    "DiaryEntry",
    "Message",
    "MessageLog",
    "NoticeSetting",
    "SendingHours",
    "Suppression",
    "Wording",
]
