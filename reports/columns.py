"""Columns of tables, made from the measures they show: called the same, written by their kind."""

from collections.abc import Iterable

from .documents import Column
from .measures.definitions import Measure, Share
from .values import Kind

KINDS = {
    "count": Kind.NUMBER,
    "rate": Kind.RATE,
    "money": Kind.MONEY,
    "decimal": Kind.DECIMAL,
}


def columns_of(measures: Iterable[Measure]) -> tuple[Column, ...]:
    return tuple(
        Column(m.key, m.label, KINDS[m.kind], of=m.of if isinstance(m, Share) else "")
        for m in measures
    )


def texts(**labels: str) -> tuple[Column, ...]:
    """Columns of words, by key."""
    return tuple(Column(key, label, Kind.TEXT) for key, label in labels.items())
