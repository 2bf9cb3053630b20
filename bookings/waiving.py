"""For which of a policy's reasons a charge may be let go, and whether each is met."""

import datetime as dt
from dataclasses import dataclass

from bookings.policy.cases import WaiverClaim
from bookings.policy.choices import GrantedBy, Incident
from bookings.policy.schema import Waiver
from bookings.policy.waivers import told_by, waived
from bookings.policy.words import moment_words

from .casework import case_of
from .choices import ChargeKind
from .models import Charge
from .policies import rules_of

INCIDENTS = {
    ChargeKind.LATE_CANCELLATION: Incident.LATE_CANCELLATION,
    ChargeKind.NO_SHOW: Incident.NO_SHOW,
}
"""What a policy's reasons may let go; a price or a fee goes at the officer's discretion alone."""


@dataclass(frozen=True)
class WaiverChoice:
    """One of the policy's reasons. `against`: why it does not let this charge go, as far as is known."""

    waiver: Waiver
    needs: str
    against: tuple[str, ...]

    @property
    def for_officers(self) -> bool:
        return self.waiver.granted_by == GrantedBy.OFFICER


def waiver_choices(
    charge: Charge, *, told_at: dt.datetime | None = None, evidence: str = ""
) -> list[WaiverChoice]:
    """The reasons of the charge's policy that cover such a charge.

    `told_at`: when the board was told; `evidence`: what was shown, empty for nothing. `charge.booking` is
    best at hand with its event, agency, sector and role group.
    """
    incident = INCIDENTS.get(ChargeKind(charge.kind))
    if incident is None:
        return []
    policy, case = rules_of(charge.policy), case_of(charge.booking)
    found = []
    for waiver in policy.waivers:
        if incident not in waiver.covers:
            continue
        claim = WaiverClaim(
            code=waiver.code,
            told_at=told_at,
            evidence_seen=bool(evidence.strip()),
            granted=True,
        )
        met, reasons = waived(policy, case, claim, incident)
        against = () if met else tuple(each.message for each in reasons)
        found.append(WaiverChoice(waiver, _needs(waiver, case.event.starts_at), against))
    return found


def _needs(waiver: Waiver, starts_at: dt.datetime) -> str:
    """ "told before 10am on Tuesday 12 May 2026; a note from the manager"."""
    told = told_by(waiver, starts_at)
    before = "before" if waiver.told_before is not None else "by"
    asked = [f"told {before} {moment_words(told)}"] if told else []
    return "; ".join([*asked, *([waiver.evidence] if waiver.evidence else [])])
