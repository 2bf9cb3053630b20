import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.choices import ImportState
from courses.imports.uploads import SHORT_BYTES
from courses.models import CalendarImport, Course, Event
from people.actions import grant_role
from people.choices import Role
from people.models import Board, User
from tests.factories import BoardFactory, UserFactory

CATALOGUE = Path(__file__).parent.parent / "data" / "catalogue.csv"

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return BoardFactory()


@pytest.fixture
def officer(board: Board) -> User:
    return officer_of(board)


def officer_of(board: Board) -> User:
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    return user


@pytest.fixture
def desk(officer: User) -> Client:
    return signed_in(officer)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def uploaded(desk: Client, board: Board, content: bytes) -> CalendarImport:
    file = SimpleUploadedFile("calendar.csv", content)
    desk.post(reverse("office_import"), {"file": file, "board": board.pk})
    return CalendarImport.objects.get()


def checked(desk: Client, upload: CalendarImport, **typed: object) -> CalendarImport:
    desk.post(reverse("office_import_columns", args=[upload.key]), typed)
    upload.refresh_from_db()
    return upload


def test_catalogue_goes_from_upload_to_import(desk: Client, board: Board) -> None:
    upload = uploaded(desk, board, CATALOGUE.read_bytes())
    columns = desk.get(reverse("office_import_columns", args=[upload.key])).context["form"]
    checked(desk, upload, **{name: value for name, value in columns.initial.items() if value})
    assert not Course.objects.exists()

    page = desk.post(reverse("office_import_preview", args=[upload.key]), follow=True)

    assert (Course.objects.count(), Event.objects.count()) == (51, 18)
    assert "51 courses made" in page.content.decode()


def test_excel_file_that_is_none_is_refused_and_not_kept(desk: Client, board: Board) -> None:
    file = SimpleUploadedFile("x.xlsx", b"\xc6\x01\x02\x03")

    page = desk.post(reverse("office_import"), {"file": file, "board": board.pk})

    assert "x.xlsx cannot be opened as an Excel file" in page.content.decode()
    assert not CalendarImport.objects.exists()


def test_file_is_forgotten_once_it_is_imported(desk: Client, board: Board) -> None:
    upload = checked(desk, uploaded(desk, board, b"title\nNeglect\n"), title="title")

    desk.post(reverse("office_import_preview", args=[upload.key]))

    upload.refresh_from_db()
    assert (upload.state, bytes(upload.content)) == (ImportState.DONE, b"")


def test_second_click_imports_once(desk: Client, board: Board) -> None:
    upload = checked(desk, uploaded(desk, board, b"title\nNeglect\n"), title="title")

    for _ in range(2):
        desk.post(reverse("office_import_preview", args=[upload.key]))

    assert Course.objects.count() == 1


def test_preview_shows_errors_and_no_button(desk: Client, board: Board) -> None:
    upload = uploaded(desk, board, b"title,date\nNeglect,31/02/2026\n")
    checked(desk, upload, title="title", date="date")

    page = desk.get(reverse("office_import_preview", args=[upload.key])).content.decode()

    assert "Row 2" in page
    assert "There is no such day" in page
    assert ">Import</button>" not in page


def test_errors_cannot_be_imported_by_hand(desk: Client, board: Board) -> None:
    upload = uploaded(desk, board, b"title,date\nNeglect,31/02/2026\n")
    checked(desk, upload, title="title", date="date")

    desk.post(reverse("office_import_preview", args=[upload.key]))

    assert not Course.objects.exists()


def test_wrong_encoding_is_told_and_can_be_chosen(desk: Client, board: Board) -> None:
    upload = uploaded(desk, board, "title\nCafé\n".encode("cp1252"))
    address = reverse("office_import_columns", args=[upload.key])
    assert "Row 2, column 1" in desk.get(address).content.decode()

    desk.post(address, {"reread": "1", "encoding": "cp1252"})

    assert "Café" in desk.get(address).content.decode()


def test_wrong_byte_far_down_is_told_beside_the_columns(desk: Client, board: Board) -> None:
    content = b"title\n" + b"Neglect\n" * 50 + "Café\n".encode("cp1252")
    upload = checked(desk, uploaded(desk, board, content), title="title")

    page = desk.get(reverse("office_import_preview", args=[upload.key]), follow=True)

    assert "Row 52, column 1" in page.content.decode()


def test_column_chosen_twice_is_told_and_the_choice_is_kept(desk: Client, board: Board) -> None:
    upload = uploaded(desk, board, b"title,date\nNeglect,TBC\n")

    page = desk.post(
        reverse("office_import_columns", args=[upload.key]), {"title": "title", "code": "title"}
    )

    assert page.context["form"].errors["code"] == ["This column is already chosen for course title"]
    assert page.context["form"]["code"].value() == "title"


def test_long_file_is_checked_in_the_background(
    desk: Client, board: Board, django_capture_on_commit_callbacks: object
) -> None:
    content = b"title\n" + b"Neglect, level two of the long road\n".replace(b",", b"") * 8_000
    assert len(content) > SHORT_BYTES
    upload = uploaded(desk, board, content)

    with django_capture_on_commit_callbacks(execute=True) as later:
        checked(desk, upload, title="title")

    upload.refresh_from_db()
    assert len(later) == 1
    assert (upload.state, upload.rows_read) == (ImportState.CHECKED, 5_000)


@pytest.mark.parametrize(
    "name", ["office_import_columns", "office_import_preview", "office_import_problems"]
)
def test_upload_is_its_owners_alone(desk: Client, board: Board, name: str) -> None:
    upload = checked(desk, uploaded(desk, board, b"title\nNeglect\n"), title="title")
    colleague = signed_in(officer_of(board))

    mine = desk.get(reverse(name, args=[upload.key])).status_code
    theirs = colleague.get(reverse(name, args=[upload.key])).status_code

    assert (mine, theirs) == (200, 404)


def test_upload_that_expired_is_not_found(desk: Client, board: Board) -> None:
    upload = uploaded(desk, board, b"title\nNeglect\n")
    CalendarImport.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    assert desk.get(reverse("office_import_columns", args=[upload.key])).status_code == 404


def test_board_of_others_cannot_be_imported_into(desk: Client) -> None:
    file = SimpleUploadedFile("calendar.csv", b"title\nNeglect\n")

    desk.post(reverse("office_import"), {"file": file, "board": BoardFactory().pk})

    assert not CalendarImport.objects.exists()


def test_problems_file_holds_no_formula(desk: Client, board: Board) -> None:
    upload = uploaded(desk, board, b"title,date\nNeglect,=1+1\n")
    checked(desk, upload, title="title", date="date")

    text = desk.get(reverse("office_import_problems", args=[upload.key])).content.decode()

    assert "note,2,date,'=1+1," in text


def test_file_with_headings_alone_is_told_at_once(desk: Client, board: Board) -> None:
    upload = uploaded(desk, board, b"Course,Date\n")

    page = desk.get(reverse("office_import_columns", args=[upload.key])).content.decode()

    assert "no rows below its headings" in page
    assert "Check the file" not in page


def test_file_with_headings_alone_is_not_imported(desk: Client, board: Board) -> None:
    upload = uploaded(desk, board, b"Course,Date\n")

    checked(desk, upload, title="Course")

    assert upload.state == ImportState.UPLOADED
    assert "no rows below its headings" in upload.refusal


def test_same_file_again_offers_nothing_to_import(desk: Client, board: Board) -> None:
    for _ in range(2):
        CalendarImport.objects.all().delete()
        upload = checked(desk, uploaded(desk, board, b"Course\nNeglect\n"), title="Course")
        preview = reverse("office_import_preview", args=[upload.key])
        page = desk.get(preview).content.decode()
        desk.post(preview)

    assert "There is nothing to import" in page
    assert ">Import</button>" not in page


def test_refusal_in_the_back_office_names_no_command(desk: Client, board: Board) -> None:
    upload = uploaded(desk, board, "Course\nCaf\u00e9\n".encode("cp1252"))

    page = desk.get(reverse("office_import_columns", args=[upload.key])).content.decode()

    assert "choose Windows (cp1252)" in page
    assert "--encoding" not in page
