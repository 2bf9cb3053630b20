"""Plain data to dataclasses and back. Every problem is collected, with its path, in plain words."""

import datetime as dt
import difflib
import enum
import typing
from collections.abc import Callable, Iterable
from dataclasses import Field, dataclass, fields
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from .keys import Pence, default_of, is_required, is_section, types_of, without_none, written_name

LONDON = ZoneInfo("Europe/London")
LONGEST_TEXT = 2_000
LONGEST_LIST = 200
LONGEST_SHOWN = 40
YEARS = range(1990, 2101)
BAD: Any = object()

Section = TypeVar("Section")


@dataclass(frozen=True)
class Problem:
    """What is wrong, a sentence, and where, such as `cancellation.tiers[1].from`."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


def read_section(section: type[Section], data: object) -> tuple[Section | None, list[Problem]]:
    """`data` as `section`, or None, and all problems. Parts with problems are left at their defaults."""
    reader = _Reader()
    found = reader.section(section, data, "", {})
    return (None if found is BAD else found), reader.problems


def write_section(section: Any) -> dict[str, Any]:
    """A section as plain data, in the schema's order: what must be given and what differs from the default."""
    return {
        written_name(each): _written(getattr(section, each.name))
        for each in fields(section)
        if each.name == "schema"
        or is_required(each)
        or getattr(section, each.name) != default_of(each)
    }


def _written(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    if is_section(type(value)):
        return write_section(value)
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    if isinstance(value, dict):
        return dict(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def shown(value: object) -> str:
    """What somebody wrote, short enough to quote."""
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list | tuple | set):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, int) and abs(value) > 10**12:
        return "so large a number"
    text = "".join(c if c.isprintable() else "?" for c in str(value)[: LONGEST_SHOWN + 1])
    return f"“{text[:LONGEST_SHOWN]}…”" if len(text) > LONGEST_SHOWN else f"“{text}”"


def one_of(known: Iterable[str], last_word: str = "or") -> str:
    """ "a, b or c"."""
    *others, last = known
    return f"{', '.join(others)} {last_word} {last}" if others else last


def did_you_mean(value: object, known: Iterable[str]) -> str:
    """ " Did you mean “unit”?", or nothing."""
    if not isinstance(value, str):
        return ""
    close = difflib.get_close_matches(value[:80], list(known), n=1)
    return f" Did you mean “{close[0]}”?" if close else ""


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
            dt.datetime: self.moment,
        }

    def bad(self, path: str, message: str) -> Any:
        self.problems.append(Problem(path, message))
        return BAD

    def section(self, section: type, data: Any, path: str, _meta: dict[str, Any]) -> Any:
        if not isinstance(data, dict):
            return self.bad(path, f"Give a group of keys and values here, not {shown(data)}.")
        known = [written_name(each) for each in fields(section)]
        for name in data:
            if name not in known:
                at = f"{path}.{str(name)[:80]}" if path else shown(name).strip("“”")
                self.bad(at, f"There is no key {shown(name)} here.{did_you_mean(name, known)}")
        found = {each.name: self.key(section, each, data, path) for each in fields(section)}
        given = {name: value for name, value in found.items() if value is not BAD}
        if any(is_required(each) and each.name not in given for each in fields(section)):
            return BAD
        return section(**given)

    def key(self, section: type, each: Field[Any], data: dict[Any, Any], path: str) -> Any:
        name = written_name(each)
        at = f"{path}.{name}" if path else name
        if name not in data:
            return self.bad(at, "This is needed.") if is_required(each) else BAD
        kind = types_of(section)[each.name]
        if data[name] is None and without_none(kind) is not kind:
            return None
        return self.value(without_none(kind), data[name], at, dict(each.metadata))

    def value(self, kind: Any, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if typing.get_origin(kind) is tuple:
            return self.items(typing.get_args(kind)[0], value, path, meta)
        if typing.get_origin(kind) is dict:
            return self.sums(typing.get_args(kind)[1], value, path, meta)
        if is_section(kind):
            return self.section(kind, value, path, meta)
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

    def sums(self, kind: Any, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if not isinstance(value, dict) or len(value) > LONGEST_LIST:
            return self.bad(path, f"Give names and numbers here, not {shown(value)}.")
        found = {}
        for name, item in value.items():
            if self.text(name, path, {}) is not BAD:
                found[name] = self.value(kind, item, f"{path}.{name}", meta)
        return {name: item for name, item in found.items() if item is not BAD}

    def choice(self, kind: type[enum.Enum], value: Any, path: str) -> Any:
        known = [each.value for each in kind]
        if isinstance(value, str) and value in known:
            return kind(value)
        hint = did_you_mean(value, known)
        return self.bad(path, f"Choose {one_of(known)}, not {shown(value)}.{hint}")

    def pence(self, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if isinstance(value, float | str):
            return self.bad(path, f"Give whole pence (£37.50 is 3750), not {shown(value)}.")
        if isinstance(value, int) and value < 0:
            return self.bad(path, "A sum of money cannot be less than nothing.")
        return self.number(value, path, meta)

    def number(self, value: Any, path: str, meta: dict[str, Any]) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            return self.bad(path, f"Give a whole number, not {shown(value)}.")
        least, most = meta.get("least", 0), meta.get("most", 0)
        if not least <= value <= most:
            return self.bad(path, f"Give a number from {least} to {most}, not {shown(value)}.")
        return value

    def text(self, value: Any, path: str, _meta: dict[str, Any]) -> Any:
        if not isinstance(value, str):
            return self.bad(path, f"Give words, not {shown(value)}.")
        if len(value) > LONGEST_TEXT:
            return self.bad(path, f"Give at most {LONGEST_TEXT} characters.")
        if not value.replace("\n", "").isprintable():
            return self.bad(path, "Take out the characters that cannot be printed.")
        return value

    def boolean(self, value: Any, path: str, _meta: dict[str, Any]) -> Any:
        if isinstance(value, bool):
            return value
        return self.bad(path, f"Say true or false, not {shown(value)}.")

    def date(self, value: Any, path: str, _meta: dict[str, Any]) -> Any:
        try:
            is_date = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
            found = value if is_date else dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            return self.bad(path, f"Give a date such as 2026-05-12, not {shown(value)}.")
        return found if found.year in YEARS else self.bad(path, "That year is not likely.")

    def moment(self, value: Any, path: str, _meta: dict[str, Any]) -> Any:
        """Without an offset it is London time; of a time shown twice in autumn, the first."""
        try:
            found = (
                value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
            )
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            return self.bad(path, f"Give a moment such as 2026-05-12T09:30, not {shown(value)}.")
        return found.astimezone(LONDON) if found.tzinfo else found.replace(tzinfo=LONDON)
