"""What must hold between the keys of a policy. Each check yields problems; none raises."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from courses.choices import Delivery
from people.choices import ContributorCategory

from .choices import (
    Change,
    ChannelKind,
    ChargeKind,
    Closes,
    Counting,
    GrantedBy,
    MixBy,
    MixKind,
    Per,
    Unit,
)
from .keys import names_of
from .notice_order import can_end_later
from .price import row_path, specificity
from .reading import Problem, did_you_mean, one_of
from .schema import Channel, ChargeRule, Grace, MixRule, Notice, Policy, Rate, Tariff

ALL = 100
Check = Callable[[Policy], Iterable[Problem]]


def check_policy(policy: Policy, *, but_not: Sequence[str] = ()) -> list[Problem]:
    """Every problem between keys, leaving out the sections named in the paths of `but_not`.

    A section with an unreadable key stands at its default there, and would give problems nobody wrote.
    """
    spoilt = {path.split(".")[0].split("[")[0] for path in but_not}
    found = [problem for check in CHECKS for problem in check(policy)]
    if spoilt & {"durations", "charge_groups"}:
        found = [each for each in found if each.path.rpartition(".")[2] != "duration"]
        found = [each for each in found if ".course_types[" not in each.path]
    return [each for each in found if each.path.split(".")[0].split("[")[0] not in spoilt]


def check_mix(policy: Policy, capacity: int) -> list[Problem]:
    """What is wrong with the mix at an event of that many places: more is kept than there is."""
    kept = [
        rule.places or -(-capacity * (rule.percent or 0) // ALL)
        for rule in policy.mix
        if rule.kind == MixKind.FLOOR
    ]
    if sum(kept) <= capacity:
        return []
    return [Problem("mix", f"{sum(kept)} places are kept, but the event has {capacity}.")]


def parts(section: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every section within a section, itself first, with its path."""
    yield path, section
    for each in fields(section):
        value = getattr(section, each.name)
        at = f"{path}.{each.name}" if path else each.name
        if isinstance(value, tuple):
            for number, item in enumerate(value):
                if is_dataclass(item):
                    yield from parts(item, f"{at}[{number}]")
        elif is_dataclass(value):
            yield from parts(value, at)


def has_a_name(policy: Policy) -> Iterable[Problem]:
    if not policy.name.strip():
        yield Problem("name", "Say whose rules these are.")


def codes_are_unique(policy: Policy) -> Iterable[Problem]:
    for section in ("durations", "charge_groups", "waivers"):
        codes = [each.code for each in getattr(policy, section)]
        for number, code in enumerate(codes):
            if code in codes[:number]:
                yield Problem(f"{section}[{number}].code", f"The code “{code}” is here twice.")


def durations_rise(policy: Policy) -> Iterable[Problem]:
    longest = 0
    for number, each in enumerate(policy.durations):
        at = f"durations[{number}].up_to_minutes"
        last = number == len(policy.durations) - 1
        if each.up_to_minutes is None:
            if not last:
                yield Problem(at, "Only the last duration may be of any length.")
        elif each.up_to_minutes <= longest:
            yield Problem(at, "Give a longer length than that of the duration before.")
        longest = max(longest, each.up_to_minutes or 0)


def notices_are_whole(policy: Policy) -> Iterable[Problem]:
    for path, notice in parts(policy):
        if not isinstance(notice, Notice):
            continue
        if notice.unit == Unit.HOURS:
            if notice.closes != Closes.END_OF_DAY:
                yield Problem(f"{path}.closes", "Hours end to the minute: leave this out.")
            if notice.counting == Counting.CLEAR_DAYS:
                yield Problem(f"{path}.counting", "Hours cannot be counted in clear days.")
        if notice.closes == Closes.AT_TIME and notice.closes_at is None:
            yield Problem(f"{path}.closes_at", "Give the time of day.")
        if notice.closes != Closes.AT_TIME and notice.closes_at is not None:
            yield Problem(f"{path}.closes_at", "Choose at_time in closes, or leave this out.")


def tiers_follow_each_other(policy: Policy) -> Iterable[Problem]:
    rules = policy.cancellation
    before = rules.free_until
    if before and not rules.tiers:
        yield Problem("cancellation.tiers", "Say what is charged after the free notice: a gap.")
    for number, tier in enumerate(rules.tiers):
        at = f"cancellation.tiers[{number}].until"
        last = number == len(rules.tiers) - 1
        if tier.until is None:
            if not last:
                yield Problem(at, "Give its end: it would overlap the tiers after it.")
            continue
        if last:
            yield Problem(at, "Leave this out of the last tier, or there is a gap to the start.")
        if before and not can_end_later(tier.until, before):
            yield Problem(
                at, "This must end later, nearer the event, than what comes before: an overlap."
            )
        before = tier.until


def charges_are_whole(policy: Policy) -> Iterable[Problem]:
    needed = {
        ChargeKind.FLAT: "tariff",
        ChargeKind.PERCENTAGE: "percent",
        ChargeKind.PRICE_LESS_FEE: "fee_pence",
    }
    for path, charge in parts(policy):
        if not isinstance(charge, ChargeRule):
            continue
        own = needed.get(charge.kind)
        for name in needed.values():
            given = getattr(charge, name) is not None
            if name == own and not given:
                yield Problem(f"{path}.{name}", f"This is needed with {charge.kind.value}.")
            if name != own and given:
                yield Problem(f"{path}.{name}", f"Leave this out with {charge.kind.value}.")


def durations_exist(policy: Policy) -> Iterable[Problem]:
    known = [each.code for each in policy.durations]
    for path, part in parts(policy):
        if isinstance(part, Rate | Grace) and part.duration not in known:
            hint = did_you_mean(part.duration, known)
            yield Problem(
                f"{path}.duration", f"There is no duration “{part.duration}” in durations.{hint}"
            )
        if isinstance(part, Tariff):
            yield from _twice([r.duration for r in part.by_duration], f"{path}.by_duration")
            if part.per == Per.OWN_PRICE and part.by_duration:
                yield Problem(
                    f"{path}.by_duration", "Leave this out where the event has its own price."
                )
    yield from _twice([g.duration for g in policy.lateness.by_duration], "lateness.by_duration")


def _twice(codes: list[str], path: str) -> Iterable[Problem]:
    for number, code in enumerate(codes):
        if code in codes[:number]:
            yield Problem(f"{path}[{number}].duration", f"The duration “{code}” is here twice.")


def price_rows_are_used(policy: Policy) -> Iterable[Problem]:
    known = [*Delivery.values, *(each.code for each in policy.charge_groups)]
    rows = policy.prices.rows
    for number, row in enumerate(rows):
        for place, kind in enumerate(row.course_types):
            if kind not in known:
                hint = did_you_mean(kind, known)
                words = f"“{kind}” is neither a way of delivery nor in charge_groups.{hint}"
                yield Problem(f"{row_path(number)}.course_types[{place}]", words)
        if not any(specificity(row)):
            words = "This row fits everybody: that is the price for everybody else (otherwise)."
            yield Problem(row_path(number), words)
        for earlier, other in enumerate(rows[:number]):
            same = (row.area, set(row.categories), set(row.course_types), set(row.courses))
            if same == (
                other.area,
                set(other.categories),
                set(other.course_types),
                set(other.courses),
            ):
                words = f"This row is never used: row {earlier + 1} is for the same."
                yield Problem(row_path(number), words)
                break


def waivers_are_whole(policy: Policy) -> Iterable[Problem]:
    for number, waiver in enumerate(policy.waivers):
        at = f"waivers[{number}]"
        if waiver.told_before is not None and waiver.told_minutes_before is not None:
            yield Problem(f"{at}.told_minutes_before", "Give one of the two times, not both.")
        if not waiver.covers:
            yield Problem(f"{at}.covers", "Say which charges it lets go.")
        if waiver.granted_by == GrantedBy.AUTOMATIC and waiver.evidence:
            words = "Somebody must look at the evidence: say who decides."
            yield Problem(f"{at}.granted_by", words)
    for number, period in enumerate(policy.no_charge_periods):
        if period.ends_on < period.starts_on:
            yield Problem(f"no_charge_periods[{number}].ends_on", "It ends before it starts.")


def restriction_counts_something(policy: Policy) -> Iterable[Problem]:
    if policy.restriction and not policy.restriction.incidents:
        yield Problem("restriction.incidents", "Say what counts.")


def the_unverified_may_book(policy: Policy) -> Iterable[Problem]:
    """The unverified are let in provisionally, so naming them alone would shut out everybody else."""
    if set(policy.eligibility.categories) == {ContributorCategory.UNVERIFIED}:
        yield Problem("eligibility.categories", "Nobody could book once they are verified.")


def invitations_open(policy: Policy) -> Iterable[Problem]:
    invites = policy.channel.kind == ChannelKind.INVITED_FIRST
    for name in names_of(Channel):
        if name != "kind" and getattr(policy.channel, name) and not invites:
            yield Problem(f"channel.{name}", "This is only for kind invited_first.")


def approval_is_whole(policy: Policy) -> Iterable[Problem]:
    rules = policy.approval
    remind, lapse = rules.remind_after, rules.times_out_after
    if remind and lapse and remind.unit == lapse.unit and remind.number >= lapse.number:
        yield Problem("approval.remind_after", "Remind before the question times out.")


def mix_fits(policy: Policy) -> Iterable[Problem]:
    for number, rule in enumerate(policy.mix):
        at = f"mix[{number}]"
        if (rule.places is None) == (rule.percent is None):
            yield Problem(f"{at}.places", "Give places or percent: one of the two.")
        if rule.kind == MixKind.FLOOR and not rule.group:
            yield Problem(f"{at}.group", "Say for whom places are kept.")
        known = ContributorCategory.values
        if rule.by == MixBy.CATEGORY and rule.group and rule.group not in known:
            words = f"Choose {one_of(known)}.{did_you_mean(rule.group, known)}"
            yield Problem(f"{at}.group", words)
    percent = sum(r.percent or 0 for r in policy.mix if r.kind == MixKind.FLOOR)
    if percent > ALL:
        yield Problem("mix", f"{percent} % of the places are kept: more than there are.")
    yield from _rules_against_each_other(policy.mix)


def _rules_against_each_other(mix: Sequence[MixRule]) -> Iterable[Problem]:
    keys = Counter((r.kind, r.by, r.group) for r in mix)
    for (kind, by, group), number in keys.items():
        if number > 1:
            yield Problem(
                "mix", f"There are {number} rules “{kind.label}” for {group or by.label}."
            )
    for number, floor in enumerate(mix):
        if floor.kind != MixKind.FLOOR:
            continue
        for cap in mix:
            if cap.kind == MixKind.CAP and cap.by == floor.by and cap.group in ("", floor.group):
                for name in ("places", "percent"):
                    least, most = getattr(floor, name), getattr(cap, name)
                    if least is not None and most is not None and least > most:
                        words = f"{least} are kept for them, but they may take only {most}."
                        yield Problem(f"mix[{number}].{name}", words)


def board_changes_are_whole(policy: Policy) -> Iterable[Problem]:
    seen = set()
    for number, rule in enumerate(policy.board_changes):
        at = f"board_changes[{number}]"
        if rule.change in seen:
            yield Problem(f"{at}.change", "This change is here twice.")
        seen.add(rule.change)
        if rule.unless_moved_within_weeks and rule.change != Change.MOVED:
            yield Problem(f"{at}.unless_moved_within_weeks", "This is only for moved.")


CHECKS: tuple[Check, ...] = (
    has_a_name,
    codes_are_unique,
    durations_rise,
    notices_are_whole,
    tiers_follow_each_other,
    charges_are_whole,
    durations_exist,
    price_rows_are_used,
    waivers_are_whole,
    restriction_counts_something,
    the_unverified_may_book,
    invitations_open,
    approval_is_whole,
    mix_fits,
    board_changes_are_whole,
)
