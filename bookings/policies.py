"""Which rules hold: the version of a board's policy for a day, and what an event says for itself."""

import datetime as dt
import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from bookings.policy.documents import load_policy
from bookings.policy.schema import SCHEMA, Policy
from courses.models import Event

from .models import EventRules, PolicyVersion

if TYPE_CHECKING:
    from django.db.models import QuerySet

KEPT = 512


def version_in_force(board_id: int, at: dt.datetime) -> PolicyVersion | None:
    """The version that bookings made at `at` follow; of several from one day, the one made last."""
    day = timezone.localtime(at).date()
    return versions_of(board_id).filter(starts_on__lte=day).first()


def versions_of(board_id: int) -> "QuerySet[PolicyVersion]":
    """A board's versions, the one that rules latest first."""
    return PolicyVersion.objects.filter(board=board_id).order_by("-starts_on", "-number")


def rules_of(version: PolicyVersion | None) -> Policy:
    """The rules of a version; without any, the schema's defaults: free, at once, no conditions."""
    document = version.document if version else {"schema": SCHEMA, "name": "No policy"}
    return _loaded(json.dumps(document, sort_keys=True))


def rules_at(event: Event, version: PolicyVersion | None) -> Policy:
    """The rules of a version for one event: its own channel, mix and closing time count before the policy's."""
    policy = rules_of(version)
    own = own_rules(event)
    if event.booking_closes_at is not None:
        policy = replace(policy, booking_closes=None)
    if own is None or (own.channel is None and own.mix is None):
        return policy
    sections: dict[str, Any] = {"schema": SCHEMA, "name": policy.name}
    if own.channel is not None:
        sections["channel"] = own.channel
    if own.mix is not None:
        sections["mix"] = own.mix
    special = _loaded(json.dumps(sections, sort_keys=True))
    return replace(
        policy,
        channel=special.channel if own.channel is not None else policy.channel,
        mix=special.mix if own.mix is not None else policy.mix,
    )


def own_rules(event: Event) -> EventRules | None:
    """What an event says for itself; no query if `rules` is selected with it."""
    try:
        return event.rules
    except EventRules.DoesNotExist:
        return None


@lru_cache(maxsize=KEPT)
def _loaded(document: str) -> Policy:
    return load_policy(json.loads(document))
