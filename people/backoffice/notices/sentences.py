"""Messages and their logs in sentences that staff can read aloud."""

import datetime as dt

from django.utils import timezone

from notices.choices import Addressed, MessageState, OffsetUnit
from notices.kinds import Kind, Offset
from notices.models import Message, MessageLog

TONES = {
    MessageState.WAITING: "",
    MessageState.HELD: "is-warned",
    MessageState.SENDING: "",
    MessageState.SENT: "is-good",
    MessageState.FAILED: "is-bad",
    MessageState.CANCELLED: "is-quiet",
    MessageState.BOUNCED: "is-bad",
}
ONE = {
    OffsetUnit.HOURS: "hour",
    OffsetUnit.DAYS: "day",
    OffsetUnit.WORKING_DAYS: "working day",
    OffsetUnit.WEEKS: "week",
}


def moment(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%-d %B %Y %H:%M}"


def state_of(message: Message) -> str:
    """The state in the words of its channel: a letter is printed, not sent."""
    if message.is_letter:
        own = {MessageState.WAITING: "To print", MessageState.SENT: "Printed"}
        return own.get(MessageState(message.state), message.get_state_display())
    return message.get_state_display()


def when_of(message: Message) -> str:
    """When it leaves, or left."""
    if message.sent_at is not None:
        return moment(message.sent_at)
    if message.state == MessageState.WAITING and not message.is_letter:
        return f"Leaves {moment(message.send_after)}"
    if message.state == MessageState.HELD:
        return f"Held; was to leave {moment(message.send_after)}"
    return "Not sent" if not message.is_letter else f"Written {moment(message.created_at)}"


def to_of(message: Message) -> str:
    """The name and address it goes to."""
    if message.is_letter:
        return f"{message.to_name}, by letter"
    name = message.to_name or "No name"
    how = {Addressed.ON_BEHALF: ", to pass on", Addressed.COPY: ", a copy as manager"}
    return f"{name} <{message.to_email}>{how.get(Addressed(message.addressed), '')}"


def log_sentence(entry: MessageLog) -> str:
    """One line of a message's log: "12 May 2026 10:02, Jane Doe held it back"."""
    detail = f": {entry.detail}" if entry.detail else ""
    happened = entry.verb in ("bounced", "answered")
    who = "" if happened and entry.actor is None else f"{entry.actor or 'the system'} "
    return f"{moment(entry.at)}, {who}{entry.get_verb_display()}{detail}"


def offset_sentence(offset: Offset) -> str:
    """ "5 working days before, at 09:00"."""
    unit = ONE[offset.unit] if offset.amount == 1 else offset.unit.label
    way = "after" if offset.is_after else "before"
    time = f", at {offset.at_time:%H:%M}" if offset.at_time and offset.unit != "hours" else ""
    if not offset.amount:
        return f"the same day{time}"
    return f"{offset.amount} {unit} {way}{time}"


def when_sent(kind: Kind, offset: Offset | None) -> str:
    """When a kind leaves, as the board has set it."""
    return f"{kind.occasion}. Now: {offset_sentence(offset)}." if offset else f"{kind.occasion}."
