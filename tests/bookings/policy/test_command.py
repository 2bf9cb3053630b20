"""`manage.py quote`: JSON, words, and every problem of a file that is not sound."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from .making import BOARDS, CASES

CASE = """\
event:
  sessions:
    - {starts_at: 2026-05-12T09:30, ends_at: 2026-05-12T16:00}
delegate: {category: school}
"""


@pytest.fixture
def run(tmp_path):
    def run(policy, case=None):
        out, err = StringIO(), StringIO()
        if isinstance(policy, str):
            (tmp_path / "policy.yaml").write_text(policy)
            policy = tmp_path / "policy.yaml"
        arguments = ["--explain"]
        if case is not None:
            (tmp_path / "case.yaml").write_text(case)
            arguments = ["--case", str(tmp_path / "case.yaml")]
        try:
            call_command("quote", "--policy", str(policy), *arguments, stdout=out, stderr=err)
        except CommandError as error:
            return str(error), err.getvalue()
        return out.getvalue(), err.getvalue()

    return run


def test_a_case_is_answered_in_json(run):
    out, _ = run(BOARDS / "sutton.yaml", CASE + "cancelled_at: 2026-05-11T12:00\n")

    answer = json.loads(out)
    assert answer["price"]["pence"] == 0
    assert (answer["charged_for"], answer["charge"]["pence"]) == ("cancelling", 7500)
    assert answer["charge"]["rule"] == "cancellation.tiers[0]"
    assert answer["booking"]["may_book"] is False
    assert answer["booking"]["reasons"][0]["code"] == "manager_not_declared"
    assert answer["last_free_moment"] == "2026-05-09T00:00:00+01:00"
    assert answer["booking_closes_at"] == "2026-05-12T09:30:00+01:00"


def test_without_cancelling_the_charge_is_for_not_coming(run):
    answer = json.loads(run(BOARDS / "sutton.yaml", CASE)[0])

    assert (answer["charged_for"], answer["charge"]["pence"]) == ("not coming", 7500)


def test_the_rules_are_explained_with_examples(run):
    out, _ = run(BOARDS / "sutton.yaml")

    assert "Sutton" in out
    assert "[cancellation.free_until]" in out
    assert "A half-day course at no cost, not coming → £50" in out


def test_every_problem_of_a_policy_is_said(run):
    message, problems = run("nme: x\ngroups: {largest: none}\n", CASE)

    assert message == "3 problems in policy.yaml."
    assert problems.splitlines() == [
        "policy.yaml: nme: There is no key “nme” here. Did you mean “name”?",
        "policy.yaml: name: This is needed.",
        "policy.yaml: groups.largest: Give a whole number, not “none”.",
    ]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("", "Give a group of keys"),
        ("event: {sessions: []}", "at least one session"),
        (
            "event: {sessions: [{starts_at: soon, ends_at: 2026-05-12T16:00}]}",
            "event.sessions[0].starts_at",
        ),
        (
            "event: {sessions: [{starts_at: 2026-05-12T16:00, ends_at: 2026-05-12T09:30}]}",
            "ends after it starts",
        ),
        (
            "event: {sessions: [{starts_at: 2026-03-29T01:30, ends_at: 2026-03-29T09:30}]}",
            "clocks go forward",
        ),
        ("event: [", "Line 1"),
    ],
)
def test_a_case_that_is_not_sound_says_so(run, case, words):
    message, problems = run(BOARDS / "jersey.yaml", case)

    assert "in case.yaml" in message
    assert words in problems


def test_a_file_that_is_not_there_says_so(run):
    message, _ = run(CASES / "nobody.yaml", CASE)

    assert message.endswith("nobody.yaml cannot be read: No such file or directory.")


def test_the_help_lists_the_keys_of_a_case(capsys):
    with pytest.raises(SystemExit):
        call_command("quote", "--help")

    assert "sessions_missed" in capsys.readouterr().out
