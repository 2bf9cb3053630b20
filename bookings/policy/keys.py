"""How one key of a document is described: in the field's metadata, once, for reader and reference."""

import typing
from collections.abc import Iterator
from dataclasses import MISSING, Field, field, fields, is_dataclass
from functools import cache
from typing import Any, NewType, get_type_hints

Pence = NewType("Pence", int)
MOST_PENCE = 1_000_000
MOST = 1_000


def key(
    about: str,
    *,
    default: Any = MISSING,
    empty: Any = None,
    unit: str = "",
    least: int = 0,
    most: int = MOST,
) -> Any:
    """A key. Without a default it must be given; `empty` is the factory of a default that is a dict."""
    metadata = {"about": about, "unit": unit, "least": least, "most": most}
    if empty is not None:
        return field(default_factory=empty, metadata=metadata)
    return field(default=default, metadata=metadata)


@cache
def types_of(section: type) -> dict[str, Any]:
    return get_type_hints(section)


def is_section(kind: Any) -> bool:
    return isinstance(kind, type) and is_dataclass(kind)


def is_required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def default_of(each: Field[Any]) -> Any:
    return each.default if each.default_factory is MISSING else each.default_factory()


def written_name(each: Field[Any]) -> str:
    """`from` is a word of Python, so its field is `from_`."""
    return each.name.rstrip("_")


def without_none(kind: Any) -> Any:
    """X of `X | None`."""
    options = [each for each in typing.get_args(kind) if each is not type(None)]
    is_optional = type(None) in typing.get_args(kind)
    return options[0] if is_optional else kind


def every_key(section: type, path: str = "") -> Iterator[tuple[str, Field[Any]]]:
    """(path, field) of every key, depth first; the items of a list are written `tiers[]`."""
    for each in fields(section):
        at = f"{path}.{written_name(each)}" if path else written_name(each)
        yield at, each
        kind = without_none(types_of(section)[each.name])
        inner = typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else kind
        if is_section(inner):
            yield from every_key(inner, at if inner is kind else f"{at}[]")
