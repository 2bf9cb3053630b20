"""Today: what the officer looks at first, on the admin's home page."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.admin.ui.components import Component

from bookings.choices import BookingState
from bookings.models import Booking
from bookings.querysets import UNMARKED
from courses.actions import recently_cancelled
from courses.choices import EventState
from courses.models import Event
from courses.viability import to_decide
from people.backoffice.notices.desk import desk_counts
from people.backoffice.scope import rows_for, staff_board_ids
from people.queries import staff_boards

from . import deciding

SOON = dt.timedelta(days=14)
FEW_LEFT = 3
SHOWN = 10


def events_today(events: QuerySet, now: dt.datetime) -> QuerySet:
    """Published events with a session today."""
    day = timezone.localtime(now).date()
    return events.filter(state=EventState.PUBLISHED, sessions__starts_at__date=day).distinct()


def registers_to_take(events: QuerySet, now: dt.datetime) -> QuerySet:
    """Published events that have begun and still have somebody without a mark, oldest first."""
    unmarked = Booking.objects.filter(UNMARKED, event=OuterRef("pk"))
    return events.filter(Exists(unmarked), state=EventState.PUBLISHED, starts_at__lte=now).order_by(
        "starts_at"
    )


def events_to_watch(events: QuerySet, now: dt.datetime) -> QuerySet:
    """Published events within 14 days that are nearly full, or full."""
    return events.filter(
        places_taken__gte=F("capacity") - FEW_LEFT,
        state=EventState.PUBLISHED,
        starts_at__gt=now,
        starts_at__lte=now + SOON,
    ).order_by("starts_at")


def events_with_too_few(events: QuerySet, now: dt.datetime) -> list[Event]:
    """Published events below their minimum numbers that are to be decided on by now, soonest first."""
    low = events.filter(places_taken__lt=F("minimum_numbers"))
    return [each.event for each in to_decide(low, now)]


def events_waited_for(events: QuerySet, now: dt.datetime) -> QuerySet:
    """Coming events that people wait for, with how many (`people_waiting`), longest list first."""
    waiting = Count("bookings", filter=Q(bookings__state=BookingState.WAITING))
    return (
        events.filter(state=EventState.PUBLISHED, starts_at__gt=now)
        .annotate(people_waiting=waiting)
        .filter(people_waiting__gt=0)
        .order_by("-people_waiting", "starts_at")
    )


class TodayPanel(Component):
    """Shown to those who run a board; empty for everybody else."""

    name = "today"
    template_name = "backoffice/today.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        user, now = parent_context["request"].user, timezone.now()
        events = rows_for(user, Event.objects.select_related("course"))
        counts = [row for row in desk_counts(user) if row[0]]
        boards = list(staff_boards(user))
        return {
            "now": now,
            "today": events_today(events, now)[:SHOWN],
            "registers": registers_to_take(events, now)[:SHOWN],
            "too_few": events_with_too_few(events, now)[:SHOWN],
            "watch": events_to_watch(events, now)[:SHOWN],
            "undoable": recently_cancelled(events, now).count(),
            "waited_for": events_waited_for(events, now)[:SHOWN],
            "counts": counts,
            "to_allocate": deciding.to_allocate(events, now)[:SHOWN],
            "to_serve": deciding.to_serve(events, boards, now)[:SHOWN],
            "lapsing": deciding.lapsing(user, now),
            "to_verify": deciding.to_verify(user),
            "unnamed": deciding.unnamed(user, now),
        }

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        user = (parent_context or {})["request"].user
        if not user.is_superuser and not staff_board_ids(user):
            return ""
        return super().render_html(parent_context)


def add_today_panel(request: Any, panels: list[Component]) -> None:
    panels.insert(0, TodayPanel())
