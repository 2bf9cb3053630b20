"""Links to saved reports, due once a quarter."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from notices.actions import Recipient, queue_message
from notices.hooks import PLANNED_AHEAD
from notices.models import Message
from reports.models import SavedReport
from reports.saved import mailed_at, trouble_on

from .kinds import QUARTERLY


@transaction.atomic
def plan(at: dt.datetime) -> int:
    """Returns how many links it wrote; one for each saved report and quarter, none for a quarter whose day was
    over when the report was saved, none that its owner could not read on its day."""
    due_at = mailed_at(timezone.localdate(at + PLANNED_AHEAD))
    if at + PLANNED_AHEAD < due_at:
        return 0
    wanted = SavedReport.objects.filter(is_mailed=True, created_at__lt=due_at)
    keys = {
        f"saved-report:{saved.pk}:{due_at:%Y-%m}": saved
        for saved in wanted.select_related("owner", "board")
    }
    written = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    day = timezone.localdate(due_at)
    return sum(
        _tell(key, saved, due_at, at)
        for key, saved in keys.items()
        if key not in written and not trouble_on(saved, day)
    )


def _tell(key: str, saved: SavedReport, due_at: dt.datetime, at: dt.datetime) -> int:
    message = queue_message(
        QUARTERLY,
        key=key,
        board_id=saved.board_id,
        to=Recipient(name=str(saved.owner), email=saved.owner.email),
        about=saved,
        send_after=due_at,
        at=at,
    )
    return message is not None
