import datetime as dt
import io
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from bookings.choices import PublishedMeasure
from bookings.models import PublishedFigure
from reports.actions import make_edition
from reports.attendance.reading import attendance
from reports.kinds import KINDS
from tests.factories import AgencyFactory, BoardFactory, CourseFactory, SectorFactory

from .test_attendance import YEAR, booked, held

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    event = held(CourseFactory(board=BoardFactory(slug="cheshire")))
    booked(event, AgencyFactory())
    return event.board


def run(*options, board="cheshire", from_="2014-04-01", to="2015-03-31"):
    out = StringIO()
    call_command(
        "report", "attendance", "--board", board, "--from", from_, "--to", to, *options, stdout=out
    )
    return out.getvalue()


def test_json_is_the_page_s_report(board):
    document = json.loads(run())

    assert document["totals"]["attended"] == attendance(board, *YEAR).totals.attended == 1


def test_csv_holds_the_table_asked_for(board):
    assert run("--format", "csv", "--by", "course").startswith("\ufeffCourse,Course code,Events")


def test_workbook_is_written_to_a_file(board, tmp_path):
    path = tmp_path / "report.xlsx"

    run("--format", "xlsx", "--output", str(path))

    assert "By agency" in load_workbook(path).sheetnames


def test_workbook_has_the_years_published_before_as_the_page_does(board, tmp_path):
    PublishedFigure.objects.create(
        board=board,
        measure=PublishedMeasure.ATTENDANCE,
        starts_on=dt.date(2012, 4, 1),
        ends_on=dt.date(2013, 3, 31),
        value=1547,
        source="Training report 2012-13",
    )
    path = tmp_path / "report.xlsx"

    run("--format", "xlsx", "--output", str(path))

    assert "Attended, as published in earli" in load_workbook(path).sheetnames


@pytest.mark.parametrize(
    "filters",
    [
        ("--agency", "housing TEAM"),
        ("--course", "ne1"),
        ("--course", "Neglect", "--delivery", "Classroom"),
        ("--sector", "Homes", "--agency", "Housing team"),
    ],
)
def test_filters_are_those_of_the_page_by_name_or_code(board, filters):
    homes = AgencyFactory(name="Housing team", sector=SectorFactory(name="Homes"), boards=[board])
    course = CourseFactory(board=board, title="Neglect", code="NE1", delivery="classroom")
    booked(held(course), homes)

    assert json.loads(run(*filters))["totals"]["attended"] == 1
    assert json.loads(run())["totals"]["attended"] == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--agency", "Nobody"), "Choose the agency from the list."),
        (("--small-numbers", "hidden", "--role-group", "1"), "Two filters, or a role group"),
        (
            ("--small-numbers", "hidden", "--to", "2015-03-30"),
            "Choose a quarter or a financial year",
        ),
        (("--board", "halton", "--agency", "Nobody"), "those of one board"),
    ],
)
def test_what_the_form_refuses_is_refused_in_its_words(board, options, message):
    BoardFactory(slug="halton")

    with pytest.raises(CommandError, match=message) as raised:
        run(*options)

    assert raised.value.returncode == 2


def test_small_numbers_are_hidden_on_request(board):
    make_edition(board, 2014, at=timezone.now())

    document = json.loads(run("--small-numbers", "hidden"))

    assert document["small_numbers_hidden"]
    assert document["facts"]["Attended"] == "c"


def test_several_boards_are_taken_together(board):
    other = booked(held(CourseFactory(board=BoardFactory(slug="halton"))), AgencyFactory())

    document = json.loads(run("--board", other.event.board.slug))

    assert document["board"] == "cheshire, halton"
    assert document["totals"]["attended"] == 2


@pytest.mark.parametrize(
    ("changes", "message", "status"),
    [
        ({"board": "chesire"}, "no board chesire. There are: cheshire", 1),
        ({"from_": "2015-02-29"}, "'2015-02-29' is not a date", 1),
        ({"from_": "2016-01-01"}, "2016-01-01 is after --to 2015-03-31", 2),
    ],
)
def test_wrong_options_say_what_is_wrong(board, changes, message, status):
    with pytest.raises(CommandError, match=message) as raised:
        run(**changes)

    assert raised.value.returncode == status


def test_workbook_goes_to_standard_output_when_it_is_no_terminal(board, capfdbinary):
    run("--format", "xlsx")

    written = io.BytesIO(capfdbinary.readouterr().out)
    assert "By agency" in load_workbook(written).sheetnames


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "attendance"])
def test_every_kind_is_written_from_the_document_of_its_page(board, kind):
    out = StringIO()
    days = (
        ("--to", "2015-03-31")
        if kind == "reach"
        else ("--from", "2014-04-01", "--to", "2015-03-31")
    )

    call_command("report", kind, "--board", "cheshire", *days, stdout=out)

    assert json.loads(out.getvalue())["report"] == kind


def test_table_that_a_kind_does_not_have_says_which_there_are(board):
    with pytest.raises(CommandError, match="no table role"):
        call_command(
            *("report", "no-shows", "--board", "cheshire", "--by", "role", "--format", "csv"),
            *("--from", "2014-04-01", "--to", "2015-03-31"),
        )


def test_file_that_cannot_be_written_says_so(board, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        run("--output", str(tmp_path / "missing" / "report.json"))
