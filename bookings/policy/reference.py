"""The schema as tables, for docs/policies.md and for the help of the command."""

import enum
import types
import typing
from collections.abc import Iterator
from dataclasses import Field, dataclass, fields
from typing import Any

from .keys import Pence, is_required, is_section, types_of
from .reading import FREE

SIMPLE = {
    "str": "words",
    "int": "whole number",
    "bool": "yes or no",
    "date": "date",
    "time": "time of day",
    "datetime": "date and time",
}


@dataclass(frozen=True)
class Key:
    """One key of a section: what it takes, its unit, what holds without it (empty: it is needed)."""

    name: str
    takes: str
    unit: str
    default: str
    about: str


def sections(root: Any) -> dict[str, list[Key]]:
    """The keys of a section and of every section within it, each section once, by name in snake case."""
    found: dict[str, list[Key]] = {}
    for section in _walk(root, set()):
        kinds = types_of(section)
        found[name_of(section)] = [_key(each, kinds[each.name]) for each in fields(section)]
    return found


def markdown(root: Any) -> str:
    """All tables of a section in Markdown."""
    parts = []
    for name, keys in sections(root).items():
        rows = [
            f"| `{k.name}` | {k.takes} | {k.unit} | {k.default or '**needed**'} | {k.about} |"
            for k in keys
        ]
        head = ["| Key | Takes | Unit | Without it | What it says |", "|---|---|---|---|---|"]
        parts.append("\n".join([f"### {name}", "", *head, *rows]))
    return "\n\n".join(parts) + "\n"


def plain(root: Any) -> str:
    """All keys of a section as indented text."""
    parts = []
    for name, keys in sections(root).items():
        width = max(len(key.name) for key in keys)
        rows = [
            f"  {k.name:<{width}}  {k.about} ({k.takes}; {'without it: ' + k.default if k.default else 'needed'})"
            for k in keys
        ]
        parts.append("\n".join([f"{name}:", *rows]))
    return "\n\n".join(parts)


def name_of(section: type) -> str:
    """ "BoardChange" is board_change."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in section.__name__).lstrip("_")


def _walk(section: Any, seen: set[Any]) -> Iterator[Any]:
    if section in seen:
        return
    seen.add(section)
    yield section
    for kind in types_of(section).values():
        inner = _bare(kind)
        if is_section(inner):
            yield from _walk(inner, seen)


def _bare(kind: Any) -> Any:
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        kind = next(each for each in typing.get_args(kind) if each is not types.NoneType)
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else kind


def _key(each: Field[Any], kind: Any) -> Key:
    meta = each.metadata
    default = "" if is_required(each) else _default(each.default)
    return Key(each.name, _takes(kind, meta["code"]), meta["unit"], default, meta["about"])


def _takes(kind: Any, code: bool) -> str:
    many = typing.get_origin(kind) is tuple
    bare = _bare(kind)
    if is_section(bare):
        words = name_of(bare)
    elif bare is Pence:
        words = f"whole number or {FREE}"
    elif issubclass(bare, enum.Enum):
        words = ", ".join(each.value for each in bare)
    else:
        words = "code" if code else SIMPLE[bare.__name__]
    return f"list of {words}" if many else words


def _default(value: Any) -> str:
    if value is None or value in ("", ()):
        return "none"
    if isinstance(value, tuple):
        return ", ".join(_default(each) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, enum.Enum):
        return str(value.value)
    if is_section(type(value)):
        code = getattr(value, "code", None) or getattr(value, "change", None)
        return _default(code) if code else "what its own keys have"
    return str(value)
