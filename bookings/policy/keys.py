"""How one key of a document is described: in a dataclass field's metadata, once, for reader and reference."""

from dataclasses import MISSING, Field, field, fields, is_dataclass
from functools import cache
from typing import Any, NewType, get_type_hints

Pence = NewType("Pence", int)
"""A sum of money; 0 is written "free"."""

MOST_PENCE = 1_000_000
MOST_NUMBER = 1_000


def key(
    about: str,
    *,
    default: Any = MISSING,
    unit: str = "",
    least: int = 0,
    most: int | None = None,
    code: bool = False,
) -> Any:
    """A field of a section. `about` is its help text; without `default` the key must be given.

    `unit` is shown in the reference, `least` and `most` bound a number, `code` asks for a short name of
    lower-case letters, digits and underscores.
    """
    metadata = {"about": about, "unit": unit, "least": least, "most": most, "code": code}
    return field(default=default, metadata=metadata)


@cache
def types_of(section: Any) -> dict[str, Any]:
    """The type of each key of a section."""
    return get_type_hints(section)


def is_section(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)


def is_required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def names_of(section: type) -> list[str]:
    return [each.name for each in fields(section)]
