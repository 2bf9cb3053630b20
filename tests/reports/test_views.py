import csv
import datetime as dt
import html
import io
import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.choices import PublishedMeasure
from bookings.models import PublishedFigure
from courses.choices import EventState
from courses.models import Event
from people.choices import Role
from people.models import Agency, RoleAssignment
from reports.actions import make_edition
from reports.attendance.document import document
from reports.attendance.population import Filters
from reports.attendance.reading import attendance
from reports.kinds import KINDS
from reports.models import ReportSetting
from reports.periods import this_year_to_date
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    SectorFactory,
    UserFactory,
)

from .test_attendance import booked, held

pytestmark = pytest.mark.django_db
PAGE = "/reports/attendance/"
YEAR = "?from=2014-04-01&to=2015-03-31"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUBGROUP])
@pytest.mark.parametrize("kind", KINDS)
def test_every_report_has_its_page_and_files(client, event, kind, role):
    user = UserFactory()
    RoleAssignment.objects.create(user=user, role=role, board=event.board)
    client.force_login(user)
    make_edition(event.board, 2014, at=timezone.now())

    answers = [
        client.get(f"/reports/{kind}/{path}{YEAR}") for path in ("", "xlsx/", "csv/", "json/")
    ]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert not answers[0].context["form"].errors


@pytest.mark.parametrize("kind", KINDS)
def test_every_report_says_so_when_there_is_nothing(reader, board, kind):
    assert str(KINDS[kind].empty) in text(reader.get(f"/reports/{kind}/{YEAR}"))


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.ADMINISTRATOR, Role.SUBGROUP, Role.BUSINESS_MANAGER]
)
@pytest.mark.parametrize("path", ["/reports/", PAGE, f"{PAGE}csv/"])
def test_readers_of_this_board_enter(client, board, role, path):
    user = UserFactory()
    RoleAssignment.objects.create(user=user, role=role, board=board)
    client.force_login(user)

    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/reports/", PAGE, f"{PAGE}csv/"])
def test_readers_of_another_board_find_nothing(client, board, path):
    user = UserFactory()
    RoleAssignment.objects.create(user=user, role=Role.OFFICER, board=BoardFactory())
    client.force_login(user)

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/reports/", PAGE, f"{PAGE}csv/"])
def test_visitors_are_asked_to_sign_in(client, board, path):
    assert client.get(path).status_code == 302


def test_page_prints_both_numbers_of_every_rate(reader, event):
    page = text(reader.get(PAGE + YEAR))

    assert "4 of 20 places were used (20 %) at 1 event." in page
    for words in ("4 of 20 places", "3 of 5 booked", "3 of 4 expected", "1 of 4 expected"):
        assert words in page


def test_no_headline_breaks_before_the_percent_sign(reader, event):
    page = reader.get(PAGE + YEAR).content.decode()

    headlines = re.findall(r"<p class=\"[^\"]*headline\">([^<]*%[^<]*)<", page)
    assert headlines
    assert not [words for words in headlines if " %" in words]


def test_page_draws_the_sum_of_the_register(reader, event):
    assert "5 booked − 1 cancelled − 1 did not attend + 1 walked in = 4 attended" in text(
        reader.get(PAGE + YEAR)
    )


def test_chart_is_one_named_image_without_style_or_script(reader, event):
    page = reader.get(PAGE + YEAR).content.decode()
    svgs = re.findall(r'<svg[^>]*class="marks".*?</svg>', page, flags=re.DOTALL)

    assert len(svgs) == 4
    assert all('role="img"' in svg and "<title>" in svg for svg in svgs)
    assert not re.search(r"style=|<style|<script|clip-path", "".join(svgs))


def test_figures_of_another_board_are_left_out(reader, event):
    booked(held(CourseFactory(title="Elsewhere")), AgencyFactory())

    assert "Elsewhere" not in text(reader.get(PAGE + YEAR))


def test_nothing_chosen_is_this_financial_year_so_far(reader, board):
    assert str(this_year_to_date(timezone.localdate())) in text(reader.get(PAGE))


def test_wrong_date_keeps_what_was_typed_and_shows_no_figures(reader, event):
    page = reader.get(f"{PAGE}?from=31/2/2014&to=31/3/2015").content.decode()

    assert "<title>Error: Attendance" in page
    assert 'href="#filter-from"' in page
    assert 'value="31/2/2014"' in page
    assert "places were used" not in page


def test_last_day_before_the_first_is_an_error(reader, board):
    assert "same as the first day, or later" in text(
        reader.get(f"{PAGE}?from=2/4/2014&to=1/4/2014")
    )


def test_filter_narrows_and_can_be_taken_away(reader, event):
    agency = event.bookings.first().agency

    page = reader.get(f"{PAGE}{YEAR}&agency={agency.pk}").content.decode()

    assert "2 attendances from Housing team at 1 event." in page
    assert "Remove filter: </span>Housing team" in page


def test_unknown_rate_says_so_and_is_no_nought(reader, event):
    agency = event.bookings.first().agency

    page = reader.get(f"{PAGE}{YEAR}&agency={agency.pk}").content.decode()

    assert '<span class="c-figure__label">Places used</span> <span>Not known</span></li>' in page


def test_agency_of_another_board_is_no_choice(reader, event):
    stranger = AgencyFactory(name="Stranger")

    page = text(reader.get(f"{PAGE}{YEAR}&agency={stranger.pk}"))

    assert "Choose the agency from the list." in page
    assert "Stranger" not in page


@pytest.mark.parametrize("kind", ["attendance", "no-shows", "reach"])
def test_every_line_opens_also_one_of_an_agency_that_is_not_the_board_s(reader, event, kind):
    """One of another board, and one that has changed its sector and been merged since."""
    changed = event.bookings.first().agency
    now = AgencyFactory(name="Now")
    changed.sector, changed.merged_into = SectorFactory(), now
    changed.save()
    changed.boards.clear()
    booked(event, AgencyFactory(name="Stranger"))
    employed = booked(event, changed)
    EmploymentFactory(person=employed.person, starts_on=dt.date(2010, 1, 1))
    page = reader.get(f"/reports/{kind}/{YEAR}").content.decode()

    links = set(map(html.unescape, re.findall(rf'href="(/reports/{kind}/\?[^"]+)"', page)))
    answers = {link: reader.get(link) for link in links}

    assert sum("agency=" in link for link in links) >= 3
    assert [link for link, answer in answers.items() if answer.context["form"].errors] == []


def test_period_without_completed_registers_says_so(reader, board):
    page = text(reader.get(PAGE + YEAR))

    assert "No registers were completed in this period" in page
    assert "Load history" not in page


def test_staff_of_a_new_board_are_led_to_its_history(client, board):
    officer = UserFactory()
    RoleAssignment.objects.create(user=officer, role=Role.OFFICER, board=board)
    client.force_login(officer)

    assert "/admin/history/" in client.get(PAGE + YEAR).content.decode()


@pytest.mark.parametrize("kind", ["attendance", "no-shows", "resources"])
def test_past_event_without_completed_register_is_named(reader, event, kind):
    EventFactory(course=CourseFactory(board=event.board, title="Late"), starts_at=event.starts_at)

    page = text(reader.get(f"/reports/{kind}/{YEAR}"))

    assert "1 event in this period has taken place, but the register is not completed." in page
    assert "Late, Monday 2 June 2014" in page


def test_invented_figures_are_labelled(reader, event):
    Event.objects.update(is_invented=True)

    assert "in these figures are invented" in text(reader.get(PAGE + YEAR))


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("json", "application/json"),
        ("pdf", "application/pdf"),
    ],
)
def test_downloads_are_files_named_after_board_and_period(reader, event, kind, content_type):
    response = reader.get(reverse("reports:download", args=["attendance", kind]) + YEAR)
    table = "rows-" if kind == "csv" else ""

    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == (
        f'attachment; filename="attendance-{table}{event.board.slug}-2014-04-01-to-2015-03-31.{kind}"'
    )


def test_file_is_named_after_what_it_is_narrowed_to_and_whether_numbers_are_hidden(event):
    find = {"agency": Agency(name="Red Gate Homes & Co")}
    found = attendance(event.board, dt.date(2014, 4, 1), dt.date(2015, 3, 31))

    names = [
        document(replace(found, filters=Filters(**filters), is_protected=hidden)).file_name()
        for filters, hidden in ((find, False), ({}, True))
    ]

    start = f"attendance-{event.board.slug}-2014-04-01-to-2015-03-31"
    assert names == [f"{start}-red-gate-homes-co", f"{start}-small-numbers-hidden"]


def test_files_of_two_long_filters_have_two_names(event):
    found = attendance(event.board, dt.date(2014, 4, 1), dt.date(2015, 3, 31))
    agencies = (Agency(name=f"{'The long name of an agency ' * 3}{place}") for place in "ab")

    names = {
        document(replace(found, filters=Filters(agency=agency))).file_name("agency_role")
        for agency in agencies
    }

    assert len(names) == 2
    assert all(name.startswith("attendance-agency-role-") and len(name) < 150 for name in names)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUBGROUP])
@pytest.mark.parametrize("kind", KINDS)
def test_each_table_with_lines_is_a_csv_and_its_file_says_which(client, event, kind, role):
    RoleAssignment.objects.create(user=(user := UserFactory()), role=role, board=event.board)
    client.force_login(user)
    make_edition(event.board, 2014, at=timezone.now())

    offered = client.get(f"/reports/{kind}/{YEAR}").context["tables"]
    files = [client.get(table["url"]) for table in offered]

    assert files or kind == "evaluation"
    assert all(len(file.content.decode().splitlines()) > 1 for file in files)
    names = {file["Content-Disposition"] for file in files}
    assert len(names) == len(files)


def test_download_keeps_the_filters(reader, event):
    agency = event.bookings.first().agency

    response = reader.get(f"{PAGE}csv/{YEAR}&agency={agency.pk}")

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["Agency"] for row in rows] == [agency.name]


def test_download_with_a_wrong_filter_goes_back_to_the_page(reader, board):
    response = reader.get(f"{PAGE}csv/?from=x")

    assert response.url == f"{PAGE}?from=x"


def test_protected_readers_choose_whole_years_beside_attendance(reader, event):
    ReportSetting.objects.update(exact_for_readers=False)

    page = text(reader.get("/reports/no-shows/?from=2014-04-01&to=2014-04-30"))

    assert "Choose a whole financial year that is over: 1 April to 31 March." in page


def test_events_wait_for_the_pattern_of_small_numbers(reader, event):
    ReportSetting.objects.update(exact_for_readers=False)

    assert "Small numbers are being hidden" in text(reader.get(f"/reports/events/{YEAR}"))


def test_line_leads_nowhere_for_those_who_have_no_filter(reader, event):
    ReportSetting.objects.update(exact_for_readers=False)
    make_edition(event.board, 2014, at=timezone.now())

    page = reader.get(f"/reports/events/{YEAR}").content.decode()

    assert "Neglect" in page
    assert "course=" not in page


def test_unknown_format_is_not_found(reader, board):
    assert reader.get(f"{PAGE}docx/").status_code == 404


def test_page_is_only_read(reader, board):
    assert reader.post(PAGE).status_code == 405


@pytest.mark.parametrize("size", [1, 3])
def test_same_number_of_queries_for_any_size(reader, board, size, django_assert_num_queries):
    for _ in range(size):
        booked(held(CourseFactory(board=board)), AgencyFactory(boards=[board]))
        overdue = EventFactory(course__board=board, starts_at=held(CourseFactory()).starts_at)
        assert overdue.state == EventState.PUBLISHED

    with django_assert_num_queries(32):
        reader.get(PAGE + YEAR)


def test_years_published_before_stand_apart_with_what_does_not_add_up(reader, board):
    for label, value in (("", 1547), ("Council", 785), ("Others", 759)):
        PublishedFigure.objects.create(
            board=board,
            measure=PublishedMeasure.ATTENDANCE,
            starts_on=dt.date(2014, 4, 1),
            ends_on=dt.date(2015, 3, 31),
            label=label,
            value=value,
            source="Training report 2014-15",
        )

    page = text(reader.get(PAGE + YEAR))

    assert "Attended, as published in earlier years" in page
    assert "1 April 2014 to 31 March 2015 1,547 1,544 -3" in page
