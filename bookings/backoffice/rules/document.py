"""The document that what is typed makes."""

import re
from dataclasses import dataclass, field
from typing import Any

from bookings.policy.keys import Pence
from bookings.policy.reading import Problem

from .shape import ONLY_WITH, Is, Key, is_switched, keys_of, rate_key
from .typed import SWITCH, Typed, first, join, rows_of

SUM = re.compile(r"£?\s*(?P<pounds>[0-9]{1,3}(?:,?[0-9]{3})*)(?:\.(?P<pence>[0-9]{1,2}))?")
WHOLE = re.compile(r"-?[0-9]{1,9}")
NO_SUM = "Give a sum of money such as 75 or 37.50, or 0 where it is free."
LEFT_OUT: Any = object()


@dataclass
class Written:
    """The document; where a path of it stands in the form under another name; what is no sum of money."""

    data: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    no_sums: set[str] = field(default_factory=set)

    def place(self, problem: Problem) -> Problem:
        """A problem of the document, at the field where it was typed."""
        name = self.names.get(problem.path, problem.path)
        return Problem(name, NO_SUM if problem.path in self.no_sums else problem.message)


def write_document(section: type, typed: Typed) -> Written:
    """What is typed as plain data; a code left empty is made from its words, in `typed` too."""
    writer = _Writer(typed)
    writer.written.data = writer.section(section, "")
    return writer.written


def codes_of(typed: Typed, path: str) -> list[str]:
    """The codes of a list of sections, such as `durations`, in their order."""
    found = [first(typed, f"{path}[{n}].code") for n in range(rows_of(typed, path))]
    return [code for code in found if code]


def rate_codes(typed: Typed, path: str) -> list[str]:
    """The durations that a list of rates has a field for: those that exist, and those that something was typed for."""
    asked = [
        name[len(path) + 1 : -1]
        for name in typed
        if name.startswith(f"{path}[") and name.endswith("]") and first(typed, name)
    ]
    return list(dict.fromkeys([*codes_of(typed, "durations"), *asked]))


def applies(section: type, name: str, typed: Typed, path: str) -> bool:
    """Whether the key has a meaning beside what its sibling says, and the sibling beside its own."""
    condition = ONLY_WITH.get((section, name))
    if condition is None:
        return True
    sibling, values = condition
    says = first(typed, join(path, sibling))
    return says in values and applies(section, sibling, typed, path)


def is_on(section: type, key: Key, typed: Typed, at: str) -> bool:
    """Whether a part is there: ticked, or never left out."""
    return not is_switched(section, key) or (at + SWITCH) in typed


def in_usual_order(key: Key, values: list[str]) -> list[str]:
    """Ticks come in the order of the page; all that is usual is no change, whatever its order."""
    usual = [str(each) for each in key.written_default() or ()]
    return usual if set(usual) == set(values) else values


class _Writer:
    def __init__(self, typed: Typed) -> None:
        self.typed, self.written = typed, Written()

    def section(self, section: type, path: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.make_code(section, path)
        for key in keys_of(section):
            at = join(path, key.name)
            if not applies(section, key.name, self.typed, path):
                continue
            value = self.value(key, at) if is_on(section, key, self.typed, at) else None
            if value is not LEFT_OUT:
                found[key.name] = value
        return found

    def make_code(self, section: type, path: str) -> None:
        names = {key.name for key in keys_of(section)}
        at, words = join(path, "code"), first(self.typed, join(path, "words"))
        if {"code", "words"} <= names and words and not first(self.typed, at):
            self.typed[at] = [re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:40]]

    def value(self, key: Key, at: str) -> Any:
        if key.what == Is.PART:
            return self.section(key.kind, at)
        if key.what == Is.ROWS:
            return [self.section(key.kind, f"{at}[{n}]") for n in range(rows_of(self.typed, at))]
        if key.what == Is.RATES:
            return self.rates(key, at)
        if key.what == Is.CHOSEN:
            return in_usual_order(key, [each for each in self.typed.get(at, []) if each])
        if key.what == Is.LINES:
            lines = (line.strip() for line in first(self.typed, at).splitlines())
            return [line for line in lines if line]
        if key.what == Is.YES_NO:
            return self.yes_no(key, at)
        return self.one(key, at, at)

    def yes_no(self, key: Key, at: str) -> bool | None:
        if not key.optional:
            return bool(first(self.typed, at))
        return {"yes": True, "no": False}.get(first(self.typed, at))

    def rates(self, key: Key, at: str) -> list[dict[str, Any]]:
        name = rate_key(key)
        found: list[dict[str, Any]] = []
        for code in rate_codes(self.typed, at):
            typed_at, path = f"{at}[{code}]", f"{at}[{len(found)}]"
            if not first(self.typed, typed_at):
                continue
            value = self.one(key, typed_at, f"{path}.{name}")
            found.append({"duration": code, name: value})
            for each in (path, f"{path}.duration", f"{path}.{name}"):
                self.written.names[each] = typed_at
        return found

    def one(self, key: Key, name: str, path: str) -> Any:
        text = first(self.typed, name).replace("\r\n", "\n")
        if not text:
            return None if key.optional else LEFT_OUT
        if key.kind is Pence:
            return self.pence(text, path)
        if key.kind is int:
            return int(text) if WHOLE.fullmatch(text) else text
        return text

    def pence(self, text: str, path: str) -> int | str:
        match = SUM.fullmatch(text)
        if match is None:
            self.written.no_sums.add(path)
            return text
        return int(match["pounds"].replace(",", "")) * 100 + int(
            (match["pence"] or "").ljust(2, "0")
        )
