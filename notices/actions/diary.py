"""Counting what each diary was told, so that the newest word wins wherever it arrives."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from notices.invitations import Method
from notices.models import DiaryEntry

TOLD = ("sequence", "method", "starts_at", "ends_at", "summary", "location")


@dataclass(frozen=True)
class InDiary:
    """What one person's diary is to say of one session."""

    person_id: int
    event_id: int
    session_id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    location: str


def next_in_diaries(wanted: Sequence[InDiary], method: Method) -> list[DiaryEntry]:
    """Notes what people's diaries are about to be told of sessions, in a fixed number of queries.

    Returns the entries in the order of `wanted`, each with its lasting UID and a SEQUENCE higher than any
    before (the first is 0). Side effect: the entries.
    """
    if not wanted:
        return []
    try:
        return _count_on(wanted, method)
    except IntegrityError:  # somebody else made one of them meanwhile: now it is known
        return _count_on(wanted, method)


@transaction.atomic
def _count_on(wanted: Sequence[InDiary], method: Method) -> list[DiaryEntry]:
    known = _known(wanted)
    entries, new, old = [], [], []
    for each in wanted:
        entry = known.get((each.person_id, each.session_id))
        if entry is None:
            entry = DiaryEntry(
                person_id=each.person_id, event_id=each.event_id, session_id=each.session_id
            )
            new.append(entry)
        else:
            entry.sequence += 1
            old.append(entry)
        entry.method = method
        entry.starts_at, entry.ends_at = each.starts_at, each.ends_at
        entry.summary, entry.location = each.summary[:250], each.location[:600]
        entries.append(entry)
    DiaryEntry.objects.bulk_create(new)
    DiaryEntry.objects.bulk_update(old, TOLD)
    return entries


def _known(wanted: Sequence[InDiary]) -> dict[tuple[int, int], DiaryEntry]:
    """The entries there are, locked, by person and session."""
    rows = DiaryEntry.objects.select_for_update().filter(
        person__in={each.person_id for each in wanted},
        session_id__in={each.session_id for each in wanted},
    )
    return {(row.person_id, row.session_id): row for row in rows.order_by("pk")}
