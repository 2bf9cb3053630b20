"""Mail that comes back, automatic answers, and addresses nothing is sent to any more."""

import datetime as dt

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from notices.choices import LogVerb, MessageState, SuppressionReason
from notices.models import Message, Suppression

from .log import log


def suppress_address(
    email: str,
    *,
    detail: str,
    at: dt.datetime,
    reason: SuppressionReason = SuppressionReason.BOUNCED,
) -> Suppression:
    """Nothing goes to `email` from now on; saying so twice changes nothing."""
    row, _ = Suppression.objects.get_or_create(
        email=email.lower(), defaults={"reason": reason, "detail": detail[:300], "since": at}
    )
    return row


@transaction.atomic
def record_bounce(
    message_id: str,
    *,
    detail: str,
    is_final: bool = True,
    reason: SuppressionReason = SuppressionReason.BOUNCED,
    at: dt.datetime | None = None,
) -> Message | None:
    """Mail came back for the message with this Message-ID header; None when it is none of ours.

    A temporary trouble (`is_final` False: mailbox full) is noted and suppresses nothing. Hearing of the
    same bounce twice changes nothing. What is suppressed is the address we wrote to, whatever the report
    names: anybody can write a report, and only the recipient knows the Message-ID.
    Side effects, in order: the message; its log; the suppressed address.
    """
    at = at or timezone.now()
    message = Message.objects.select_for_update(of=("self",)).filter(message_id=message_id).first()
    if message is None or message.state == MessageState.BOUNCED:
        return message
    message.last_error = detail[:300]
    if is_final:
        message.state = MessageState.BOUNCED
    message.save(update_fields=["state", "last_error"])
    log(message, LogVerb.BOUNCED, at=at, detail=detail)
    if is_final:
        suppress_address(message.to_email, detail=detail, at=at, reason=reason)
    return message


@transaction.atomic
def record_auto_reply(
    message_id: str, *, subject: str, at: dt.datetime | None = None
) -> Message | None:
    """An automatic answer (out of office) came to a message; None when it is none of ours.

    Side effects: the answer's subject on the message; its log. The rest of the answer is not kept.
    """
    message = Message.objects.select_for_update(of=("self",)).filter(message_id=message_id).first()
    if message is None:
        return None
    message.auto_reply = " ".join(subject.split())[:200]
    message.save(update_fields=["auto_reply"])
    log(message, LogVerb.ANSWERED, at=at or timezone.now(), detail=message.auto_reply)
    return message


@transaction.atomic
def suppress(email: str, *, detail: str, actor: AbstractBaseUser | None) -> Suppression:
    """Staff stop all mail to an address."""
    who = f"{detail} ({actor})" if actor else detail
    return suppress_address(email, detail=who, at=timezone.now(), reason=SuppressionReason.STAFF)


@transaction.atomic
def unsuppress(suppression_id: int) -> None:
    """Mail may go to the address again: its mailbox works now."""
    Suppression.objects.filter(pk=suppression_id).delete()
