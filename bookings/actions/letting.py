"""What staff grant a person: an equivalent taken elsewhere counts, and booking again before a restriction ends."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings.models import AcceptedEvidence, RestrictionLifted
from courses.models import Course
from people.actions import record_change
from people.models import Board, Person

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def accept_evidence(
    person: Person,
    course: Course,
    *,
    taken_on: dt.date,
    evidence: str,
    actor: "User | None",
    at: dt.datetime | None = None,
) -> AcceptedEvidence:
    """Accepts that `person` did the equivalent of `course` elsewhere, on that day; accepting it again changes nothing.

    Side effects, in order: the evidence; an audit entry on the person.
    """
    at = at or timezone.now()
    accepted, made = AcceptedEvidence.objects.get_or_create(
        person=person,
        course=course,
        taken_on=taken_on,
        defaults={"evidence": evidence[:300], "accepted_by": actor, "accepted_at": at},
    )
    if made:
        now = course.title[:60]
        record_change(person, "evidence accepted", actor=actor, now=now, why=evidence, at=at)
    return accepted


@transaction.atomic
def take_evidence_back(
    evidence_id: int, *, actor: "User | None", why: str, at: dt.datetime | None = None
) -> None:
    """Evidence accepted by mistake no longer counts; bookings that are made stay.

    Side effects, in order: an audit entry on the person; the evidence is gone.
    """
    accepted = AcceptedEvidence.objects.select_related("person", "course").get(pk=evidence_id)
    now = accepted.course.title[:60]
    record_change(accepted.person, "evidence taken back", actor=actor, now=now, why=why, at=at)
    accepted.delete()


@transaction.atomic
def lift_restriction(
    person: Person,
    board: Board,
    *,
    why: str,
    actor: "User | None",
    at: dt.datetime | None = None,
) -> RestrictionLifted:
    """Lets `person` book at `board` again: what they missed up to now no longer counts against them.

    Side effects, in order: the row that says so; an audit entry on the person.
    """
    at = at or timezone.now()
    lifted = RestrictionLifted.objects.create(
        person=person, board=board, why=why[:300], lifted_by=actor, lifted_at=at
    )
    now = board.short_name[:60]
    record_change(person, "may book again", actor=actor, now=now, why=why, at=at)
    return lifted
