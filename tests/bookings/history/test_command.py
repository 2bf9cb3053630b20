import csv
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from bookings.models import Booking, PublishedFigure
from tests.factories import AgencyFactory, BoardFactory, SectorFactory

from .lists import HEAD

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parents[2] / "data" / "northumberland.csv"


@pytest.fixture
def board():
    return BoardFactory(slug="halton")


@pytest.fixture
def old(tmp_path, board):
    AgencyFactory(name="Police", boards=[board])
    SectorFactory(name="Education")
    path = tmp_path / "old.csv"
    rows = "Neglect,12/05/2014,Jo,,Police,y\nNeglect,12/05/2014,=Al,,Oak School,y\n"
    path.write_text(HEAD + rows)
    return path


def run(path, **options):
    call_command("import_attendance", str(path), board="halton", **options)


def test_review_goes_out_and_comes_back_with_decisions(old, tmp_path, capsys):
    review = tmp_path / "review.csv"
    with pytest.raises(SystemExit) as caught:
        run(old, review=review, write=True)
    assert (caught.value.code, Booking.objects.count()) == (1, 0)
    assert "1 agency undecided" in capsys.readouterr().out
    with review.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["decision"] = "new in Education"
    with review.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys())
        out.writeheader()
        out.writerows(rows)

    run(old, decisions=review, write=True)

    assert Booking.objects.count() == 2
    assert "Loaded." in capsys.readouterr().out


def test_command_is_a_dry_run_unless_told(old, tmp_path, capsys):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("agencies: {Oak School: Police}\nwords: {Y: did not attend}\n")

    run(old, mapping=mapping, format="json")

    answer = json.loads(capsys.readouterr().out)
    assert (answer["written"], answer["counts"]["bookings_no_show"]) == (False, 2)
    assert not Booking.objects.exists()


def test_command_with_errors_says_where_and_ends_with_1(board, tmp_path, capsys):
    path = tmp_path / "old.csv"
    path.write_text(HEAD + "Neglect,31/02/2014,Jo,,Police,y\n")

    with pytest.raises(SystemExit):
        run(path, write=True)

    assert "error: row 2, date “31/02/2014”: There is no such day" in capsys.readouterr().out


def test_published_totals_are_loaded(board, capsys):
    run(TABLE, published=True, write=True)

    assert PublishedFigure.objects.filter(measure="attendance").count() == 30
    assert "figures written" in capsys.readouterr().out


@pytest.mark.parametrize("published", [False, True])
def test_one_board_of_a_file_without_a_board_column_is_refused(old, published):
    if published:
        old.write_text("year,measure,value,source\n2014-15,attendance,1547,Report\n")
    first = old.read_text().partition(",")[0]

    with pytest.raises(CommandError, match=rf"holds the board.*columns are {first}.*--map board="):
        run(old, only_board="Halton", published=published)


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("colour: blue", "has the sections"),
        ("words: [y]", "“words” is a list of"),
        ("everyone: perhaps", "is none of"),
        ("columns: {name: Nobody}", "has no column “Nobody”"),
        ("{", "is not YAML"),
    ],
)
def test_mapping_that_makes_no_sense_is_refused(old, tmp_path, mapping, message):
    path = tmp_path / "mapping.yaml"
    path.write_text(mapping)

    with pytest.raises(CommandError, match=message):
        run(old, mapping=path)
