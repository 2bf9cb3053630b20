"""Plain data to dataclasses and back. Every problem is collected, with its path, in words for a form field."""

import datetime as dt
import difflib
import enum
import re
import types
import typing
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import Field, dataclass, fields
from typing import Any, TypeVar

from .keys import Pence, is_required, is_section, names_of, types_of
from .london import LONDON, is_real

FREE = "free"
LONGEST_TEXT = 2_000
LONGEST_LIST = 200
LONGEST_SHOWN = 40
CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
DATE = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
EARLIEST, LATEST = 1990, 2100
BAD: Any = object()

Section = TypeVar("Section")


@dataclass(frozen=True)
class Problem:
    """What is wrong (`message`, a sentence) and where (`path`, such as `cancellation.tiers[1].until`)."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


def read_section(section: type[Section], data: object) -> tuple[Section | None, list[Problem]]:
    """`data` as `section`, and all problems.

    Parts with problems are left at their defaults; the section is None where it cannot be made even so.
    """
    reader = _Reader()
    found = reader.section(section, data, "")
    return (None if found is BAD else found), reader.problems


def write_section(section: Any, *, full: bool = False) -> dict[str, Any]:
    """A section as plain data in the schema's order; without `full` only what differs from the defaults."""
    section_type: Any = type(section)
    kinds = types_of(section_type)
    return {
        each.name: _written(getattr(section, each.name), kinds[each.name], full)
        for each in fields(section)
        if full or each.name == "schema" or getattr(section, each.name) != each.default
    }


def _written(value: Any, kind: Any, full: bool) -> Any:
    if kind is Pence:
        return value or FREE
    if isinstance(value, tuple):
        return [_written(each, typing.get_args(kind)[0], full) for each in value]
    if is_section(type(value)):
        return write_section(value, full=full)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, dt.date) else value


def shown(value: object) -> str:
    """A value somebody wrote, short enough to quote."""
    if isinstance(value, dict | list | tuple | set):
        return "a list" if not isinstance(value, dict) else "a group of keys"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    try:
        text = str(value)
    except ValueError:  # Python refuses to print very long numbers
        return "a very long number"
    text = "".join(c if c.isprintable() else "?" for c in text[: LONGEST_SHOWN + 1])
    return f"“{text[:LONGEST_SHOWN]}…”" if len(text) > LONGEST_SHOWN else f"“{text}”"


def one_of(known: Iterable[str]) -> str:
    """ "a, b or c"."""
    *others, last = known
    return f"{', '.join(others)} or {last}" if others else last


def did_you_mean(value: object, known: Iterable[str]) -> str:
    """ " Did you mean “unit”?", or nothing."""
    close = difflib.get_close_matches(str(value)[:80], list(known), n=1) if _is_name(value) else []
    return f" Did you mean “{close[0]}”?" if close else ""


def _is_name(value: object) -> bool:
    return isinstance(value, str)


def _path_to(name: object, path: str) -> str:
    """The path of a key somebody wrote; that of its section where it is no word."""
    if not isinstance(name, str) or not name.isidentifier():
        return path
    return f"{path}.{name[:LONGEST_SHOWN]}" if path else name[:LONGEST_SHOWN]


class _Reader:
    """Reads by type. A part that cannot be read is reported and comes back as BAD."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.by_type: dict[Any, Callable[[Any, str, dict[str, Any]], Any]] = {
            Pence: self.pence,
            int: self.number,
            str: self.text,
            bool: self.boolean,
            dt.date: self.date,
            dt.time: self.time,
            dt.datetime: self.moment,
        }

    def bad(self, path: str, message: str) -> Any:
        self.problems.append(Problem(path, message))
        return BAD

    def section(self, section: type, data: object, path: str) -> Any:
        if not isinstance(data, dict):
            return self.bad(path, f"Give a group of keys and values here, not {shown(data)}.")
        known = names_of(section)
        for name in data:
            if name not in known:
                at = _path_to(name, path)
                self.bad(at, f"There is no key {shown(name)} here.{did_you_mean(name, known)}")
        found = {each.name: self.key(section, each, data, path) for each in fields(section)}
        given = {name: value for name, value in found.items() if value is not BAD}
        missing = [e for e in fields(section) if is_required(e) and e.name not in given]
        return BAD if missing else section(**given)

    def key(self, section: type, each: Field[Any], data: dict[Any, Any], path: str) -> Any:
        at = f"{path}.{each.name}" if path else each.name
        if each.name not in data:
            return self.bad(at, "This is needed.") if is_required(each) else BAD
        kind = types_of(section)[each.name]
        return self.value(kind, data[each.name], at, dict(each.metadata))

    def value(self, kind: Any, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if typing.get_origin(kind) in (types.UnionType, typing.Union):
            if value is None:
                return None
            kind = next(each for each in typing.get_args(kind) if each is not types.NoneType)
        if typing.get_origin(kind) is tuple:
            return self.items(typing.get_args(kind)[0], value, path, meta)
        if is_section(kind):
            return self.section(kind, value, path)
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return self.choice(kind, value, path)
        return self.by_type[kind](value, path, meta)

    def items(self, kind: Any, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if not isinstance(value, list | tuple):
            return self.bad(path, f"Give a list here, not {shown(value)}.")
        if len(value) > LONGEST_LIST:
            return self.bad(path, f"Give at most {LONGEST_LIST} here.")
        found = [self.value(kind, item, f"{path}[{n}]", meta) for n, item in enumerate(value)]
        return tuple(item for item in found if item is not BAD)

    def choice(self, kind: type[enum.Enum], value: Any, path: str) -> Any:
        known = [each.value for each in kind]
        if isinstance(value, str) and value in known:
            return kind(value)
        hint = did_you_mean(value, known)
        return self.bad(path, f"Choose {one_of(known)}, not {shown(value)}.{hint}")

    def pence(self, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if value == FREE:
            return Pence(0)
        if isinstance(value, float):
            return self.bad(path, "Give whole pence: £37.50 is 3750.")
        if isinstance(value, str):
            return self.bad(path, f"Give whole pence, such as 3750, or free, not {shown(value)}.")
        return self.number(value, path, meta)

    def number(self, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            return self.bad(path, f"Give a whole number, not {shown(value)}.")
        least, most = meta.get("least", 0), meta.get("most")
        if value < 0 and meta.get("unit") == "pence":
            return self.bad(path, "A sum of money cannot be less than nothing.")
        if least == most and value != least:
            return self.bad(path, f"This can only be {least}.")
        if value < least:
            return self.bad(path, f"Give {least} or more.")
        if most is not None and value > most:
            return self.bad(path, f"Give {most} or less.")
        return value

    def text(self, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if not isinstance(value, str):
            return self.bad(path, f"Give words, not {shown(value)}.")
        if meta.get("code") and not CODE.fullmatch(value):
            return self.bad(path, "Use up to 40 lower-case letters, digits and underscores.")
        if len(value) > LONGEST_TEXT:
            return self.bad(path, f"Give at most {LONGEST_TEXT} characters.")
        if any(unicodedata.category(c) in ("Cc", "Cs", "Cn") and c not in "\n\r\t" for c in value):
            return self.bad(path, "Take out the characters that cannot be printed.")
        return value

    def boolean(self, value: Any, path: str, meta: dict[str, Any]) -> Any:
        return (
            value
            if isinstance(value, bool)
            else self.bad(path, f"Say yes or no, not {shown(value)}.")
        )

    def date(self, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if isinstance(value, str) and DATE.fullmatch(value):
            try:
                found = dt.date.fromisoformat(value)
            except ValueError:
                return self.bad(path, f"There is no day {shown(value)}.")
            if EARLIEST <= found.year <= LATEST:
                return found
        return self.bad(path, f"Give a date such as 2026-05-12, not {shown(value)}.")

    def time(self, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if isinstance(value, str) and TIME.fullmatch(value):
            return dt.time.fromisoformat(value)
        return self.bad(path, f"Give a time of day such as “10:00”, not {shown(value)}.")

    def moment(self, value: Any, path: str, meta: dict[str, Any]) -> Any:
        wanted = f"Give a date and time such as 2026-05-12T09:30, not {shown(value)}."
        if not isinstance(value, str) or len(value) > LONGEST_SHOWN or len(value) < 16:
            return self.bad(path, wanted)
        try:
            found = dt.datetime.fromisoformat(value)
        except ValueError:
            return self.bad(path, wanted)
        if not EARLIEST <= found.year <= LATEST:
            return self.bad(path, wanted)
        if found.tzinfo is None:
            found = found.replace(tzinfo=LONDON)
        if not is_real(found):
            return self.bad(path, "The clocks go forward: there is no such time on that day.")
        return found.astimezone(dt.UTC)
