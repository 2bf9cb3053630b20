"""The words boards use for who came."""

from enum import StrEnum

from courses.imports.columns import plain


class Standing(StrEnum):
    """What one row says of one person at one event."""

    ATTENDED = "attended"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    CANCELLED_LATE = "cancelled_late"
    WALKED_IN = "walked_in"

    @property
    def words(self) -> str:
        return SAID[self]


SAID = {
    Standing.ATTENDED: "attended",
    Standing.NO_SHOW: "did not attend",
    Standing.CANCELLED: "cancelled",
    Standing.CANCELLED_LATE: "cancelled late",
    Standing.WALKED_IN: "walked in",
}
BLANK = "(blank)"
TICKS = {"✓": "yes", "✔": "yes", "☑": "yes", "✗": "no", "✘": "no", "☒": "no"}

KNOWN: dict[Standing, tuple[str, ...]] = {
    Standing.ATTENDED: (
        "attended", "attend", "present", "p", "y", "yes", "1", "true", "came", "complete",
        "completed", "attended in full", "full attendance", "fully attended",
    ),
    Standing.NO_SHOW: (
        "did not attend", "dna", "no show", "noshow", "absent", "n", "no", "0", "false",
        "not attended", "non attendance", "non attender", "failed to attend", "fta", "dns",
    ),
    Standing.CANCELLED: (
        "cancelled", "canceled", "cancellation", "cancelled by delegate", "withdrawn", "withdrew",
        "cancelled in time",
    ),
    Standing.CANCELLED_LATE: (
        "cancelled late", "late cancellation", "late cancel", "late cancelled",
        "short notice cancellation", "cancelled at short notice", "cancelled short notice",
    ),
    Standing.WALKED_IN: ("walked in", "walk in", "walkin", "turned up", "drop in", "not booked"),
}  # fmt: skip
DOUBTFUL: dict[str, Standing | None] = {
    "x": Standing.ATTENDED,
    "part": Standing.ATTENDED,
    "partial": Standing.ATTENDED,
    "part attended": Standing.ATTENDED,
    "left early": Standing.ATTENDED,
    "late": Standing.ATTENDED,
    "apologies": Standing.CANCELLED,
    "sent apologies": Standing.CANCELLED,
    "waiting list": None,
    "reserve": None,
    "substituted": None,
}
"""Boards mean different things by these: proposed, never taken. None: the row is proposed to be skipped."""

BY_WORD = {word: standing for standing, words in KNOWN.items() for word in words}


def word_of(cell: str) -> str:
    """A status as it is compared: "No-show." is "no show", a tick is "yes", nothing is "(blank)"."""
    return plain(TICKS.get(cell.strip(), cell)) or BLANK


def standing_called(text: str) -> Standing | None:
    """The standing somebody names in a mapping or a decision: its own words, or one we know."""
    return BY_WORD.get(plain(text))
