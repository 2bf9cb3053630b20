"""Loading a history in the back office: upload, columns, decisions, load."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bookings.models import Booking, HistoryUpload
from courses.choices import ImportState
from courses.imports.uploads import SHORT_BYTES
from people.actions import grant_role
from people.choices import Role
from people.models import Agency
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    EmploymentFactory,
    SectorFactory,
    UserFactory,
)

HEAD = "Course,Date,Delegate,Organisation,Attended\n"
COLUMNS = {
    "title": "Course",
    "date": "Date",
    "name": "Delegate",
    "agency": "Organisation",
    "status": "Attended",
}


@pytest.fixture
def board(db):
    return BoardFactory()


@pytest.fixture
def police(board):
    return AgencyFactory(name="Police", boards=[board])


@pytest.fixture
def desk(board, client):
    officer = UserFactory()
    grant_role(officer, Role.OFFICER, board=board)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def checked(desk, board, rows, **typed):
    file = SimpleUploadedFile("old.csv", (HEAD + rows).encode())
    desk.post(reverse("office_history"), {"file": file, "board": board.pk})
    upload = HistoryUpload.objects.latest("pk")
    desk.post(reverse("office_history_columns", args=[upload.key]), {**COLUMNS, **typed})
    upload.refresh_from_db()
    return upload


def preview(upload):
    return reverse("office_history_preview", args=[upload.key])


def decide(desk, upload, *choices, **more):
    """Chooses for the things to decide in the order of the page; returns the page after it."""
    fields = [
        f.name for f in desk.get(preview(upload)).context["form"] if f.name.startswith("item")
    ]
    said = dict(zip(fields, choices, strict=True))
    return desk.post(preview(upload), {"decide": "1", **said, **more}, follow=True)


def test_list_goes_from_upload_to_history(desk, board, police):
    upload = checked(desk, board, "Neglect,12/05/2014,Jo,Police,DNA\n")
    assert "1 booking: did not attend" in desk.get(preview(upload)).content.decode()
    assert not Booking.objects.exists()

    page = desk.post(preview(upload), follow=True).content.decode()

    upload.refresh_from_db()
    assert "<strong>Loaded.</strong>" in page
    assert (Booking.objects.get().agency, bytes(upload.content)) == (police, b"")


def test_undecided_cannot_be_loaded(desk, board):
    upload = checked(desk, board, "Neglect,12/05/2014,Jo,Polise,y\n")
    page = desk.get(preview(upload)).content.decode()

    desk.post(preview(upload))

    assert "1 decision first, below" in page
    assert ">Load</button>" not in page
    assert not Booking.objects.exists()


def test_decisions_are_kept_until_it_is_loaded(desk, board, police):
    SectorFactory(name="Education")
    rows = "Neglect,12/05/2014,Jo,Polise,X\nNeglect,12/05/2014,Al,Oak School,X\n"
    upload = checked(desk, board, rows)
    assert not Agency.objects.filter(name="Oak School").exists()

    decide(desk, upload, "attended", "same as Police", "")
    page = decide(desk, upload, "new in Education", "attended", "same as Police")
    desk.post(preview(upload))

    assert ">Load</button>" in page.content.decode()
    assert set(Booking.objects.values_list("agency__name", "agency__sector__name")) == {
        ("Police", police.sector.name), ("Oak School", "Education"),
    }  # fmt: skip


def test_every_person_left_can_be_taken_as_proposed(desk, board, police):
    job = EmploymentFactory(person__full_name="Jo", agency=police)
    upload = checked(desk, board, "Neglect,12/05/2014,Jo,Police,y\n")

    decide(desk, upload, "", every_person="on")
    desk.post(preview(upload))

    assert Booking.objects.get().person == job.person


def test_decisions_can_be_made_in_a_spreadsheet(desk, board, police):
    upload = checked(desk, board, "Neglect,12/05/2014,Jo,Polise,y\n")
    review = desk.get(reverse("office_history_review", args=[upload.key])).content.decode()
    filled = SimpleUploadedFile("d.csv", review.strip().encode() + b"as proposed\r\n")

    desk.post(preview(upload), {"file": "1", "review": filled})
    desk.post(preview(upload))

    assert Booking.objects.get().agency == police


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"what,why\n", "The decisions have no column"),
        (b"kind,in the file,decision\nanimal,cat,new\n", "“animal” is none of"),
        ("kind,in the file,decision\nagency,Café,skip\n".encode("cp1252"), "CSV UTF-8"),
    ],
)
def test_file_that_holds_no_decisions_is_refused(desk, board, content, message):
    upload = checked(desk, board, "Neglect,12/05/2014,Jo,Polise,y\n")

    page = desk.post(preview(upload), {"file": "1", "review": SimpleUploadedFile("d.csv", content)})

    assert message in page.content.decode()


def test_choice_that_was_not_offered_is_refused(desk, board, police):
    upload = checked(desk, board, "Neglect,12/05/2014,Jo,Polise,y\n")

    page = decide(desk, upload, "same as everybody")

    assert "Nothing was saved yet" in page.content.decode()


def test_page_says_which_rows_are_wrong(desk, board, police):
    upload = checked(desk, board, "Neglect,31/02/2014,Jo,Police,y\n")

    page = desk.get(preview(upload)).content.decode()
    problems = desk.get(reverse("office_history_problems", args=[upload.key])).content.decode()

    assert "There is no such day" in page
    assert "error,2,Date,31/02/2014" in problems


@pytest.mark.parametrize(
    ("typed", "field"), [({"status": ""}, "status"), ({"name": ""}, "name"), ({"date": ""}, "date")]
)
def test_columns_that_are_needed_are_asked_for(desk, board, typed, field):
    file = SimpleUploadedFile("old.csv", (HEAD + "Neglect,12/05/2014,Jo,Police,y\n").encode())
    desk.post(reverse("office_history"), {"file": file, "board": board.pk})
    upload = HistoryUpload.objects.get()

    address = reverse("office_history_columns", args=[upload.key])
    page = desk.post(address, {**COLUMNS, **typed})

    assert list(page.context["form"].errors) == [field]


def test_list_of_those_who_came_needs_no_column_for_it(desk, board, police):
    upload = checked(desk, board, "Neglect,12/05/2014,Jo,Police,\n", status="", everyone="attended")

    assert upload.report["counts"]["bookings_attended"] == 1


def test_long_list_is_checked_in_the_background(
    desk, board, police, django_capture_on_commit_callbacks
):
    rows = "".join(f"Neglect,12/05/2014,Somebody of number {n},Police,y\n" for n in range(5_100))
    assert len(rows) > SHORT_BYTES

    with django_capture_on_commit_callbacks(execute=True) as later:
        upload = checked(desk, board, rows)
        assert "being checked" in desk.get(preview(upload)).content.decode()

    upload.refresh_from_db()
    assert len(later) == 1
    assert (upload.state, upload.rows_read) == (ImportState.CHECKED, 5_000)


def test_same_list_again_offers_nothing_to_load(desk, board, police):
    for _ in range(2):
        upload = checked(desk, board, "Neglect,12/05/2014,Jo,Police,y\n")
        page = desk.get(preview(upload)).content.decode()
        desk.post(preview(upload))

    assert "There is nothing to load" in page
    assert Booking.objects.count() == 1
