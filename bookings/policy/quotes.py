"""What a place costs, what cancelling costs, what not coming costs, and why."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from people.choices import ContributorCategory

from .cases import Case, Event, Person, WaiverClaim
from .choices import Area, Change, MissedSession, Unit
from .money import charge_pence, duration_of, pounds, share_of, times
from .notice import in_time, last_moment
from .reading import LONDON
from .schema import Charge, Notice, Policy, PriceRow, Waiver

VERIFIED = tuple(each for each in ContributorCategory if each != ContributorCategory.UNVERIFIED)
DAYS_A_WEEK = 7
START = Notice(amount=0, unit=Unit.HOURS)


@dataclass(frozen=True)
class Reason:
    """Why: `code` names it, `words` say it, `rule` is the path of the rule in the document."""

    code: str
    words: str
    rule: str


@dataclass(frozen=True)
class Quote:
    """An amount in pence and every reason for it.

    While the category or the area is not verified the quote is provisional: `pence` is the most it may come
    to, and the final amount lies from `low` to `high`.
    """

    pence: int
    low: int
    high: int
    reasons: tuple[Reason, ...]
    provisional: bool = False


@dataclass(frozen=True)
class Step:
    """Up to and including `until`, cancelling costs what `charge` says; None: nothing."""

    until: dt.datetime
    charge: Charge | None
    rule: str


def quote_price(policy: Policy, event: Event, person: Person) -> Quote:
    """What one place costs."""
    found = possible_prices(policy, event, person)
    pence, rule = max(found, key=lambda each: each[0])
    words = f"The place costs {pounds(pence)}." if pence else "The place is free."
    reasons = (Reason("price", words, rule), *_provisional(person))
    return _ranged([each for each, _ in found], reasons)


def possible_prices(policy: Policy, event: Event, person: Person) -> list[tuple[int, str]]:
    """(pence, rule) for every category and area the person may turn out to have."""
    unverified = person.category == ContributorCategory.UNVERIFIED
    categories = VERIFIED if unverified else (person.category,)
    areas = (True, False) if person.in_area is None else (person.in_area,)
    return [_price(policy, event, each, in_area) for each in categories for in_area in areas]


def _price(
    policy: Policy, event: Event, category: ContributorCategory, in_area: bool
) -> tuple[int, str]:
    """The event's own price, an exception for its group, the first row that fits, or the default."""
    if event.price is not None:
        return event.price, "event.price"
    for number, exception in enumerate(policy.price.exceptions):
        if exception.group == event.group:
            return exception.pence, f"price.exceptions[{number}]"
    duration = duration_of(policy, event).name
    for number, row in enumerate(policy.price.rows):
        if _fits(row, category, in_area, duration, event.group):
            return row.pence * times(policy, event), f"price.rows[{number}]"
    return policy.price.default * times(policy, event), "price.default"


def _fits(
    row: PriceRow, category: ContributorCategory, in_area: bool, duration: str, group: str
) -> bool:
    return (
        (not row.categories or category in row.categories)
        and (row.area == Area.ANY or (row.area == Area.IN) == in_area)
        and (not row.durations or duration in row.durations)
        and (not row.groups or group in row.groups)
    )


def booking_closes_at(policy: Policy, event: Event) -> dt.datetime:
    """The last moment to book."""
    return last_moment(policy.booking_closes or START, event.starts, policy.nation)


def steps(policy: Policy, event: Event) -> list[Step]:
    """What cancelling costs as time goes by, earliest first; the last step ends at the start."""
    rules = policy.cancellation
    start = last_moment(START, event.starts, policy.nation)
    if rules.notice is None:
        return [Step(start, None, "cancellation")]
    ends = [
        last_moment(replace(rules.notice, amount=tier.from_), event.starts, policy.nation)
        for tier in rules.tiers[1:]
    ]
    free_until = last_moment(rules.notice, event.starts, policy.nation)
    found = [Step(free_until, None, "cancellation.notice")] if rules.notice.amount else []
    found += [
        Step(until, tier.charge, f"cancellation.tiers[{number}]")
        for number, (tier, until) in enumerate(zip(rules.tiers, [*ends, start], strict=True))
    ]
    return found


def last_free_moment(policy: Policy, event: Event) -> dt.datetime | None:
    """The last moment to cancel free of charge, whatever the price; None where there is none."""
    first = steps(policy, event)[0]
    return first.until if first.charge is None else None


def quote_cancellation(policy: Policy, case: Case, at: dt.datetime) -> Quote:
    """What cancelling at that moment costs; after the start it counts as not coming.

    In order: the board's own change, a waiver, the tier; a free place as the policy says.
    """
    if not in_time(at, case.event.starts):
        quote = quote_no_show(policy, replace(case, missed=None))
        late = Reason("started", "The event has started, so this counts as not coming.", "no_show")
        return replace(quote, reasons=(late, *quote.reasons))
    step = next(each for each in steps(policy, case.event) if in_time(at, each.until))
    return _quote(policy, case, step.charge, step.rule, "Cancelling now")


def quote_no_show(policy: Policy, case: Case) -> Quote:
    """What not coming costs: to all of the sessions, or to `case.missed` of them."""
    rules, sessions = policy.no_show, len(case.event.sessions)
    missed = sessions if case.missed is None else case.missed
    charge, rule = no_show_charge(policy)
    if missed == 0:
        return _ranged([0], (Reason("came", "They came to every session.", "no_show"),))
    if missed == sessions or rules.missed_session == MissedSession.WHOLE:
        what = "Not coming" if missed == sessions else f"Missing {missed} of {sessions} sessions"
        return _quote(policy, case, charge, rule, what)
    if rules.missed_session == MissedSession.NOTHING:
        words = "Missing some of the sessions is not charged."
        return _ranged([0], (Reason("missed_free", words, "no_show.missed_session"),))
    what = f"Missing {missed} of {sessions} sessions"
    return _quote(policy, case, charge, rule, what, lambda p: share_of(p, missed, sessions))


def no_show_charge(policy: Policy) -> tuple[Charge | None, str]:
    """The charge for not coming, and the path of its rule."""
    if policy.no_show.charge:
        return policy.no_show.charge, "no_show.charge"
    tiers = policy.cancellation.tiers
    if not tiers:
        return None, "no_show"
    return tiers[-1].charge, f"cancellation.tiers[{len(tiers) - 1}]"


def _quote(
    policy: Policy,
    case: Case,
    charge: Charge | None,
    rule: str,
    what: str,
    part: Callable[[int], int] = lambda pence: pence,
) -> Quote:
    prices = [pence for pence, _ in possible_prices(policy, case.event, case.person)]
    amounts = [part(_amount(policy, case.event, charge, price)) for price in prices]
    if not any(amounts):
        free = "free_place_not_charged" if charge and not any(prices) else "not_charged"
        return _ranged(amounts, (Reason(free, f"{what} costs nothing.", rule),))
    let_go, against = _let_go(policy, case)
    if let_go:
        return _ranged([0], (let_go,))
    reason = Reason("charged", f"{what} costs {pounds(max(amounts))}.", rule)
    return _ranged(amounts, (reason, *against, *_provisional(case.person)))


def _amount(policy: Policy, event: Event, charge: Charge | None, price: int) -> int:
    if charge is None or (not price and not policy.cancellation.applies_to_free_places):
        return 0
    return charge_pence(charge, policy, event, price)


def _let_go(policy: Policy, case: Case) -> tuple[Reason | None, list[Reason]]:
    """The reason why a charge is let go, or the reasons why what was claimed does not count."""
    if reason := _left_after_change(policy, case):
        return reason, []
    day = case.event.starts.astimezone(LONDON).date()
    against: list[Reason] = []
    claimed = case.waiver.code if case.waiver else None
    for number, waiver in enumerate(policy.waivers):
        if not waiver.automatic and waiver.code != claimed:
            continue
        at = f"waivers[{number}]"
        covers = not waiver.dates or any(d.first <= day <= d.last for d in waiver.dates)
        failed = [] if waiver.code != claimed else _failed(waiver, case.waiver, at, covers=covers)
        if covers and not failed:
            return Reason("waived", f"The charge is let go: {waiver.words}", at), []
        against += failed
    if claimed and claimed not in [each.code for each in policy.waivers]:
        words = "The policy has no such reason for letting a charge go."
        against.append(Reason("waiver_unknown", words, "waivers"))
    return None, against


def _failed(waiver: Waiver, claim: WaiverClaim | None, at: str, *, covers: bool) -> list[Reason]:
    found = []
    if not covers:
        words = "The event is not on one of the days for which the charge is let go."
        found.append(Reason("waiver_other_dates", words, f"{at}.dates"))
    if claim and waiver.evidence and not claim.evidence_seen:
        words = f"The charge can be let go once staff have seen this: {waiver.evidence}"
        found.append(Reason("waiver_needs_evidence", words, f"{at}.evidence"))
    if claim and waiver.deadline and not claim.in_time:
        words = f"The board was not told in time: {waiver.deadline}"
        found.append(Reason("waiver_late", words, f"{at}.deadline"))
    return found


def _left_after_change(policy: Policy, case: Case) -> Reason | None:
    rules, change = policy.board_changes, case.board_change
    if change is None or change.change not in rules.free_to_leave:
        return None
    near = rules.unless_moved_within_weeks * DAYS_A_WEEK
    if change.change == Change.MOVED and (change.moved_days or 0) <= near and near:
        return None
    words = f"The board changed the event: it was {change.change.label}. Leaving is free."
    return Reason("board_change", words, "board_changes.free_to_leave")


def _provisional(person: Person) -> list[Reason]:
    found = []
    if person.category == ContributorCategory.UNVERIFIED:
        words = "The training team still has to verify what kind of organisation you work for."
        found.append(Reason("category_unverified", words, "price"))
    if person.in_area is None:
        words = "The training team still has to verify where you work."
        found.append(Reason("area_unverified", words, "price"))
    return found


def _ranged(amounts: list[int], reasons: tuple[Reason, ...]) -> Quote:
    unsure = any(each.code.endswith("_unverified") for each in reasons)
    return Quote(max(amounts), min(amounts), max(amounts), reasons, unsure)
