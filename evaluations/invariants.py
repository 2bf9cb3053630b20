"""What must be true of runs, answers and keys: read-only, run by `check_invariants` with all others."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Q

from .instruments.documents import read_questionnaire
from .keys import KeyGone, key_of
from .models import Invitation, Run, RunWave, Sheet
from .pseudonyms import pseudonym_of


def _has_key(run: Run) -> bool:
    try:
        key_of(run.event_id)
    except KeyGone:
        return False
    return True


def open_runs_have_their_key(now: dt.datetime) -> Iterator[str]:
    """Without it nobody's forms before and after can be set beside each other, and nobody can go on."""
    for run in Run.objects.filter(key_destroyed_at=None):
        if not _has_key(run):
            yield f"Run {run.pk} of event {run.event_id}: its key is lost."


def destroyed_keys_are_gone(now: dt.datetime) -> Iterator[str]:
    """A key that came back with a backup would break what was promised; so would the invitations."""
    for run in Run.objects.exclude(key_destroyed_at=None):
        if _has_key(run):
            yield f"Run {run.pk} of event {run.event_id}: its key was destroyed and is there."
    left = Invitation.objects.exclude(wave__run__key_destroyed_at=None)
    for run_id, count in left.order_by().values_list("wave__run").annotate(Count("pk")):
        yield f"Run {run_id}: its key was destroyed, and {count} invitations are there."


def no_key_outlives_its_day(now: dt.datetime) -> Iterator[str]:
    """People were promised a day; where no sender runs, it passes."""
    late = Run.objects.filter(key_destroyed_at=None, key_until__lt=now - dt.timedelta(hours=1))
    for run in late.order_by("pk"):
        yield f"Run {run.pk} of event {run.event_id}: its key was to be destroyed on {run.key_until:%-d %B %Y}."


def as_many_answered_as_were_sent(now: dt.datetime) -> Iterator[str]:
    sent = dict(
        Sheet.objects.filter(is_sent=True).order_by().values_list("wave").annotate(Count("pk"))
    )
    waves = RunWave.objects.select_related("run").annotate(
        noted=Count("invitations", filter=Q(invitations__is_answered=True))
    )
    for wave in waves.order_by("pk"):
        answered = wave.answered if wave.run.key_destroyed_at else wave.noted
        if answered != sent.get(wave.pk, 0):
            yield f"Wave {wave.pk}: {answered} answered, {sent.get(wave.pk, 0)} forms sent."


def nobody_answers_uninvited(now: dt.datetime) -> Iterator[str]:
    """While the key lives, each form belongs to somebody who is invited. Says how many, never who."""
    runs = {run.pk: run for run in Run.objects.filter(key_destroyed_at=None) if _has_key(run)}
    invited = {
        (each.wave_id, pseudonym_of(each.booking, runs[each.wave.run_id]))
        for each in Invitation.objects.filter(wave__run__key_destroyed_at=None).select_related(
            "booking", "wave"
        )
        if each.wave.run_id in runs
    }
    sent = Sheet.objects.filter(is_sent=True, wave__run__key_destroyed_at=None)
    strays = Counter(
        run_id
        for run_id, wave_id, pseudonym in sent.values_list("wave__run", "wave", "pseudonym")
        if run_id in runs and (wave_id, pseudonym) not in invited
    )
    for run_id, count in strays.items():
        yield f"Run {run_id}: {count} forms of people who are not invited."


def what_was_asked_can_be_read(now: dt.datetime) -> Iterator[str]:
    for pk, document in RunWave.objects.order_by("pk").values_list("pk", "document"):
        if problems := read_questionnaire(document).problems:
            yield f"Wave {pk}: {problems[0]}"


INVARIANTS = (
    open_runs_have_their_key,
    destroyed_keys_are_gone,
    no_key_outlives_its_day,
    as_many_answered_as_were_sent,
    nobody_answers_uninvited,
    what_was_asked_can_be_read,
)
