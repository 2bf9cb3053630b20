"""Attendance over 5,000,000 bookings: 153 boards in 20 years, on PostgreSQL, beside the plainest SQL that gives
the same rows. One board's year, and all boards' together."""

import datetime as dt
from collections.abc import Callable

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from bookings.models import Booking
from courses.choices import EventState
from courses.models import Course, Event
from people.models import Agency, Board, Person
from reports.attendance.document import document
from reports.attendance.reading import attendance
from reports.periods import Period, financial_year
from reports.writers.page import shown_parts

from . import world
from .measure import milliseconds, queries

BOARDS, YEARS, EVENTS_A_YEAR, BOOKINGS_AN_EVENT = 153, 20, 82, 20
FIRST_YEAR = 2004
AGENCIES_A_BOARD, COURSES_A_BOARD, PEOPLE = 30, 30, 400_000
ROUNDS = 3
MILLION = 1_000_000
FIRST_SECTOR = "(SELECT min(id) FROM people_sector)"
FLOOR = """
SELECT b.sector_id, b.agency_id, e.course_id, b.state, b.outcome, b.origin, b.cancelled_late, COUNT(*)
FROM bookings_booking b JOIN courses_event e ON e.id = b.event_id
WHERE e.board_id = ANY(%s) AND e.state = 'completed' AND e.starts_at >= %s AND e.starts_at < %s
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


def run(scale: float) -> dict[str, object]:
    if connection.vendor != "postgresql":
        return {"left out": "asks for PostgreSQL: five million bookings are beyond SQLite"}
    years = max(round(YEARS * scale), 2)
    _fill(years)
    year = financial_year(FIRST_YEAR + years - 1)
    boards = list(Board.objects.exclude(slug=world.board().slug).order_by("pk"))
    return {
        "boards": len(boards),
        "bookings": Booking.objects.count(),
        "one_board": _measured(boards[:1], year),
        "one_board_page": round(_best(lambda: _page(boards[0], year))),
        "national": _measured(boards, year),
    }


def _measured(boards: list[Board], year: Period) -> dict[str, object]:
    def report() -> None:
        attendance(boards, year.from_, year.to, finest=False)

    def floor() -> None:
        ends = [year.from_, year.to + dt.timedelta(days=1)]
        days = [timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in ends]
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [[board.pk for board in boards], *days])
            cursor.fetchall()

    report_ms, floor_ms = _best(report), _best(floor)
    return {
        "attended": attendance(boards, year.from_, year.to, finest=False).totals.attended,
        "report_ms": round(report_ms),
        "plain_sql_ms": round(floor_ms),
        "ratio": round(report_ms / floor_ms, 1),
        "sql_queries": queries(report),
    }


def _best(work: Callable[[], object]) -> float:
    work()
    return min(milliseconds(work) for _ in range(ROUNDS))


def _page(board: Board, year: Period) -> None:
    shown_parts(document(attendance(board, year.from_, year.to, finest=False)))


def _fill(years: int) -> None:
    """Writes boards, agencies, courses, people, events and bookings, each in one statement."""
    pattern = world.add_events(
        1, first_day=dt.date(2000, 1, 1), days=1, state=EventState.COMPLETED
    )[0]
    world.add_bookings(20, [pattern])
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, columns, rows in _statements(years):
            _copy(cursor, table, columns, rows)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def _statements(years: int) -> list[tuple[type[Model], dict[str, str], str]]:
    """(model, SQL of the columns that differ from the model's first row, where the rows come from).

    Board n owns agencies and courses n × 30 … n × 30 + 29, all ids counted from a million.
    """
    events = BOARDS * years * EVENTS_A_YEAR
    counted = {
        Board: BOARDS,
        Agency: BOARDS * AGENCIES_A_BOARD,
        Course: BOARDS * COURSES_A_BOARD,
        Person: PEOPLE,
        Event: events,
        Booking: events * BOOKINGS_AN_EVENT,
    }
    return [
        (model, {"id": f"{MILLION} + n", **COLUMNS[model]}, f"generate_series(0, {rows - 1}) n")
        for model, rows in counted.items()
    ]


def _of_events() -> dict[str, str]:
    day = f"'{FIRST_YEAR}-04-02 09:30+00'::timestamptz + (n / {BOARDS}) * interval '4.45 days'"
    return {
        "board_id": f"{MILLION} + n % {BOARDS}",
        "course_id": f"{MILLION} + (n % {BOARDS}) * {COURSES_A_BOARD} + (n / {BOARDS}) % "
        f"{COURSES_A_BOARD}",
        "starts_at": day,
        "ends_at": f"{day} + interval '6 hours'",
    }


def _of_bookings() -> dict[str, str]:
    event = f"(n / {BOOKINGS_AN_EVENT})"
    agency = f"({event} % {BOARDS}) * {AGENCIES_A_BOARD} + (n * 7 + n / 11) % {AGENCIES_A_BOARD}"
    cancelled, away = "n % 12 = 0", "n % 15 = 1"
    return {
        "reference": "'N' || n",
        "person_id": f"{MILLION} + (n * 31) % {PEOPLE}",
        "event_id": f"{MILLION} + {event}",
        "agency_id": f"{MILLION} + {agency}",
        "sector_id": f"{FIRST_SECTOR} + ({agency}) % 10",
        "state": f"CASE WHEN {cancelled} THEN 'cancelled' ELSE 'booked' END",
        "outcome": f"CASE WHEN {cancelled} THEN '' WHEN {away} THEN 'no_show' ELSE 'attended' END",
        "cancelled_at": f"CASE WHEN {cancelled} THEN now() END",
        "cancelled_late": "n % 24 = 0",
        "request_key": "NULL",
        "replaces_id": "NULL",
    }


COLUMNS: dict[type[Model], dict[str, str]] = {
    Board: {
        "name": "'Board ' || n",
        "slug": "'b' || n",
        "site_id": "NULL",
        "staff_group_id": "NULL",
    },
    Agency: {"name": "'National agency ' || n", "sector_id": f"{FIRST_SECTOR} + n % 10"},
    Course: {
        "board_id": f"{MILLION} + n / {COURSES_A_BOARD}",
        "code": "'N' || n",
        "title": "'National course ' || n",
        "slug": "'n' || n",
    },
    Person: {"full_name": "'Person ' || n", "email": "'p' || n || '@x.example'"},
    Event: _of_events(),
    Booking: _of_bookings(),
}


def _copy(cursor: object, model: type[Model], columns: dict[str, str], rows: str) -> None:
    """Inserts `rows`, each like the model's first row but for `columns`."""
    table = model._meta.db_table
    names = [str(field.column) for field in model._meta.concrete_fields]
    values = ", ".join(columns.get(name, f't."{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    cursor.execute(  # type: ignore[attr-defined]  # a cursor's type has no public name
        f'INSERT INTO "{table}" ({listed}) SELECT {values} '  # noqa: S608  our own names and numbers
        f'FROM {rows}, (SELECT * FROM "{table}" ORDER BY id LIMIT 1) t'
    )
