"""Real boards, each with a table of cases worked out by hand from its published rules."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bookings.management.commands.quote import answer
from bookings.policy.documents import policy_from_yaml, read_case
from bookings.policy.schema import Policy

BOARDS = Path(__file__).parents[3] / "bookings" / "policy" / "boards"
CASES = Path(__file__).parent / "cases"


def board(name: str) -> Policy:
    reading = policy_from_yaml((BOARDS / f"{name}.yaml").read_text())
    assert reading.policy is not None, reading.problems
    return reading.policy


def rows() -> list[Any]:
    return [
        pytest.param(path.stem, row["case"], row["expect"], id=f"{path.stem}: {row['is']}")
        for path in sorted(CASES.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text())
    ]


@pytest.mark.parametrize(("name", "case", "expected"), rows())
def test_case_comes_out_as_worked_by_hand(
    name: str, case: dict[str, Any], expected: dict[str, Any]
) -> None:
    reading = read_case(case)
    assert reading.case is not None, reading.problems

    found = answer(board(name), reading.case)

    said = {
        "price": found["price"]["pence"],
        "low": found["price"]["low"],
        "high": found["price"]["high"],
        "charge": found["charge"] and found["charge"]["pence"],
        "why": found["charge"] and [each["code"] for each in found["charge"]["reasons"]],
        "may_book": found["may_book"],
        "refusals": [each["code"] for each in found["refusals"]],
        "notes": [each["code"] for each in found["notes"]],
    }
    assert {key: said[key] for key in expected} == expected


def test_every_board_has_a_table_a_source_and_what_was_assumed() -> None:
    names = {path.stem for path in BOARDS.glob("*.yaml")}

    assert names == {path.stem for path in CASES.glob("*.yaml")}
    assert len(names) >= 8
    for name in names:
        assert board(name).source, name
        assert board(name).assumed, name
