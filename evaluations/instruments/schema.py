"""A questionnaire as data. `docs/evaluation.md` lists all keys; a changed question makes a new version."""

# ruff: noqa: RUF009 - `key` makes a field, as dataclasses.field does
from dataclasses import dataclass

from bookings.policy.keys import key
from evaluations.choices import ItemKind, OutcomeLevel, Purpose

SCHEMA = 1
PER_OBJECTIVE = "{objective}"
"""Stands in the text of an item that is asked once for each objective of the course."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One labelled point of a rating scale."""

    value: int = key("The number.", most=100)
    words: str = key("How it reads; may be empty between the ends.", default="")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer of a quiz item."""

    code: str = key("The name used in this document.", code=True)
    words: str = key("How it reads.")
    is_right: bool = key(
        "Whether it is right; for items in order: all are, in this order.", default=False
    )
    feedback: str = key("What is said to who chose it, after the last wave.", default="")


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Items whose answers are added up to one score: the mean of those answered."""

    code: str = key("The name used in this document.", code=True)
    words: str = key("How it reads.")
    least_answered: int = key(
        "How many items must be answered for a score.", default=1, least=1, most=100
    )


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question. The same `code` in two waves makes their answers comparable."""

    code: str = key(
        "The name used in this document, and in other questionnaires that ask the same.", code=True
    )
    kind: ItemKind = key("How it is answered.")
    text: str = key("The question; with {objective}, asked once for each objective of the course.")
    help: str = key("A line beneath it.", default="")
    is_required: bool = key("Whether it must be answered.", default=False)
    looks_back: bool = key(
        "Also asked about before the course, for ratings at the end.", default=False
    )
    points: tuple[Point, ...] = key("The points of a rating scale, lowest first.", default=())
    choices: tuple[Choice, ...] = key("The answers of a quiz item.", default=())
    worth: int = key("Points for a right quiz answer.", default=1, least=1, most=100)
    least: int | None = key("The smallest number that can be given.", default=None, most=1_000_000)
    most: int | None = key("The largest.", default=None, most=1_000_000)
    unit: str = key("What a number counts.", default="")
    scale: str = key("The code of the scale it belongs to.", default="")
    is_reversed: bool = key(
        "Whether a high answer means little of what the scale measures.", default=False
    )
    level: OutcomeLevel | None = key("What kind of outcome it shows.", default=None)


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """One instrument."""

    schema: int = key("The version of this schema.", default=SCHEMA, least=SCHEMA, most=SCHEMA)
    title: str = key("Its name.")
    purpose: Purpose = key("What it is for.")
    intro: str = key("What stands above the questions.", default="")
    source: str = key("Where the questions come from; empty: written for Cohort.", default="")
    scales: tuple[Scale, ...] = key("Its scales.", default=())
    items: tuple[Item, ...] = key("Its questions, in order.", default=())
