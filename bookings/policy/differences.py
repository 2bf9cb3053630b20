"""What a version of a policy changes, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from .documents import write_policy
from .explain import explain
from .keys import names_of
from .schema import Policy
from .words import Line


@dataclass(frozen=True)
class Difference:
    """One key of the policy: what it said and what it says now; nothing where it said nothing."""

    key: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def differences(old: Policy, new: Policy) -> tuple[Difference, ...]:
    """The keys that differ, in the order of the document. What has no words of its own is shown as YAML."""
    changed = [key for key in names_of(Policy) if getattr(old, key) != getattr(new, key)]
    were, are = explain(old), explain(new)
    return tuple(_difference(key, (old, new), (were, are)) for key in changed)


def _difference(
    key: str, policies: tuple[Policy, Policy], lines: tuple[Iterable[Line], Iterable[Line]]
) -> Difference:
    said, says = ([line.text for line in each if _is_of(key, line.rule)] for each in lines)
    before = tuple(text for text in said if text not in says)
    after = tuple(text for text in says if text not in said)
    if before or after:
        return Difference(key, before, after)
    old, new = (_written(policy, key) for policy in policies)
    return Difference(key, old, new)


def _is_of(key: str, rule: str) -> bool:
    return rule.partition(".")[0].partition("[")[0] == key


def _written(policy: Policy, key: str) -> tuple[str, ...]:
    value = write_policy(policy, full=True)[key]
    if isinstance(value, str):
        return (value,) if value else ()
    return (yaml.safe_dump(value, sort_keys=False, allow_unicode=True).strip(),) if value else ()
