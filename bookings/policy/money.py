"""Sums: worked out in whole pence, and in words."""

from .cases import Event
from .choices import ChargeKind
from .schema import Charge, Duration, Policy

PENCE = 100


def pounds(pence: int) -> str:
    """ "£37.50", "£75", "£0"."""
    whole, rest = divmod(pence, PENCE)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"


def share_of(pence: int, part: int, whole: int) -> int:
    """`part` of `whole` equal shares, in whole pence; half a penny rounds up."""
    return (2 * pence * part + whole) // (2 * whole)


def duration_of(policy: Policy, event: Event) -> Duration:
    """The first duration that all the training of the event fits."""
    return next(
        each
        for each in policy.durations
        if each.up_to_minutes is None or event.minutes <= each.up_to_minutes
    )


def times(policy: Policy, event: Event) -> int:
    """How many times a sum for the event's duration counts."""
    return event.days if duration_of(policy, event).per_day else 1


def charge_pence(charge: Charge, policy: Policy, event: Event, price: int) -> int:
    """What a charge comes to for an event at a price."""
    if charge.kind == ChargeKind.BY_DURATION:
        return charge.by_duration[duration_of(policy, event).name] * times(policy, event)
    if charge.kind == ChargeKind.PER_DAY:
        return charge.pence * event.days
    if charge.kind == ChargeKind.PER_COURSE:
        return charge.pence
    if charge.kind == ChargeKind.PERCENT:
        return share_of(price, charge.percent, 100)
    if charge.kind == ChargeKind.PRICE_LESS_FEE:
        return max(price - charge.pence, 0)
    return price if charge.kind == ChargeKind.FULL_PRICE else 0
