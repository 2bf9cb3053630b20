"""Reading free text before anybody else does."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from evaluations.choices import Moderation
from evaluations.models import Comment
from people.actions import record_change

if TYPE_CHECKING:
    import uuid

    from people.models import User


@transaction.atomic
def moderate_comment(
    comment_id: "uuid.UUID",
    state: Moderation,
    *,
    shown_text: str = "",
    actor: "User",
    at: dt.datetime | None = None,
) -> Comment:
    """Lets a comment be shown (as it is, or shortened), or withholds it.

    Side effects, in order: the comment; an audit entry on its wave, without any of its words.
    """
    comment = (
        Comment.objects.select_for_update(of=("self",)).select_related("wave").get(pk=comment_id)
    )
    comment.state, comment.moderated_by = state, actor
    comment.moderated_at = at or timezone.now()
    shown = state == Moderation.SHOWN
    comment.shown_text = (shown_text.strip() or comment.text) if shown else ""
    comment.save(update_fields=["state", "moderated_by", "moderated_at", "shown_text"])
    record_change(comment.wave, "comment read", actor=actor, now=state, at=comment.moderated_at)
    return comment
