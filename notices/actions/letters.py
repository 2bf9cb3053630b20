"""Letters: what is no longer true is not printed, and what came out of the printer is noted as sent."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from notices import composing, wording
from notices.choices import LogVerb, MessageState
from notices.kinds import NoLongerTrue
from notices.models import Message

from .log import log


@dataclass(frozen=True)
class Letter:
    """A message as it would be printed now. `mark` changes with any word of it."""

    message: Message
    said: wording.Rendered

    @property
    def mark(self) -> str:
        words = f"{self.message.to_name}\0{self.said.subject}\0{self.said.text}"
        return hashlib.sha256(words.encode()).hexdigest()[:12]


@dataclass
class Sorted:
    """What became of letters: printed, written anew since they were printed, and no longer true (with why)."""

    printed: list[Message] = field(default_factory=list)
    changed: list[Message] = field(default_factory=list)
    withdrawn: list[tuple[Message, str]] = field(default_factory=list)


def letter_of(message: Message) -> Letter:
    """Raises `NoLongerTrue`, or LookupError for a kind nobody knows. Changes nothing."""
    return Letter(message, composing.letter(message, composing.facts_of(message)))


@transaction.atomic
def withdraw_untrue_letters(
    message_ids: Sequence[int], *, actor: AbstractBaseUser | None
) -> list[tuple[Message, str]]:
    """Cancels the letters to print that are no longer true; returns each with the reason.

    Side effects, in order: the messages; a line in each log.
    """
    withdrawn = []
    for message in _locked(message_ids):
        try:
            letter_of(message)
        except NoLongerTrue as why:
            _withdraw(message, str(why), actor)
            withdrawn.append((message, str(why)))
    return withdrawn


@transaction.atomic
def note_printed(marks: Mapping[int, str], *, actor: AbstractBaseUser | None) -> Sorted:
    """Staff say that letters came out right: `marks` are those of the printed text, by message id.

    A letter whose words have changed since stays to be printed; one that is no longer true is cancelled.
    Saying so twice changes nothing. Side effects, in order: the messages (sent, with what they said, or
    cancelled); a line in each log.
    """
    done = Sorted()
    now = timezone.now()
    for message in _locked(list(marks)):
        try:
            letter = letter_of(message)
        except NoLongerTrue as why:
            _withdraw(message, str(why), actor)
            done.withdrawn.append((message, str(why)))
            continue
        if letter.mark != marks[message.pk]:
            done.changed.append(message)
            continue
        message.state, message.sent_at, message.last_error = MessageState.SENT, now, ""
        message.subject, message.body = letter.said.subject, letter.said.text
        message.save(update_fields=["state", "sent_at", "last_error", "subject", "body"])
        log(message, LogVerb.PRINTED, at=now, actor=actor)
        done.printed.append(message)
    return done


def _locked(message_ids: Sequence[int]) -> list[Message]:
    to_print = Message.objects.to_print().filter(pk__in=message_ids)
    return list(
        to_print.select_for_update(of=("self",)).select_related("board", "person").order_by("pk")
    )


def _withdraw(message: Message, why: str, actor: AbstractBaseUser | None) -> None:
    message.state, message.last_error = MessageState.CANCELLED, why[:300]
    message.save(update_fields=["state", "last_error"])
    log(message, LogVerb.CANCELLED, at=timezone.now(), actor=actor, detail=why)
