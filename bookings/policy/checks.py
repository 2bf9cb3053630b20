"""What no single key can show: gaps and overlaps, names that nothing has, rules that never count."""

from collections.abc import Iterable, Iterator

from people.choices import ContributorCategory

from .cases import Case
from .choices import Area, ChannelKind, ChargeKind
from .keys import MOST_PENCE
from .reading import Problem, did_you_mean, shown
from .schema import Charge, Policy, PriceRow


def check_policy(policy: Policy) -> list[Problem]:
    parts = (_identity, _durations, _prices, _tiers, _charges, _waivers, _rest)
    return [problem for part in parts for problem in part(policy)]


def check_case(case: Case) -> list[Problem]:
    sessions = case.event.sessions
    if not sessions:
        return [Problem("event.sessions", "Give at least one session.")]
    if case.missed is not None and case.missed > len(sessions):
        return [Problem("missed", "They cannot miss more sessions than there are.")]
    return []


def _identity(policy: Policy) -> Iterator[Problem]:
    if not policy.name.strip():
        yield Problem("name", "Say whose rules these are.")


def _durations(policy: Policy) -> Iterator[Problem]:
    if not policy.durations:
        yield Problem("durations", "Give at least one length of training.")
        return
    yield from _twice("durations", "name", [each.name for each in policy.durations])
    longest = 0
    for number, each in enumerate(policy.durations):
        at = f"durations[{number}].up_to_minutes"
        is_last = number == len(policy.durations) - 1
        if each.up_to_minutes is None and not is_last:
            yield Problem(at, "Only the last length may have no limit: those after it never count.")
        elif each.up_to_minutes is not None and is_last:
            yield Problem(
                at, "The last length must have no limit, or longer training has no price."
            )
        elif each.up_to_minutes is not None and each.up_to_minutes <= longest:
            yield Problem(at, "This overlaps the length before it: put the shortest first.")
        longest = each.up_to_minutes or longest


def _prices(policy: Policy) -> Iterator[Problem]:
    yield from _twice("price.exceptions", "group", [e.group for e in policy.price.exceptions])
    for number, row in enumerate(policy.price.rows):
        at = f"price.rows[{number}]"
        yield from _known_durations(policy, f"{at}.durations", row.durations)
        if ContributorCategory.UNVERIFIED in row.categories:
            words = "A price cannot be for the unverified: they see the range of what it may cost."
            yield Problem(f"{at}.categories", words)
        for earlier, other in enumerate(policy.price.rows[:number]):
            if _covers(other, row):
                yield Problem(at, f"This row never counts: price.rows[{earlier}] fits first.")
                break


def _covers(row: PriceRow, other: PriceRow) -> bool:
    lists = (
        (row.categories, other.categories),
        (row.durations, other.durations),
        (row.groups, other.groups),
    )
    wide = all(not mine or (theirs and set(theirs) <= set(mine)) for mine, theirs in lists)
    return bool(wide and row.area in (Area.ANY, other.area))


def _tiers(policy: Policy) -> Iterator[Problem]:
    rules = policy.cancellation
    if rules.tiers and rules.notice is None:
        yield Problem("cancellation.notice", "Say until when cancelling is free; 0 for never.")
    if rules.notice and not rules.tiers:
        words = "There is a gap: say what cancelling costs once the notice is too short."
        yield Problem("cancellation.tiers", words)
    above = None
    for number, tier in enumerate(rules.tiers):
        at = f"cancellation.tiers[{number}].from"
        if number == 0 and rules.notice and tier.from_ < rules.notice.amount:
            words = (
                f"There is a gap: cancelling is free until {rules.notice.amount}, so start there."
            )
            yield Problem(at, words)
        elif number == 0 and rules.notice and tier.from_ > rules.notice.amount:
            words = f"This overlaps the free notice, which lasts until {rules.notice.amount}."
            yield Problem(at, words)
        elif above is not None and tier.from_ >= above:
            yield Problem(at, "This overlaps the tier before it: put the longest notice first.")
        above = tier.from_
    if above == 0 and len(rules.tiers) > 1:
        yield Problem(f"cancellation.tiers[{len(rules.tiers) - 1}].from", "At 0 it never counts.")


def _charges(policy: Policy) -> Iterator[Problem]:
    found = [
        (f"cancellation.tiers[{number}].charge", tier.charge)
        for number, tier in enumerate(policy.cancellation.tiers)
    ]
    if policy.no_show.charge:
        found.append(("no_show.charge", policy.no_show.charge))
    for at, charge in found:
        yield from _charge(policy, at, charge)


USED_BY = {
    ChargeKind.PER_DAY: "pence",
    ChargeKind.PER_COURSE: "pence",
    ChargeKind.PRICE_LESS_FEE: "pence",
    ChargeKind.PERCENT: "percent",
    ChargeKind.BY_DURATION: "by_duration",
}


def _charge(policy: Policy, at: str, charge: Charge) -> Iterator[Problem]:
    used = USED_BY.get(charge.kind)
    if used and not getattr(charge, used):
        yield Problem(f"{at}.{used}", f"A charge of the kind {charge.kind.value} needs this.")
    for other in ("pence", "percent", "by_duration"):
        if other != used and getattr(charge, other):
            words = f"A charge of the kind {charge.kind.value} does not use this."
            yield Problem(f"{at}.{other}", words)
    if charge.kind == ChargeKind.BY_DURATION and charge.by_duration:
        yield from _known_durations(policy, f"{at}.by_duration", charge.by_duration)
        missing = [d.name for d in policy.durations if d.name not in charge.by_duration]
        for name in missing:
            yield Problem(f"{at}.by_duration", f"There is a gap: no sum for {shown(name)}.")
    if any(not 0 <= pence <= MOST_PENCE for pence in charge.by_duration.values()):
        yield Problem(f"{at}.by_duration", "A sum of money cannot be less than nothing.")


def _known_durations(policy: Policy, at: str, names: Iterable[str]) -> Iterator[Problem]:
    known = [each.name for each in policy.durations]
    for name in names:
        if name not in known:
            words = f"There is no duration {shown(name)}.{did_you_mean(name, known)}"
            yield Problem(at, words)


def _waivers(policy: Policy) -> Iterator[Problem]:
    yield from _twice("waivers", "code", [each.code for each in policy.waivers])
    for number, waiver in enumerate(policy.waivers):
        for nth, dates in enumerate(waiver.dates):
            if dates.last < dates.first:
                at = f"waivers[{number}].dates[{nth}].last"
                yield Problem(at, "The last day is before the first.")
        if waiver.automatic and waiver.evidence:
            at = f"waivers[{number}].automatic"
            yield Problem(at, "What needs evidence cannot be automatic.")


def _rest(policy: Policy) -> Iterator[Problem]:
    for number, rule in enumerate(policy.mix):
        if (rule.cap is None) == (rule.floor is None):
            yield Problem(f"mix[{number}]", "Give either a cap or a floor.")
    if policy.confirm.release_after and not policy.confirm.ask:
        yield Problem("confirm.ask", "Say when people are asked, or nothing can be released.")
    if policy.channel.opens and policy.channel.kind != ChannelKind.INVITED_FIRST:
        words = "Only with invited_first does booking open to all later."
        yield Problem("channel.opens", words)
    if policy.approval.remind_after_days >= policy.approval.times_out_after_days:
        words = "The reminder must come before the request lapses."
        yield Problem("approval.remind_after_days", words)


def _twice(path: str, name: str, values: list[str]) -> Iterator[Problem]:
    for number, value in enumerate(values):
        if value in values[:number]:
            yield Problem(f"{path}[{number}].{name}", f"{shown(value)} is here twice.")
