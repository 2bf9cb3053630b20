"""The states of a booking: every transition with its actor, guard and effect. `docs/booking-states.md` draws it.

Nothing changes a state but `bookings.actions.moving`, which looks here first.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .choices import PLACE_STATES, BookingState

APPLIED, WAITING, OFFERED = BookingState.APPLIED, BookingState.WAITING, BookingState.OFFERED
AWAITING, BOOKED = BookingState.AWAITING, BookingState.BOOKED
CANCELLED, WITHDRAWN = BookingState.CANCELLED, BookingState.WITHDRAWN

PERSON = "the person, their agency's lead or staff"
STAFF = "staff"
SYSTEM = "the system"
SERVER = "the system, or staff"
MANAGER = "the manager, or staff for them"


@dataclass(frozen=True)
class Transition:
    """One arrow. `source` is None for a new booking; `verb` is what the history says."""

    verb: str
    source: BookingState | None
    to: BookingState
    actor: str
    guard: str
    effect: str


class ImpossibleMove(Exception):
    """Raised when code asks for a change of state that the machine does not have."""


def _made() -> Iterator[Transition]:
    may = "every rule of eligibility"
    yield Transition(
        "made",
        None,
        BOOKED,
        PERSON,
        f"{may}; a place is free and nobody eligible waits",
        "the price is owed",
    )
    yield Transition(
        "made",
        None,
        AWAITING,
        PERSON,
        f"{may}; a place is free; a manager must agree",
        "a place is held; the manager is asked",
    )
    yield Transition("made", None, WAITING, PERSON, f"{may}; no place is free", "none")
    yield Transition(
        "made", None, APPLIED, PERSON, f"{may}; staff allocate, or the person is restricted", "none"
    )
    yield Transition(
        "walked in", None, BOOKED, "trainer or staff", "the register is open", "takes no place"
    )


def _loaded() -> Iterator[Transition]:
    """History out of an older register (`bookings.history`)."""
    for to in (BOOKED, CANCELLED):
        yield Transition("loaded", None, to, STAFF, "the event is past", "nothing is sent or owed")


def _given() -> Iterator[Transition]:
    turn = "first whom the rules let in, or staff say why"
    for source, who, rule in ((WAITING, SERVER, turn), (APPLIED, STAFF, "allocation")):
        yield Transition("placed", source, BOOKED, who, rule, "the price is owed")
        yield Transition(
            "placed",
            source,
            AWAITING,
            who,
            f"{rule}; a manager must agree",
            "a place is held; the manager is asked",
        )
    yield Transition("offered", WAITING, OFFERED, SERVER, turn, "a place is held until it ends")
    yield Transition("put on the list", APPLIED, WAITING, STAFF, "allocation", "none")
    yield Transition("not allocated", APPLIED, BookingState.REFUSED, STAFF, "allocation", "none")
    yield Transition("accepted", OFFERED, BOOKED, PERSON, "the offer lives", "the price is owed")
    yield Transition(
        "accepted",
        OFFERED,
        AWAITING,
        PERSON,
        "the offer lives; a manager must agree",
        "the manager is asked",
    )
    yield Transition(
        "lapsed", OFFERED, BookingState.LAPSED, SYSTEM, "the offer has ended", "the place is free"
    )
    yield Transition("approved", AWAITING, BOOKED, MANAGER, "not answered yet", "the price is owed")
    yield Transition(
        "not approved",
        AWAITING,
        BookingState.REFUSED,
        MANAGER,
        "not answered yet",
        "the place is free",
    )
    yield Transition(
        "lapsed",
        AWAITING,
        BookingState.LAPSED,
        SYSTEM,
        "nobody has answered in time",
        "the place is free",
    )


def _ended() -> Iterator[Transition]:
    before = "before the start"
    yield Transition(
        "cancelled",
        BOOKED,
        CANCELLED,
        PERSON,
        before,
        "the place is free; the policy's charge is owed instead of the price",
    )
    yield Transition(
        "released",
        BOOKED,
        CANCELLED,
        SYSTEM,
        "asked whether they still come, and not answered in time",
        "the place is free; nothing is owed",
    )
    for source in (APPLIED, WAITING, OFFERED, AWAITING):
        effect = "a held place is free" if source in PLACE_STATES else "none"
        yield Transition("withdrawn", source, WITHDRAWN, PERSON, "none", effect)
    yield Transition(
        "passed on",
        BOOKED,
        BookingState.SUBSTITUTED,
        PERSON,
        "the policy's substitution; the colleague meets every rule",
        "the colleague has the place",
    )
    for source in (BOOKED, WAITING, APPLIED):
        yield Transition(
            "moved",
            source,
            BookingState.TRANSFERRED,
            PERSON,
            "the other event lets them in",
            "a booking there; the place here is free",
        )


def _restored() -> Iterator[Transition]:
    within = "the cancelled event is brought back within 15 minutes"
    yield Transition("restored", CANCELLED, BOOKED, STAFF, within, "the place is theirs again")
    for to in (APPLIED, WAITING, AWAITING):
        yield Transition("restored", WITHDRAWN, to, STAFF, within, "as it was before")


TRANSITIONS = (*_made(), *_loaded(), *_given(), *_ended(), *_restored())


def transition(verb: str, source: BookingState | None, to: BookingState) -> Transition:
    """The arrow of that name. Raises `ImpossibleMove` where there is none."""
    for each in TRANSITIONS:
        if (each.verb, each.source, each.to) == (verb, source, to):
            return each
    raise ImpossibleMove(f"No booking is {verb} from {source or 'nothing'} to {to}.")
