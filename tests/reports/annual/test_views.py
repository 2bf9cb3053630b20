import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from people.choices import Role
from people.models import Board, RoleAssignment
from reports.actions import make_edition
from reports.annual import actions
from reports.annual.structure import from_data
from reports.choices import SlotState
from reports.models import AnnualReport, Slot, StatedFigure
from reports.periods import financial_year_of
from tests.factories import AgencyFactory, BoardFactory, CourseFactory, UserFactory
from tests.pdf import unpacked
from tests.reports.test_attendance import booked, held

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 4, 9, 30, tzinfo=dt.UTC)
STATED = {
    "label": "E-learning",
    "value": "1,200",
    "unit": "people",
    "base": "Counted by the provider.",
    "source": "Its report",
}


@pytest.fixture
def board() -> Board:
    return BoardFactory(site=Site.objects.get(is_default_site=True))


@pytest.fixture
def annual(board) -> AnnualReport:
    """2014-15: 12 of 20 places used at one event."""
    event = held(CourseFactory(board=board, title="Neglect"), capacity=20)
    for agency in (AgencyFactory(boards=[board]), AgencyFactory(boards=[board])):
        for _ in range(6):
            booked(event, agency)
    make_edition(board, 2014, at=AT)
    return actions.start_report(board, 2014, actor=None, at=AT)


def signed_in(client, board, role):
    user = UserFactory(full_name=f"A {role}")
    RoleAssignment.objects.create(user=user, role=role, board=board)
    client.force_login(user)
    return user


@pytest.fixture
def manager(client, board):
    return signed_in(client, board, Role.BUSINESS_MANAGER)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def address(name: str, *args: int | str) -> str:
    return reverse(f"reports:annual_{name}", args=args)


def test_report_is_started_once_a_year(client, board, manager):
    client.post(address("start"), {"year": 2020})
    client.post(address("start"), {"year": 2020})

    assert AnnualReport.objects.get().made_by == manager


def test_draft_shows_figures_with_both_numbers_and_who_writes(client, annual, manager):
    actions.assign_slots(annual.pk, {"planning": manager}, actor=None, at=AT)

    page = text(client.get(address("report", annual.pk)))

    assert "60 % 12 of 20 places" in page
    assert "A business_manager" in page


def test_text_written_by_two_keeps_both(client, annual, manager):
    slot = annual.slots.get(key="planning")
    actions.write_slot(slot.pk, text="Theirs", is_ready=False, version=1, actor=None, at=AT)

    page = client.post(address("text", slot.pk), {"text": "Mine", "version": 1})
    again = client.post(address("text", slot.pk), {"text": "Both", "version": 2})

    assert "Theirs" in text(page)
    assert "Mine" in text(page)
    assert 'name="version" value="2"' in page.content.decode()
    assert again.status_code == 302
    assert Slot.objects.get(pk=slot.pk).text == "Both"


def test_writer_of_a_text_that_was_taken_out_keeps_what_was_typed(client, board, annual):
    reader = signed_in(client, board, Role.SUBGROUP)
    slot = annual.slots.get(key="planning")
    actions.assign_slots(annual.pk, {"planning": reader}, actor=None, at=AT)
    actions.remove_block(annual.pk, "planning", version=1, actor=None, at=AT)

    page = client.post(address("text", slot.pk), {"text": "An hour of work", "version": 1})

    assert page.status_code == 404
    assert "was taken out of the report while you were writing" in text(page)
    assert "An hour of work" in text(page)


def test_reader_writes_the_text_asked_for_and_no_other(client, board, annual):
    reader = signed_in(client, board, Role.SUBGROUP)
    mine, other = annual.slots.all()[:2]
    actions.assign_slots(annual.pk, {mine.key: reader}, actor=None, at=AT)

    client.post(address("text", mine.pk), {"text": "Done", "is_ready": "on", "version": 1})

    assert Slot.objects.get(pk=mine.pk).state == SlotState.READY
    assert client.get(address("text", other.pk)).status_code == 404
    assert client.get(address("plan", annual.pk)).status_code == 404


def test_writers_are_asked_on_one_page(client, board, annual, manager):
    slot = annual.slots.get(key="priorities")

    client.post(address("writers", annual.pk), {f"slot-{slot.pk}": manager.pk})

    assert Slot.objects.get(pk=slot.pk).assigned_to == manager


def test_stranger_is_not_asked_to_write(client, annual, manager):
    slot = annual.slots.get(key="priorities")

    page = client.post(address("writers", annual.pk), {f"slot-{slot.pk}": UserFactory().pk})

    assert "Choose somebody from the list" in text(page)


def test_block_is_moved_and_taken_out(client, annual, manager):
    where = address("plan", annual.pk)

    moved = client.post(where, {"change": "up:attended", "version": 1})
    client.post(where, {"change": "remove:chart-sector", "version": 2})
    client.post(where, {"change": "remove:table-sector", "version": 2})

    annual.refresh_from_db()
    keys = [block.key for block in from_data(annual.structure).blocks]
    assert moved["Location"].endswith("#block-attended")
    assert keys.index("attended") < keys.index("places-available")
    assert "chart-sector" not in keys
    assert "table-sector" in keys


def test_figure_of_a_course_is_added(client, annual, manager):
    course = annual.board.courses.get()
    asked = {"section": "done", "shows": "figure:attended", "course": course.pk, "version": 1}

    client.post(address("add_block", annual.pk), asked)

    assert "Attended: Neglect 12" in text(client.get(address("report", annual.pk)))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"shows": ""}, "Choose what the block shows"),
        ({"shows": "narrative:"}, "Give the text a heading"),
        ({"shows": "table:sector", "course": "one"}, "Only a figure can be of one course"),
        ({"shows": "figure:seats_used", "sector": "one"}, "shared by all sectors"),
        ({"shows": "figure:room_hire", "course": "one"}, "told of the whole year"),
    ],
)
def test_block_that_makes_no_sense_is_refused_beside_its_field(
    client, annual, manager, asked, said
):
    ids = {
        "course": annual.board.courses.get().pk,
        "sector": annual.board.agencies.first().sector_id,
    }
    data = {name: ids[name] if value == "one" else value for name, value in asked.items()}

    page = client.post(address("add_block", annual.pk), {"section": "done", "version": 1, **data})

    assert said in text(page)


def test_stated_figure_is_entered_and_taken_away(client, annual, manager):
    client.post(address("stated", annual.pk), STATED)
    figure = StatedFigure.objects.get()

    assert "E-learning: 1,200" in text(client.get(address("stated", annual.pk)))
    assert "stated for 2014–15, and" in text(client.get(address("drop", figure.pk)))
    client.post(address("drop", figure.pk))
    assert not StatedFigure.objects.exists()


def test_stated_figure_without_its_base_is_refused(client, annual, manager):
    page = client.post(address("stated", annual.pk), STATED | {"base": "", "is_subtracted": "on"})

    assert "Say who counted what" in text(page)
    assert "Choose the total that it is taken off" in text(page)


def test_sign_off_asks_then_freezes(client, annual, manager):
    where = address("sign_off", annual.pk)

    asked = client.get(where)
    refused = client.post(where)
    client.post(where, {"agrees": "on"})

    annual.refresh_from_db()
    assert "4 texts are not ready" in text(asked)
    assert "Confirm that the board has agreed" in text(refused)
    assert annual.sha256 in text(client.get(address("report", annual.pk)))


def test_readers_outside_the_office_are_not_told_by_how_much(client, annual, manager):
    actions.sign_off(annual.pk, actor=None, at=AT)
    booked(annual.board.events.get(), AgencyFactory(boards=[annual.board]))
    make_edition(annual.board, 2014, at=timezone.now())
    page = text(client.get(address("report", annual.pk)))
    signed_in(client, annual.board, Role.OFFICER)

    exact = text(client.get(address("report", annual.pk)))

    assert "Attended" in page
    assert "13 now" not in page
    assert "Attended: 12 at sign-off, 13 now" in exact
    assert "12 of 20 places" in exact


def test_readers_outside_the_office_see_texts_alone_before_the_year_is_over(client, board, manager):
    now = timezone.now()
    report = actions.start_report(
        board, financial_year_of(timezone.localdate(now)), actor=None, at=now
    )

    pages = [
        client.get(address("report", report.pk)),
        client.get(address("file", report.pk, "html")),
    ]
    signed_in(client, board, Role.OFFICER)
    staff = text(client.get(address("report", report.pk)))

    assert "How the programme was planned" in text(pages[0])
    assert not any("Places used" in text(page) for page in pages)
    assert "Places used" in staff


def test_draft_shows_readers_no_figure_while_small_numbers_are_being_hidden(
    client, annual, manager
):
    booked(annual.board.events.get(), AgencyFactory(boards=[annual.board]))

    page = text(client.get(address("report", annual.pk)))
    file = text(client.get(address("file", annual.pk, "html")))
    asked = text(client.get(address("sign_off", annual.pk)))
    signed_in(client, annual.board, Role.OFFICER)
    staff = text(client.get(address("report", annual.pk)))

    assert "still being worked out" in page
    assert "still being worked out" in asked
    assert not any("of 20 places" in shown for shown in (page, file))
    assert "13 of 20 places" in staff


def test_new_edition_says_what_it_restates_and_the_first_leads_to_it(client, annual, manager):
    actions.sign_off(annual.pk, actor=None, at=AT)

    client.post(address("new_edition", annual.pk), {"restates": "A register came in late."})

    later = AnnualReport.objects.get(edition=2)
    assert "A register came in late." in text(client.get(address("report", later.pk)))
    assert address("report", later.pk) in client.get(address("report", annual.pk)).content.decode()


def test_pdf_is_tagged_and_has_bookmarks_of_its_sections(client, annual, manager):
    actions.sign_off(annual.pk, actor=manager, at=AT)

    file = client.get(address("file", annual.pk, "pdf")).content

    inside = unpacked(file)
    assert b"pdfuaid:part" in inside
    for mark in (b"/Outlines", b"/StructTreeRoot", b"/S /TH", b"/S /Figure", b"/Alt"):
        assert mark in inside
    titles = "What we did".encode("utf-16-be"), b"(What we did)"
    assert any(title in inside for title in titles)


def test_html_is_one_file_without_scripts(client, annual, manager):
    page = client.get(address("file", annual.pk, "html")).content.decode()

    assert "<h2" in page
    assert "12 of 20" in page
    assert not re.search(r"<script|<link|src=\"http|href=\"http", page)


def test_json_of_a_signed_report_is_what_was_hashed(client, annual, manager):
    signed = actions.sign_off(annual.pk, actor=None, at=AT)

    assert client.get(address("file", annual.pk, "json")).content == signed.frozen.encode()


def test_page_reads_as_many_queries_for_three_courses_as_for_one(
    client, annual, manager, django_assert_max_num_queries, django_assert_num_queries
):
    client.get(address("report", annual.pk))
    with django_assert_max_num_queries(75) as one:
        client.get(address("report", annual.pk))
    for title in ("CSE", "Alerter"):
        event = held(CourseFactory(board=annual.board, title=title), capacity=20)
        booked(event, AgencyFactory(boards=[annual.board]))
    make_edition(annual.board, 2014, at=timezone.now())

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(address("report", annual.pk))


def test_list_reads_as_many_queries_for_three_years_as_for_one(
    client, annual, manager, django_assert_num_queries
):
    client.get(reverse("reports:annual"))
    with django_assert_num_queries(10) as one:
        client.get(reverse("reports:annual"))
    for year in (2015, 2016):
        actions.start_report(annual.board, year, actor=None, at=timezone.now())

    with django_assert_num_queries(len(one.captured_queries)):
        client.get(reverse("reports:annual"))
