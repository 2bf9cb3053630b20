"""The printed sums of real reports: what agrees agrees, and what does not is shown with both numbers."""

import io
from pathlib import Path

import pytest

from reports.annual.acceptance import held
from reports.annual.arithmetic import Unreadable

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


@pytest.mark.parametrize(
    "text", ["id,what\n", f"{HEAD}A,x,1+,1,1,yes,\n", f"{HEAD}A,x,1,1,one,yes,\n"]
)
def test_file_that_cannot_be_read_is_refused(text):
    with pytest.raises(Unreadable):
        lines(text)
