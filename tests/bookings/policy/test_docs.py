import enum
import re
from dataclasses import Field
from pathlib import Path
from typing import Any

from bookings.policy.keys import default_of, every_key, is_required, is_section
from bookings.policy.schema import Duration, Policy

PAGE = Path(__file__).parents[3] / "docs" / "policies.md"


def default_words(each: Field[Any]) -> str:
    if is_required(each):
        return "needed"
    value = default_of(each)
    if is_section(type(value)):
        return "see below"
    if value is None or value in ((), "", {}):
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple) and isinstance(value[0], Duration):
        return ", ".join(item.name for item in value)
    if isinstance(value, tuple):
        return ", ".join(item.value for item in value)
    return str(value.value if isinstance(value, enum.Enum) else value)


def row(path: str, each: Field[Any]) -> str:
    return (
        f"| `{path}` | {each.metadata['about']} | {each.metadata['unit']} | {default_words(each)} |"
    )


def test_the_page_lists_every_key_with_its_unit_and_default() -> None:
    expected = [row(path, each) for path, each in every_key(Policy)]

    found = re.findall(r"^\| `.*\|$", PAGE.read_text(), re.MULTILINE)

    assert found == expected
