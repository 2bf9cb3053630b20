"""Learning needs: which objectives answer them, what was seen afterwards, and closing on evidence."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses.models import CourseObjective
from evaluations.models import Evidence, LearningNeed, NeedObjective
from evaluations.rules import NotNow
from people.actions import record_change

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def answer_need(
    need: LearningNeed, objectives: Sequence[CourseObjective], *, actor: "User | None"
) -> None:
    """Says which objectives answer a need, in place of those before. Side effects: the links; an audit entry."""
    NeedObjective.objects.filter(need=need).exclude(objective__in=objectives).delete()
    NeedObjective.objects.bulk_create(
        [NeedObjective(need=need, objective=each) for each in objectives], ignore_conflicts=True
    )
    asked: dict[str, object] = {"objectives": [each.pk for each in objectives]}
    record_change(need, "answered", actor=actor, details=asked)


@transaction.atomic
def add_evidence(
    need: LearningNeed,
    *,
    seen_on: dt.date,
    source: str,
    words: str,
    numerator: int | None = None,
    denominator: int | None = None,
    actor: "User | None",
) -> Evidence:
    """Notes what a later audit or count says. Side effects, in order: the evidence; an audit entry on the need."""
    evidence = Evidence.objects.create(
        need=need,
        seen_on=seen_on,
        source=source,
        words=words,
        numerator=numerator,
        denominator=denominator,
        added_by=actor,
    )
    record_change(need, "evidence added", actor=actor, why=source)
    return evidence


@transaction.atomic
def close_need(
    need_id: int,
    *,
    evidence: Evidence | None,
    words: str,
    actor: "User | None",
    at: dt.datetime | None = None,
) -> LearningNeed:
    """Closes a need on evidence of its own. Raises `NotNow` without any.

    Side effects, in order: the need; an audit entry.
    """
    at = at or timezone.now()
    need = LearningNeed.objects.select_for_update(of=("self",)).get(pk=need_id)
    if evidence is None or evidence.need_id != need.pk:
        raise NotNow("A learning need closes on what a later audit, visit or count has shown.")
    need.closing_evidence, need.closing_words = evidence, words
    need.closed_on, need.closed_by = timezone.localtime(at).date(), actor
    need.save(update_fields=["closing_evidence", "closing_words", "closed_on", "closed_by"])
    record_change(need, "closed", actor=actor, now="closed", why=words, at=at)
    return need


@transaction.atomic
def reopen_need(need_id: int, *, why: str, actor: "User | None") -> LearningNeed:
    """Opens a closed need again. Side effects, in order: the need; an audit entry."""
    need = LearningNeed.objects.select_for_update(of=("self",)).get(pk=need_id)
    need.closed_on, need.closed_by, need.closing_evidence = None, None, None
    need.save(update_fields=["closed_on", "closed_by", "closing_evidence"])
    record_change(need, "opened again", actor=actor, was="closed", now="open", why=why)
    return need
