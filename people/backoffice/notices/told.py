"""What did we tell this person, when? Newest first, for the pages of bookings and people."""

from dataclasses import dataclass

from django.db.models import Model, QuerySet

from notices.choices import LOST_STATES, MessageState
from notices.models import Message
from people.backoffice.scope import rows_for
from people.models import Person, User

from .sentences import TONES, state_of, to_of, when_of

SHOWN = 50


@dataclass(frozen=True)
class Told:
    """A line of the list. `note` says what came back."""

    message: Message
    state: str
    tone: str
    to: str
    when: str
    note: str


def told_about(row: Model, user: User) -> list[Told]:
    """What was said about `row` (a booking, an event), as far as `user` may see it. One query."""
    return _told(Message.objects.about(row), user)


def told_to(person: Person, user: User) -> list[Told]:
    """The latest that was said to or because of `person`. One query."""
    return _told(Message.objects.filter(person=person), user)


def _told(rows: QuerySet, user: User) -> list[Told]:
    return [_line(message) for message in rows_for(user, rows)[:SHOWN]]


def _line(message: Message) -> Told:
    state = MessageState(message.state)
    notes = []
    if state in LOST_STATES and message.last_error:
        notes.append(message.last_error)
    if message.auto_reply:
        notes.append(f"Automatic answer: “{message.auto_reply}”")
    return Told(
        message=message,
        state=state_of(message),
        tone=TONES[state],
        to=to_of(message),
        when=when_of(message),
        note=" ".join(notes),
    )
