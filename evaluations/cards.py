"""A questionnaire as cards: what stands together on the screen and on paper. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .choices import ItemKind
from .instruments.marking import BEFORE
from .instruments.schema import Item, Questionnaire

BARRIERS, BY, AGREES = "review_barriers", "action_by", "interview"
LOOKING_BACK = "Looking back"
LOOK_BACK = "Think of how it was before the course. Knowing what you know now, what would you say?"


@dataclass(frozen=True)
class Card:
    """One question and the names of its fields; `looks_back`: as it was before the course."""

    item: Item
    names: tuple[str, ...]
    looks_back: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    intro: str
    cards: Sequence[Card]


def sections_of(questionnaire: Questionnaire) -> list[Section]:
    """The questions in order, then those that look back, beneath a heading of their own."""
    now = [Card(item, names_of(item)) for item in questionnaire.items]
    before = [
        Card(item, (f"{item.code}{BEFORE}",), looks_back=True)
        for item in questionnaire.items
        if item.looks_back
    ]
    return list(_sections(now, before))


def _sections(now: Sequence[Card], before: Sequence[Card]) -> Iterator[Section]:
    if now:
        yield Section("", "", now)
    if before:
        yield Section(LOOKING_BACK, LOOK_BACK, before)


def names_of(item: Item) -> tuple[str, ...]:
    """The fields of a question, the one that counts as its answer first."""
    if item.kind == ItemKind.ACTION:
        return (item.code, BY)
    if item.kind == ItemKind.ACTION_REVIEW:
        return (item.code, BARRIERS, AGREES)
    if item.kind == ItemKind.ORDERED:
        return names_in_order(item)
    return (item.code,)


def names_in_order(item: Item) -> tuple[str, ...]:
    """The names of the fields of an item in order, first place first."""
    return tuple(f"{item.code}__at{place}" for place in range(1, len(item.choices) + 1))
