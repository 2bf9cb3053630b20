"""Small pure checks. Each returns a typed reason, or None; all reasons are collected and shown at once."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from courses.choices import EventState
from courses.dates import clock, day
from courses.models import Event

from .choices import CAME_MARKS, BookingState, Mark, Outcome

if TYPE_CHECKING:
    from .models import Booking


@dataclass(frozen=True)
class Refusal:
    """Why not (`message`), and what would help (`remedy`). `code` names the rule."""

    code: str
    message: str
    remedy: str = ""


class Refused(Exception):
    """Raised by actions; carries every reason at once."""

    def __init__(self, *reasons: Refusal) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reason.message for reason in reasons))

    def has(self, code: str) -> bool:
        return any(reason.code == code for reason in self.reasons)


class RefusedInGroup(Exception):
    """Raised when several places are asked for: `by_number` has every reason by position in what was asked."""

    def __init__(self, by_number: Mapping[int, Sequence[Refusal]]) -> None:
        self.by_number = by_number
        super().__init__(" ".join(reason.message for reason in self.reasons))

    @property
    def reasons(self) -> tuple[Refusal, ...]:
        """All of them, each once."""
        every = [reason for reasons in self.by_number.values() for reason in reasons]
        return tuple(dict.fromkeys(every))


FULL = Refusal(
    "full", "Every place on this event has been taken.", "You can join the waiting list."
)
OTHERS_FIRST = Refusal(
    "others_first",
    "Others were waiting before you, and free places go to them first.",
    "You can join the waiting list.",
)
ALREADY_BOOKED = Refusal(
    "already_booked", "You already have a place on this event.", "You can find it in My training."
)
ALREADY_WAITING = Refusal(
    "already_waiting",
    "You are already on the waiting list for this event.",
    "You can find it in My training.",
)
NO_AGENCY = Refusal(
    "no_agency", "We do not know where you work.", "Tell us which agency you work for."
)

ALREADY_ASKED = Refusal(
    "already_asked",
    "You have asked for a place on this event already.",
    "You can find it in My training.",
)
MANAGER_UNKNOWN = Refusal(
    "manager_unknown",
    "Your manager has to agree, and we do not know how to reach them.",
    "Add your line manager's e-mail address to your details.",
)
OF_ANOTHER_AGENCY = Refusal(
    "of_another_agency",
    "On our records the person with this e-mail address works for another agency.",
    "Check the address. If they work for you now, ask the training team to move them.",
)
NAMED_TWICE = Refusal(
    "named_twice", "This person is in your list twice.", "Take one of the two out."
)
NOT_WAITING = Refusal("not_waiting", "This booking is not on a waiting list.")
NO_PLACE_FREE = Refusal("no_place_free", "No place is free.", "Add places to the event, or wait.")
OUT_OF_TURN = Refusal(
    "out_of_turn",
    "It is not their turn: somebody else comes first, or the rules are against it.",
    "Say why they get the place all the same.",
)
OFFER_ENDED = Refusal(
    "offer_ended",
    "This offer has ended, and the place has gone to the next person.",
    "You can join the waiting list again, or choose another date.",
)
NOTHING_TO_APPROVE = Refusal(
    "nothing_to_approve",
    "This question has been answered already, or the booking is over.",
    "There is nothing more to do.",
)
NO_DEPUTY = Refusal(
    "no_deputy", "This board asks the manager alone.", "Answer it yourself, or write to the board."
)
OWN_DEPUTY = Refusal(
    "own_deputy", "That is the address of the person who wants to go.", "Name somebody else."
)
NOTHING_TO_ALLOCATE = Refusal(
    "nothing_to_allocate", "Nobody has applied or waits for a place here.", "Look at the bookings."
)
REASON_NEEDED = Refusal(
    "reason_needed",
    "A decision against the rules needs a reason.",
    "Say why: the history keeps it.",
)
NOT_OWED = Refusal("not_owed", "This charge is not owed any more.", "Look at the booking again.")
NO_SUCH_WAIVER = Refusal(
    "no_such_waiver",
    "The policy of this charge has no such reason for letting it go.",
    "Choose another reason, or let it go at the officer's discretion.",
)
NO_SUBSTITUTION = Refusal(
    "no_substitution",
    "This board does not let a place be passed on.",
    "Cancel the place; a colleague can book or join the waiting list.",
)
OTHER_AGENCY = Refusal(
    "other_agency",
    "Only a colleague of the same agency can take the place over.",
    "Choose somebody of the same agency.",
)
OWN_PLACE = Refusal("own_place", "This place is theirs already.", "Choose a colleague.")
GIVEN_BY_STAFF = Refusal(
    "given_by_staff",
    "The training team gives out the places there, so you could lose yours here and get none.",
    "Apply there first, and give this place back once you have one.",
)
SAME_EVENT = Refusal("same_event", "This is the event of the booking.", "Choose another date.")
NO_NAMELESS = Refusal(
    "nameless", "This board needs a name for each place.", "Give a name for each place."
)
NAMED_ALREADY = Refusal(
    "named_already",
    "This place has a name already, or was released.",
    "Look at your agency's places again.",
)
NOT_ASKED = Refusal("not_asked", "This booking holds no place, so there is nothing to confirm.")
ON_REGISTER = Refusal(
    "on_register",
    "This person has been marked on the register, so the place can no longer be given back.",
    "Correct the register first if that was a mistake.",
)
REGISTER_NOT_OPEN = Refusal(
    "register_not_open",
    "The register opens on the day of the event.",
    "Come back on the day.",
)
UNKNOWN_SESSION = Refusal("unknown_session", "That session does not belong to this event.")
NOT_ON_REGISTER = Refusal("not_on_register", "That person is not on this register.")


def event_is_cancelled(event: Event, now: dt.datetime) -> Refusal | None:
    if event.state == EventState.CANCELLED:
        return Refusal(
            "event_cancelled",
            "This event has been cancelled.",
            "Choose another date of the course.",
        )
    return None


def event_is_not_open_yet(event: Event, now: dt.datetime) -> Refusal | None:
    if event.state in (EventState.DRAFT, EventState.TENTATIVE):
        return Refusal(
            "not_open_yet",
            "This date is planned but not confirmed, so it cannot be booked yet.",
            "Look again later, or choose another date.",
        )
    return None


def event_is_over(event: Event, now: dt.datetime) -> Refusal | None:
    started = event.starts_at is not None and event.starts_at <= now
    if event.state == EventState.COMPLETED or (event.state == EventState.PUBLISHED and started):
        return Refusal(
            "event_started", "This event has already started.", "Choose a later date of the course."
        )
    return None


def booking_has_closed(event: Event, now: dt.datetime) -> Refusal | None:
    closes = event.booking_closes_at
    started = event.starts_at is not None and event.starts_at <= now
    if event.state != EventState.PUBLISHED or started or closes is None or now < closes:
        return None
    return Refusal(
        "booking_closed",
        f"Booking closed on {timezone.localtime(closes):%A %-d %B} at {clock(closes)}.",
        "Choose a later date, or ask the training team.",
    )


EventRule = Callable[[Event, dt.datetime], Refusal | None]
EVENT_RULES: tuple[EventRule, ...] = (
    event_is_cancelled,
    event_is_not_open_yet,
    event_is_over,
    booking_has_closed,
)


def reasons_not_to_book(event: Event, now: dt.datetime) -> list[Refusal]:
    """Every reason why nobody may book `event` at `now`. A full event is no reason: one may wait."""
    return [reason for rule in EVENT_RULES if (reason := rule(event, now)) is not None]


def reasons_not_to_give(event: Event, now: dt.datetime) -> list[Refusal]:
    """Why staff cannot give out places of `event` any more; a closing date is for those who book."""
    found = [
        rule(event, now) for rule in (event_is_cancelled, event_is_not_open_yet, event_is_over)
    ]
    return [reason for reason in found if reason is not None]


def too_many_places(places: int, given: int) -> Refusal:
    words = f"The event has {places} places, and this would take {given}."
    return Refusal("too_many", words, "Take somebody off, or add places to the event.")


def group_too_large(largest: int) -> Refusal:
    words = f"At most {largest} people can be booked at once."
    return Refusal("group_too_large", words, "Book in two steps, or ask the training team.")


SAID_OF_OTHERS = (
    ("You can find it in My training.", ""),
    ("You are ", "They are "),
    ("You already ", "They already "),
    ("You have ", "They have "),
    ("You can ", "They can "),
    ("Your manager ", "Their manager "),
    ("your kind of", "their kind of"),
    ("your details", "their details"),
    ("your certificate", "their certificate"),
    ("your manager", "their manager"),
    ("your line manager", "their line manager"),
    ("where you work", "where they work"),
    ("you work for", "they work for"),
)
"""What a rule says to the person it is about, and what it says of them to whoever books for them."""


def of_others(reason: Refusal) -> Refusal:
    """The reason, told to somebody who books for another person."""
    message, remedy = reason.message, reason.remedy
    for to_them, of_them in SAID_OF_OTHERS:
        message, remedy = message.replace(to_them, of_them), remedy.replace(to_them, of_them)
    return Refusal(reason.code, message, remedy.strip())


FIXED = (
    "event_cancelled",
    "not_open_yet",
    "event_started",
    "full",
    "already_booked",
    "already_waiting",
    "already_asked",
    "no_agency",
)
"""What no officer can set aside: it is so, or would be nonsense."""


def may_be_set_aside(reason: Refusal) -> bool:
    return reason.code not in FIXED


def names_were_needed(by: dt.datetime) -> Refusal:
    words = f"Names were needed by {day(by)} at {clock(by)}, so places need one now."
    return Refusal("names_needed", words, "Give a name for each place.")


def places_left(left: int, asked: int) -> Refusal:
    words = f"{left} of the {asked} places you asked for are free." if left else FULL.message
    return Refusal("full", words, "Ask for fewer, or book named people: they can wait for a place.")


def price_changed(seen: str, now: str) -> Refusal:
    words = f"The price has changed from {seen} to {now} since you opened this page."
    return Refusal("price_changed", words, "Nothing is booked yet. Look at it again before you do.")


def cost_changed(seen: str, now: str) -> Refusal:
    words = f"While this page was open the cost of cancelling has changed from {seen} to {now}."
    return Refusal(
        "cost_changed", words, "Nothing is cancelled yet. Look at it again before you do."
    )


def substitution_over(until: dt.datetime) -> Refusal:
    words = f"A place could be passed on until {day(until)} at {clock(until)}."
    return Refusal("substitution_over", words, "Ask the training team.")


def already_live(state: str | None) -> Refusal | None:
    """`state` is that of the person's live booking for the event, if there is one."""
    if state is None:
        return None
    said = {BookingState.WAITING: ALREADY_WAITING, BookingState.BOOKED: ALREADY_BOOKED}
    return said.get(BookingState(state), ALREADY_ASKED)


def outcome_of(marks: Sequence[str], *, sessions: int) -> Outcome:
    """What a booking came to: attended if the person came to any session, a no-show if absent from all.

    `marks` are those made so far, `sessions` how many the event has; not known while marks are missing
    and nobody has seen the person.
    """
    if any(mark in CAME_MARKS for mark in marks):
        return Outcome.ATTENDED
    if sessions and len(marks) >= sessions and all(mark == Mark.ABSENT for mark in marks):
        return Outcome.NO_SHOW
    return Outcome.OPEN


def register_is_closed(event: Event, now: dt.datetime) -> Refusal | None:
    """The register opens at midnight before the first session and stays open until it is completed."""
    if event.state == EventState.COMPLETED:
        return Refusal(
            "register_completed",
            "This register has been completed.",
            "Ask the training team to open it again.",
        )
    if event.state != EventState.PUBLISHED or event.starts_at is None:
        return REGISTER_NOT_OPEN
    first_day = timezone.localtime(event.starts_at).date()
    return REGISTER_NOT_OPEN if timezone.localtime(now).date() < first_day else None


def reason_not_to_cancel(booking: "Booking", now: dt.datetime) -> Refusal | None:
    """A place can be given back until the event starts; after that the register says what happened."""
    if booking.state != BookingState.BOOKED:
        return Refusal("not_booked", "This booking holds no place, so there is nothing to cancel.")
    if booking.event.starts_at is not None and booking.event.starts_at <= now:
        return Refusal(
            "event_started",
            "This event has already started, so the place can no longer be given back.",
            "Tell the training team if you could not come.",
        )
    if booking.outcome:
        return ON_REGISTER
    return None
