"""What waits for a decision of staff, for the top of the officer's day: each list in one query."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from bookings.choices import BookingState
from bookings.models import Approval, ReservedPlace
from bookings.policies import rules_of, version_in_force
from bookings.policy.choices import Placing
from courses.choices import EventState
from courses.models import Event
from people.backoffice.scope import rows_for
from people.choices import ContributorCategory
from people.models import Agency, AgencyStanding, Board
from people.queries import staff_boards

SOON_LAPSES = dt.timedelta(days=2)
SOON_NAMED = dt.timedelta(days=7)
SHOWN = 10


def to_allocate(events: QuerySet, now: dt.datetime) -> QuerySet:
    """Coming events that people have applied for, with how many (`people_applied`), soonest first."""
    applied = Count("bookings", filter=Q(bookings__state=BookingState.APPLIED))
    coming = events.filter(state=EventState.PUBLISHED, starts_at__gt=now)
    return (
        coming.annotate(people_applied=applied).filter(people_applied__gt=0).order_by("starts_at")
    )


def to_serve(events: QuerySet, boards: Collection[Board], now: dt.datetime) -> QuerySet:
    """Coming events where people wait beside a free place, with how many (`people_waiting`).

    Only of `boards` whose staff give such places out: elsewhere they go by themselves.
    """
    by_staff = [
        board.pk
        for board in boards
        if rules_of(version_in_force(board.pk, now)).waiting_list.placing == Placing.BY_STAFF
    ]
    waiting = Count("bookings", filter=Q(bookings__state=BookingState.WAITING))
    coming = events.filter(
        board__in=by_staff,
        state=EventState.PUBLISHED,
        starts_at__gt=now,
        places_taken__lt=F("capacity"),
    )
    return (
        coming.annotate(people_waiting=waiting).filter(people_waiting__gt=0).order_by("starts_at")
    )


def lapsing(user: Any, now: dt.datetime) -> int:
    """How many managers' questions lapse within two days."""
    asked = Approval.objects.filter(
        answer="", booking__state=BookingState.AWAITING, times_out_at__lte=now + SOON_LAPSES
    )
    return rows_for(user, asked).count()


def to_verify(user: Any) -> int:
    """How many agencies nobody has verified at one of the user's boards: their prices are not certain."""
    unverified = ContributorCategory.UNVERIFIED
    seen = AgencyStanding.objects.filter(agency=OuterRef("pk"), board__in=staff_boards(user))
    agencies = rows_for(user, Agency.objects.filter(merged_into__isnull=True))
    found = agencies.filter(
        Exists(seen.filter(category=unverified))
        | Q(contributor_category=unverified) & ~Exists(seen)
    )
    return found.count()


def unnamed(user: Any, now: dt.datetime) -> list[dict[str, Any]]:
    """Places without a name whose day is near, by event and agency: how many, and the first such day."""
    near = ReservedPlace.objects.filter(closed_at__isnull=True, name_by__lte=now + SOON_NAMED)
    mine = near.filter(event__in=rows_for(user, Event.objects.all()))
    rows = mine.order_by("name_by").values(
        "event_id", "event__course__title", "event__starts_at", "agency__name", "name_by"
    )
    return [dict(row) for row in rows.annotate(places=Count("pk"))[:SHOWN]]
