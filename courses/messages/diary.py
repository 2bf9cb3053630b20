"""The sessions of an event in somebody's diary, for whoever is told of it: delegates and trainers."""

from typing import Any

from courses.dates import day, when_between
from courses.ical import location_of
from courses.models import Event, Session
from notices.actions import next_in_diary
from notices.invitations import Invitation, Method
from notices.models import DiaryEntry

Noted = dict[str, Any]
"""What a message notes of an entry, for `notices.composing.diary_facts`: entry, sequence, method."""


def enter_sessions(event: Event, person_id: int, method: Method) -> list[Noted]:
    """Counts each session's entry in a person's diary on; returns what the notices note of them, in order.

    Sessions that are no longer there are taken out, whatever `method` says of the others. What was never in
    the diary is not taken out of it.
    """
    known = {
        entry.session_id: entry
        for entry in DiaryEntry.objects.filter(person_id=person_id, event_id=event.pk)
    }
    sessions = list(event.sessions.select_related("venue"))
    noted = [
        _noted(_of_session(event, session, person_id, method, len(sessions)))
        for session in sessions
        if method == Method.REQUEST or session.pk in known
    ]
    there = {session.pk for session in sessions}
    gone = [e for e in known.values() if e.session_id not in there and e.method == Method.REQUEST]
    return [*noted, *(_noted(_taken_out(entry)) for entry in gone)]


def change_said(invitation: Invitation | None) -> str:
    """The invitation of a message in words, for whoever reads before their diary does; "" without one."""
    if invitation is None:
        return ""
    is_in = invitation.method == Method.REQUEST
    words = "In your diary" if is_in else "No longer in your diary"
    return f"{words}: {when_between(invitation.starts_at, invitation.ends_at)}"


def _of_session(
    event: Event, session: Session, person_id: int, method: Method, sessions: int
) -> DiaryEntry:
    part = f" ({session.title or day(session.starts_at)})" if sessions > 1 else ""
    return next_in_diary(
        person_id=person_id,
        event_id=event.pk,
        session_id=session.pk,
        method=method,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=f"{event.course.title}{part}",
        location=location_of(session),
    )


def _taken_out(entry: DiaryEntry) -> DiaryEntry:
    return next_in_diary(
        person_id=entry.person_id,
        event_id=entry.event_id,
        session_id=entry.session_id,
        method=Method.CANCEL,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        summary=entry.summary,
        location=entry.location,
    )


def _noted(entry: DiaryEntry) -> Noted:
    return {"entry": entry.pk, "sequence": entry.sequence, "method": entry.method}
