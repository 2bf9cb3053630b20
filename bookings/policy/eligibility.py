"""May they book? Every reason against, and every warning, at once."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from courses.dates import clock, day
from people.choices import ContributorCategory

from .cases import Case, PastIncident
from .choices import (
    ApprovalKind,
    Area,
    ChannelKind,
    MixBy,
    MixKind,
    Restricted,
    Strictness,
)
from .london import LONDON, date_in_london
from .moments import MixLimit, booking_closes_at, mix_limits, opens_to_all_at
from .quotes import BookingAnswer, Reason
from .schema import Policy


@dataclass(frozen=True)
class RestrictedUntil:
    """From the day of the last incident one is restricted; on `until` one may book again."""

    since: dt.date
    until: dt.date
    then: Restricted


def may_book(policy: Policy, case: Case, at: dt.datetime) -> BookingAnswer:
    """Whether they may book at that moment, by all the case tells; a full event is no reason: one may wait."""
    found = [(strict, reason) for rule in RULES for strict, reason in rule(policy, case, at)]
    reasons = tuple(reason for strict, reason in found if strict == Strictness.BLOCK)
    restriction = restriction_at(policy, case.incidents, date_in_london(at))
    staff = restriction is not None or policy.channel.kind == ChannelKind.APPLY
    return BookingAnswer(
        may_book=not reasons,
        needs_staff=staff,
        needs_manager=needs_manager(policy, case) and case.manager != ApprovalKind.RECORDED,
        channel=policy.channel.kind,
        reasons=reasons,
        warnings=tuple(reason for strict, reason in found if strict == Strictness.WARN),
    )


def needs_manager(policy: Policy, case: Case) -> bool:
    """Whether a manager must answer before the place is confirmed."""
    return policy.approval.kind == ApprovalKind.RECORDED and not is_exempt(policy, case)


def is_exempt(policy: Policy, case: Case) -> bool:
    """Whether the delegate needs no manager's agreement."""
    rules, who = policy.approval, case.delegate
    return who.category in rules.exempt_categories or who.role_group in rules.exempt_role_groups


def is_invited(policy: Policy, case: Case) -> bool:
    """Whether the case says so, or the policy invites their category, sector, agency or role group."""
    rules, who = policy.channel, case.delegate
    return (
        case.invited
        or who.category in rules.invited_categories
        or who.sector in rules.invited_sectors
        or who.agency in rules.invited_agencies
        or who.role_group in rules.invited_role_groups
    )


def restriction_at(
    policy: Policy, incidents: Iterable[PastIncident], on: dt.date
) -> RestrictedUntil | None:
    """The restriction in force on a day, if any; of several, the one that lasts longest.

    It takes `number` incidents that count, the last less than `within_months` after the first, and lasts
    from the day of the last for `for_months`. A month from the 31st ends on the last day of a shorter month.
    """
    rules = policy.restriction
    if rules is None:
        return None
    days = sorted(each.day for each in incidents if each.kind in rules.incidents and each.day <= on)
    found = None
    for first, last in zip(days, days[rules.number - 1 :], strict=False):
        until = last + relativedelta(months=rules.for_months)
        if last < first + relativedelta(months=rules.within_months) and on < until:
            found = RestrictedUntil(last, until, rules.then)
    return found


Found = Iterable[tuple[Strictness, Reason]]
Rule = Callable[[Policy, Case, dt.datetime], Found]


def booking_is_open(policy: Policy, case: Case, at: dt.datetime) -> Found:
    closes = booking_closes_at(policy, case.event)
    if at > case.event.starts_at:
        yield Strictness.BLOCK, Reason("event_started", "The event has already started.")
    elif at > closes:
        words = f"Booking closed on {day(closes)} at {clock(closes)}."
        yield Strictness.BLOCK, Reason("booking_closed", words, "booking_closes")


def the_invited_come_first(policy: Policy, case: Case, at: dt.datetime) -> Found:
    if policy.channel.kind != ChannelKind.INVITED_FIRST or is_invited(policy, case):
        return
    opens = opens_to_all_at(policy, case.event)
    if opens is None:
        words = "This event is for invited groups."
        yield Strictness.BLOCK, Reason("invited_only", words, "channel.kind")
    elif at < opens:
        words = f"Invited groups book first. It opens to everybody {_from(opens)}."
        yield Strictness.BLOCK, Reason("invited_first", words, "channel.opens_to_all")


def works_in_the_area(policy: Policy, case: Case, at: dt.datetime) -> Found:
    wanted, here = policy.eligibility.area, case.delegate.in_area
    if wanted == Area.ANY:
        return
    if here is None:
        words = "The training team still has to confirm where you work."
        yield Strictness.WARN, Reason("area_unknown", words, "eligibility.area")
    elif here != (wanted == Area.IN):
        words = f"This training is for people who work {wanted.label}."
        yield Strictness.BLOCK, Reason("area", words, "eligibility.area")


def is_of_the_groups(policy: Policy, case: Case, at: dt.datetime) -> Found:
    rules, who = policy.eligibility, case.delegate
    if rules.categories and who.category not in rules.categories:
        unverified = who.category == ContributorCategory.UNVERIFIED
        words = "This training is not for your kind of organisation."
        if unverified:
            words = "The training team still has to confirm what kind of organisation you work for."
        code = "category_unverified" if unverified else "category"
        strict = Strictness.WARN if unverified else Strictness.BLOCK
        yield strict, Reason(code, words, "eligibility.categories")
    if rules.sectors and who.sector not in rules.sectors:
        words = f"This training is for {', '.join(rules.sectors)}."
        yield Strictness.BLOCK, Reason("sector", words, "eligibility.sectors")
    if rules.role_groups and who.role_group not in rules.role_groups:
        words = f"This training is for {', '.join(rules.role_groups)}."
        yield Strictness.BLOCK, Reason("role_group", words, "eligibility.role_groups")


def agency_has_room(policy: Policy, case: Case, at: dt.datetime) -> Found:
    most = policy.eligibility.most_per_agency
    if most is None or _places_of(case, MixBy.AGENCY, case.delegate.agency) + case.places <= most:
        return
    words = f"An agency may take at most {most} places at an event."
    yield Strictness.BLOCK, Reason("agency_full", words, "eligibility.most_per_agency")


def is_free_then(policy: Policy, case: Case, at: dt.datetime) -> Found:
    for other in case.own_bookings:
        if any(
            s.starts_at < other.ends_at and other.starts_at < s.ends_at for s in case.event.sessions
        ):
            words = f"You are booked on {other.title} at that time."
            yield policy.eligibility.clash, Reason("clash", words, "eligibility.clash")


def has_paid(policy: Policy, case: Case, at: dt.datetime) -> Found:
    if case.unpaid:
        words = "There are unpaid charges."
        yield policy.eligibility.unpaid, Reason("unpaid", words, "eligibility.unpaid")


def has_taken_what_is_needed(policy: Policy, case: Case, at: dt.datetime) -> Found:
    rules = policy.eligibility.prerequisites
    event_day = date_in_london(case.event.starts_at)
    for needed in case.needs:
        months = needed.within_months or rules.within_months
        earliest = event_day - relativedelta(months=months) if months else dt.date.min
        days = [taken.day for taken in case.taken if taken.course == needed.course]
        if any(earliest <= each <= event_day for each in days):
            continue
        when = f" in the {months} months before" if months else " before"
        words = f"Take {needed.course}{when}, or show that you did the same elsewhere."
        at_path = "eligibility.prerequisites.enforced"
        yield rules.enforced, Reason("prerequisite", words, at_path)


def is_not_restricted(policy: Policy, case: Case, at: dt.datetime) -> Found:
    found = restriction_at(policy, case.incidents, date_in_london(at))
    if found is None or policy.restriction is None:
        return
    whose = policy.restriction.whose.label
    words = f"After missed training {whose} {found.then.label} until {day(found.until)}."
    strict = Strictness.BLOCK if found.then == Restricted.CANNOT_BOOK else Strictness.WARN
    yield strict, Reason("restricted", words, "restriction")


def manager_has_agreed(policy: Policy, case: Case, at: dt.datetime) -> Found:
    kind = policy.approval.kind
    if kind == ApprovalKind.NONE or is_exempt(policy, case) or case.manager != ApprovalKind.NONE:
        return
    if kind == ApprovalKind.DECLARED:
        words = "Say that your manager agrees."
        yield Strictness.BLOCK, Reason("manager_not_declared", words, "approval.kind")
    else:
        words = "Your manager will be asked to agree before the place is confirmed."
        yield Strictness.WARN, Reason("manager_will_be_asked", words, "approval.kind")


def group_is_small_enough(policy: Policy, case: Case, at: dt.datetime) -> Found:
    if case.places > policy.groups.largest:
        words = f"Book at most {policy.groups.largest} places at once."
        yield Strictness.BLOCK, Reason("group_too_large", words, "groups.largest")
    if case.nameless and not policy.groups.nameless:
        words = "Every place needs a name."
        yield Strictness.BLOCK, Reason("nameless", words, "groups.nameless")


def mix_leaves_room(policy: Policy, case: Case, at: dt.datetime) -> Found:
    capacity = case.event.capacity
    if capacity is None:
        return
    limits = [each for each in mix_limits(policy, case.event, capacity) if at < each.released_at]
    for limit in limits:
        if limit.kind == MixKind.CAP and _is_of(limit, case):
            group = _group_of(limit.by, case)
            if _places_of(case, limit.by, group) + case.places > limit.places:
                named = group_words(limit.by, group)
                most = "1 place is" if limit.places == 1 else f"{limit.places} places are"
                words = f"At most {most} for {named} until {_until(limit)}."
                yield Strictness.BLOCK, Reason("mix_cap", words, limit.rule)
    floors = [each for each in limits if each.kind == MixKind.FLOOR and not _is_of(each, case)]
    kept = sum(max(f.places - _places_of(case, f.by, f.group), 0) for f in floors)
    left = capacity - case.places_taken
    if case.places <= left < kept + case.places:
        named = ", ".join(group_words(f.by, f.group) for f in floors)
        last = "last place is" if left == 1 else f"last {left} places are"
        words = f"The {last} kept for {named}."
        yield Strictness.BLOCK, Reason("mix_floor", words, floors[0].rule)


def group_words(by: MixBy, group: str) -> str:
    """How a group of the mix reads: categories are written as codes, agencies and sectors by name."""
    if by == MixBy.CATEGORY and group in ContributorCategory.values:
        return ContributorCategory(group).label.lower()
    return group


def _is_of(limit: MixLimit, case: Case) -> bool:
    return limit.group in ("", _group_of(limit.by, case))


def _group_of(by: MixBy, case: Case) -> str:
    who = case.delegate
    return {
        MixBy.AGENCY: who.agency,
        MixBy.SECTOR: who.sector,
        MixBy.CATEGORY: who.category.value,
    }[by]


def _places_of(case: Case, by: MixBy, group: str) -> int:
    return sum(each.places for each in case.group_places if (each.by, each.group) == (by, group))


def _from(opens: dt.datetime) -> str:
    """A midnight is told by the day that it begins: "midnight on Sunday" is read both ways."""
    local = opens.astimezone(LONDON)
    at = "" if (local.hour, local.minute) == (0, 0) else f" at {clock(opens)}"
    return f"on {day(opens)}{at}"


def _until(limit: MixLimit) -> str:
    return f"{day(limit.released_at)} at {clock(limit.released_at)}"


RULES: Sequence[Rule] = (
    booking_is_open,
    the_invited_come_first,
    works_in_the_area,
    is_of_the_groups,
    agency_has_room,
    is_free_then,
    has_paid,
    has_taken_what_is_needed,
    is_not_restricted,
    manager_has_agreed,
    group_is_small_enough,
    mix_leaves_room,
)
