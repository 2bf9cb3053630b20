"""Counting what each diary was told, so that the newest word wins wherever it arrives."""

import datetime as dt

from django.db import transaction

from notices.invitations import Method
from notices.models import DiaryEntry


@transaction.atomic
def next_in_diary(
    *,
    person_id: int,
    event_id: int,
    session_id: int,
    method: Method,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    summary: str,
    location: str,
) -> DiaryEntry:
    """Notes what a person's diary is about to be told of a session.

    Returns the entry with its lasting UID and a SEQUENCE higher than any before (the first is 0). Side
    effect: the entry.
    """
    entry, made = DiaryEntry.objects.select_for_update().get_or_create(
        person_id=person_id,
        session_id=session_id,
        defaults={
            "event_id": event_id,
            "method": method,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "summary": summary[:250],
            "location": location[:600],
        },
    )
    if made:
        return entry
    entry.sequence += 1
    entry.method = method
    entry.starts_at, entry.ends_at = starts_at, ends_at
    entry.summary, entry.location = summary[:250], location[:600]
    entry.save()
    return entry
