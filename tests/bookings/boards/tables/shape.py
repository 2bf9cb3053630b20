"""A board as an officer types it into the form, and a case of it."""

from dataclasses import dataclass, field

NO_LINE_MANAGER = "No line manager"
DAY = "2026-06-16 09:30 to 16:00"
"""A Tuesday without a bank holiday near it."""
HALF_DAY = "2026-06-16 09:30 to 12:30"

Step = dict[str, object] | str
"""Fields to fill in, or the list to which a row is added."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One case: who books what and when, and what comes of it.

    `cancels`: when they cancel, and what they then owe. `misses`: what they owe when they do not come.
    `waived`: the waiver's code, when the board was told, and what was shown, before that is asked.
    """

    what: str
    source: str
    category: str = "partner"
    in_area: bool = True
    role_group: str = ""
    sessions: tuple[str, ...] = (DAY,)
    own_price: int | None = None
    charge_group: str = ""
    delivery: str = "classroom"
    books: str = "2026-03-02 10:00"
    manager_agrees: bool = True
    refused: frozenset[str] = frozenset()
    by_staff: bool = False
    state: str = "booked"
    price: int = 0
    cancels: tuple[str, int] | None = None
    misses: int | None = None
    came_to: int = 0
    waived: tuple[str, str, str] | None = None
    waiver_refused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """A board's document by its file's name, the officer's steps, and its cases."""

    board: str
    steps: list[Step]
    rows: list[Row] = field(default_factory=list)


def notice(path: str, number: int, unit: str, **more: str) -> Step:
    own = {f"{path}.{name}": value for name, value in more.items()}
    return {f"{path}?": True, f"{path}.number": str(number), f"{path}.unit": unit, **own}


def flat(path: str, pounds: int, *, half: str = "", per: str = "place") -> Step:
    found: dict[str, object] = {
        f"{path}.kind": "flat",
        f"{path}.tariff.pence": str(pounds),
        f"{path}.tariff.per": per,
    }
    return found | ({f"{path}.tariff.by_duration[half_day]": half} if half else {})


def price(number: int, pounds: str, *, half: str = "", **more: object) -> Step:
    row = f"prices.rows[{number}]"
    own = {f"{row}.{name}": value for name, value in more.items()}
    rate = {f"{row}.tariff.by_duration[half_day]": half} if half else {}
    return {f"{row}.tariff.pence": pounds, **own, **rate}


CANCELLING, TIERS = "cancellation.free_until", "cancellation.tiers"
LATER = "cancellation.tiers[0].charge"
