"""The form of a whole policy: in folds, each with its rules in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bookings.policy.documents import read_policy, write_policy
from bookings.policy.explain import explain
from bookings.policy.reading import Problem, read_section
from bookings.policy.schema import Policy
from bookings.policy.words import Line

from .form import RulesForm
from .labels import GROUPS, Part
from .lists import Lists
from .nodes import Node
from .typed import Typed, typed_of

NAMELESS = "No name yet"


@dataclass
class Fold:
    """A part of the page that opens and closes. `around`: the section that all of it is about, if it is one."""

    part: Part
    around: Node | None
    nodes: list[Node]
    lines: list[Line]
    problems: int
    is_usual: bool
    is_open: bool

    @property
    def id(self) -> str:
        return f"part-{self.part.code}"


def problems_of(document: dict[str, Any]) -> Sequence[Problem]:
    return read_policy(document).problems


def typed_policy(policy: Policy) -> Typed:
    return typed_of(Policy, write_policy(policy, full=True))


def top_key(path: str) -> str:
    """The key of the policy that a path lies under."""
    return path.partition(".")[0].partition("[")[0]


class PolicyForm(RulesForm):
    """`opened`: codes of the folds that stay open; None: those that say something, once anything is asked."""

    def __init__(
        self,
        typed: Typed,
        lists: Lists,
        *,
        check: bool = False,
        opened: Sequence[str] | None = None,
    ) -> None:
        super().__init__(Policy, typed, lists, read=problems_of, check=check)
        self.opened = opened
        self.say_beside()

    @cached_property
    def policy(self) -> Policy:
        """What can be read of what is typed; parts with problems are left at their defaults."""
        name = self.document.get("name") or NAMELESS
        found, _ = read_section(Policy, {**self.document, "name": name})
        return found or Policy(name=name)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return explain(self.policy)

    @cached_property
    def spoilt(self) -> set[str]:
        """Keys of the policy with a problem: their rows may not be those that are typed."""
        _, problems = read_section(Policy, self.document)
        return {top_key(each.path) for each in [*problems, *self.problems]}

    def say_beside(self) -> None:
        """Puts the words of each rule beside it."""
        for line in self.lines:
            node = self.drawing.by_name.get(line.rule)
            if node and top_key(line.rule) not in self.spoilt:
                node.words.append(line.text)

    def groups(self) -> list[tuple[str, list[Fold]]]:
        return [(title, [self.fold(part) for part in parts]) for title, parts in GROUPS]

    def fold(self, part: Part) -> Fold:
        usual = Policy(name=self.policy.name)
        is_usual = all(getattr(self.policy, k) == getattr(usual, k) for k in part.keys)
        found = [each for each in self.problems if top_key(each.path) in part.keys]
        lines = [each for each in self.lines if top_key(each.rule) in part.keys]
        is_open = bool(found) or (not is_usual if self.opened is None else part.code in self.opened)
        nodes = [node for node in self.nodes if node.name in part.keys]
        around = nodes[0] if nodes[0].is_plain_part and len(nodes) == 1 else None
        inside = around.children if around else nodes
        return Fold(part, around, inside, lines, len(found), is_usual, is_open)
