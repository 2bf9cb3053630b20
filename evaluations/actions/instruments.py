"""Publishing questionnaires, and saying what a course asks when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from courses.models import Course
from evaluations.choices import Wave
from evaluations.instruments.documents import (
    BadQuestionnaire,
    load_questionnaire,
    questionnaire_from_yaml,
    write_questionnaire,
)
from evaluations.instruments.schema import Questionnaire
from evaluations.models import InstrumentVersion, WavePlan
from people.actions import record_change
from people.models import Board

if TYPE_CHECKING:
    from people.models import User

BANK = Path(__file__).parent.parent / "instruments" / "bank"


@dataclass(frozen=True)
class Asking:
    """What a course asks in one wave; see `WavePlan`."""

    wave: Wave
    codes: Sequence[str]
    opens_days: int = 0
    open_for_days: int = 14
    reminders: Sequence[int] = field(default_factory=tuple)


@transaction.atomic
def publish_instrument(
    questionnaire: Questionnaire,
    *,
    board: Board | None,
    code: str,
    note: str = "",
    actor: "User | None",
    at: dt.datetime | None = None,
) -> InstrumentVersion:
    """Adds a version of a questionnaire; the same questions again give the version there is.

    Raises `BadQuestionnaire`. Side effects, in order: the version; an audit entry.
    """
    at = at or timezone.now()
    document = write_questionnaire(questionnaire)
    load_questionnaire(document)
    versions = InstrumentVersion.objects.select_for_update().filter(board=board, code=code)
    last = versions.order_by("-number").first()
    if last is not None and last.document == document:
        return last
    highest = versions.aggregate(highest=Max("number"))["highest"] or 0
    version = InstrumentVersion.objects.create(
        board=board,
        code=code,
        number=highest + 1,
        title=questionnaire.title,
        purpose=questionnaire.purpose,
        document=document,
        note=note[:300],
        made_by=actor,
        made_at=at,
    )
    record_change(version, "published", actor=actor, why=note, at=at)
    return version


def load_bank(*, at: dt.datetime | None = None) -> list[InstrumentVersion]:
    """Publishes the ready questionnaires of the bank, each a new version only if it has changed.

    Raises `BadQuestionnaire`. Side effects: those of `publish_instrument`.
    """
    found = []
    for file in sorted(BANK.glob("*.yaml")):
        reading = questionnaire_from_yaml(file.read_bytes())
        if reading.questionnaire is None:
            raise BadQuestionnaire(reading.problems)
        version = publish_instrument(
            reading.questionnaire, board=None, code=file.stem, actor=None, at=at
        )
        found.append(version)
    return found


@transaction.atomic
def set_plan(
    course: Course, plan: Sequence[Asking], *, actor: "User | None", at: dt.datetime | None = None
) -> list[WavePlan]:
    """Says what a course asks in each wave, in place of what it asked before. Open runs stay as they are.

    Side effects, in order: the plans; an audit entry on the course.
    """
    WavePlan.objects.filter(course=course).delete()
    plans = WavePlan.objects.bulk_create(
        [
            WavePlan(
                course=course,
                wave=each.wave,
                codes=list(each.codes),
                opens_days=each.opens_days,
                open_for_days=each.open_for_days,
                reminders=list(each.reminders),
            )
            for each in plan
        ]
    )
    asked: dict[str, object] = {each.wave: ", ".join(each.codes) for each in plan}
    record_change(course, "evaluation planned", actor=actor, at=at, details=asked)
    return plans
