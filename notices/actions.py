"""Writing messages and sending them."""

import smtplib

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from .choices import MessageState
from .models import Message


def queue_message(
    *, key: str, to_email: str, subject: str, body: str, calendar: str = ""
) -> Message | None:
    """Writes a message in the caller's transaction; it leaves after commit.

    Returns None, and writes nothing, when a message with this key exists or there is no address.
    """
    from .tasks import send_message as send_later

    if not to_email:
        return None
    message, made = Message.objects.get_or_create(
        key=key,
        defaults={
            "to_email": to_email,
            "subject": " ".join(subject.split())[:200],
            "body": body,
            "calendar": calendar,
        },
    )
    if not made:
        return None
    transaction.on_commit(lambda: send_later.enqueue(message.pk))
    return message


def send_message(message_id: int) -> None:
    """Sends one waiting message; one already sent is left alone, so running it twice is harmless.

    A refused connection leaves the message waiting with its error; `send_waiting_messages` tries again.
    """
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(of=("self",))
            .filter(pk=message_id, state=MessageState.WAITING)
            .first()
        )
        if message is None:
            return
        mail = EmailMessage(
            message.subject,
            message.body,
            to=[message.to_email],
            headers={"Message-ID": f"<message-{message.pk}@cohort>"},
        )
        if message.calendar:
            mail.attach("event.ics", message.calendar, "text/calendar")
        message.attempts += 1
        try:
            mail.send()
        except (OSError, smtplib.SMTPException) as problem:
            message.last_error = str(problem)[:300]
        else:
            message.state = MessageState.SENT
            message.sent_at = timezone.now()
            message.last_error = ""
        message.save(update_fields=["attempts", "state", "sent_at", "last_error"])
