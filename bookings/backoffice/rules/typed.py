"""What stands in the form: texts by the path of their key, whether right or wrong."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.datastructures import MultiValueDict

from bookings.policy.keys import Pence
from bookings.policy.reading import FREE, LONGEST_LIST

from .shape import Is, Key, is_switched, keys_of, rate_key

SWITCH = "?"
"""After the path of a part that may be left out: the tick that says it is there."""
ROW = re.compile(r"(?P<rows>.+)\[(?P<number>[0-9]{1,3})\]")
PENCE = 100

Typed = dict[str, list[str]]


def join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def typed_from(post: "MultiValueDict[str, str]") -> Typed:
    return {name: list(values) for name, values in post.lists()}


def typed_of(section: type, data: Mapping[str, Any], path: str = "") -> Typed:
    """A document (or an empty one: the defaults) as it stands in the form."""
    found: Typed = {}
    for key in keys_of(section):
        at = join(path, key.name)
        value = data.get(key.name, key.written_default())
        if is_switched(section, key) and value is not None:
            found[at + SWITCH] = ["on"]
        if key.what == Is.PART:
            found |= typed_of(key.kind, value or {}, at)
        elif key.what == Is.ROWS:
            rows = value or []
            found[at] = [str(len(rows))]
            for number, row in enumerate(rows):
                found |= typed_of(key.kind, row, f"{at}[{number}]")
        elif key.what == Is.RATES:
            name = rate_key(key)
            found |= {f"{at}[{r['duration']}]": [_text(key, r[name])] for r in value or []}
        else:
            found[at] = _texts(key, value)
    return found


def _texts(key: Key, value: Any) -> list[str]:
    if key.what == Is.LINES:
        return ["\n".join(value or ())]
    if key.what == Is.CHOSEN:
        return [str(each) for each in value or ()]
    if key.what == Is.YES_NO and key.optional:
        return [] if value is None else ["yes" if value else "no"]
    if key.what == Is.YES_NO:
        return ["on"] if value else []
    return [] if value is None else [_text(key, value)]


def _text(key: Key, value: Any) -> str:
    return pounds_typed(value) if key.kind is Pence else str(value)


def pounds_typed(pence: int | str) -> str:
    """ "37.50", "75", "0": how a sum is typed."""
    whole, rest = divmod(0 if pence == FREE else int(pence), PENCE)
    return f"{whole}.{rest:02}" if rest else str(whole)


def rows_of(typed: Typed, path: str) -> int:
    """How many rows a list has."""
    text = first(typed, path)
    return min(int(text), LONGEST_LIST) if text.isdecimal() and len(text) < 4 else 0


def first(typed: Typed, name: str) -> str:
    values = typed.get(name) or [""]
    return values[0].strip()


def add_row(typed: Typed, path: str, section: type) -> Typed:
    number = rows_of(typed, path)
    if number >= LONGEST_LIST:
        return typed
    return {**typed, **typed_of(section, {}, f"{path}[{number}]"), path: [str(number + 1)]}


def remove_row(typed: Typed, row: str) -> Typed:
    found = ROW.fullmatch(row)
    if found is None:
        return typed
    path, number = found["rows"], int(found["number"])
    count = rows_of(typed, path)
    if number >= count:
        return typed
    order = [n for n in range(count) if n != number]
    return _reordered(typed, path, order)


def raise_row(typed: Typed, row: str) -> Typed:
    """Moves a row before the one that stands above it."""
    found = ROW.fullmatch(row)
    if found is None:
        return typed
    path, number = found["rows"], int(found["number"])
    count = rows_of(typed, path)
    if not 0 < number < count:
        return typed
    order = list(range(count))
    order[number - 1], order[number] = number, number - 1
    return _reordered(typed, path, order)


def _reordered(typed: Typed, path: str, order: Sequence[int]) -> Typed:
    start = re.compile(rf"{re.escape(path)}\[([0-9]+)\]")
    place = {old: new for new, old in enumerate(order)}
    kept: Typed = {}
    for name, values in typed.items():
        match = start.match(name)
        if match is None:
            kept[name] = values
        elif int(match[1]) in place:
            kept[f"{path}[{place[int(match[1])]}]{name[match.end() :]}"] = values
    return {**kept, path: [str(len(order))]}
