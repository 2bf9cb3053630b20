"""What would become of it if somebody asked for a place now: for the page before the button. It writes nothing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bookings.policy.cases import Case
from bookings.policy.choices import ApprovalKind
from bookings.policy.eligibility import needs_manager
from courses.models import Event, Prerequisite
from people.addressing import Manager, manager_of
from people.models import Agency, RoleGroup

from . import rules
from .casework import Applicant, delegate_of_agency, event_facts, standings_of
from .choices import BookingState
from .models import Booking
from .policies import rules_at, version_in_force
from .room import room_of
from .rules import Refusal
from .turns import eligible_waiters
from .verdicts import Verdict, judge, refusal

DECLARES = "manager_not_declared"


@dataclass(frozen=True)
class Prospect:
    """What the rules say of one person and one event now.

    `becomes`: the state a booking would have. `why_wait`: why it would be the waiting list. `waiting`: how many
    wait already. `manager`: who would be asked to agree, if one is known.
    """

    verdict: Verdict
    becomes: BookingState
    why_wait: tuple[Refusal, ...]
    waiting: int
    manager: Manager | None

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Why they cannot book, but for what they can still declare."""
        found = tuple(each for each in self.verdict.refusals if each.code != DECLARES)
        unknown = self.asks_manager and self.manager is None
        return (*found, rules.MANAGER_UNKNOWN) if unknown else found

    @property
    def asks_manager(self) -> bool:
        """Whether a manager must answer before the place is confirmed."""
        return self.verdict.answer.needs_manager

    @property
    def warnings(self) -> tuple[Refusal, ...]:
        """What to think of first; that the manager is asked is said elsewhere."""
        return tuple(each for each in self.verdict.warnings if each.code != "manager_will_be_asked")

    @property
    def declares_manager(self) -> bool:
        """Whether they must say that their manager agrees."""
        return any(each.code == DECLARES for each in self.verdict.refusals)


def prospect_of(event: Event, applicant: Applicant, at: dt.datetime) -> Prospect:
    """The prospect of `applicant` at `event`, which has a session, under the policy in force."""
    version = version_in_force(event.board_id, at)
    verdict = judge(event, [applicant], at, version=version)[0]
    why_wait = _why_wait(event, verdict, at)
    return Prospect(
        verdict,
        _becomes(verdict, waits=bool(why_wait)),
        why_wait,
        Booking.objects.waiting_for(event).count(),
        manager_of(applicant.person),
    )


def _why_wait(event: Event, verdict: Verdict, at: dt.datetime) -> tuple[Refusal, ...]:
    room = room_of(event)
    against = [refusal(each) for each in room.mix_against(verdict.policy, verdict.case, at)]
    if not room.left:
        against.append(rules.FULL)
    elif eligible_waiters(event, room, at):
        against.append(rules.OTHERS_FIRST)
    return tuple(against)


def _becomes(verdict: Verdict, *, waits: bool) -> BookingState:
    if verdict.answer.needs_staff:
        return BookingState.APPLIED
    if waits:
        return BookingState.WAITING
    return BookingState.AWAITING if verdict.answer.needs_manager else BookingState.BOOKED


def may_ask_manager(event: Event, at: dt.datetime) -> bool:
    """Whether a manager must answer for most people who would have a place at `event`."""
    policy = rules_at(event, version_in_force(event.board_id, at))
    return policy.approval.kind == ApprovalKind.RECORDED


def asks_manager(
    event: Event, agency: Agency, role_group: RoleGroup | None, at: dt.datetime
) -> bool:
    """Whether a manager must answer before somebody of `agency` has a place at `event`."""
    if event.starts_at is None:
        return False
    policy = rules_at(event, version_in_force(event.board_id, at))
    who = delegate_of_agency(agency, standings_of([agency], event.board_id)[agency.pk])
    who = replace(who, role_group=role_group.name if role_group else "")
    return needs_manager(policy, Case(event=event_facts(event), delegate=who))


def slugs_of_needed_courses(event: Event) -> Mapping[str, str]:
    """The title and the address part of each course to take before this one."""
    needed = Prerequisite.objects.filter(course=event.course_id)
    return dict(needed.values_list("requires__title", "requires__slug"))
