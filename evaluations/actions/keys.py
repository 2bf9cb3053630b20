"""Ending the time in which answers can be linked."""

import datetime as dt

from django.db import transaction
from django.db.models import Count, Q

from evaluations.keys import destroy_key
from evaluations.models import Invitation, Run
from people.actions import record_change


def destroy_due_keys(at: dt.datetime) -> int:
    """Each round: destroys the keys whose time is over; returns how many.

    Side effects of each, in order: the key; the numbers of who was invited and answered are kept, the
    invitations go; the run says so; an audit entry. A crash in between leaves the run to be done again.
    """
    due = Run.objects.filter(key_destroyed_at__isnull=True, key_until__lte=at)
    done = 0
    for run_id, event_id in due.order_by("pk").values_list("pk", "event_id"):
        destroy_key(event_id)
        done += _forget(run_id, at)
    return done


@transaction.atomic
def _forget(run_id: int, at: dt.datetime) -> bool:
    run = Run.objects.select_for_update(of=("self",)).get(pk=run_id)
    if run.key_destroyed_at is not None:
        return False
    waves = run.waves.annotate(
        all_invited=Count("invitations"),
        all_answered=Count("invitations", filter=Q(invitations__is_answered=True)),
    )
    for wave in waves:
        wave.invited, wave.answered = wave.all_invited, wave.all_answered
        wave.save(update_fields=["invited", "answered"])
    Invitation.objects.filter(wave__run=run).delete()
    run.key_destroyed_at = at
    run.save(update_fields=["key_destroyed_at"])
    record_change(run, "key destroyed", actor=None, at=at)
    return True
