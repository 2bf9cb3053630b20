"""Small checks on events; each raises `EventRefused` with a code, a message and the field it belongs to."""

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from .choices import EVENT_TRANSITIONS, REASONS_TO_CANCEL, EventState, WhyCancelled

if TYPE_CHECKING:
    from .models import Event, Trainer, Venue


UNDO_FOR = dt.timedelta(minutes=15)
"""How long a cancelled event can be brought back; no message about it leaves before."""


TOLD_ALREADY = "It is too late to undo this: people have been told. Nothing was changed. Copy the event to run it again."
TELL_AT_ONCE = dt.timedelta(hours=4)
"""People may be on their way to an event that starts sooner than this, and are told without delay."""


class EventRefused(Exception):
    """Why a change of an event was refused. `field` names the form field it belongs beside, if any."""

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        self.code = code
        self.message = message
        self.field = field
        super().__init__(message)


def check_transition(event: "Event", to: EventState) -> None:
    if to not in EVENT_TRANSITIONS[event.state]:
        raise EventRefused(
            "wrong_state",
            f"An event that is {event.get_state_display().lower()} cannot become "
            f"{to.label.lower()}.",
            field="state",
        )


def check_why_cancelled(because: str, words: str) -> None:
    if because not in REASONS_TO_CANCEL:
        raise EventRefused("no_reason", "Choose why the event is cancelled.", field="because")
    if because == WhyCancelled.OTHER and not words.strip():
        raise EventRefused("no_words", "Say in words why the event is cancelled.", field="words")


def check_version(event: "Event", seen: int | None) -> None:
    """`seen` is the version the form was opened with."""
    if seen is not None and seen != event.version:
        raise EventRefused(
            "stale",
            "Somebody else has changed this event since you opened it. Nothing was saved. "
            "Open it again to see their changes; what you typed is still here to copy.",
        )


def check_can_be_changed(event: "Event") -> None:
    """What is over stays as it was: bookings, registers and reports rest on it."""
    if event.state == EventState.CANCELLED:
        raise EventRefused("cancelled", "This event is cancelled. Copy it to run it another day.")
    if event.state == EventState.COMPLETED:
        raise EventRefused(
            "completed", "This event's register is complete. Re-open the event to change it."
        )


def check_booking_closes(event: "Event") -> None:
    if (
        event.booking_closes_at is not None
        and event.starts_at is not None
        and event.booking_closes_at > event.starts_at
    ):
        raise EventRefused(
            "closes_too_late",
            "Booking must close before the event starts. Leave it empty to close at the start.",
            field="closes_on",
        )


def check_capacity(event: "Event", capacity: int) -> None:
    if capacity < event.places_taken:
        raise EventRefused(
            "capacity_below_booked",
            f"{event.places_taken} people are booked, so there must be at least "
            f"{event.places_taken} places. Cancel bookings first, or keep the capacity.",
            field="capacity",
        )


def check_session_times(times: Sequence[tuple[dt.datetime, dt.datetime]]) -> None:
    """Each session ends after it starts, on the same day, and none overlaps another."""
    for starts_at, ends_at in times:
        if ends_at <= starts_at:
            raise EventRefused(
                "session_ends_first", "A session must end after it starts.", field="sessions"
            )
        if timezone.localtime(starts_at).date() != timezone.localtime(ends_at).date():
            raise EventRefused(
                "session_over_midnight",
                "A session must end on the day it starts: add one session for each day.",
                field="sessions",
            )
    ordered = sorted(times)
    for (_, first_ends), (second_starts, _) in itertools.pairwise(ordered):
        if second_starts < first_ends:
            raise EventRefused(
                "sessions_overlap", "Two sessions of the event overlap.", field="sessions"
            )


def check_same_board(event: "Event", owned: Iterable["Venue | Trainer | None"]) -> None:
    """Venues and trainers are those of the board that offers the event. None is skipped."""
    for each in owned:
        if each is not None and each.board_id != event.board_id:
            raise EventRefused(
                "other_board",
                f"{each} belongs to another board. Choose one of {event.board.short_name}.",
                field="sessions",
            )


def check_can_be_published(event: "Event") -> None:
    if event.starts_at is None:
        raise EventRefused(
            "no_date", "Add at least one session before you publish the event.", field="sessions"
        )


def told_of_cancellation_at(event: "Event", at: dt.datetime) -> dt.datetime:
    """When people are told of a cancellation at `at`: once it cannot be undone, or at once on the day."""
    is_near = event.starts_at is not None and event.starts_at <= at + TELL_AT_ONCE
    return at if is_near else at + UNDO_FOR


def check_can_be_restored(
    event: "Event", cancelled_at: dt.datetime | None, at: dt.datetime
) -> None:
    """`cancelled_at`: when the event was cancelled, by its history."""
    if event.state != EventState.CANCELLED or cancelled_at is None:
        raise EventRefused(
            "not_cancelled", "This event is not cancelled, so there is nothing to undo."
        )
    if at > cancelled_at + UNDO_FOR:
        raise EventRefused("undo_is_over", TOLD_ALREADY)


def check_is_over(event: "Event", at: dt.datetime) -> None:
    if event.starts_at is None or event.starts_at > at:
        raise EventRefused(
            "not_started", "The register can be completed once the event has started."
        )
