import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses.models import Course
from people.models import Board
from tests.factories import BoardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return BoardFactory(slug="halton")


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> str:
    path = tmp_path / "calendar.csv"
    path.write_text(text, encoding=encoding)
    return str(path)


def test_command_is_a_dry_run_unless_told(board: Board, tmp_path: Path) -> None:
    call_command("import_calendar", written(tmp_path, "title\nNeglect\n"), board="halton")

    assert not Course.objects.exists()


def test_command_writes_when_told(board: Board, tmp_path: Path) -> None:
    path = written(tmp_path, "What,When\nNeglect,TBC\n")

    call_command("import_calendar", path, board="halton", commit=True, map=["title=What"])

    assert Course.objects.get().board == board


def test_command_answers_in_json(
    board: Board, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "title,date\nNeglect,TBC\n")

    call_command("import_calendar", path, board="halton", format="json")

    answer = json.loads(capsys.readouterr().out)
    assert answer["counts"]["courses_create"] == 1
    assert (answer["problems"][0]["row"], answer["problems"][0]["column"]) == (2, "date")


def test_command_with_errors_writes_nothing_and_ends_with_1(
    board: Board, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "title,date\nNeglect,31/02/2026\n")

    with pytest.raises(SystemExit) as caught:
        call_command("import_calendar", path, board="halton", commit=True)

    assert caught.value.code == 1
    assert "error: row 2, date “31/02/2026”" in capsys.readouterr().out
    assert not Course.objects.exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"board": "nowhere"}, "The boards are: halton"),
        ({"board": "halton", "map": ["title"]}, "FIELD=COLUMN"),
        ({"board": "halton"}, "--encoding cp1252"),
    ],
)
def test_command_says_what_is_wrong_with_its_arguments(
    board: Board, tmp_path: Path, options: dict[str, object], message: str
) -> None:
    path = written(tmp_path, "title\nCafé\n", "cp1252")

    with pytest.raises(CommandError, match=message):
        call_command("import_calendar", path, **options)


def test_command_refuses_an_excel_file_that_is_none(board: Board, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"\xc6\x01\x02\x03")

    for command in ("import_calendar", "import_attendance"):
        with pytest.raises(CommandError, match=r"x\.xlsx cannot be opened as an Excel file"):
            call_command(command, str(path), board="halton")


def test_one_board_of_a_file_without_a_board_column_is_refused(
    board: Board, tmp_path: Path
) -> None:
    path = written(tmp_path, "title,When\nNeglect,TBC\n")

    with pytest.raises(CommandError, match=r"holds the board.*columns are title, When"):
        call_command("import_calendar", path, board="halton", only_board="Halton")


def test_command_names_a_file_that_is_missing(board: Board, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_calendar", str(tmp_path / "none.csv"), board="halton")
