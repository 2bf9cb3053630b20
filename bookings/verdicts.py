"""May these people book this event, and at what price? Every reason at once, with what would solve it."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bookings.policy.cases import Case
from bookings.policy.choices import Strictness
from bookings.policy.eligibility import Found, may_book
from bookings.policy.price import quote_price
from bookings.policy.quotes import BookingAnswer, Quote, Reason
from bookings.policy.schema import Policy
from courses.models import Course, Event

from .casework import Applicant, cases_for
from .models import PolicyVersion
from .policies import rules_at
from .rules import Refusal

REMEDIES = {
    "booking_closed": "Choose a later date, or ask the training team.",
    "invited_only": "Ask the training team whether your group can be invited.",
    "invited_first": "Come back then.",
    "area": "Ask the board of the area where you work, or the training team.",
    "category": "Ask the training team.",
    "sector": "Choose another course, or ask the training team.",
    "role_group": "Check the role group in your details, or choose another course.",
    "agency_full": "You can join the waiting list, or ask the person who books for your agency.",
    "clash": "Choose another date, or cancel the other place.",
    "unpaid": "Ask the training team how to settle them.",
    "prerequisite": "Book that course first, or send the training team your certificate.",
    "restricted": "Ask the training team.",
    "manager_not_declared": "Tick that your manager agrees.",
    "manager_unknown": "Add your line manager's e-mail address to your details.",
    "group_too_large": "Book in two steps, or ask the training team.",
    "nameless": "Give a name for each place.",
    "mix_cap": "You can join the waiting list.",
    "mix_floor": "You can join the waiting list.",
}
SAID_OTHERWISE = ("event_started", "mix_cap", "mix_floor")
"""What `rules.EVENT_RULES` says, and what is no reason against waiting."""


@dataclass(frozen=True)
class Verdict:
    """What the rules say of one person. `refusals`: why they may not even wait. `warnings` stop nobody."""

    applicant: Applicant
    policy: Policy
    case: Case
    answer: BookingAnswer
    price: Quote
    refusals: tuple[Refusal, ...]
    warnings: tuple[Refusal, ...]


def judge(
    event: Event,
    applicants: Sequence[Applicant],
    at: dt.datetime,
    *,
    version: PolicyVersion | None,
    manager_agrees: bool = False,
    places: int = 1,
    leaving: Collection[int] = (),
) -> list[Verdict]:
    """A verdict for each of `applicants` under `version`, in a number of queries that does not grow with them.

    `leaving`: ids of bookings that would make way, and so clash with nothing.
    """
    policy = rules_at(event, version)
    cases = cases_for(event, applicants, policy, at, manager_agrees=manager_agrees, leaving=leaving)
    wanted = _wanted_by(event.course)
    return [
        _verdict(applicant, policy, replace(case, places=places), at, wanted)
        for applicant, case in zip(applicants, cases, strict=True)
    ]


@dataclass(frozen=True)
class WantedBy:
    """Whom a course is for, whatever the policy says; an empty set lets everybody in."""

    sectors: frozenset[str]
    role_groups: frozenset[str]

    def against(self, case: Case) -> Found:
        if self.sectors and case.delegate.sector not in self.sectors:
            words = f"This course is for {', '.join(sorted(self.sectors))}."
            yield Strictness.BLOCK, Reason("sector", words, "course")
        if self.role_groups and case.delegate.role_group not in self.role_groups:
            words = f"This course is for {', '.join(sorted(self.role_groups))}."
            yield Strictness.BLOCK, Reason("role_group", words, "course")


def _wanted_by(course: Course) -> WantedBy:
    return WantedBy(
        frozenset(each.name for each in course.only_for_sectors.all()),
        frozenset(each.name for each in course.only_for_role_groups.all()),
    )


def _verdict(
    applicant: Applicant, policy: Policy, case: Case, at: dt.datetime, wanted: WantedBy
) -> Verdict:
    answer = may_book(policy, case, at)
    reasons = [*answer.reasons, *(reason for _, reason in wanted.against(case))]
    return Verdict(
        applicant,
        policy,
        case,
        answer,
        quote_price(policy, case),
        tuple(refusal(each) for each in reasons if each.code not in SAID_OTHERWISE),
        tuple(refusal(each) for each in answer.warnings),
    )


ABOUT_PLACES = (
    "invited_only",
    "invited_first",
    "area",
    "category",
    "sector",
    "agency_full",
    "group_too_large",
    "nameless",
    "booking_closed",
    "mix_cap",
    "mix_floor",
)


def reasons_for_places(policy: Policy, case: Case, at: dt.datetime) -> list[Refusal]:
    """Why an agency may not hold so many places: what can be said before there are names."""
    reasons = may_book(policy, case, at).reasons
    return [refusal(each) for each in reasons if each.code in ABOUT_PLACES]


def refusal(reason: Reason) -> Refusal:
    """A reason of the policy's, with what would solve it."""
    return Refusal(reason.code, reason.message, REMEDIES.get(reason.code, ""))
