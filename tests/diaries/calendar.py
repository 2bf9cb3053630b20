"""A model of somebody's calendar program: it knows only the mail it gets, and the rules of RFC 5546.

The iCalendar text is read by vobject, which had no part in writing it.
"""

import datetime as dt
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import vobject
from django.core.mail import EmailMessage as DjangoMail


@dataclass(frozen=True)
class Entry:
    """What the calendar knows of one UID; a cancelled one is kept, so that older mail cannot bring it back."""

    sequence: int
    stamp: dt.datetime
    is_cancelled: bool
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    location: str


@dataclass
class ModelCalendar:
    """Keyed by UID: a higher SEQUENCE wins, of equal ones the later DTSTAMP; CANCEL takes an entry out."""

    known: dict[str, Entry] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        shown = [entry for entry in self.known.values() if not entry.is_cancelled]
        return sorted(shown, key=lambda entry: entry.starts_at)

    def receive(self, mail: DjangoMail) -> None:
        part = invitation_in(as_received(mail))
        if part is None:
            return
        calendar = vobject.readOne(part.get_content())
        method = part.get_param("method")
        assert calendar.method.value == method, "MIME and body name different methods"
        (event,) = calendar.vevent_list
        new = Entry(
            sequence=int(event.sequence.value),
            stamp=event.dtstamp.value,
            is_cancelled=method == "CANCEL",
            starts_at=event.dtstart.value,
            ends_at=event.dtend.value,
            summary=event.summary.value,
            location=event.location.value,
        )
        old = self.known.get(event.uid.value)
        if old is None or (new.sequence, new.stamp) >= (old.sequence, old.stamp):
            self.known[event.uid.value] = new


def as_received(mail: DjangoMail) -> EmailMessage:
    """The mail after its way over the wire."""
    return BytesParser(policy=default).parsebytes(mail.message().as_bytes())


def invitation_in(mail: EmailMessage) -> EmailMessage | None:
    """The part that calendar programs act on."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) <= 1, "Outlook reads the first invitation only"
    return parts[0] if parts else None


def unfolded(mail: DjangoMail) -> str:
    """The invitation's text with its long lines whole again."""
    part = invitation_in(as_received(mail))
    assert part is not None
    return part.get_content().replace("\r\n", "\n").replace("\n ", "")
