"""Totals that a board published: Northumberland's three years, whose lines do not add up."""

import io
from decimal import Decimal
from pathlib import Path

import pytest

from bookings.choices import FigureKind, PublishedMeasure
from bookings.history.options import Options
from bookings.history.published import FiguresRefused, apply_figures, period_of, plan_file
from bookings.history.queries import published_years
from bookings.models import PublishedFigure
from tests.factories import AgencyFactory, BoardFactory, SectorFactory

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parents[2] / "data" / "northumberland.csv"
HEAD = "year,measure,agency,value,source\n"


@pytest.fixture
def board():
    return BoardFactory(name="Northumberland SCB")


def load(board, content=None, **options):
    file = io.BytesIO(content.encode() if content else TABLE.read_bytes())
    return apply_figures(plan_file(file, board, Options(**options)), actor=None)


def test_printed_totals_stand_beside_lines_that_do_not_add_up(board):
    load(board)

    years = [
        (f"{y.starts_on:%Y}-{y.ends_on:%y}", y.sum_of_lines, y.printed.value, y.difference)
        for y in published_years(board)
    ]
    assert years == [
        ("2012-13", 1551, 1547, 4),
        ("2013-14", 1415, 1424, -9),
        ("2014-15", 1544, 1547, -3),
    ]


def test_lines_are_as_printed_and_say_what_they_are(board):
    SectorFactory(name="Police")
    healthcare = AgencyFactory(name="Northumbria Healthcare", boards=[board])

    load(board, agencies={"northumbria healthcare nhct": "Northumbria Healthcare"})

    lines = {line.label: line for line in published_years(board)[-1].lines}
    assert [int(line.value) for line in lines.values()] == [785, 213, 76, 16, 5, 153, 179, 61, 56]
    assert lines["Police"].sector.name == "Police"
    assert lines["Northumbria Healthcare (NHCT)"].agency == healthcare
    assert {line.kind for line in lines.values()} == {FigureKind.RECONSTRUCTED}


def test_other_measures_of_the_same_table_are_kept_apart(board):
    load(board)

    days = published_years(board, measure=PublishedMeasure.TRAINING_DAYS)
    assert [year.printed.value for year in days] == [Decimal("73.5")]


def test_same_table_again_writes_nothing(board):
    load(board)
    before = PublishedFigure.objects.count()

    again = load(board)

    assert (again.figures, PublishedFigure.objects.count()) == ({}, before)


def test_figure_that_is_there_already_is_kept(board):
    load(board, HEAD + "2014-15,attendance,all,1547,Report\n")

    again = load(board, HEAD + "2014-15,attendance,all,1600,Report\n")

    assert again.problems[0].message == "It is there as 1547: kept."


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2014-16,attendance,all,5,Report", "This is not a year"),
        ("2014-15,attendance,all,many,Report", "This is not a number"),
        ("2014-15,attendance,all,5,", "Where was this published?"),
    ],
)
def test_row_that_proves_nothing_is_an_error(board, row, message):
    plan = plan_file(io.BytesIO((HEAD + row + "\n").encode()), board, Options())

    assert plan.errors[0].message.startswith(message)


@pytest.mark.parametrize("year", ["2014-15", "2014/2015", "2014–15"])
def test_year_of_a_board_runs_from_april(year):
    starts, ends = period_of(year)

    assert (starts.isoformat(), ends.isoformat()) == ("2014-04-01", "2015-03-31")


@pytest.mark.parametrize("value", ["1e30", "NaN", "Infinity", "-5", "sNaN", "many"])
def test_what_is_no_number_of_people_is_refused(board, value):
    with pytest.raises(FiguresRefused) as refused:
        load(board, f"{HEAD}2014-15,attendance,,{value},The report\n")

    problem = refused.value.plan.errors[0]
    assert (problem.row, problem.value) == (2, value)
    assert "not a number from 0" in problem.message
    assert not PublishedFigure.objects.exists()


@pytest.mark.parametrize("year", ["0000-01", "9999-00", "0001", "2014-16"])
def test_what_is_no_year_is_refused(board, year):
    with pytest.raises(FiguresRefused) as refused:
        load(board, f"{HEAD}{year},attendance,,5,The report\n")

    assert "not a year" in refused.value.plan.errors[0].message
