import datetime as dt
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from courses.choices import EventState
from courses.imports.actions import ImportRefused, apply_import
from courses.imports.plan import Plan, Request, plan_file
from courses.models import Course, Event, Level, Venue
from people.models import AuditEntry, Board
from tests.factories import BoardFactory, CourseFactory, EventFactory

CATALOGUE = Path(__file__).parent.parent / "data" / "catalogue.csv"
HEADINGS = "title,date,start,end,venue,places\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    return BoardFactory(name="Halton SCP", short_name="Halton")


@pytest.fixture
def plan_of(board: Board) -> Callable[..., Plan]:
    def make(text: str, **request: object) -> Plan:
        return plan_file(io.BytesIO(text.encode()), board, Request(**request))

    return make


def messages(plan: Plan) -> list[tuple[str, int, str]]:
    return [(each.severity, each.row, each.column) for each in plan.problems]


def everything() -> tuple[object, ...]:
    return (
        list(Course.objects.order_by("pk").values()),
        list(Event.objects.order_by("pk").values()),
        list(Venue.objects.order_by("pk").values()),
        list(Level.objects.order_by("pk").values()),
        AuditEntry.objects.count(),
    )


def test_catalogue_gives_the_numbers_counted_by_hand(board: Board) -> None:
    """64 rows: 51 different titles (Neglect, Emotional Abuse, Digital Age and Thematic twice, Kirklees ten
    times); 18 exact dates with times: rows 2-11, 36, 37, 38, 40-44. 46 rows without: 42 with a fuzzy date
    (12-35, 48-65), 4 without an exact start (39, 45-47). Notes: 64 name another board, 46 have no exact
    time, 13 deliveries say more than one word (2-11, 41, 48, 49), 2 titles come twice undated (50, 52).
    """
    with CATALOGUE.open("rb") as file:
        plan = apply_import(plan_file(file, board, Request()), actor=None)

    counts = plan.counts()
    assert (counts["rows"], counts["errors"], counts["notes"]) == (64, 0, 64 + 46 + 13 + 2)
    assert (Course.objects.count(), Event.objects.count(), Venue.objects.count()) == (51, 18, 9)
    assert Course.objects.filter(events__isnull=False).distinct().count() == 7


def test_catalogue_imported_again_changes_nothing(board: Board) -> None:
    with CATALOGUE.open("rb") as file:
        apply_import(plan_file(file, board, Request()), actor=None)
    first = everything()

    with CATALOGUE.open("rb") as file:
        plan = apply_import(plan_file(file, board, Request()), actor=None)

    assert plan.changes_nothing
    assert everything() == first


def test_catalogue_rows_of_one_board_can_be_chosen(board: Board) -> None:
    with CATALOGUE.open("rb") as file:
        plan = plan_file(file, board, Request(only_board="plymouth scp"))

    assert (len(plan.courses), plan.counts()["left_out"]) == (2, 62)


def test_event_is_made_as_a_draft_at_local_time(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of(HEADINGS + "Neglect,Tuesday 12 May 2026,9.30am,4pm,Town Hall WA8 7QF,24\n")

    apply_import(plan, actor=None)

    event = Event.objects.get()
    session = event.sessions.get()
    assert (event.state, event.capacity) == (EventState.DRAFT, 24)
    assert timezone.localtime(session.starts_at) == dt.datetime(
        2026, 5, 12, 9, 30, tzinfo=timezone.get_current_timezone()
    )
    assert (session.venue.name, session.venue.postcode) == ("Town Hall WA8 7QF", "WA8 7QF")


@pytest.mark.parametrize("name", ["=1+1", "+44 1928", "@SUM(A1)", "-2"])
def test_formula_in_a_name_is_kept_as_typed(plan_of: Callable[..., Plan], name: str) -> None:
    apply_import(plan_of(f"title\n{name}\n"), actor=None)

    assert Course.objects.get().title == name


@pytest.mark.parametrize(
    "row",
    [
        "Neglect,31/02/2026,09:30,16:00,,",
        "Neglect,2026-05-12,1.30,3.30,,",
        "Neglect,2026-05-12,16:00,09:30,,",
        "Neglect,2026-05-12,09:30,16:00,,many",
        ",2026-05-12,09:30,16:00,,",
        f"{'x' * 201},2026-05-12,09:30,16:00,,",
    ],
    ids=["no such day", "in the night", "ends first", "places", "no title", "long title"],
)
def test_error_in_one_row_stops_the_whole_file(plan_of: Callable[..., Plan], row: str) -> None:
    plan = plan_of(f"{HEADINGS}Good course,2026-05-12,09:30,16:00,Hall,20\n{row}\n")

    with pytest.raises(ImportRefused):
        apply_import(plan, actor=None)

    assert [each.row for each in plan.errors] == [3]
    assert not Course.objects.exists()
    assert not Venue.objects.exists()


def test_failure_while_writing_leaves_nothing(plan_of: Callable[..., Plan], board: Board) -> None:
    plan = plan_of(f"{HEADINGS}Neglect,2026-05-12,09:30,16:00,Hall,20\n")
    plan.reading.courses["neglect"].code = "x" * 30
    plan.reading.courses["neglect"].delivery = "pigeon"  # type: ignore[assignment]  # refused by the database

    with pytest.raises(Exception, match=r"(?i)constraint|too long"):
        apply_import(plan, actor=None)

    assert not Course.objects.exists()
    assert not Venue.objects.exists()


@pytest.mark.parametrize("date", ["2014-15 (year)", "2022-01 to 2022-03", "TBC"])
def test_fuzzy_date_makes_a_course_without_event_and_a_note(
    plan_of: Callable[..., Plan], date: str
) -> None:
    plan = apply_import(plan_of(f"{HEADINGS}Neglect,{date},09:30,16:00,,\n"), actor=None)

    assert messages(plan) == [("note", 2, "date")]
    assert Course.objects.count() == 1
    assert not Event.objects.exists()


def test_time_the_clocks_skip_is_an_error(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of(f"{HEADINGS}Night shift,2026-03-29,1:30am,4am,,\n")

    assert messages(plan) == [("error", 2, "start")]


def test_end_that_is_missing_comes_from_a_duration_in_hours(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of("title,date,start,duration\nA,2026-05-12,10:00,2.5 hours\n")

    (event,) = plan.events
    assert event.wanted.ends_at - event.wanted.starts_at == dt.timedelta(minutes=150)


def test_end_that_is_missing_is_not_guessed_from_days(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of("title,date,start,duration\nA,2026-05-12,10:00,1 day\n")

    assert not plan.events
    assert messages(plan) == [("note", 2, "End time")]


def test_row_twice_makes_one_event_and_a_note(plan_of: Callable[..., Plan]) -> None:
    row = "Neglect,2026-05-12,09:30,16:00,Hall,20\n"

    plan = plan_of(HEADINGS + row + row)

    assert len(plan.events) == 1
    assert messages(plan) == [("note", 3, "date")]


def test_row_twice_with_another_venue_is_an_error(plan_of: Callable[..., Plan]) -> None:
    plan = plan_of(
        f"{HEADINGS}Neglect,2026-05-12,09:30,16:00,Hall,20\n"
        "Neglect,2026-05-12,09:30,16:00,Barn,20\n"
    )

    assert messages(plan) == [("error", 3, "date")]


def test_course_there_already_is_found_whatever_its_case(
    plan_of: Callable[..., Plan], board: Board
) -> None:
    course = CourseFactory(board=board, title="Neglect  Level 2")

    apply_import(plan_of("title\nneglect level 2\n"), actor=None)

    assert Course.objects.get() == course


def test_detail_that_is_missing_is_filled_in(plan_of: Callable[..., Plan], board: Board) -> None:
    CourseFactory(board=board, title="Neglect", duration_minutes=None)

    apply_import(plan_of("title,duration\nNeglect,half day\n"), actor=None)

    assert Course.objects.get().duration_minutes == 180


def test_detail_that_differs_is_kept_with_a_note(
    plan_of: Callable[..., Plan], board: Board
) -> None:
    CourseFactory(board=board, title="Neglect", duration_minutes=360)

    plan = apply_import(plan_of("title,duration\nNeglect,half day\n"), actor=None)

    assert Course.objects.get().duration_minutes == 360
    assert messages(plan) == [("note", 2, "Duration")]


def test_detail_that_differs_is_replaced_on_request(
    plan_of: Callable[..., Plan], board: Board
) -> None:
    CourseFactory(board=board, title="Neglect", duration_minutes=360)

    apply_import(plan_of("title,duration\nNeglect,half day\n", replace=True), actor=None)

    assert Course.objects.get().duration_minutes == 180


def test_code_of_another_course_is_an_error(plan_of: Callable[..., Plan], board: Board) -> None:
    CourseFactory(board=board, title="Trafficking", code="T1")

    plan = plan_of("title,code\nNeglect,T1\n")

    assert messages(plan) == [("error", 2, "Course code")]


def test_title_that_two_courses_have_is_an_error(
    plan_of: Callable[..., Plan], board: Board
) -> None:
    CourseFactory.create_batch(2, board=board, title="Neglect")

    assert plan_of("title\nNeglect\n").errors


def test_courses_of_other_boards_are_left_alone(plan_of: Callable[..., Plan]) -> None:
    theirs = CourseFactory(title="Neglect", duration_minutes=None)

    apply_import(plan_of("title,duration\nNeglect,1 day\n"), actor=None)

    theirs.refresh_from_db()
    assert theirs.duration_minutes is None
    assert Course.objects.count() == 2


def test_event_there_already_is_never_changed(plan_of: Callable[..., Plan], board: Board) -> None:
    event = EventFactory(course=CourseFactory(board=board, title="Neglect"))
    start = timezone.localtime(event.starts_at)

    plan = apply_import(
        plan_of(f"{HEADINGS}Neglect,{start:%Y-%m-%d},{start:%H:%M},20:00,,99\n"), actor=None
    )

    event.refresh_from_db()
    assert (Event.objects.count(), event.capacity) == (1, 20)
    assert messages(plan) == [("note", 2, "Date")]


def test_catalogue_changed_since_the_plan_is_seen(
    plan_of: Callable[..., Plan], board: Board
) -> None:
    plan = plan_of("title\nNeglect\n")
    CourseFactory(board=board, title="Neglect")

    apply_import(plan, actor=None)

    assert Course.objects.count() == 1


@pytest.mark.once
def test_file_of_100_000_rows_is_imported(board: Board) -> None:
    """A thousand events, each a hundred times: how long the whole takes is printed, not judged."""
    day = dt.date(2026, 1, 5)
    rows = [
        f"Course {n % 100},{day + dt.timedelta(days=n // 100)},09:30,16:00,Venue {n % 50},20\n"
        for n in range(1_000)
    ]
    content = (HEADINGS + "".join(rows * 100)).encode()
    began = time.perf_counter()

    plan = plan_file(io.BytesIO(content), board, Request())
    planned = time.perf_counter()
    apply_import(plan, actor=None)

    sys.stderr.write(
        f"\n100,000 rows: {planned - began:.1f} s to check, "
        f"{time.perf_counter() - planned:.1f} s to write\n"
    )
    assert plan.reading.rows == 100_000
    assert Event.objects.count() == 1_000
