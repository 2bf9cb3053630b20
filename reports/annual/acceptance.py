"""Printed sums held against what they come to, and against our own figures where we have them."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import TextIO

from .arithmetic import Unreadable, worked_out

COLUMNS = ("id", "what", "formula", "computed", "printed", "agrees")
OURS: Mapping[str, str] = {
    "attendance rate": "attended / places_available * 100",
    "topic count vs total": "attended",
}
"""Printed figures that the product works out itself, by what the file calls them."""

EXPECTED = {"yes": True, "no": False, "derived": False}


@dataclass(frozen=True)
class Held:
    """One line of the file. `comes_to` and `ours` are in words, `ours` "" where we have no such figure; `expected`
    is what the file says: whether both numbers agree. `wrong` says why a line cannot be worked out, "" where it can."""

    id: str
    what: str
    printed: str
    comes_to: str
    agrees: bool
    expected: bool
    ours: str = ""
    ours_agrees: bool = True
    note: str = ""
    wrong: str = ""

    @property
    def as_expected(self) -> bool:
        return not self.wrong and self.agrees == self.expected and self.ours_agrees


def held(
    file: TextIO, own: Callable[[str], float | None], *, is_ours: Callable[[str], bool]
) -> list[Held]:
    """Every line of a file with the columns of `COLUMNS`. `own` gives our figures by key; `is_ours` says of a
    line's source whether it is about our board. Each line stands alone. Raises `Unreadable` where a column is missing."""
    reader = csv.DictReader(file)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise Unreadable(f"The file has no column {', '.join(missing)}.")
    return [_line(row, own, is_ours(row.get("source_url") or "")) for row in reader]


def _line(row: Mapping[str, str | None], own: Callable[[str], float | None], is_ours: bool) -> Held:
    cells = {column: row.get(column) or "" for column in (*COLUMNS, "note")}
    try:
        return _held(cells, own, is_ours)
    except Unreadable as error:
        return Held(
            id=cells["id"],
            what=cells["what"],
            printed=cells["printed"],
            comes_to="",
            agrees=False,
            expected=_expected(cells),
            wrong=str(error),
        )


def _expected(row: Mapping[str, str]) -> bool:
    return EXPECTED.get(row["agrees"].strip().lower(), True)


def _held(row: Mapping[str, str], own: Callable[[str], float | None], is_ours: bool) -> Held:
    value = worked_out(row["formula"])
    printed = _number(row["printed"])
    agrees = value if isinstance(value, bool) else _rounded(value, printed) == printed
    ours = _ours(row["what"], own) if is_ours else None
    return Held(
        id=row["id"],
        what=row["what"],
        printed=row["printed"],
        comes_to=row["computed"] if isinstance(value, bool) else _words(value),
        agrees=agrees,
        expected=_expected(row),
        ours="" if ours is None else _words(ours),
        ours_agrees=ours is None or _rounded(ours, printed) == printed,
        note=row["note"],
    )


def _ours(what: str, own: Callable[[str], float | None]) -> Fraction | None:
    """The product's own number; None where it has none, or not all it is made of."""
    if what not in OURS:
        return None
    known = {key: own(key) for key in ("attended", "places_available")}
    names = {key: Fraction(str(number)) for key, number in known.items() if number is not None}
    try:
        value = worked_out(OURS[what], names)
    except Unreadable:
        return None
    return value if isinstance(value, Fraction) else None


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Unreadable(f"“{text}” is no number.")
    return number


def _rounded(value: Fraction, like: Decimal) -> Decimal:
    """`value` to as many places as were printed, halves up."""
    exponent = like.as_tuple().exponent
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(int(exponent)), rounding=ROUND_HALF_UP)


def _words(value: Fraction) -> str:
    text = f"{float(value):,.2f}"
    return text.rstrip("0").rstrip(".")
