import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bookings.management.commands.quote import case_format

CASE = """
event: {sessions: [{starts: 2026-06-17T09:30, minutes: 360}]}
person: {category: school}
cancels_at: 2026-06-16T12:00
"""
POLICY = """
name: A board
price: {default: 7500}
cancellation:
  notice: {amount: 5, unit: working_days}
  tiers:
  - {from: 5, charge: {kind: percent, percent: 50}}
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.yaml"
    path.write_text(POLICY)
    return path


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE)
    return path


def test_quote_prints_price_charge_and_every_reason_as_json(
    policy: Path, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("quote", policy=policy, case=case)

    found = json.loads(capsys.readouterr().out)
    assert found["price"]["pence"] == 7500
    assert found["charge"]["pence"] == 3750  # half of £75
    assert found["charge"]["reasons"][0]["rule"] == "cancellation.tiers[0]"
    assert found["may_book"] is True


def test_explain_prints_the_rules_and_the_worked_table(
    policy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("quote", policy=policy, explain=True)

    printed = capsys.readouterr().out
    assert "Cancelling is free until 5 working days before." in printed
    assert "A full day at £75" in printed
    assert "cancelled 5 working days before: £0." in printed
    assert "cancelled at the last moment: £37.50." in printed


def test_explain_with_a_case_speaks_to_the_person(
    policy: Path, case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("quote", policy=policy, case=case, explain=True)

    assert "The place costs £75." in capsys.readouterr().out


def test_bad_files_print_every_problem_of_both(policy: Path, case: Path) -> None:
    policy.write_text(POLICY.replace("working_days", "working_day").replace("price", "prise"))
    case.write_text(CASE.replace("school", "scool"))

    with pytest.raises(CommandError) as caught:
        call_command("quote", policy=policy, case=case)

    said = str(caught.value)
    assert "cancellation.notice.unit: Choose" in said
    assert "Did you mean “price”?" in said
    assert "person.category" in said
    assert caught.value.returncode == 1


def test_a_file_that_is_not_there_is_said_plainly(case: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("quote", policy=Path("nowhere.yaml"), case=case)


def test_the_help_documents_every_key_of_a_case() -> None:
    assert "event.sessions[].starts" in case_format()
    assert "person.category" in case_format()
