"""Policies and cases as YAML and back."""

from dataclasses import dataclass
from typing import Any

import yaml

from .cases import Case
from .checks import check_case, check_policy
from .reading import Problem, read_section, write_section
from .schema import Policy

MOST_CHARACTERS = 256 * 1024


@dataclass(frozen=True)
class PolicyReading:
    """The policy, or None and every problem of the document."""

    policy: Policy | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class CaseReading:
    case: Case | None
    problems: tuple[Problem, ...]


def read_policy(data: object) -> PolicyReading:
    """A policy from plain data, checked as a whole. Never raises."""
    policy, problems = read_section(Policy, data)
    if policy is not None:
        seen = {each.path for each in problems}
        problems += [each for each in check_policy(policy) if each.path not in seen]
    return PolicyReading(None if problems else policy, tuple(problems))


def read_case(data: object) -> CaseReading:
    """A case from plain data. Never raises."""
    case, problems = read_section(Case, data)
    if case is not None and not problems:
        problems = check_case(case)
    return CaseReading(None if problems else case, tuple(problems))


def write_policy(policy: Policy) -> dict[str, Any]:
    """The policy as plain data that JSON and YAML can hold; parts at their defaults are left out."""
    return write_section(policy)


def policy_to_yaml(policy: Policy) -> str:
    return yaml.safe_dump(write_policy(policy), sort_keys=False, allow_unicode=True, width=100)


def policy_from_yaml(text: str | bytes) -> PolicyReading:
    data, problems = plain_from_yaml(text)
    return PolicyReading(None, tuple(problems)) if problems else read_policy(data)


def case_from_yaml(text: str | bytes) -> CaseReading:
    data, problems = plain_from_yaml(text)
    return CaseReading(None, tuple(problems)) if problems else read_case(data)


def plain_from_yaml(text: str | bytes) -> tuple[object, list[Problem]]:
    """Plain data, or the problem that kept the text from being read. Never raises."""
    if len(text) > MOST_CHARACTERS:
        return None, [Problem("", "The file is larger than a policy can be.")]
    try:
        return yaml.safe_load(text), []
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" Look at line {mark.line + 1}, column {mark.column + 1}." if mark else ""
        return None, [Problem("", f"This is not YAML: {error.problem}.{where}")]
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, OverflowError):
        return None, [Problem("", "The file cannot be read as YAML text.")]
