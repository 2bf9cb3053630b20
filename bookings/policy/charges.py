"""What cancelling and not coming cost."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .cases import Case, EventFacts
from .choices import ChargeKind, Incident, MissedSession
from .money import percent_of, pounds, share_of, tariff_pence
from .notice import deadline, needs_unknown_holidays
from .price import possible_prices
from .quotes import Quote, Reason, Stretch
from .schema import ChargeRule, Notice, Policy
from .waivers import free_by_change, free_by_period, waived

FREE_UNTIL = "cancellation.free_until"
ALWAYS_FREE = "cancellation"
NOTHING = ChargeRule()
UNKNOWN_HOLIDAYS = Reason(
    "bank_holidays_unknown",
    "The bank holidays of that year are not known yet, so only weekends were left out.",
    "nation",
)


@dataclass(frozen=True)
class Step:
    """Up to and including `until`, cancelling costs what `charge` says."""

    until: dt.datetime
    charge: ChargeRule
    rule: str


def steps(policy: Policy, starts_at: dt.datetime) -> list[Step]:
    """The free notice, if any, and the tiers that apply to an event that starts then, earliest first.

    The last ends at the start. A tier whose end has already passed when it would begin is left out: that can
    only happen where tiers use different units.
    """
    rules = policy.cancellation
    found: list[Step] = []
    if rules.free_until:
        found.append(
            Step(deadline(rules.free_until, starts_at, policy.nation), NOTHING, FREE_UNTIL)
        )
    for number, tier in enumerate(rules.tiers):
        until = deadline(tier.until, starts_at, policy.nation) if tier.until else starts_at
        if not found or until > found[-1].until:
            found.append(Step(until, tier.charge, f"cancellation.tiers[{number}]"))
    if not found or found[-1].until < starts_at:
        found.append(Step(starts_at, NOTHING, ALWAYS_FREE))
    return found


def last_free_moment(policy: Policy, event: EventFacts) -> dt.datetime | None:
    """The last moment to cancel without a charge to anybody; None where there is none."""
    found = None
    for step in steps(policy, event.starts_at):
        if step.charge.kind != ChargeKind.NOTHING:
            break
        found = step.until
    return found


def is_late(policy: Policy, event: EventFacts, at: dt.datetime) -> bool:
    """Whether cancelling at that moment is after the free notice, be anything charged or not."""
    notice = policy.cancellation.free_until
    if notice is None:
        return bool(policy.cancellation.tiers)
    return at > deadline(notice, event.starts_at, policy.nation)


def quote_cancellation(policy: Policy, case: Case, at: dt.datetime) -> Quote:
    """What cancelling at that moment costs, and why. After the start it counts as not coming.

    In order: the board's own change, a time in which nothing is charged, the tier, a waiver.
    """
    if at > case.event.starts_at:
        quote = quote_no_show(policy, replace(case, sessions_missed=None))
        late = Reason("started", "The event has started, so this counts as not coming.", "no_show")
        return replace(quote, reasons=(late, *quote.reasons))
    free = free_by_change(policy, case) or free_by_period(policy, case)
    if free:
        return _free(free)
    step = next(each for each in steps(policy, case.event.starts_at) if at <= each.until)
    quote = _quote_step(policy, case, step)
    return _with_waiver(policy, case, quote, Incident.LATE_CANCELLATION)


def cancellation_stretches(policy: Policy, case: Case) -> tuple[Stretch, ...]:
    """What cancelling costs from now to the start, waivers left aside: see `Stretch`."""
    free = free_by_change(policy, case) or free_by_period(policy, case)
    if free:
        return (Stretch(case.event.starts_at, _free(free)),)
    return tuple(
        Stretch(step.until, _quote_step(policy, case, step))
        for step in steps(policy, case.event.starts_at)
    )


def quote_no_show(policy: Policy, case: Case) -> Quote:
    """What not coming costs, and why: all sessions missed, or some, or turned away for lateness."""
    free = free_by_change(policy, case) or free_by_period(policy, case) or _came(policy, case)
    if free:
        return _free(free)
    charge, rule = no_show_charge(policy)
    charges_free = policy.no_show.applies_to_free_places
    if charges_free is None:
        charges_free = policy.cancellation.applies_to_free_places
    missed, of = case.sessions_missed, len(case.event.sessions)
    partly = missed is not None and missed < of and not case.refused_for_lateness

    def amount(price: int) -> int:
        whole = charge_pence(charge, policy, case.event, price, charges_free)
        if partly and policy.no_show.missed_session == MissedSession.PER_SESSION:
            return share_of(whole, missed or 0, of)
        return whole

    quote = _quote(policy, case, amount, rule)
    reasons = [_no_show_reason(case, quote.pence, rule, partly=partly), *quote.reasons]
    return _with_waiver(policy, case, replace(quote, reasons=tuple(reasons)), Incident.NO_SHOW)


def no_show_charge(policy: Policy) -> tuple[ChargeRule, str]:
    """The charge for not coming and its path: its own, or that of the last tier."""
    if policy.no_show.charge is not None:
        return policy.no_show.charge, "no_show.charge"
    tiers = policy.cancellation.tiers
    if tiers:
        return tiers[-1].charge, f"cancellation.tiers[{len(tiers) - 1}]"
    return NOTHING, "no_show"


def charge_pence(
    charge: ChargeRule, policy: Policy, event: EventFacts, price: int, charges_free: bool
) -> int:
    """A charge in pence for a place at that price.

    What is worked out from the price of a free place uses the nominal price, or comes to 0 without one. The
    price less a booking fee is never below 0.
    """
    if charge.kind == ChargeKind.NOTHING or (not price and not charges_free):
        return 0
    if charge.kind == ChargeKind.FLAT:
        return tariff_pence(charge.tariff, event, policy) if charge.tariff else 0
    nominal = policy.cancellation.nominal
    base = price if price or nominal is None else tariff_pence(nominal, event, policy)
    if charge.kind == ChargeKind.PERCENTAGE:
        return percent_of(base, charge.percent or 0)
    if charge.kind == ChargeKind.PRICE_LESS_FEE:
        return max(base - (charge.fee_pence or 0), 0)
    return base


def _quote_step(policy: Policy, case: Case, step: Step) -> Quote:
    charges_free = policy.cancellation.applies_to_free_places
    quote = _quote(
        policy,
        case,
        lambda price: charge_pence(step.charge, policy, case.event, price, charges_free),
        step.rule,
    )
    reasons = [_step_reason(step, quote.pence), *quote.reasons]
    if any(
        needs_unknown_holidays(n, case.event.starts_at, policy.nation) for n in _notices(policy)
    ):
        reasons.append(UNKNOWN_HOLIDAYS)
    return replace(quote, reasons=tuple(reasons))


def _notices(policy: Policy) -> list[Notice]:
    rules = policy.cancellation
    found = [rules.free_until, *(tier.until for tier in rules.tiers)]
    return [each for each in found if each is not None]


def _quote(policy: Policy, case: Case, amount: Callable[[int], int], rule: str) -> Quote:
    prices = _prices(policy, case)
    amounts = [amount(price) for price in prices]
    provisional = len(prices) > 1 and min(amounts) != max(amounts)
    reasons: tuple[Reason, ...] = ()
    if provisional:
        words = (
            "It depends on the price, which the training team still has to confirm: from "
            f"{pounds(min(amounts))} to {pounds(max(amounts))}."
        )
        reasons = (Reason("provisional", words),)
    return Quote(amounts[0], min(amounts), max(amounts), provisional, rule, reasons)


def _prices(policy: Policy, case: Case) -> Sequence[int]:
    if case.price_pence is not None:
        return [case.price_pence]
    return [pence for pence, _ in possible_prices(policy, case.event, case.delegate)]


def _free(reason: Reason) -> Quote:
    return Quote(0, 0, 0, False, reason.rule, (reason,))


def _with_waiver(policy: Policy, case: Case, quote: Quote, incident: Incident) -> Quote:
    if not quote.high_pence or case.waiver is None:
        return quote
    granted, reasons = waived(policy, case, case.waiver, incident)
    if granted:
        quote = Quote(0, 0, 0, False, reasons[0].rule, quote.reasons)
    return replace(quote, reasons=(*quote.reasons, *reasons))


def _step_reason(step: Step, pence: int) -> Reason:
    if step.rule == FREE_UNTIL:
        return Reason("in_time", "This is in time, so nothing is charged.", step.rule)
    if not pence:
        return Reason("nothing_charged", "Nothing is charged for cancelling now.", step.rule)
    return Reason("late_cancellation", f"Cancelling this late costs {pounds(pence)}.", step.rule)


def _no_show_reason(case: Case, pence: int, rule: str, *, partly: bool) -> Reason:
    if partly:
        words = f"Missing {case.sessions_missed} of {len(case.event.sessions)} sessions"
        return Reason("missed_session", f"{words} costs {pounds(pence)}.", rule)
    if case.refused_for_lateness:
        words = f"Being turned away for lateness counts as not coming and costs {pounds(pence)}."
        return Reason("refused_for_lateness", words, rule)
    return Reason("no_show", f"Not coming costs {pounds(pence)}.", rule)


def _came(policy: Policy, case: Case) -> Reason | None:
    rules = policy.no_show
    if case.refused_for_lateness:
        if rules.refused_for_lateness:
            return None
        words = "Being turned away for lateness is not charged."
        return Reason("lateness_not_charged", words, "no_show.refused_for_lateness")
    if case.sessions_missed == 0:
        return Reason("came", "They came to every session.", "no_show")
    partly = case.sessions_missed is not None and case.sessions_missed < len(case.event.sessions)
    if partly and rules.missed_session == MissedSession.NOTHING:
        words = "Missing some of the sessions is not charged."
        return Reason("missed_session_not_charged", words, "no_show.missed_session")
    return None
