"""The sub-group's report over 100,000 bookings, beside the plain SQL that no report can beat."""

import datetime as dt
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.choices import EventState
from reports.attendance import attendance

from . import world
from .timing import median_ms

EVENTS, BOOKINGS_EACH = 5000, 20
RUNS = 5
FLOOR = """
    SELECT b.sector_id, b.agency_id, e.course_id, COUNT(*),
        SUM(CASE WHEN b.state = 'cancelled' THEN 1 ELSE 0 END),
        SUM(CASE WHEN b.outcome = 'no_show' THEN 1 ELSE 0 END),
        SUM(CASE WHEN b.outcome = 'attended' THEN 1 ELSE 0 END)
    FROM bookings_booking b JOIN courses_event e ON e.id = b.event_id
    WHERE e.board_id = %s AND e.state = 'completed'
    GROUP BY b.sector_id, b.agency_id, e.course_id
"""


def attendance_report() -> dict[str, Any]:
    """Milliseconds (median) and queries of the report over all the bookings of one board."""
    board = world.new_board(hostname="report.localhost")
    agencies = world.new_agencies(board, 40)
    courses = world.new_courses(board, 30)
    first = timezone.now() - dt.timedelta(days=EVENTS // 4 + 30)
    events = world.new_events(board, courses, EVENTS, first=first, state=EventState.COMPLETED)
    bookings = world.new_attendances(events, agencies, BOOKINGS_EACH)
    days = (first.date(), timezone.localdate())

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [board.pk])
            cursor.fetchall()

    with CaptureQueriesContext(connection) as queries:
        report = attendance(board, *days)
    sql_queries = len(queries)
    assert report.totals.booked == bookings, report.totals  # noqa: S101  all of them are counted
    report_ms = median_ms(lambda: attendance(board, *days), runs=RUNS)
    floor_ms = median_ms(floor, runs=RUNS)
    return {
        "bookings": bookings,
        "report_ms": report_ms,
        "plain_sql_ms": floor_ms,
        "ratio_to_plain_sql": round(report_ms / floor_ms, 2),
        "sql_queries": sql_queries,
    }
