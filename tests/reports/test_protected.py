"""Reports with small numbers hidden, as their readers meet them."""

import csv
import datetime as dt
import html
import io
import itertools
import json
import re

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from bookings.choices import Outcome
from bookings.models import Booking
from evaluations.choices import Wave
from evaluations.models import Invitation
from people.actions import grant_role
from people.choices import Role
from people.models import Board, RoleAssignment
from reports import actions
from reports.attendance.population import Filters
from reports.attendance.reading import attendance
from reports.disclosure.family import ATTENDED, YEAR, Cell
from reports.forms import NoFigures
from reports.kinds import KINDS
from reports.measures import events, resources
from reports.models import ProtectedEdition, ReportSetting
from reports.periods import financial_year, quarters_of_year
from reports.protected.asking import answer
from reports.protected.reading import shown
from reports.resources.document import OF_ATTENDANCES
from reports.values import HIDDEN, Rate
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    CourseFactory,
    EventFactory,
    RoleGroupFactory,
    RunFactory,
    RunWaveFactory,
    UserFactory,
)

from .test_attendance import booked, held

pytestmark = [pytest.mark.once, pytest.mark.django_db]
PAGE = "/reports/attendance/"
WHOLE_YEAR = "?from=2014-04-01&to=2015-03-31"
TODAY = dt.date(2016, 1, 15)
PLAN = {
    # agency: who came and who did not, in June and in November
    "Housing team": ((6, 2), (9, 1)),
    "Police team": ((3, 0), (7, 6)),
    "Hospital": ((8, 1), (11, 0)),
    "School": ((12, 0), (5, 2)),
}


@pytest.fixture(scope="module")
def made(module_db) -> Board:
    """Four agencies, each of its own sector, and two courses, one in June and one in November; and the pattern."""
    board = BoardFactory(site=Site.objects.get(is_default_site=True))
    courses = [CourseFactory(board=board, title=title) for title in ("Alerter", "Neglect")]
    days = dt.date(2014, 6, 2), dt.date(2014, 11, 3)
    events = [held(course, on=day, capacity=60) for course, day in zip(courses, days, strict=True)]
    role = RoleGroupFactory()
    for name, plan in PLAN.items():
        agency = AgencyFactory(name=name, boards=[board])
        for event, (came, absent) in zip(events, plan, strict=True):
            for history in ["came"] * came + ["stayed away"] * absent:
                booked(event, agency, history)
    Booking.objects.update(role_group=role)
    actions.make_edition(board, 2014, at=timezone.now())
    return board


@pytest.fixture
def board(made, db) -> Board:
    return Board.objects.get(pk=made.pk)


@pytest.fixture
def year(board):
    """The event in June and the one in November."""
    return list(board.events.order_by("starts_at"))


@pytest.fixture
def edition(board):
    return ProtectedEdition.objects.get(board=board, first_year=2014)


@pytest.fixture
def no_edition(board):
    ProtectedEdition.objects.all().delete()


@pytest.fixture
def enter(client, board):
    def as_(role):
        user = UserFactory()
        RoleAssignment.objects.create(user=user, role=role, board=board)
        client.force_login(user)
        return client

    return as_


def words(response) -> str:
    return words_of(response.content.decode())


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("role", [Role.SUBGROUP, Role.BUSINESS_MANAGER])
def test_readers_see_c_for_a_small_number_and_the_note(enter, edition, role):
    page = words(enter(role).get(f"{PAGE}?from=2014-04-01&to=2014-06-30"))

    assert re.search(r"Police team c 0 0 0 0 c", page)
    assert "c stands for a number that is not shown" in page


def test_a_hidden_line_is_named_in_the_chart_and_its_drawing_knows_no_number(enter, edition):
    address = f"{PAGE}?from=2014-04-01&to=2014-06-30"
    page = enter(Role.SUBGROUP).get(address).content.decode()
    specs = [
        json.loads(html.unescape(each))
        for each in re.findall(r'data-(?:wide|narrow)="(.*?)"', page)
    ]
    drawings = re.findall(r'<svg[^>]*class="marks".*?</svg>', page, flags=re.DOTALL)

    bars = [bar for spec in specs for bar in spec["data"]["values"] if bar["name"] == "Police team"]
    assert [(bar["number"], bar["label"]) for bar in bars] == [(0, "c")] * 2
    assert {bar["number"] for spec in specs for bar in spec["data"]["values"]} == {0, 8, 12}
    assert sum("Police team" in each for each in drawings) == 2
    assert not any(re.search(r">[1-7]<", each) for each in drawings)
    assert "School attended most, of those shown: 12 of 29" in words_of(page)


def test_staff_see_exact_numbers_or_choose_to_hide_them(enter, edition):
    officer = enter(Role.OFFICER)

    exact = words(officer.get(f"{PAGE}?from=2014-04-01&to=2014-06-30"))
    hidden = words(officer.get(f"{PAGE}?from=2014-04-01&to=2014-06-30&small=hidden"))

    assert re.search(r"Police team 3 0 0 0 0 3", exact)
    assert re.search(r"Police team c 0 0 0 0 c", hidden)
    assert "small=hidden" in officer.get(f"{PAGE}{WHOLE_YEAR}&small=hidden").content.decode()


def test_readers_cannot_ask_for_exact_numbers(enter, edition):
    page = words(enter(Role.SUBGROUP).get(f"{PAGE}?from=2014-04-01&to=2014-06-30&small=exact"))

    assert re.search(r"Police team c 0 0 0 0 c", page)


def test_the_boards_setting_lets_readers_read_exact_numbers(enter, board, edition):
    ReportSetting.objects.create(board=board, exact_for_readers=True)

    page = words(enter(Role.SUBGROUP).get(f"{PAGE}?from=2014-04-01&to=2014-06-30"))

    assert re.search(r"Police team 3 0 0 0 0 3", page)


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_files_hide_the_same(enter, edition, ending):
    address = f"{PAGE}{ending}/?from=2014-04-01&to=2014-06-30"

    file = enter(Role.SUBGROUP).get(address).content.decode()

    assert '"c"' in file or ",c," in file
    assert "stands for" in file or ending == "csv"


def test_csv_of_agencies_has_no_small_number(enter, edition):
    address = f"{PAGE}csv/{WHOLE_YEAR}&table=agency"

    text = enter(Role.SUBGROUP).get(address).content.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    people = ("Booked", "Attended", "Did not attend", "Walked in")
    assert len(rows) == len(PLAN)
    assert {row[name] for row in rows for name in people} & {"1", "2", "3", "4"} == set()


def every_question(board):
    """All that can be asked of the year: periods and single filters."""
    units = Booking.objects.filter(event__board=board)
    agencies = {booking.agency for booking in units.select_related("agency", "sector")}
    sectors = {booking.sector for booking in units.select_related("sector")}
    courses = list(board.courses.all())
    filters = [Filters(), Filters(delivery=courses[0].delivery)]
    filters += [Filters(agency=agency) for agency in agencies]
    filters += [Filters(sector=sector) for sector in sectors]
    filters += [Filters(course=course) for course in courses]
    return itertools.product([financial_year(2014), *quarters_of_year(2014)], filters)


def test_every_reading_shows_figures_of_the_family_and_no_small_one(board, edition):
    year = shown(board, 2014, today=TODAY)
    family = {year.figures[cell] for cell in year.figures if cell not in year.hidden} | {0}

    seen = set()
    for period, filters in every_question(board):
        report = answer(board, period, filters, today=TODAY, finest=True)
        tables = (report.by_sector, report.by_agency, report.by_role, report.by_course)
        more = (report.rows, report.by_topic, report.by_level, report.by_delivery)
        lines = itertools.chain(*tables, *more, report.by_quarter, report.by_month)
        for counts in (report.totals, *(line.counts for line in lines)):
            seen |= {counts.shown(key) for key in ("booked", "no_show", "attended", "cancelled")}

    assert seen - {HIDDEN} <= family
    assert seen & {1, 2, 3, 4} == set()
    assert HIDDEN in seen
    assert len(seen) > 10


def test_every_line_is_hidden_or_right(board, edition):
    days = financial_year(2014)
    exact = attendance(board, days.from_, days.to)

    report = answer(board, days, Filters(), today=TODAY, finest=True)

    for name in ("rows", "by_sector", "by_agency", "by_role", "by_course", "by_quarter"):
        lines = zip(getattr(report, name), getattr(exact, name), strict=True)
        told = [(line.counts.shown(ATTENDED), true.counts.attended) for line, true in lines]
        assert all(shown in (HIDDEN, true) for shown, true in told), name
        assert any(shown is not HIDDEN for shown, _ in told), name


def test_the_pattern_is_kept_by_figure(board, edition):
    year = shown(board, 2014, today=TODAY)

    assert year.figures[Cell("all", ATTENDED, YEAR)] == 61
    assert Cell("all", ATTENDED, YEAR) not in year.hidden


def each_protected(board):
    """The document of every kind, of one event with a small register, with what it cost and who answered."""
    event = board.events.order_by("starts_at").first()
    wave = RunWaveFactory(
        run=RunFactory(event=event),
        wave=Wave.END,
        opens_at=event.starts_at,
        closes_at=event.starts_at + dt.timedelta(days=9),
    )
    for number, booking in enumerate(event.bookings.order_by("pk")):
        Invitation.objects.create(wave=wave, booking=booking, is_answered=number < 3)
    board.events.update(room_hire_pence=1_000)
    for kind in KINDS.values():
        asked = QueryDict(WHOLE_YEAR.removeprefix("?"))
        form = kind.form(asked, board=board, today=TODAY, is_protected=True)
        assert form.is_valid()
        yield form.document(for_file=True)


def test_no_document_holds_what_it_does_not_show_nor_a_small_number_of_people(board, edition):
    of_events = {measure.key for measure in (*events.OF_EVENTS, *resources.OF_COST)} | {"events"}
    things = of_events - {measure.key for measure in OF_ATTENDANCES}
    for document in each_protected(board):
        twins = [chart.table for part in document.parts for chart in part.charts]
        for table in (*document.tables, *twins):
            keys = {column.key for column in table.columns}
            lines = [row.values for row in (*table.rows, *filter(None, [table.total]))]
            assert all(set(line) <= keys for line in lines), (document.kind, table.key)
            held = [value for line in lines for key, value in line.items() if key not in things]
            assert not {1, 2, 3, 4} & set(numbers_of(held)), (document.kind, table.key)
        assert document.tables[0].rows, document.kind


def numbers_of(values):
    for value in values:
        yield from (value.numerator, value.denominator) if isinstance(value, Rate) else (value,)


def test_any_days_are_refused_and_the_periods_around_them_offered(enter, edition):
    response = enter(Role.SUBGROUP).get(f"{PAGE}?from=2014-04-01&to=2014-05-31")

    page = words(response)
    assert "These days cannot be shown with small numbers hidden" in page
    assert "from=2014-04-01&amp;to=2014-06-30" in response.content.decode()
    assert "Police team 3" not in page


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "pdf"])
def test_what_is_refused_is_no_file_either(enter, edition, ending):
    response = enter(Role.SUBGROUP).get(f"{PAGE}{ending}/?from=2014-04-01&to=2014-05-31")

    assert response.status_code == 302


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_offered_that_is_always_refused(enter, edition, kind):
    page = enter(Role.SUBGROUP).get(f"/reports/{kind}/{WHOLE_YEAR}")

    form = page.context["form"]
    shown = {field.name for field in form.visible_fields()}
    single = {"sector", "agency", "course", "topic", "level", "delivery"}
    assert shown == (single if kind == "attendance" else set())
    assert "Ask the training team for those." in words(page)
    assert page.context["document"]


@pytest.mark.parametrize(
    ("kind", "asked"), [("attendance", "role_group=1"), ("no-shows", "sector=1")]
)
def test_a_filter_that_is_not_offered_is_refused_and_the_page_without_it_offered(
    enter, edition, kind, asked
):
    reader = enter(Role.SUBGROUP)

    page = reader.get(f"/reports/{kind}/{WHOLE_YEAR}&{asked}")

    assert page.context["document"] is None
    assert "until a single person is left" in words(page)
    assert reader.get(page.context["offers"][0]["url"]).context["document"]


@pytest.mark.parametrize(
    ("kind", "days", "offered"),
    [
        ("no-shows", "from=2014-05-01&to=2014-06-30", ["from=2014-04-01&to=2015-03-31"]),
        ("reach", "to=2014-05-01", ["to=2015-03-31", "to=2014-03-31"]),
    ],
)
def test_the_years_around_other_days_are_offered(enter, edition, kind, days, offered):
    page = enter(Role.SUBGROUP).get(f"/reports/{kind}/?{days}")

    offers = [offer["url"] for offer in page.context["offers"]]
    assert len(offers) == len(offered)
    assert all(url.endswith(end) for url, end in zip(offers, offered, strict=True))


def test_earlier_periods_are_whole_years(enter, edition):
    page = enter(Role.SUBGROUP).get(PAGE + WHOLE_YEAR)

    earlier = [preset["label"] for preset in page.context["earlier"]]
    assert earlier
    assert all(label.startswith("April ") for label in earlier)
    assert page.context["presets"][-1]["label"].startswith("Quarter 4")


def test_two_filters_are_refused(board, edition):
    booking = Booking.objects.select_related("agency").first()
    filters = Filters(agency=booking.agency, course=board.courses.first())

    with pytest.raises(NoFigures, match="filters"):
        answer(board, financial_year(2014), filters, today=TODAY, finest=False)


def test_role_groups_are_no_filter(board, edition):
    filters = Filters(role_group=RoleGroupFactory())

    with pytest.raises(NoFigures, match="filters"):
        answer(board, financial_year(2014), filters, today=TODAY, finest=False)


def test_no_figure_is_shown_before_the_pattern_is_there(enter, no_edition):
    page = words(enter(Role.SUBGROUP).get(PAGE + WHOLE_YEAR))

    assert "Small numbers are being hidden" in page
    assert "Police team 10" not in page


def test_a_changed_register_shows_nothing_until_the_next_round(board, year, edition):
    came = Booking.objects.filter(outcome=Outcome.ATTENDED).first()
    Booking.objects.filter(pk=came.pk).update(outcome=Outcome.NO_SHOW)
    now = timezone.now() + dt.timedelta(hours=2)

    with pytest.raises(NoFigures, match="being hidden"):
        answer(board, financial_year(2014), Filters(), today=TODAY, finest=False)
    made = actions.work_out_editions(now)

    report = answer(board, financial_year(2014), Filters(), today=TODAY, finest=False)
    assert made == 1
    assert report.totals.shown(ATTENDED) == 60


def test_what_was_hidden_stays_hidden_when_a_register_is_put_right(board, year, edition):
    police = Booking.objects.filter(agency__name="Police team")[0].agency
    cell = Cell(f"agency:{police.sector_id}:{police.pk}", ATTENDED, "Q1")

    for _ in range(4):
        booked(year[0], police, "came")
    actions.make_edition(board, 2014, at=timezone.now())

    again = ProtectedEdition.objects.get()
    assert shown(board, 2014, today=TODAY).figures[cell] == 7
    assert again.first_hidden[cell] == 3


def test_an_edition_whose_registers_change_while_it_is_made_is_looked_at_again(board, no_edition):
    changed = []

    def meanwhile(execute, sql, *given):
        if not changed and "reports_protectededition" in sql:
            changed.append(sql)
            Booking.objects.filter(outcome=Outcome.NO_SHOW).update(outcome=Outcome.ATTENDED)
        return execute(sql, *given)

    with connection.execute_wrapper(meanwhile):
        actions.make_edition(board, 2014, at=timezone.now())

    assert ProtectedEdition.objects.get().looked_at is None


def test_a_round_makes_what_is_missing_once(no_edition):
    now = timezone.now()

    assert actions.work_out_editions(now) == 1
    assert actions.work_out_editions(now + dt.timedelta(hours=2)) == 0


def test_a_completed_register_is_looked_at_in_the_next_round(board, year, edition):
    now = timezone.now()
    Booking.objects.filter(event=year[0], outcome=Outcome.NO_SHOW).update(outcome=Outcome.ATTENDED)

    early = actions.work_out_editions(now + dt.timedelta(minutes=1))
    actions.look_again(year[0], actor=None, why="", at=now)

    assert early == 0
    assert actions.work_out_editions(now + dt.timedelta(minutes=1)) == 1


def test_a_quarter_waits_for_its_registers_four_weeks(board, year, no_edition):
    EventFactory(course=year[0].course, starts_at=year[0].starts_at + dt.timedelta(days=7))
    closed_from = dt.date(2014, 7, 1) + dt.timedelta(days=28)

    with time_machine.travel(dt.datetime(2014, 7, 10, tzinfo=dt.UTC), tick=False):
        actions.make_edition(board, 2014, at=timezone.now())
    with pytest.raises(NoFigures, match="not completed"):
        answer(
            board, quarters_of_year(2014)[0], Filters(), today=dt.date(2014, 7, 10), finest=False
        )

    actions.make_edition(
        board, 2014, at=dt.datetime.combine(closed_from, dt.time(12), tzinfo=dt.UTC)
    )
    report = answer(board, quarters_of_year(2014)[0], Filters(), today=closed_from, finest=False)
    assert report.totals.shown(ATTENDED) == 29


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_any_size(
    enter, board, edition, size, django_assert_num_queries
):
    for number in range(size - 1):
        event = held(CourseFactory(board=board), on=dt.date(2014, 7, 7 + number), capacity=20)
        booked(event, AgencyFactory(boards=[board]), "came")
    actions.make_edition(board, 2014, at=timezone.now())
    reader = enter(Role.SUBGROUP)
    reader.get(PAGE + WHOLE_YEAR)

    with django_assert_num_queries(36):
        reader.get(PAGE + WHOLE_YEAR)


def test_the_setting_is_kept_by_staff(client, board):
    address = reverse("office_reports", args=[board.pk])

    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)

    client.post(address, {"exact_for_readers": "on"})

    assert ReportSetting.objects.get(board=board).exact_for_readers
