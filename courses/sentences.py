"""The history of an event, in sentences that staff can read aloud."""

from django.utils import timezone

from courses.choices import EventState, WhyCancelled
from courses.models import Event
from people.models import AuditEntry

TOLD: dict[str, str] = {
    WhyCancelled.TOO_FEW: "too few people had booked.",
    WhyCancelled.TRAINER: "a trainer is not available.",
    WhyCancelled.VENUE: "the venue is not available.",
    WhyCancelled.EMERGENCY: "the weather, or an emergency.",
    WhyCancelled.CHANGE_OF_PLAN: "our programme has changed.",
}
"""Behind “The reason given: ”, where nobody wrote it in words."""
FIELDS = {
    "capacity": "places",
    "minimum_numbers": "minimum numbers",
    "booking_closes_at": "when booking closes",
    "room_hire_pence": "room hire",
    "joining_notes": "joining notes",
    "staff_notes": "notes",
    "sessions": "sessions",
}


def who_and_when(entry: AuditEntry) -> str:
    """ "12 May 2026 10:02, Jane Doe"; changes without a person are the system's."""
    when = f"{timezone.localtime(entry.at):%-d %B %Y %H:%M}"
    return f"{when}, {entry.actor or 'the system'}"


def _state(value: str) -> str:
    return EventState(value).label.lower() if value in EventState.values else value


def told_of_cancellation(event: Event) -> str:
    """What people are told of why `event` was called off."""
    return event.cancelled_words or TOLD.get(event.cancelled_because, "")


def _reason(code: str) -> str:
    return f" ({WhyCancelled(code).label.lower()})" if code in WhyCancelled.values else ""


def event_sentence(entry: AuditEntry) -> str:
    """One entry of an event's history as a sentence."""
    because = f": {entry.why}" if entry.why else ""
    if entry.verb == "created":
        said = f"made the event as {_state(entry.now)}"
    elif entry.verb == "state changed":
        said = f"changed it from {_state(entry.was)} to {_state(entry.now)}"
        said += _reason((entry.details or {}).get("because", ""))
    elif entry.verb == "restored":
        said = f"brought it back as {_state(entry.now)}"
    elif entry.verb == "allocated":
        said = f"gave out the places, to {entry.now} who had asked"
    elif entry.verb == "everybody moved":
        said = f"moved people to another event, {entry.now}"
    elif entry.verb == "rules set":
        said = "set the event's own booking rules"
    elif entry.verb == "copied":
        said = f"copied it from event {entry.was}"
    elif entry.verb == "changed":
        names = [_change(name, pair) for name, pair in (entry.details or {}).items()]
        said = (
            f"changed {', '.join(names)}"
            if names
            else "saved it without a change of its own fields"
        )
    else:
        said = entry.verb
    return f"{who_and_when(entry)} {said}{because}"


def _change(name: str, pair: list[str]) -> str:
    label = FIELDS.get(name, name)
    if name == "capacity":
        return f"{label} from {pair[0]} to {pair[1]}"
    return label
