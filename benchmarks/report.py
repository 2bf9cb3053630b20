"""Attendance over 100,000 bookings, beside the plainest SQL that could count them: the floor."""

import datetime as dt

from django.db import connection
from django.utils import timezone

from courses.choices import EventState
from reports.attendance.reading import attendance

from . import world
from .measure import milliseconds, queries

BOOKINGS = 100_000
ROUNDS = 3
FLOOR = """
SELECT b.agency_id, e.course_id, b.state, b.outcome, COUNT(*)
FROM bookings_booking b JOIN courses_event e ON e.id = b.event_id
WHERE e.board_id = %s AND e.state = 'completed' AND e.starts_at >= %s AND e.starts_at < %s
GROUP BY b.agency_id, e.course_id, b.state, b.outcome
"""


def run(scale: float) -> dict[str, object]:
    board = world.board()
    wanted = max(int(BOOKINGS * scale), 1_000)
    first = timezone.localdate() - dt.timedelta(days=400)
    events = world.add_events(wanted // 20, first_day=first, days=365, state=EventState.COMPLETED)
    world.add_bookings(wanted, events)
    last = first + dt.timedelta(days=370)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    def report() -> None:
        attendance(board, first, last)

    def floor() -> None:
        ends = [timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in (first, last)]
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, [board.pk, *ends])
            cursor.fetchall()

    report_ms = min(milliseconds(report) for _ in range(ROUNDS))
    floor_ms = min(milliseconds(floor) for _ in range(ROUNDS))
    return {
        "bookings": wanted,
        "events": len(events),
        "attended": attendance(board, first, last).totals.attended,
        "report_ms": round(report_ms),
        "plain_sql_ms": round(floor_ms),
        "ratio": round(report_ms / floor_ms, 1),
        "sql_queries": queries(report),
    }
