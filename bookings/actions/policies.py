"""Publishing a board's rules."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bookings.models import EventRules, PolicyVersion
from bookings.policy.documents import BadPolicy, load_policy, read_policy, write_policy
from bookings.policy.schema import SCHEMA, Policy
from courses.models import Event
from people.actions import record_change
from people.models import Board

from .waiting import fill_free_places

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def publish_policy(
    board: Board,
    policy: Policy,
    *,
    starts_on: dt.date,
    note: str = "",
    actor: "User | None",
    at: dt.datetime | None = None,
) -> PolicyVersion:
    """Adds a version of a board's rules, in force for bookings made from `starts_on` (London).

    Versions are never changed: what was booked before keeps the version it was made under. A later version
    from the same day rules instead of the one before. Raises `BadPolicy` for rules that do not hold together.
    Side effects, in order: the version; an audit entry.
    """
    at = at or timezone.now()
    document = write_policy(policy)
    load_policy(document)
    Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
    last = PolicyVersion.objects.filter(board=board).aggregate(last=Max("number"))["last"] or 0
    version = PolicyVersion.objects.create(
        board=board,
        number=last + 1,
        starts_on=starts_on,
        document=document,
        note=note[:300],
        made_by=actor,
        made_at=at,
    )
    record_change(version, "published", actor=actor, now=f"from {starts_on}", why=note, at=at)
    return version


@transaction.atomic
def set_event_rules(
    event: Event,
    *,
    channel: dict[str, Any] | None,
    mix: list[dict[str, Any]] | None,
    price_pence: int | None,
    charge_group: str,
    actor: "User | None",
    why: str = "",
    at: dt.datetime | None = None,
) -> EventRules:
    """Says where an event differs from the policy; `channel` and `mix` are sections of a policy document.

    Bookings that are made keep their price. Raises `BadPolicy` for sections that do not hold together.
    Side effects, in order: the rules; an audit entry on the event; free places go to those who wait and whom
    the rules now let in.
    """
    sections = {"schema": SCHEMA, "name": event.board.name, "channel": channel, "mix": mix}
    reading = read_policy({k: v for k, v in sections.items() if v is not None})
    if reading.policy is None:
        raise BadPolicy(reading.problems)
    fields = {
        "channel": channel,
        "mix": mix,
        "price_pence": price_pence,
        "charge_group": charge_group,
    }
    rules, _ = EventRules.objects.update_or_create(event=event, defaults=fields)
    record_change(event, "rules set", actor=actor, why=why, at=at, details=dict(fields))
    fill_free_places(event, actor=actor, why="the rules of the event changed", at=at)
    return rules
