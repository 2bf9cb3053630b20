"""What a list of events says of each before anybody has signed in: what it may cost, and how places are given."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import timezone

from bookings.policy.cases import Delegate
from bookings.policy.choices import ChannelKind
from bookings.policy.moments import opens_to_all_at
from bookings.policy.money import pounds
from bookings.policy.price import possible_prices
from courses.dates import clock, day
from courses.models import Event

from .casework import event_facts
from .models import PolicyVersion
from .policies import rules_at

ANYBODY = Delegate(in_area=None)
"""Somebody of whom nothing is known: prices for all kinds of organisation and for every area are theirs."""


@dataclass(frozen=True)
class Conditions:
    """`price` in words; `channel`, and `opens_at` while invited groups alone may book."""

    price: str
    channel: ChannelKind
    opens_at: dt.datetime | None = None
    is_for_invited: bool = False

    @property
    def is_by_application(self) -> bool:
        return self.channel == ChannelKind.APPLY

    @property
    def lines(self) -> list[str]:
        """ "Free to £75, depending on where you work", "Places by application"."""
        return [each for each in (self.price, self._channel_words) if each]

    @property
    def _channel_words(self) -> str:
        if self.is_by_application:
            return "Places by application"
        if self.opens_at is not None:
            return f"Invited groups first, open to all from {_from_when(self.opens_at)}"
        return "For invited groups" if self.is_for_invited else ""


def conditions_of(events: Sequence[Event], at: dt.datetime) -> Mapping[int, Conditions]:
    """By event id, for dated events of boards with a policy in force; in two queries, with sessions at hand."""
    versions = _in_force({event.board_id for event in events}, at)
    dated = [e for e in events if e.starts_at is not None and e.board_id in versions]
    prefetch_related_objects(dated, "rules")
    return {event.pk: _conditions(event, versions[event.board_id], at) for event in dated}


def _in_force(boards: set[int], at: dt.datetime) -> Mapping[int, PolicyVersion]:
    found: dict[int, PolicyVersion] = {}
    versions = PolicyVersion.objects.filter(
        board__in=boards, starts_on__lte=timezone.localtime(at).date()
    )
    for version in versions.order_by("starts_on", "number"):
        found[version.board_id] = version
    return found


def _conditions(event: Event, version: PolicyVersion, at: dt.datetime) -> Conditions:
    policy, facts = rules_at(event, version), event_facts(event)
    amounts = [pence for pence, _ in possible_prices(policy, facts, ANYBODY)]
    opens = opens_to_all_at(policy, facts)
    first = policy.channel.kind == ChannelKind.INVITED_FIRST and (opens is None or at < opens)
    return Conditions(
        _price_words(min(amounts), max(amounts)),
        policy.channel.kind,
        opens if first else None,
        is_for_invited=first and opens is None,
    )


def _price_words(low: int, high: int) -> str:
    lowest = pounds(low) if low else "Free"
    return lowest if low == high else f"{lowest} to {pounds(high)}, depending on where you work"


def _from_when(at: dt.datetime) -> str:
    """A day, with the time unless the whole day counts."""
    local = timezone.localtime(at)
    return day(local) if (local.hour, local.minute) == (0, 0) else f"{clock(local)} on {day(local)}"
