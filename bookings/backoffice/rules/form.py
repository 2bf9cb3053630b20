"""One form for any section of the schema: what is typed, checked, and drawn."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bookings.policy.reading import Problem

from .document import write_document
from .lists import Lists
from .nodes import Drawing, Node
from .shape import Is, keys_of
from .typed import ROW, Typed, add_row, raise_row, remove_row, rows_of

STEP = re.compile(r"\.?[^.\[\]]+|\[[^\]]*\]")
ADD, REMOVE, RAISE = "add", "remove", "raise"
ROW_BUTTONS = (ADD, REMOVE, RAISE)

Read = Callable[[dict[str, Any]], Sequence[Problem]]


@dataclass(frozen=True)
class Placed:
    """A problem with the place where it is to be mended: its words, and the id of the field."""

    where: str
    message: str
    id: str


class RulesForm:
    """The form of a section. `read` gives every problem of its document, and is asked only to `check`."""

    def __init__(
        self, section: type, typed: Typed, lists: Lists, *, read: Read, check: bool = False
    ) -> None:
        written = write_document(section, typed)
        self.typed, self.document, self.is_checked = typed, written.data, check
        self.problems = [written.place(each) for each in read(self.document)] if check else []
        self.drawing = Drawing(typed, lists)
        self.nodes = self.drawing.nodes(section)
        for problem in self.problems:
            if node := self.nearest(problem.path):
                node.errors.append(problem.message)

    @property
    def is_sound(self) -> bool:
        return self.is_checked and not self.problems

    def nearest(self, name: str) -> Node | None:
        """The node of that name, or the closest around it that is on the page."""
        steps = STEP.findall(name)
        names = ("".join(steps[:n]) for n in range(len(steps), 0, -1))
        return next((self.drawing.by_name[n] for n in names if n in self.drawing.by_name), None)

    def placed(self) -> list[Placed]:
        """Every problem, for the top of the page."""
        return [self._placed(each) for each in self.problems]

    def _placed(self, problem: Problem) -> Placed:
        node = self.nearest(problem.path)
        if node is None:
            return Placed("", problem.message, "")
        steps = STEP.findall(node.name)
        names = ["".join(steps[: n + 1]) for n in range(len(steps))]
        labels = [self.drawing.by_name[n].label for n in names if n in self.drawing.by_name]
        return Placed(", ".join(labels), problem.message, node.id)

    def unknown_names(self) -> list[Placed]:
        """Names that are chosen but in none of the board's lists: the rule fits nobody, unless they come."""
        return [
            Placed(node.label, f"“{choice.label}” is in none of your lists yet.", node.id)
            for node in self.drawing.by_name.values()
            for choice in node.choices
            if not choice.is_known
        ]


def pressed_row(section: type, typed: Typed) -> tuple[Typed, str] | None:
    """What is typed after the button of a row, and the list or row to look at; None if no such was pressed."""
    button = next((each for each in ROW_BUTTONS if each in typed), None)
    if button is None:
        return None
    name = typed[button][0]
    if button == ADD:
        kind = rows_kind(section, name)
        if kind is None:
            return typed, ""
        after = add_row(typed, name, kind)
        return after, f"{name}[{rows_of(after, name) - 1}]"
    after = remove_row(typed, name) if button == REMOVE else raise_row(typed, name)
    row = ROW.fullmatch(name)
    return after, row["rows"] if row else ""


def rows_kind(section: type, name: str) -> type | None:
    """The section of which a list of that name has rows; None if there is no such list."""
    kind, what = section, Is.PART
    for step in STEP.findall(name):
        if step.startswith("["):
            continue
        key = next((k for k in keys_of(kind) if k.name == step.lstrip(".")), None)
        if key is None or key.what not in (Is.PART, Is.ROWS):
            return None
        kind, what = key.kind, key.what
    return kind if what == Is.ROWS else None
