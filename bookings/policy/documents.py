"""Policy documents: plain data, YAML and back."""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from .checks import check_policy
from .reading import Problem, read_section, write_section
from .schema import Policy

MOST_BYTES = 256 * 1024


@dataclass(frozen=True)
class Reading:
    """The policy, or None and every problem of the document."""

    policy: Policy | None
    problems: tuple[Problem, ...]


class BadPolicy(Exception):
    """Raised where a policy must be sound; carries every problem."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(each) for each in problems))


def read_policy(document: object) -> Reading:
    """A policy from plain data (JSON or YAML types), checked as a whole. Never raises."""
    try:
        policy, problems = read_section(Policy, document)
    except RecursionError:
        return Reading(None, (Problem("", "The document is nested too deeply."),))
    if policy is not None:
        problems += check_policy(policy, but_not=[each.path for each in problems])
    return Reading(None if problems else policy, tuple(problems))


def load_policy(document: object) -> Policy:
    """A policy from a document that was checked when it was saved. Raises BadPolicy."""
    reading = read_policy(document)
    if reading.policy is None:
        raise BadPolicy(reading.problems)
    return reading.policy


def write_policy(policy: Policy, *, full: bool = False) -> dict[str, Any]:
    """The document of a policy, ready for JSON; without `full`, only what differs from the defaults."""
    return write_section(policy, full=full)


def read_yaml(text: str | bytes) -> tuple[object, list[Problem]]:
    """Plain data from YAML: dates and times stay text, no key twice, no anchors. Never raises."""
    if len(text) > MOST_BYTES:
        return None, [Problem("", "The file is larger than a policy can be.")]
    try:
        return yaml.load(text, Loader=_Loader), []  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"Line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        return None, [Problem("", f"{where}{error.problem or 'this is not YAML'}.")]
    except (yaml.YAMLError, UnicodeDecodeError):
        return None, [Problem("", "The file is not readable text in YAML.")]
    except (ValueError, RecursionError):
        return None, [Problem("", "The file holds a number too long, or is nested too deeply.")]


def lines_of(text: str | bytes) -> dict[str, int]:
    """The line on which each key and item of a readable YAML document stands, by its path."""
    found: dict[str, int] = {}
    root = yaml.compose(text, Loader=_Loader)
    if root is not None:
        _note_lines(root, "", found)
    return found


def _note_lines(node: yaml.Node, path: str, found: dict[str, int]) -> None:
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            found[f"{path}[{number}]"] = item.start_mark.line + 1
            _note_lines(item, f"{path}[{number}]", found)
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            at = f"{path}.{name.value}" if path else str(name.value)
            found[at] = name.start_mark.line + 1
            _note_lines(value, at, found)


def policy_from_yaml(text: str | bytes) -> Reading:
    data, problems = read_yaml(text)
    return Reading(None, tuple(problems)) if problems else read_policy(data)


def policy_to_yaml(policy: Policy, *, full: bool = False) -> str:
    """YAML in the schema's order, which `policy_from_yaml` reads back as the same policy."""
    return yaml.dump(
        write_policy(policy, full=full),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
    )


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(
                None, None, "write it out here: anchors are not followed", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for name, _ in node.value:
            if not isinstance(name, yaml.ScalarNode):
                continue
            if name.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key “{name.value[:40]}” is here twice", name.start_mark
                )
            seen.add(name.value)
        return super().construct_mapping(node, deep)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


TIMESTAMP, INTEGER = "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:int"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag not in (TIMESTAMP, INTEGER)]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
# YAML 1.1 would read 10:00 as 600 and 0700 as 448.
_Loader.add_implicit_resolver(INTEGER, re.compile(r"[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))
