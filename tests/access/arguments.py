"""What to put into an address: one entry for each argument, or for one address where that is not enough.

Each gets the rows of a board and gives the argument's value. A new argument needs a line here.
"""

from collections.abc import Callable

from bookings.models import (
    AcceptedEvidence,
    Approval,
    Booking,
    HistoryLoad,
    PolicyVersion,
    ReservedPlace,
)
from bookings.secrets import approval_secret
from bookings.secrets import secret_of as link_secret_of
from courses.choices import EventState
from courses.models import Course, Event
from evaluations.models import Indicator, InstrumentVersion, LearningNeed
from evaluations.secrets import MANAGER, answer_secret, room_secret
from notices.models import Wording
from people.feeds import secret_of
from people.models import Agency, Board, CalendarFeed, Person, RoleGroup, Sector
from reports.models import AnnualReport, SavedReport, Slot, StatedFigure

from .addresses import Address
from .world import Rows

Value = Callable[[Rows], object]

BY_ARGUMENT: dict[str, Value] = {
    "event_id": lambda rows: rows[Event].pk,
    "reference": lambda rows: rows[Booking].reference,
    "course_slug": lambda rows: rows[Course].slug,
    "feed_id": lambda rows: rows[CalendarFeed].pk,
    "secret": lambda rows: secret_of(rows[CalendarFeed]),
    "format": lambda rows: "csv",
    "to": lambda rows: EventState.CANCELLED,
    "agency_id": lambda rows: rows[Agency].pk,
    "place_id": lambda rows: rows[ReservedPlace].pk,
    "person_id": lambda rows: rows[Person].pk,
    "board_id": lambda rows: rows[Board].pk,
    "version_id": lambda rows: rows[Wording].pk,
    "kind": lambda rows: "booked",
    "saved_id": lambda rows: rows[SavedReport].pk,
    "counted": lambda rows: "attended",
    "instrument_id": lambda rows: rows[InstrumentVersion].pk,
    "course_id": lambda rows: rows[Course].pk,
    "need_id": lambda rows: rows[LearningNeed].pk,
    "indicator_id": lambda rows: rows[Indicator].pk,
    "how": lambda rows: "offer",
    "wave": lambda rows: "T2",
    "evidence_id": lambda rows: rows[AcceptedEvidence].pk,
    "number": lambda rows: rows[PolicyVersion].number,
    "report_id": lambda rows: rows[AnnualReport].pk,
    "slot_id": lambda rows: rows[Slot].pk,
    "load_id": lambda rows: rows[HistoryLoad].pk,
    "figure_id": lambda rows: rows[StatedFigure].pk,
}
BY_ADDRESS: dict[tuple[str, str], Value] = {
    (name, "secret"): lambda rows: link_secret_of(rows[Booking])
    for name in (
        "bookings:by_link",
        "bookings:cancel_by_link",
        "bookings:offer_by_link",
        "bookings:coming_by_link",
    )
} | {
    ("reports:report", "kind"): lambda rows: "attendance",
    ("reports:new_saved", "kind"): lambda rows: "attendance",
    ("reports:download", "kind"): lambda rows: "attendance",
    ("reports:annual_file", "format"): lambda rows: "json",
    ("bookings:approval", "secret"): lambda rows: _approval_secret(rows),
    ("evaluations:answer", "secret"): lambda rows: answer_secret(rows[Booking]),
    ("evaluations:manager", "secret"): lambda rows: answer_secret(rows[Booking], MANAGER),
    ("evaluations:room", "secret"): lambda rows: room_secret(rows[Event]),
    ("evaluations:room_form", "secret"): lambda rows: room_secret(rows[Event]),
    ("office_policy_file", "format"): lambda rows: "short",
}
"""(address, argument) → value, where the argument's name alone does not say."""

ONE_OF_MANY = {"counted", "format", "to", "kind", "how", "wave"}
"""Arguments that name no row, so that another board's address is the same address."""

OF_EVERY_BOARD = {RoleGroup, Sector}
"""Models whose rows all boards share."""


def _approval_secret(rows: Rows) -> str:
    asked = rows[Approval]
    return approval_secret(asked, asked.manager_email)


class NoValue(LookupError):
    """An address has an argument that nothing above can fill."""


def fill(address: Address, rows: Rows) -> dict[str, object]:
    """The arguments of `address` for the rows of one board. Raises `NoValue`."""
    filled: dict[str, object] = {}
    for name in address.arguments:
        value = BY_ADDRESS.get((address.name, name)) or BY_ARGUMENT.get(name)
        if value is not None:
            filled[name] = value(rows)
        elif name in {"pk", "object_id"} and address.model in rows:
            filled[name] = rows[address.model].pk
        else:
            raise NoValue(f"{address}: add {name!r} to tests/access/arguments.py")
    return filled


def names_a_row_of_one_board(address: Address) -> bool:
    return bool(set(address.arguments) - ONE_OF_MANY) and address.model not in OF_EVERY_BOARD
