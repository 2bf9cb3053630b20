"""The printed sums of real reports: what agrees agrees, and what does not is shown with both numbers."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports.annual.acceptance import held
from reports.annual.arithmetic import Unreadable
from tests.factories import BoardFactory

FILE = Path(__file__).parents[2] / "data" / "acceptance_checks.csv"
HEAD = "id,what,formula,computed,printed,agrees,note\n"
OURS = {"attended": 936.0, "places_available": 1040.0}


def lines(text: str, own=OURS.get):
    return held(io.StringIO(text), own, is_ours=lambda source: True)


@pytest.fixture
def published():
    with FILE.open(encoding="utf-8", newline="") as file:
        return held(file, OURS.get, is_ours=lambda source: "Cheshire West" in source)


def test_published_sums_agree_where_the_file_says_so_and_nowhere_else(published):
    assert [line.id for line in published if line.agrees] == [
        *("CW1", "CW2", "CW3", "CW4", "NO4", "RE1"),
    ]
    assert all(line.as_expected for line in published)


def test_discrepancy_shows_both_numbers(published):
    shown = {line.id: (line.comes_to, line.printed) for line in published if not line.agrees}

    assert shown["NO1"] == ("1,544", "1547")
    assert shown["CW5"] == ("956", "936")


def test_figures_we_have_ourselves_stand_beside_those_of_our_board_only(published):
    assert {line.id: line.ours for line in published if line.ours} == {"CW1": "90", "CW5": "936"}


def test_figure_of_ours_that_differs_is_not_as_expected():
    (line,) = lines(f"{HEAD}A,attendance rate,936/1040*100,90,90,yes,\n", {"attended": 1.0}.get)
    (other,) = lines(
        f"{HEAD}A,attendance rate,936/1040*100,90,90,yes,\n",
        {"attended": 930.0, "places_available": 1040.0}.get,
    )

    assert (line.ours, line.as_expected) == ("", True)
    assert (other.ours, other.as_expected) == ("89.42", False)


def test_file_without_its_columns_is_refused():
    with pytest.raises(Unreadable, match="no column formula"):
        lines("id,what\n")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("A,x,1/0,1,1,yes,", "Nothing can be divided by nought."),
        ("A,x,1+,1,1,no,", "The sum ends too early."),
        ("A,x,1,1,one,yes,", "“one” is no number."),
        ("A,x,1,1,NaN,yes,", "“NaN” is no number."),
        ("A,x", "The sum ends too early."),
    ],
)
def test_line_that_cannot_be_worked_out_stops_no_other(line, wrong):
    first, second = lines(f"{HEAD}{line}\nB,x,1+1,2,2,yes,\n")

    assert (first.id, first.wrong, first.as_expected) == ("A", wrong, False)
    assert (second.id, second.as_expected) == ("B", True)


@pytest.mark.django_db
def test_command_tells_every_line_and_ends_with_what_is_wrong(tmp_path):
    BoardFactory(slug="halton")
    path, out = tmp_path / "sums.csv", io.StringIO()
    path.write_text(f"{HEAD}A,half,1/0,1,1,yes,\nB,sum,1+1,2,2,yes,\nC,sum,1+1,3,3,yes,\n")
    options = ["--board", "halton", "--year", "2014", str(path)]

    with pytest.raises(
        CommandError, match=r"^Otherwise than the file says: C. Cannot be worked out: A.$"
    ):
        call_command("annual_report", "checks", *options, stdout=out)

    first, second, _ = out.getvalue().splitlines()
    assert first == "A half: cannot be worked out. Nothing can be divided by nought."
    assert second == "B sum: comes to 2, printed 2: agrees."
