"""What came back, noted on the message it is about."""

from notices.choices import SuppressionReason
from notices.inbound import Inbound, Sort
from notices.models import Message

from .bounces import record_auto_reply, record_bounce


def note_inbound(came: Inbound) -> Message | None:
    """Notes a bounce, a delay, a complaint or an automatic answer; None for what is none of these, or not ours.

    Side effects are those of `record_bounce` and `record_auto_reply`.
    """
    if came.sort == Sort.PERSON or not came.message_id:
        return None
    if came.sort == Sort.AUTO_REPLY:
        return record_auto_reply(came.message_id, subject=came.detail)
    complained = came.sort == Sort.COMPLAINT
    return record_bounce(
        came.message_id,
        detail=came.detail or came.sort.value,
        is_final=came.sort != Sort.DELAY,
        reason=SuppressionReason.COMPLAINED if complained else SuppressionReason.BOUNCED,
    )
