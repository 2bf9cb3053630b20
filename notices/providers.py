"""What a mail provider reports through django-anymail: the same as mail that comes back, in its own form."""

from typing import Any

from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent, EventType, RejectReason

from .actions import note_inbound
from .inbound import Inbound, Sort, read

SORTS = {
    EventType.BOUNCED: Sort.BOUNCE,
    EventType.REJECTED: Sort.BOUNCE,
    EventType.DEFERRED: Sort.DELAY,
    EventType.COMPLAINED: Sort.COMPLAINT,
    EventType.AUTORESPONDED: Sort.AUTO_REPLY,
}
TEMPORARY = (RejectReason.TIMED_OUT, RejectReason.OTHER)


def note_tracking(sender: object, event: AnymailTrackingEvent, **kwargs: Any) -> None:
    """A report about a message we handed over, which carries our Message-ID as metadata."""
    sort = SORTS.get(event.event_type)
    if sort is None:
        return
    if sort == Sort.BOUNCE and event.reject_reason in TEMPORARY:
        sort = Sort.DELAY
    detail = event.mta_response or event.description or event.event_type
    message_id = event.metadata.get("message_id") or event.message_id or ""
    note_inbound(Inbound(sort, message_id, event.recipient or "", str(detail)))


def note_answer(sender: object, event: AnymailInboundEvent, **kwargs: Any) -> None:
    """Mail that came to the sending address by way of the provider."""
    note_inbound(read(event.message.as_bytes()))
