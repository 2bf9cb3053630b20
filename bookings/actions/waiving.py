"""Letting a charge go."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings import locks, rules
from bookings.choices import ChargeState
from bookings.models import Charge
from bookings.policy.money import pounds
from bookings.rules import Refusal, Refused
from bookings.waiving import WaiverChoice, waiver_choices
from people.actions import record_change

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def waive_charge(
    charge_id: int,
    *,
    actor: "User | None",
    reason: str = "",
    code: str = "",
    evidence: str = "",
    told_at: dt.datetime | None = None,
    at: dt.datetime | None = None,
) -> Charge:
    """Lets a charge go, for a reason of its policy's (`code`) or, without one, at the officer's discretion.

    Raises `Refused` when it is not owed, when what the policy's reason asks for (`evidence`, being told in
    time) is not there, or without any reason. Side effects, in order: the charge; an audit entry on the
    booking.
    """
    at = at or timezone.now()
    booking = locks.lock_booking(Charge.objects.get(pk=charge_id).booking_id)
    charge = (
        Charge.objects.select_for_update(of=("self",)).select_related("policy").get(pk=charge_id)
    )
    charge.booking = booking
    if charge.state != ChargeState.OWED:
        raise Refused(rules.NOT_OWED)
    chosen = _chosen(charge, code, told_at, evidence) if code else None
    reason = reason.strip() or (chosen.waiver.words if chosen else "")
    if not reason:
        raise Refused(rules.REASON_NEEDED)
    charge.state, charge.waived_at, charge.waived_by = ChargeState.WAIVED, at, actor
    charge.waiver_code, charge.waiver_reason = code, reason[:300]
    charge.waiver_evidence = evidence[:300]
    charge.save()
    why = f"{pounds(charge.amount_pence)}: {reason}"
    told = {"told_at": told_at.isoformat()} if told_at else {}
    record_change(
        booking, "charge waived", actor=actor, now=booking.state, why=why, at=at, details={**told}
    )
    return charge


def _chosen(charge: Charge, code: str, told_at: dt.datetime | None, evidence: str) -> WaiverChoice:
    choices = waiver_choices(charge, told_at=told_at, evidence=evidence)
    chosen = next((each for each in choices if each.waiver.code == code), None)
    if chosen is None:
        raise Refused(rules.NO_SUCH_WAIVER)
    if chosen.against:
        raise Refused(*(Refusal("waiver_not_met", each) for each in chosen.against))
    return chosen
