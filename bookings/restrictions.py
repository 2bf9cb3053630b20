"""What a person missed at a board, and whether that restricts them now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bookings.policy.cases import PastIncident
from bookings.policy.eligibility import RestrictedUntil, restriction_at
from bookings.policy.london import date_in_london
from bookings.policy.schema import Restriction
from people.models import Board, Person
from people.queries import current_employment

from .casework import Applicant, incidents_of
from .policies import rules_of, version_in_force


@dataclass(frozen=True)
class Missed:
    """At one board: what counts against a person (or their agency, as the policy has it), and what follows."""

    board: Board
    rule: Restriction
    incidents: tuple[PastIncident, ...]
    restricted: RestrictedUntil | None

    @property
    def why(self) -> str:
        """ "2 times within 12 months"."""
        times = "once" if self.rule.number == 1 else f"{self.rule.number} times"
        return f"{times} within {self.rule.within_months} months"


def missed_by(person: Person, boards: Sequence[Board], at: dt.datetime) -> list[Missed]:
    """At each of `boards` whose policy in force restricts anybody; three queries a board."""
    work = current_employment(person)
    if work is None:
        return []
    found = []
    for board in boards:
        policy = rules_of(version_in_force(board.pk, at))
        if policy.restriction is None:
            continue
        applicant = Applicant(person, work.agency, work.role_group)
        incidents = incidents_of(board.pk, [applicant], policy.restriction, at)[person.pk]
        counted = sorted(
            (each for each in incidents if each.kind in policy.restriction.incidents),
            key=lambda each: each.day,
        )
        restricted = restriction_at(policy, counted, date_in_london(at))
        found.append(Missed(board, policy.restriction, tuple(counted), restricted))
    return found
