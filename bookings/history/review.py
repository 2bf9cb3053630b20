"""What an officer must decide before a list can be loaded: as a form, or as a CSV file that goes out and back."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from courses.imports.problems import FileRefused

from .parse import agency_key, person_key
from .words import Standing, word_of

SKIP = "skip"
NEW = "new"
SAME_AS = "same as "
NEW_IN = "new in "
ITS_NAME = " as "
AS_PROPOSED = "as proposed"
EVERY_OTHER = "*"
ITEM_KEY = tuple[str, str, str]


class Kind(StrEnum):
    STATUS = "status"
    AGENCY = "agency"
    PERSON = "person"


@dataclass(frozen=True)
class Item:
    """One thing to decide. `text` is what the file says, `beside` tells it from others of the same text (a
    person's agency or address); `score` is how alike the proposal is, out of 100, 0 where that is not why."""

    kind: Kind
    text: str
    beside: str
    rows: int
    first_row: int
    proposal: str = ""
    score: int = 0
    why: str = ""

    @property
    def key(self) -> ITEM_KEY:
        return key_of_item(self.kind, self.text, self.beside)


def key_of_item(kind: str, text: str, beside: str) -> ITEM_KEY:
    """Under which a decision is found again, whatever case and punctuation it came back with."""
    if kind == Kind.STATUS:
        return kind, word_of(text), ""
    if kind == Kind.AGENCY:
        return kind, agency_key(text) or text, ""
    return kind, person_key(text), beside if "@" in beside else agency_key(beside) or beside


class Decisions:
    """What was decided, by item. A line for “*” speaks for every other item of its kind."""

    def __init__(self, said: Mapping[ITEM_KEY, str] | None = None) -> None:
        self.said = dict(said or {})

    def on(self, item: Item) -> str:
        """The decision on `item` as it was written; "" where there is none (or it says to take a proposal
        that there is not)."""
        found = self.said.get(item.key) or self.said.get(every_other(item.kind), "")
        return item.proposal if found.casefold() == AS_PROPOSED else found


def every_other(kind: str) -> ITEM_KEY:
    return kind, EVERY_OTHER, ""


class Writable(Protocol):
    """An open file, or a response that is one."""

    def write(self, text: str, /) -> Any: ...


HEAD = (
    "kind",
    "in the file",
    "beside",
    "rows",
    "first row",
    "proposal",
    "score",
    "why",
    "decision",
)
FORMULA = ("=", "+", "-", "@")
HOW_TO = {
    Kind.STATUS: f"{', '.join(each.words for each in Standing)}, or skip",
    Kind.AGENCY: "same as NAME, new in SECTOR, new in SECTOR as NAME, or skip",
    Kind.PERSON: "same as E-MAIL (or #number), new, or skip",
}


def write_review(items: Iterable[Item], decided: Decisions, file: Writable) -> None:
    """The items as CSV with an empty decision column, or the decision that stands already."""
    rows = csv.writer(file)
    rows.writerow(HEAD)
    for item in items:
        why = f"{item.why} Write: {HOW_TO[item.kind]}.".strip()
        rows.writerow(
            [
                item.kind.value, _kept_text(item.text), _kept_text(item.beside), item.rows, item.first_row,
                item.proposal, item.score or "", why, decided.on(item),
            ]
        )  # fmt: skip


def _kept_text(text: str) -> str:
    """What a spreadsheet would run as a formula gets an apostrophe, which `_as_it_was` takes off again."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _as_it_was(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def read_decisions(text: str) -> Decisions:
    """A review file come back. Raises FileRefused when its columns or kinds are not those of a review."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [
        name for name in ("kind", "in the file", "decision") if name not in (rows.fieldnames or ())
    ]
    if missing:
        raise FileRefused(
            f"The decisions have no column “{missing[0]}”: use the file of the dry run."
        )
    said = {}
    for number, row in enumerate(rows, start=2):
        kind, decision = (row["kind"] or "").strip(), (row["decision"] or "").strip()
        if kind not in list(Kind):
            raise FileRefused(
                f"Row {number} of the decisions: “{kind}” is none of {', '.join(Kind)}."
            )
        if decision:
            text_, beside = (_as_it_was(row.get(name) or "") for name in ("in the file", "beside"))
            key = every_other(kind) if text_ == EVERY_OTHER else key_of_item(kind, text_, beside)
            said[key] = decision
    return Decisions(said)
