"""From a message's row to what leaves: read just before sending, so that it says what is so now."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from . import wording
from .choices import Addressed
from .invitations import Invitation, Method, calendar_text
from .kinds import Facts, kind_of
from .models import DiaryEntry, Message, SendingHours
from .queries import words_of

NOTES = {
    Addressed.ON_BEHALF: (
        "We have no e-mail address for {{ _person }}, so this comes to you. Please pass it on."
    ),
    Addressed.COPY: "This is a copy for you, as line manager, of what we wrote to {{ _person }}.",
}
"""What goes before a message that is not addressed to the person it concerns."""


@dataclass(frozen=True)
class Sender:
    """In whose name a board's mail leaves; the organiser of its invitations, too."""

    name: str
    email: str
    reply_to: str

    @property
    def header(self) -> str:
        return formataddr((self.name, self.email))


def sender_for(board: Any) -> Sender:
    """`board` is a board: this floor cannot name its class."""
    own = SendingHours.objects.filter(board=board).first()
    return Sender(
        name=(own and own.sender_name) or board.name,
        email=(own and own.sender_email) or settings.DEFAULT_FROM_EMAIL,
        reply_to=board.contact_email,
    )


class Stationery:
    """What the messages of one batch share, read once: each board's words and sender."""

    def __init__(self) -> None:
        self._words: dict[tuple[int, str], tuple[str, str]] = {}
        self._senders: dict[int, Sender] = {}

    def words(self, message: Message) -> tuple[str, str]:
        key = (message.board_id, message.kind)
        if key not in self._words:
            self._words[key] = words_of(message.board_id, kind_of(message.kind))
        return self._words[key]

    def sender(self, message: Message) -> Sender:
        if message.board_id not in self._senders:
            self._senders[message.board_id] = sender_for(message.board)
        return self._senders[message.board_id]


def facts_of(message: Message) -> Facts:
    """What the message says now. Raises `NoLongerTrue`, or LookupError for a kind nobody knows."""
    return kind_of(message.kind).facts(message)


def rendered(
    message: Message, facts: Facts, stationery: Stationery | None = None
) -> wording.Rendered:
    """The message in its own words if staff wrote some, otherwise in the board's."""
    words, values = words_and_values(message, facts, stationery or Stationery())
    return wording.render(words, values, board_name=message.board.name)


def letter(message: Message, facts: Facts) -> wording.Rendered:
    """The message as it is printed: `html` is the letter's text alone, with links written out."""
    (subject, body), values = words_and_values(message, facts, Stationery())
    return wording.Rendered(
        wording.subject_of(subject, values),
        wording.text_of(body, values),
        wording.letter_of(body, values),
    )


def words_and_values(
    message: Message, facts: Facts, stationery: Stationery
) -> tuple[tuple[str, str], Mapping[str, str]]:
    """Subject and body with placeholders, and what they stand for; a note goes before what is passed on."""
    own = (message.subject, message.body)
    words = own if message.is_edited else stationery.words(message)
    values = facts.values
    note = NOTES.get(Addressed(message.addressed))
    if note and message.person is not None:
        words = (words[0], f"{note}\n\n{words[1]}")
        values = {**values, "_person": message.person.full_name}
    return words, values


def text_to_edit(message: Message) -> tuple[str, str]:
    """Subject and body as they would leave now, for staff to change. Raises as `facts_of`.

    Links stay Markdown, so that a button stays a button; what stands in the values is no Markdown.
    """
    if message.is_edited:
        return message.subject, message.body
    values = {name: wording.inert(value) for name, value in facts_of(message).values.items()}
    subject, body = words_of(message.board_id, kind_of(message.kind))
    return wording.subject_of(subject, values), wording.fill(body, values)


def email_of(
    message: Message,
    said: wording.Rendered,
    sender: Sender,
    *,
    calendar: str,
    invitation: Invitation | None,
) -> EmailMultiAlternatives:
    """The e-mail to send: text, HTML and, where there is one, the invitation as body part and file."""
    mail = EmailMultiAlternatives(
        subject=said.subject,
        body=said.text,
        from_email=sender.header,
        to=[message.to_email],
        reply_to=[sender.reply_to],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        },
    )
    mail.metadata = {"message_id": message.message_id}  # type: ignore[attr-defined]  # for django-anymail
    mail.attach_alternative(said.html, "text/html")
    if invitation is not None:
        mail.attach_alternative(calendar, f"text/calendar; method={invitation.method.value}")
        mail.attach("invite.ics", calendar, "application/ics")
    return mail


def invitation_from(message: Message, facts: Facts, sender: Sender, *, at: dt.datetime) -> str:
    """The iCalendar text that goes with the message; "" when it brings none.

    The sender is its organiser and the address it goes to its attendee: Outlook and Google refuse others.
    """
    if facts.invitation is None:
        return ""
    whole = replace(
        facts.invitation,
        organiser_name=sender.name,
        organiser_email=sender.email,
        attendee_name=message.to_name,
        attendee_email=message.to_email,
    )
    return calendar_text(whole, at=at)


def diary_facts(message: Message, *, description: str, url: str) -> Invitation | None:
    """The invitation a message brings, from what its cause noted (`facts["diary"]`); None without one.

    It says what the diary was last told, under the sequence number of this message.
    """
    noted = message.facts.get("diary")
    if noted is None or message.addressed != Addressed.OWN:
        return None
    entry = DiaryEntry.objects.get(pk=noted["entry"])
    return Invitation(
        method=Method(noted["method"]),
        uid=entry.uid,
        sequence=noted["sequence"],
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        summary=entry.summary,
        location=entry.location,
        description=description,
        url=url,
    )
