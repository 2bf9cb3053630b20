"""Sums: from tariffs, and in words."""

from .cases import EventFacts
from .choices import Per
from .schema import DurationClass, Policy, Tariff

PENCE = 100


def pounds(pence: int) -> str:
    """ "£37.50", "£75", "nothing"."""
    if not pence:
        return "nothing"
    whole, rest = divmod(pence, PENCE)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"


def percent_of(pence: int, percent: int) -> int:
    """Whole pence; half a penny rounds up."""
    return (pence * percent + PENCE // 2) // PENCE


def share_of(pence: int, part: int, whole: int) -> int:
    """`part` of `whole` equal shares, in whole pence; half a penny rounds up."""
    return (2 * pence * part + whole) // (2 * whole)


def duration_of(minutes: int, policy: Policy) -> DurationClass | None:
    """The first duration that so many minutes fit; None where they fit none."""
    fits = (
        each
        for each in policy.durations
        if each.up_to_minutes is None or minutes <= each.up_to_minutes
    )
    return next(fits, None)


def tariff_pence(tariff: Tariff, event: EventFacts, policy: Policy) -> int:
    """What a tariff comes to for an event.

    Per place: by the duration of all its training together. Per day: for each day by that day's, added up.
    Own price: the event's, and as per place where it has none.
    """
    if tariff.per == Per.OWN_PRICE and event.own_price_pence is not None:
        return event.own_price_pence
    by_day = event.minutes_by_day
    lengths = list(by_day.values()) if tariff.per == Per.DAY else [sum(by_day.values())]
    return sum(_rate(tariff, minutes, policy) for minutes in lengths)


def _rate(tariff: Tariff, minutes: int, policy: Policy) -> int:
    duration = duration_of(minutes, policy)
    own = (r.pence for r in tariff.by_duration if duration and r.duration == duration.code)
    return next(own, tariff.pence)
