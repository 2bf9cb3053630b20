"""One event as a visitor sees it in a list: where it leads, what may be done, and if not, why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse

from bookings.choices import BookingState
from bookings.conditions import Conditions, conditions_of
from bookings.models import Booking
from bookings.rules import Refusal, reasons_not_to_book
from courses.choices import EventState
from courses.models import Event
from people.models import Board

from . import links, queries

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

STANDING = {
    BookingState.BOOKED: "You are booked",
    BookingState.APPLIED: "You have asked for a place",
    BookingState.OFFERED: "We hold a place for you: please answer",
    BookingState.AWAITING: "Waiting for your manager",
}


def rows_of(
    events: Sequence[Event], board: Board, user: "User | AnonymousUser", now: dt.datetime
) -> list["EventRow"]:
    """A row for each of `events`, in a number of queries that does not grow with them."""
    bookings = queries.live_bookings(user, events)
    conditions = conditions_of(events, now)
    return [
        EventRow(event, board, now, bookings.get(event.pk), conditions.get(event.pk))
        for event in events
    ]


@dataclass(frozen=True)
class EventRow:
    """`booking` is the signed-in visitor's live booking, with its `position` if it waits.

    `conditions`: what it may cost and how places are given, where the board has a policy.
    """

    event: Event
    board: Board
    now: dt.datetime
    booking: Booking | None = None
    conditions: Conditions | None = None

    @property
    def url(self) -> str:
        return links.event_path(self.event, self.board)

    @cached_property
    def refusals(self) -> list[Refusal]:
        return reasons_not_to_book(self.event, self.now)

    @property
    def action_url(self) -> str:
        if self.refusals or self.booking is not None:
            return ""
        return reverse("bookings:details", args=[self.event.pk])

    @property
    def action_label(self) -> str:
        if self._is_by_application:
            return "Ask for a place"
        return "Join the waiting list" if self.event.is_full else "Book a place"

    @property
    def action_style(self) -> str:
        return "secondary" if self.event.is_full and not self._is_by_application else ""

    @property
    def _is_by_application(self) -> bool:
        return self.conditions is not None and self.conditions.is_by_application

    @property
    def terms(self) -> list[str]:
        """The conditions in words, while the event can still be booked."""
        return self.conditions.lines if self.conditions is not None and not self.refusals else []

    @property
    def note(self) -> str:
        """What a list adds to the places tag: the visitor's own booking, or that it is only planned."""
        if self.event.state == EventState.TENTATIVE:
            return "Planned, not bookable yet"
        return self.standing

    @property
    def is_quiet(self) -> bool:
        return self.event.state == EventState.CANCELLED

    @property
    def run_by(self) -> str:
        """The other board that runs the event, if one does."""
        return "" if self.event.board_id == self.board.pk else self.event.board.name

    @property
    def standing(self) -> str:
        """What the visitor already has: a place, a position on the waiting list, or what is still open."""
        if self.booking is None:
            return ""
        if self.booking.state == BookingState.WAITING:
            return f"You are on the waiting list (position {self.booking.position})"  # type: ignore[attr-defined]  # annotated by live_bookings
        return STANDING[BookingState(self.booking.state)]

    @property
    def trainers_from(self) -> list[str]:
        return queries.agencies_of_trainers(self.event)
