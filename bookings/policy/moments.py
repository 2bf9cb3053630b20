"""The moments at which things open, close and lapse. None: never, or the board has no such rule."""

import datetime as dt
from dataclasses import dataclass

from .cases import EventFacts
from .choices import ChannelKind, MixBy, MixKind
from .london import elapsed
from .notice import after, deadline
from .schema import Notice, Policy

ALL = 100


def booking_closes_at(policy: Policy, event: EventFacts) -> dt.datetime:
    """The last moment to book, itself included; the start where the policy names none."""
    return _deadline_or_start(policy, event, policy.booking_closes)


def opens_to_all_at(policy: Policy, event: EventFacts) -> dt.datetime | None:
    """When those who are not invited may book; None: at once, or never if invited groups have it alone."""
    notice = policy.channel.opens_to_all
    if policy.channel.kind != ChannelKind.INVITED_FIRST or notice is None:
        return None
    return deadline(notice, event.starts_at, policy.nation)


def substitution_until(policy: Policy, event: EventFacts) -> dt.datetime | None:
    """The last moment to pass a place on; None where that is not allowed."""
    if not policy.substitution.allowed:
        return None
    return _deadline_or_start(policy, event, policy.substitution.until)


def names_needed_by(policy: Policy, event: EventFacts) -> dt.datetime | None:
    """The last moment to name nameless places; None where there are none."""
    return (
        _deadline_or_start(policy, event, policy.groups.named_by)
        if policy.groups.nameless
        else None
    )


def ask_still_coming_at(policy: Policy, event: EventFacts) -> dt.datetime | None:
    notice = policy.confirmation.ask
    return deadline(notice, event.starts_at, policy.nation) if notice else None


def release_unanswered_at(
    policy: Policy, event: EventFacts, asked_at: dt.datetime
) -> dt.datetime | None:
    """When a place that nobody confirmed is released; None: it is kept, or too late to give it to others."""
    span = policy.confirmation.release_after
    if span is None:
        return None
    found = after(span, asked_at, policy.nation)
    return found if found < event.starts_at else None


def remind_manager_at(policy: Policy, asked_at: dt.datetime) -> dt.datetime | None:
    span = policy.approval.remind_after
    return after(span, asked_at, policy.nation) if span else None


def approval_times_out_at(policy: Policy, event: EventFacts, asked_at: dt.datetime) -> dt.datetime:
    """When an unanswered question lapses: after the policy's time, and when the event starts at the latest."""
    span = policy.approval.times_out_after
    found = after(span, asked_at, policy.nation) if span else event.starts_at
    return min(found, event.starts_at)


def waiting_list_stops_at(policy: Policy, event: EventFacts) -> dt.datetime:
    """From when on freed places are not given out any more."""
    return elapsed(event.starts_at, -dt.timedelta(hours=policy.waiting_list.stops_hours))


def offer_lives_until(policy: Policy, event: EventFacts, offered_at: dt.datetime) -> dt.datetime:
    """When an offer lapses: after the policy's hours, and when the event starts at the latest."""
    lives = dt.timedelta(hours=policy.waiting_list.offer_hours)
    return min(elapsed(offered_at, lives), event.starts_at)


@dataclass(frozen=True)
class MixLimit:
    """`places` at most, or kept, for a group (empty: each one) until `released_at`."""

    kind: MixKind
    by: MixBy
    group: str
    places: int
    released_at: dt.datetime
    rule: str


def mix_limits(policy: Policy, event: EventFacts, capacity: int) -> tuple[MixLimit, ...]:
    """The mix for an event of that many places: percentages of caps round down (to 1 at least), others up."""
    return tuple(
        MixLimit(
            rule.kind,
            rule.by,
            rule.group,
            rule.places or _part(rule.kind, capacity, rule.percent or 0),
            _deadline_or_start(policy, event, rule.released),
            f"mix[{number}]",
        )
        for number, rule in enumerate(policy.mix)
    )


def _part(kind: MixKind, capacity: int, percent: int) -> int:
    if kind == MixKind.CAP:
        return max(capacity * percent // ALL, 1)
    return -(-capacity * percent // ALL)


def _deadline_or_start(policy: Policy, event: EventFacts, notice: Notice | None) -> dt.datetime:
    return deadline(notice, event.starts_at, policy.nation) if notice else event.starts_at
