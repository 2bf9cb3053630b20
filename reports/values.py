"""What a cell of a report may hold, and how it reads."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum, StrEnum


class Hidden(Enum):
    """A number that is there but too small to be shown, or would give one away that is."""

    HIDDEN = "c"

    def __str__(self) -> str:
        return self.value


HIDDEN = Hidden.HIDDEN
Number = int | Hidden | None


@dataclass(frozen=True)
class Rate:
    """A share with both its numbers. `value` is None where there is nothing to divide by."""

    numerator: Number
    denominator: Number

    @property
    def is_hidden(self) -> bool:
        return self.numerator is HIDDEN or self.denominator is HIDDEN

    @property
    def value(self) -> float | None:
        """The share, 1.0 being all of them."""
        known = self._known()
        return known[0] / known[1] if known else None

    @property
    def percent(self) -> str:
        """ "90 %", "84.6 %": to one decimal, halves up; "" where unknown."""
        known = self._known()
        if not known:
            return ""
        numerator, denominator = known
        tenths = (2000 * numerator + denominator) // (2 * denominator)
        return f"{tenths / 10:.1f}".removesuffix(".0") + " %"

    @property
    def numbers(self) -> str:
        """ "936 of 1,040"; "c" where either is hidden, "" where either is unknown."""
        if self.is_hidden:
            return str(HIDDEN)
        if not isinstance(self.numerator, int) or not isinstance(self.denominator, int):
            return ""
        return f"{self.numerator:,} of {self.denominator:,}"

    @property
    def in_words(self) -> str:
        """ "936 of 1,040 (90 %)": no rate is printed without both its numbers."""
        return f"{self.numbers} ({self.percent})" if self.value is not None else self._blank()

    def _blank(self) -> str:
        return str(HIDDEN) if self.is_hidden else ""

    def _known(self) -> tuple[int, int] | None:
        if not isinstance(self.numerator, int) or not isinstance(self.denominator, int):
            return None
        return (self.numerator, self.denominator) if self.denominator else None


class Kind(StrEnum):
    """How the values of a column are written and typed."""

    TEXT = "text"
    NUMBER = "number"
    RATE = "rate"
    MONEY = "money"
    DECIMAL = "decimal"
    DATE = "date"


Value = str | int | float | dt.date | Rate | Hidden | None


def in_words(value: Value, kind: Kind) -> str:
    """A value as people read it; "" where it is unknown. Money is given in pence."""
    if value is None:
        return ""
    if isinstance(value, Rate):
        return value.in_words
    if isinstance(value, Hidden | str):
        return str(value)
    if isinstance(value, dt.date):
        return f"{value:%-d %B %Y}"
    if kind is Kind.MONEY:
        return pounds(round(value))
    if kind is Kind.DECIMAL:
        return f"{value:,.1f}"
    return f"{value:,}"


def pounds(pence: int) -> str:
    """ "£4,874", "£12.50": pence only where there are any."""
    whole, rest = divmod(pence, 100)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"


def plural(number: int, word: str) -> str:
    """ "1 event", "2 events"."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
