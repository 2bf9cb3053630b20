"""May they book? Every reason at once, each with what would solve it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from people.choices import ContributorCategory

from .cases import Case
from .choices import ApprovalKind, ChannelKind, MixBy, Strictness
from .notice import in_time, last_moment
from .quotes import Reason, booking_closes_at
from .reading import LONDON, one_of
from .schema import MixRule, Policy, Repeat


@dataclass(frozen=True)
class Answer:
    """`refusals` say why they may not book, `notes` what to know before they do."""

    refusals: tuple[Reason, ...]
    notes: tuple[Reason, ...]

    @property
    def may_book(self) -> bool:
        return not self.refusals


def may_book(policy: Policy, case: Case) -> Answer:
    """By the policy alone; whether a place is free is not asked, only what the mix leaves of them."""
    parts = (_closed, _eligible, _restricted, _channel, _group, _mix, _not_declared)
    refusals = [reason for part in parts for reason in part(policy, case)]
    notes = list(_notes(policy, case))
    for strictness, reasons in (
        (policy.prerequisites, _prerequisites(case)),
        (policy.clash, _clash(case)),
    ):
        refusals += reasons if strictness == Strictness.BLOCK else ()
        notes += reasons if strictness == Strictness.WARN else ()
    return Answer(tuple(refusals), tuple(notes))


def _closed(policy: Policy, case: Case) -> Iterator[Reason]:
    closes = booking_closes_at(policy, case.event)
    if case.at is not None and not in_time(case.at, closes):
        words = f"Booking closed {on_clock(closes)}. Ask the training team."
        yield Reason("booking_closed", words, "booking_closes")


def _eligible(policy: Policy, case: Case) -> Iterator[Reason]:
    rules, person = policy.eligibility, case.person
    if rules.in_area_only and person.in_area is False:
        words = "Only people who work in the area may book. If you do, tell the training team."
        yield Reason("outside_area", words, "eligibility.in_area_only")
    known = person.category != ContributorCategory.UNVERIFIED
    if rules.categories and known and person.category not in rules.categories:
        kinds = one_of([each.label for each in rules.categories])
        words = (
            f"This training is for: {kinds}. If that is you, ask the training team to correct it."
        )
        yield Reason("category_not_invited", words, "eligibility.categories")


def _prerequisites(case: Case) -> Iterator[Reason]:
    for course in case.event.needs:
        if course not in case.person.taken:
            words = f"Take {course} first, or show evidence of an equivalent course."
            yield Reason("prerequisite", words, "prerequisites")


def _clash(case: Case) -> Iterator[Reason]:
    for title in case.person.clashes:
        words = f"You have booked {title} at the same time. Cancel one of them."
        yield Reason("clash", words, "clash")


def _restricted(policy: Policy, case: Case) -> Iterator[Reason]:
    day = (case.at or case.event.starts).astimezone(LONDON).date()
    until = restricted_until(policy.repeat, case.person.no_shows)
    if until and day < until:
        words = (
            f"You did not come to {len(case.person.no_shows)} events, so you may book again from "
            f"{until:%-d %B %Y}. Speak to the training team if there is a reason."
        )
        yield Reason("restricted", words, "repeat")


def restricted_until(rules: Repeat | None, no_shows: tuple[dt.date, ...]) -> dt.date | None:
    """The first day on which they may book again; None where they were never restricted.

    A no-show restricts when it is the last of `count` within `within_months` months; a no-show exactly that
    many months before it no longer counts.
    """
    found = None
    if rules is None:
        return None
    for day in sorted(no_shows):
        since = day - relativedelta(months=rules.within_months)
        if sum(since < other <= day for other in no_shows) >= rules.count:
            found = day + relativedelta(months=rules.restricted_months)
    return found


def _channel(policy: Policy, case: Case) -> Iterator[Reason]:
    rules = policy.channel
    if rules.kind != ChannelKind.INVITED_FIRST or case.person.invited:
        return
    if rules.opens is None:
        yield Reason("not_invited", "Only those invited may book.", "channel")
        return
    opens = last_moment(rules.opens, case.event.starts, policy.nation)
    if case.at is not None and in_time(case.at, opens):
        words = f"Invited groups book first. Booking opens to all {on_clock(opens)}."
        yield Reason("not_open_yet", words, "channel.opens")


def _group(policy: Policy, case: Case) -> Iterator[Reason]:
    rules = policy.group
    if case.places > rules.largest:
        words = f"At most {rules.largest} places can be booked at once. Ask for fewer."
        yield Reason("group_too_large", words, "group.largest")
    if case.nameless and not rules.nameless:
        yield Reason("names_needed", "Give the name of everyone who will come.", "group.nameless")


def _mix(policy: Policy, case: Case) -> Iterator[Reason]:
    kept = 0
    for number, rule in enumerate(policy.mix):
        if _is_released(rule, policy, case):
            continue
        taken = sum(each.places for each in case.taken if each.group == rule.group)
        if rule.floor is not None and rule.group != _group_of(rule, case):
            kept += max(rule.floor - taken, 0)
        capped = rule.cap is not None and rule.group == _group_of(rule, case)
        if rule.cap is not None and capped and taken + case.places > rule.cap:
            words = f"At most {rule.cap} places are for {rule.group}, and {taken} are taken."
            yield Reason("mix_cap", words, f"mix[{number}]")
    capacity = case.event.capacity
    if kept and capacity is not None and case.places > capacity - case.taken_in_all - kept:
        words = f"The places left are kept for others ({kept}). Join the waiting list."
        yield Reason("mix_floor", words, "mix")


def _is_released(rule: MixRule, policy: Policy, case: Case) -> bool:
    if rule.released is None or case.at is None:
        return False
    return not in_time(case.at, last_moment(rule.released, case.event.starts, policy.nation))


def _group_of(rule: MixRule, case: Case) -> str:
    person = case.person
    groups = {
        MixBy.SECTOR: person.sector,
        MixBy.CATEGORY: person.category.value,
        MixBy.AGENCY: person.agency,
    }
    return groups[rule.by]


def _not_declared(policy: Policy, case: Case) -> Iterator[Reason]:
    rules = policy.approval
    needed = rules.kind == ApprovalKind.DECLARED and case.person.category not in rules.exempt
    if needed and case.person.approval == ApprovalKind.NONE:
        words = "Say that your manager agrees to your coming."
        yield Reason("approval_not_declared", words, "approval.kind")


def _notes(policy: Policy, case: Case) -> Iterator[Reason]:
    rules, person = policy.approval, case.person
    needed = rules.kind == ApprovalKind.RECORDED and person.category not in rules.exempt
    if needed and person.approval != ApprovalKind.RECORDED:
        words = "Your manager will be asked to agree before the place is yours."
        yield Reason("approval", words, "approval.kind")
    if policy.channel.kind == ChannelKind.APPLY:
        yield Reason("apply", ChannelKind.APPLY.label, "channel.kind")
    limits = policy.eligibility
    if limits.in_area_only and person.in_area is None:
        words = "The training team has to verify that you work in the area."
        yield Reason("area", words, "eligibility.in_area_only")
    if limits.categories and person.category == ContributorCategory.UNVERIFIED:
        words = "The training team has to verify what kind of organisation you work for."
        yield Reason("category", words, "eligibility.categories")


def on_clock(moment: dt.datetime) -> str:
    """ "at 9:30am on Friday 12 June 2026"; the midnight that ends a day is "at the end of" that day."""
    local = moment.astimezone(LONDON)
    if local.time() == dt.time():
        return f"at the end of {local - dt.timedelta(days=1):%A %-d %B %Y}"
    return f"at {local:%-I:%M}{local:%p} on {local:%A %-d %B %Y}".replace("AM", "am").replace(
        "PM", "pm"
    )
