"""The round of evaluation: opens runs, invites, writes the notices and reminders that are due."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from bookings.models import Booking
from evaluations import actions
from evaluations.choices import Wave
from evaluations.models import Invitation, RunWave
from evaluations.queries import open_waves
from notices.actions import queue_message
from notices.choices import Addressed
from notices.kinds import Kind
from notices.models import Message
from people.addressing import addresses_of

from . import kinds

KIND_OF = {
    Wave.BOOKING: kinds.BEFORE,
    Wave.END: kinds.AFTER,
    Wave.LATER: kinds.FOLLOW_UP,
    Wave.MANAGER: kinds.MANAGER,
}
"""T1 has none: it is answered in the room."""


def plan(at: dt.datetime) -> int:
    """Returns how many notices it wrote. Nobody is told twice of a wave, nor reminded twice on a day of its plan."""
    actions.open_due_runs(at)
    return sum(_round(wave, at) for wave in open_waves(at))


def _round(wave: RunWave, at: dt.datetime) -> int:
    actions.invite(wave)
    kind = KIND_OF.get(Wave(wave.wave))
    if kind is None or (wave.wave == Wave.END and at < _is_over_at(wave)):
        return 0
    open_ones = list(
        Invitation.objects.filter(wave=wave, is_answered=False)
        .select_related("booking__person")
        .order_by("pk")
    )
    due = [day for day in wave.reminders if wave.opens_at + dt.timedelta(days=day) <= at]
    told = _tell(wave, open_ones, kind, "due", at)
    return told + (_tell(wave, open_ones, _reminder(kind), f"day-{max(due)}", at) if due else 0)


def _is_over_at(wave: RunWave) -> dt.datetime:
    """The form of the end opens in the room; the mail waits until everybody has gone."""
    return wave.run.event.ends_at or wave.opens_at


def _reminder(kind: Kind) -> Kind:
    return kind if kind is kinds.MANAGER else kinds.REMINDER


@transaction.atomic
def _tell(
    wave: RunWave, invitations: Sequence[Invitation], kind: Kind, occasion: str, at: dt.datetime
) -> int:
    """To the person, or for the manager's wave to the manager, if we know one; returns how many were new."""
    keys = {_key(wave, each.booking, occasion): each.booking for each in invitations}
    written = set(Message.objects.filter(key__in=keys).values_list("key", flat=True))
    missing = {key: booking for key, booking in keys.items() if key not in written}
    addresses = addresses_of([booking.person for booking in missing.values()])
    told = 0
    for key, booking in missing.items():
        found = addresses[booking.person_id]
        to = found.own
        if wave.wave == Wave.MANAGER:
            if found.manager is None:
                continue
            to = replace(found.manager, addressed=Addressed.OWN)
        message = queue_message(
            kind,
            key=key,
            board_id=wave.run.event.board_id,
            to=to,
            about=booking,
            facts={"wave": wave.wave},
            at=at,
        )
        told += message is not None
    return told


def _key(wave: RunWave, booking: Booking, occasion: str) -> str:
    return f"evaluation:{wave.pk}:{booking.pk}:{occasion}"
