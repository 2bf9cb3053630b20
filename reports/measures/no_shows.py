"""What the report of those who did not attend says, beside the measures it shares with attendance."""

from .attendance import COUNTS, RATE_BY_KEY
from .definitions import Measure, count, decimal, money, share

_SHARED = {measure.key: measure for measure in COUNTS}
NO_SHOW, CANCELLED_LATE = _SHARED["no_show"], _SHARED["cancelled_late"]
NO_SHOW_RATE = RATE_BY_KEY["no_show_rate"]

EXPECTED = count("expected", "Expected", "Everyone who still held a place on the day.")
LATE_RATE = share(
    "cancelled_late_rate",
    "Cancelled late, of those who booked",
    "Cancelled after the last moment to cancel free of charge, out of everyone who booked.",
    of="booked",
)
HOURS_LOST = decimal(
    "hours_lost",
    "Hours lost",
    "Hours of training that people who did not attend were expected at: the sessions of each event, or the "
    "course’s length where an event has none, or their times were not recorded.",
)
COST_OF_EMPTY_PLACES = money(
    "cost_of_empty_places",
    "Cost of their places",
    "For everyone who did not attend: the event’s room hire divided by its places. Only of events whose room hire "
    "is written down; trainers, food and staff time are not in it.",
)
CHARGES_OWED = money(
    "charges_owed",
    "Charges owed",
    "Charges for not attending and for cancelling late that are still owed under the board’s rules.",
)
CHARGES_WAIVED = money(
    "charges_waived", "Charges waived", "Such charges that the board let go, with a reason."
)
CHARGES_VOID = money(
    "charges_void",
    "Charges no longer owed",
    "Such charges whose cause is gone, such as a corrected register.",
)
REPEATED = count(
    "repeated",
    "People who did not attend twice or more",
    "Different people who did not attend two or more events of this report.",
)

OF_CHARGES = (CHARGES_OWED, CHARGES_WAIVED, CHARGES_VOID)
MEASURES: tuple[Measure, ...] = (
    *(EXPECTED, LATE_RATE, HOURS_LOST, COST_OF_EMPTY_PLACES),
    *(CHARGES_OWED, CHARGES_WAIVED, CHARGES_VOID, REPEATED),
)
"""Its own; those it shares are defined with attendance."""

SHOWN: tuple[Measure, ...] = (
    *(EXPECTED, NO_SHOW, NO_SHOW_RATE, CANCELLED_LATE, LATE_RATE),
    *(HOURS_LOST, COST_OF_EMPTY_PLACES, CHARGES_OWED, CHARGES_WAIVED, CHARGES_VOID, REPEATED),
)
OF_LINES: tuple[Measure, ...] = tuple(measure for measure in SHOWN if measure is not REPEATED)
