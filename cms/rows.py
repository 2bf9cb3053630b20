"""One event as a visitor sees it in a list: where it leads, what may be done, and if not, why."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from bookings.choices import BookingState
from bookings.models import Booking
from bookings.rules import Refusal, reasons_not_to_book
from courses.choices import EventState
from courses.models import Event
from people.models import Board

from . import links, queries


@dataclass(frozen=True)
class EventRow:
    """`booking` is the signed-in visitor's live booking, with its `position` if it waits."""

    event: Event
    board: Board
    now: dt.datetime
    booking: Booking | None = None

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
        return "Join the waiting list" if self.event.is_full else "Book a place"

    @property
    def action_style(self) -> str:
        return "secondary" if self.event.is_full else ""

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
        """What the visitor already has: a place, or a position on the waiting list."""
        if self.booking is None:
            return ""
        if self.booking.state == BookingState.BOOKED:
            return "You are booked"
        return f"You are on the waiting list (position {self.booking.position})"  # type: ignore[attr-defined]  # annotated by live_bookings

    @property
    def trainers_from(self) -> list[str]:
        return queries.agencies_of_trainers(self.event)
