"""When a notice is due, and when it may leave."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from notices.choices import OffsetUnit
from notices.hours import Hours, moment_of, next_open
from notices.kinds import Offset

LONDON = ZoneInfo("Europe/London")


def london(*parts):
    return dt.datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (Offset(5, OffsetUnit.DAYS, dt.time(10)), london(2026, 5, 7, 10)),
        (Offset(1, OffsetUnit.WEEKS), london(2026, 5, 5, 9, 30)),
        (Offset(24, OffsetUnit.HOURS), london(2026, 5, 11, 9, 30)),
        (Offset(0, OffsetUnit.DAYS, dt.time(7)), london(2026, 5, 12, 7)),
        # 5 working days before Tuesday 12 May: 11, 8, 7, 6, 5 May (4 May is a bank holiday)
        (Offset(5, OffsetUnit.WORKING_DAYS, dt.time(9)), london(2026, 5, 5, 9)),
        # 6: Friday 1 May
        (Offset(6, OffsetUnit.WORKING_DAYS, dt.time(9)), london(2026, 5, 1, 9)),
        (Offset(1, OffsetUnit.WORKING_DAYS, dt.time(9), is_after=True), london(2026, 5, 13, 9)),
    ],
)
def test_moment_of_a_tuesday_in_may(offset, expected):
    assert moment_of(london(2026, 5, 12, 9, 30), offset) == expected


def test_days_keep_the_time_on_the_wall_across_the_change_of_the_clocks():
    moment = moment_of(london(2026, 10, 27, 9, 30), Offset(5, OffsetUnit.DAYS))

    assert moment == london(2026, 10, 22, 9, 30)
    assert moment.utcoffset() != london(2026, 10, 27, 9, 30).utcoffset()


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (london(2026, 5, 12, 12), london(2026, 5, 12, 12)),
        (london(2026, 5, 12, 5), london(2026, 5, 12, 7)),
        (london(2026, 5, 12, 21), london(2026, 5, 13, 7)),
        (london(2026, 5, 8, 21), london(2026, 5, 11, 7)),  # Friday night: Monday
        (london(2026, 5, 2, 12), london(2026, 5, 5, 7)),  # Saturday before a bank holiday
    ],
)
def test_what_can_wait_waits_for_working_hours(at, expected):
    assert next_open(at, Hours()) == expected


def test_a_board_may_send_at_weekends():
    saturday = london(2026, 5, 9, 12)

    assert next_open(saturday, Hours(weekends=True)) == saturday
