"""The sessions of an event in somebody's diary, for whoever is told of it: delegates and trainers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from courses.dates import day, when_between
from courses.ical import location_of
from courses.models import Event, Session
from notices.actions import InDiary, next_in_diaries
from notices.invitations import Invitation, Method
from notices.models import DiaryEntry

Noted = dict[str, Any]
"""What a message notes of an entry, for `notices.composing.diary_facts`: entry, sequence, method."""


def enter_sessions(event: Event, person_id: int, method: Method) -> list[Noted]:
    """`enter_for_all` for one person."""
    return enter_for_all(event, [person_id], method)[person_id]


def enter_for_all(
    event: Event, person_ids: Sequence[int], method: Method
) -> Mapping[int, list[Noted]]:
    """Counts each session's entry in people's diaries on, in a fixed number of queries.

    Returns what the notices note of them, in order, by person id. Sessions that are no longer there are taken
    out, whatever `method` says of the others. What was never in a diary is not taken out of it.
    """
    known = defaultdict(list)
    for entry in DiaryEntry.objects.filter(person__in=person_ids, event_id=event.pk).order_by("pk"):
        known[entry.person_id].append(entry)
    sessions = list(event.sessions.select_related("venue"))
    there = {session.pk for session in sessions}
    wanted = [
        _of_session(event, session, person_id, len(sessions))
        for person_id in person_ids
        for session in sessions
        if method == Method.REQUEST or session.pk in {e.session_id for e in known[person_id]}
    ]
    gone = [
        _as_it_was(entry)
        for person_id in person_ids
        for entry in known[person_id]
        if entry.session_id not in there and entry.method == Method.REQUEST
    ]
    noted: dict[int, list[Noted]] = {person_id: [] for person_id in person_ids}
    for entry in [*next_in_diaries(wanted, method), *next_in_diaries(gone, Method.CANCEL)]:
        noted[entry.person_id].append(_noted(entry))
    return noted


def change_said(invitation: Invitation | None) -> str:
    """The invitation of a message in words, for whoever reads before their diary does; "" without one."""
    if invitation is None:
        return ""
    is_in = invitation.method == Method.REQUEST
    words = "In your diary" if is_in else "No longer in your diary"
    return f"{words}: {when_between(invitation.starts_at, invitation.ends_at)}"


def _of_session(event: Event, session: Session, person_id: int, sessions: int) -> InDiary:
    part = f" ({session.title or day(session.starts_at)})" if sessions > 1 else ""
    return InDiary(
        person_id=person_id,
        event_id=event.pk,
        session_id=session.pk,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=f"{event.course.title}{part}",
        location=location_of(session),
    )


def _as_it_was(entry: DiaryEntry) -> InDiary:
    return InDiary(
        person_id=entry.person_id,
        event_id=entry.event_id,
        session_id=entry.session_id,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        summary=entry.summary,
        location=entry.location,
    )


def _noted(entry: DiaryEntry) -> Noted:
    return {"entry": entry.pk, "sequence": entry.sequence, "method": entry.method}
