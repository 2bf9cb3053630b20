"""The form as the templates draw it: nodes with their inputs, problems and words, made from the schema."""

import datetime as dt
import enum
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from bookings.policy.keys import Pence
from bookings.policy.schema import MixRule

from .document import applies, is_on, rate_codes
from .labels import EMPTY, ROW_NAMES, YES_NO, help_of, label_of
from .lists import Lists, Options
from .shape import ONLY_WITH, Is, Key, is_switched, keys_of
from .typed import SWITCH, Typed, first, join, rows_of

SHORT_LIST = 9
BLANK = "Choose"


@dataclass
class Choice:
    value: str
    label: str
    id: str
    is_chosen: bool
    is_known: bool = True


@dataclass
class Node:
    """One key in the form, or one row of a list. `template` draws it."""

    name: str
    id: str
    label: str
    template: str
    help: str = ""
    errors: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    classes: str = ""
    unit: str = ""
    widget: str = ""
    choices: list[Choice] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    switch: str = ""
    is_on: bool = True
    row_name: str = ""
    can_rise: bool = False

    @property
    def chosen(self) -> list[Choice]:
        return [each for each in self.choices if each.is_chosen]

    @property
    def is_long(self) -> bool:
        return len(self.choices) > SHORT_LIST

    @property
    def is_plain_part(self) -> bool:
        """A section within a section that is always there."""
        return self.template.endswith("/part.html") and not self.switch

    @property
    def count(self) -> int:
        return len(self.children)


def id_of(name: str) -> str:
    """An id for an HTML element; two names never share one."""
    return "rule-" + re.sub(
        r"[^A-Za-z0-9]", lambda c: f"-{ord(c[0]):x}-" if c[0] not in "._" else c[0], name
    )


@dataclass
class Drawing:
    """Makes the nodes of a section; `by_name` then finds each of them."""

    typed: Typed
    lists: Lists
    by_name: dict[str, Node] = field(default_factory=dict)

    def nodes(self, section: type, path: str = "") -> list[Node]:
        """In the order of the schema, but for codes: nobody has to think of one, so they come last."""
        keys = sorted(keys_of(section), key=lambda key: key.is_code)
        return [self.node(section, key, path) for key in keys]

    def node(self, section: type, key: Key, path: str) -> Node:
        at = join(path, key.name)
        node = Node(
            name=at,
            id=id_of(at),
            label=label_of(section, key),
            help=help_of(section, key),
            template=f"backoffice/rules/{TEMPLATES[key.what]}.html",
            classes=self.classes(section, key, path),
            unit="" if key.unit == "pence" else key.unit,
        )
        if is_switched(section, key):
            node.switch, node.is_on = at + SWITCH, is_on(section, key, self.typed, at)
        self.by_name[at] = node
        FILL[key.what](self, section, key, node)
        return node

    def classes(self, section: type, key: Key, path: str) -> str:
        """Names the sibling's values with which the stylesheet shows the key."""
        condition = ONLY_WITH.get((section, key.name))
        if condition is None:
            return f"key-{key.name}"
        shown = "" if applies(section, key.name, self.typed, path) else " is-off"
        return f"key-{key.name} only-with{shown}"

    def part(self, section: type, key: Key, node: Node) -> None:
        node.children = self.nodes(key.kind, node.name)
        node.classes += f" part-{key.kind.__name__.lower()}"

    def rows(self, section: type, key: Key, node: Node) -> None:
        node.row_name = ROW_NAMES[key.name]
        node.classes += f" rows-{key.kind.__name__.lower()}"
        node.children = [
            self.row(key, f"{node.name}[{n}]", n) for n in range(rows_of(self.typed, node.name))
        ]

    def row(self, key: Key, at: str, number: int) -> Node:
        row = Node(
            name=at,
            id=id_of(at),
            label=f"{ROW_NAMES[key.name].capitalize()} {number + 1}",
            template="backoffice/rules/row.html",
            children=self.nodes(key.kind, at),
            row_name=ROW_NAMES[key.name],
            can_rise=number > 0,
            classes=f"part-{key.kind.__name__.lower()}",
        )
        self.by_name[at] = row
        return row

    def rates(self, section: type, key: Key, node: Node) -> None:
        for code in rate_codes(self.typed, node.name):
            at = f"{node.name}[{code}]"
            child = Node(
                name=at,
                id=id_of(at),
                label=self.duration_words(code),
                template="backoffice/rules/value.html",
                unit="" if key.kind is Pence else key.unit or "minutes",
                classes="is-money" if key.kind is Pence else "",
            )
            child.widget = self.text_box(child, short=True)
            self.by_name[at] = child
            node.children.append(child)

    def duration_words(self, code: str) -> str:
        for n in range(rows_of(self.typed, "durations")):
            if first(self.typed, f"durations[{n}].code") == code:
                return first(self.typed, f"durations[{n}].words").capitalize() or code
        return code

    def chosen(self, section: type, key: Key, node: Node) -> None:
        options: Options
        if isinstance(key.kind, type) and issubclass(key.kind, enum.Enum):
            options = key.kind.choices  # type: ignore[attr-defined]  # every list of the schema is TextChoices
        else:
            options = self.lists.options(key.name, self.typed)
        values = [each for each in self.typed.get(node.name, []) if each]
        known = {value for value, _ in options}
        node.choices = [
            Choice(value, label, f"{node.id}-{n}", value in values)
            for n, (value, label) in enumerate(options)
        ]
        node.choices += [
            Choice(value, value, f"{node.id}-x{n}", is_chosen=True, is_known=False)
            for n, value in enumerate(values)
            if value not in known
        ]

    def lines(self, section: type, key: Key, node: Node) -> None:
        node.widget = self.text_area(node)

    def yes_no(self, section: type, key: Key, node: Node) -> None:
        if key.optional:
            node.template = "backoffice/rules/value.html"
            empty = EMPTY[section, key.name]
            node.widget = self.select(node, [("", empty), *YES_NO[section, key.name]])
        else:
            node.is_on = bool(first(self.typed, node.name))

    def value(self, section: type, key: Key, node: Node) -> None:
        if section is MixRule and key.name == "group":
            node.widget = self.select(node, [("", "each one"), *self.lists.groups()])
        elif key.name == "charge_group":
            options = self.lists.options(key.name, self.typed)
            node.widget = self.select(node, [("", "As the course"), *options])
        elif isinstance(key.kind, type) and issubclass(key.kind, enum.Enum):
            options = key.kind.choices  # type: ignore[attr-defined]  # as above
            node.widget = self.select(node, [("", BLANK), *options] if key.required else options)
        elif key.kind in (dt.time, dt.date):
            kind = "time" if key.kind is dt.time else "date"
            node.widget = self.text_box(node, short=True, type=kind)
        elif key.name == "note":
            node.widget = self.text_area(node)
        else:
            is_number = key.kind in (int, Pence)
            node.classes += " is-money" if key.kind is Pence else ""
            default = "" if key.default is None or not is_number else str(key.default)
            node.widget = self.text_box(node, short=is_number, default=default)

    def text_box(self, node: Node, *, short: bool, type: str = "text", default: str = "") -> str:
        attrs = {"id": node.id, "type": type, "aria-describedby": f"{node.id}-about"}
        if short and type == "text":
            attrs |= {"inputmode": "decimal", "autocomplete": "off", "size": "8"}
        if default:
            attrs["placeholder"] = default
        return forms.TextInput(attrs).render(node.name, self.raw(node.name))

    def text_area(self, node: Node) -> str:
        attrs = {"id": node.id, "rows": 3, "aria-describedby": f"{node.id}-about"}
        return forms.Textarea(attrs).render(node.name, self.raw(node.name))

    def select(self, node: Node, options: Sequence[Any]) -> str:
        value = first(self.typed, node.name)
        flat = [v for each in options for v in _values(each)]
        if value not in flat:
            options = [*options, (value, f"{value} (not in your lists)" if value else BLANK)]
        attrs = {"id": node.id, "aria-describedby": f"{node.id}-about"}
        return forms.Select(attrs, choices=options).render(node.name, value)

    def raw(self, name: str) -> str:
        return (self.typed.get(name) or [""])[0]


def _values(option: tuple[str, Any]) -> list[str]:
    value, label = option
    return [value] if isinstance(label, str) else [each for each, _ in label]


TEMPLATES = {
    Is.PART: "part",
    Is.ROWS: "rows",
    Is.RATES: "rates",
    Is.CHOSEN: "chosen",
    Is.LINES: "value",
    Is.YES_NO: "tick",
    Is.VALUE: "value",
}
FILL: Mapping[Is, Callable[[Drawing, type, Key, Node], None]] = {
    Is.PART: Drawing.part,
    Is.ROWS: Drawing.rows,
    Is.RATES: Drawing.rates,
    Is.CHOSEN: Drawing.chosen,
    Is.LINES: Drawing.lines,
    Is.YES_NO: Drawing.yes_no,
    Is.VALUE: Drawing.value,
}
