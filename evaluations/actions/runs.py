"""Opening the evaluation of an event, keeping it with the event, asking people."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from bookings.models import Booking
from courses.choices import EventState
from courses.hooks import EventMove
from courses.models import Event
from evaluations import rules
from evaluations.instruments.documents import (
    for_objectives,
    load_questionnaire,
    write_questionnaire,
)
from evaluations.keys import make_key
from evaluations.models import InstrumentVersion, Invitation, Run, RunWave, WavePlan
from evaluations.queries import asked_in, latest_versions, setting_of
from people.actions import record_change

if TYPE_CHECKING:
    from people.models import User

Versions = Mapping[str, InstrumentVersion]
OPENED_AHEAD = dt.timedelta(days=366)


def open_run(event: Event, *, at: dt.datetime | None = None) -> Run | None:
    """Opens the evaluation of a dated event by its course's plan; the one there is, if it is open already.

    None where the course asks nothing. The questions are those in force now, for the objectives as they are
    worded now. Side effects, in order: the key, outside the database; the run and its waves; an audit entry.
    """
    at = at or timezone.now()
    versions = latest_versions(event.board)
    plans = [
        plan
        for plan in WavePlan.objects.filter(course=event.course_id)
        if any(code in versions for code in plan.codes)
    ]
    if not plans or event.starts_at is None:
        return Run.objects.filter(event=event).first()
    make_key(event.pk)
    return _open(event.pk, plans, versions, at)


@transaction.atomic
def _open(event_id: int, plans: Sequence[WavePlan], versions: Versions, at: dt.datetime) -> Run:
    event = Event.objects.select_for_update(of=("self",)).get(pk=event_id)
    run, is_new = Run.objects.get_or_create(
        event=event, defaults={"opened_at": at, "key_until": at}
    )
    if is_new:
        _make_waves(run, plans, versions, at)
        _keep_key(run)
        record_change(run, "opened", actor=None, at=at)
    return run


def _make_waves(run: Run, plans: Sequence[WavePlan], versions: Versions, at: dt.datetime) -> None:
    event = run.event
    objectives = dict(event.course.objectives.values_list("pk", "text"))
    for plan in plans:
        asked = [versions[code] for code in plan.codes if code in versions]
        window = rules.window_of(plan, event, at)
        RunWave.objects.create(
            run=run,
            wave=plan.wave,
            versions=[version.pk for version in asked],
            document=_together(asked, objectives),
            opens_at=window.opens_at,
            closes_at=window.closes_at,
            reminders=plan.reminders,
        )


def _together(
    versions: Sequence[InstrumentVersion], objectives: Mapping[int, str]
) -> dict[str, Any]:
    """Several questionnaires as one; an item that two of them ask is asked once."""
    read = [for_objectives(load_questionnaire(v.document), objectives) for v in versions]
    items = {item.code: item for each in reversed(read) for item in reversed(each.items)}
    scales = {scale.code: scale for each in reversed(read) for scale in reversed(each.scales)}
    whole = replace(
        read[0],
        title=", ".join(each.title for each in read),
        items=tuple(reversed(items.values())),
        scales=tuple(reversed(scales.values())),
    )
    return write_questionnaire(whole)


def _keep_key(run: Run) -> None:
    """The key is kept for the board's days after the last wave has closed."""
    last = max(wave.closes_at for wave in run.waves.all())
    run.key_until = last + dt.timedelta(days=setting_of(run.event.board_id).key_days)
    run.save(update_fields=["key_until"])


def open_due_runs(at: dt.datetime) -> int:
    """Each round: opens the evaluation of published events within a year; returns how many."""
    events = Event.objects.filter(
        Exists(WavePlan.objects.filter(course=OuterRef("course"))),
        state=EventState.PUBLISHED,
        evaluation=None,
        starts_at__gt=at,
        starts_at__lte=at + OPENED_AHEAD,
    )
    return sum(open_run(event, at=at) is not None for event in events.order_by("pk"))


def follow_move(
    event: Event, *, move: EventMove, actor: "User | None", why: str, at: dt.datetime
) -> None:
    """When an event (locked) has other times: its waves move with it. Side effects: the waves; the run."""
    run = Run.objects.filter(event=event).first()
    if run is None or move.moved_by is None:
        return
    plans = {plan.wave: plan for plan in WavePlan.objects.filter(course=event.course_id)}
    for wave in run.waves.all():
        if wave.wave in plans:
            window = rules.window_of(plans[wave.wave], event, run.opened_at)
            wave.opens_at, wave.closes_at = window.opens_at, window.closes_at
            wave.save(update_fields=["opens_at", "closes_at"])
    _keep_key(run)


@transaction.atomic
def invite(wave: RunWave) -> list[Invitation]:
    """Invites everybody who is asked in `wave` and is not invited yet; returns the new invitations."""
    missing: Sequence[Booking] = list(
        asked_in(wave).exclude(evaluations__wave=wave).select_related("person").order_by("pk")
    )
    new = Invitation.objects.bulk_create(
        [Invitation(wave=wave, booking=booking) for booking in missing], ignore_conflicts=True
    )
    return list(
        Invitation.objects.filter(wave=wave, booking__in=[each.booking_id for each in new])
        .select_related("booking__person")
        .order_by("pk")
    )
