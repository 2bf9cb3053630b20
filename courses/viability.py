"""Which coming events a board decides on now, because their numbers must suffice by then."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from notices.hours import moment_of
from notices.kinds import kind_of
from notices.queries import choices_by_board

from .choices import EventState
from .models import Event

TOO_FEW_BOOKED = "low_numbers"


@dataclass(frozen=True)
class ToDecide:
    """An event whose time to decide came on `since`; None where the board gives no time."""

    event: Event
    since: dt.date | None


def to_decide(events: QuerySet[Event], now: dt.datetime) -> list[ToDecide]:
    """Of `events`, those published and to come that have a minimum and are to be decided on, soonest first.

    A board decides from the moment on at which it wants its notice “Too few booked”: four weeks before the
    event, unless it has set another time. Three queries, whatever the number of events.
    """
    coming = events.filter(
        state=EventState.PUBLISHED, starts_at__gt=now, minimum_numbers__isnull=False
    )
    return list(_due(coming.order_by("starts_at", "pk"), now))


def _due(events: Iterable[Event], now: dt.datetime) -> Iterable[ToDecide]:
    kind = kind_of(TOO_FEW_BOOKED)
    choices = choices_by_board([kind])
    for event in events:
        offset = choices[event.board_id][kind.code].offset
        if offset is None or event.starts_at is None:
            yield ToDecide(event, None)
        elif (moment := moment_of(event.starts_at, offset)) <= now:
            yield ToDecide(event, timezone.localtime(moment).date())
