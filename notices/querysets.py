"""The QuerySet of messages: every list of messages starts from one of these."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db.models import Model, QuerySet

from .choices import LOST_STATES, Channel, MessageState

if TYPE_CHECKING:
    from .models import Message  # noqa: F401  named in the base class below


class MessageQuerySet(QuerySet["Message"]):
    def due(self, at: dt.datetime) -> Self:
        """E-mails that should leave by `at`, longest due first."""
        return self.filter(
            state=MessageState.WAITING, channel=Channel.EMAIL, send_after__lte=at
        ).order_by("send_after", "id")

    def to_print(self) -> Self:
        """Letters nobody has printed yet."""
        return self.filter(state=MessageState.WAITING, channel=Channel.LETTER)

    def lost(self) -> Self:
        """What its person never got."""
        return self.filter(state__in=LOST_STATES)

    def about(self, row: Model) -> Self:
        """Everything said about `row` (a booking, an event)."""
        return self.filter(about_type=row._meta.label_lower, about_id=row.pk)
