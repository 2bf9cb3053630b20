import datetime as dt

import pytest

from bookings.policy.choices import Nation, Unit
from bookings.policy.notice import in_time, last_moment
from bookings.policy.reading import LONDON
from bookings.policy.schema import Notice


def london(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("amount", "unit", "start", "midnight_after"),
    [
        (1, "working_days", "2026-06-15T09:30", "2026-06-13"),  # Monday: Friday 12
        (2, "working_days", "2026-06-16T09:30", "2026-06-13"),  # Tuesday: Monday, Friday 12
        (1, "working_days", "2026-06-14T09:30", "2026-06-13"),  # a Sunday event: Friday 12
        (2, "working_days", "2026-04-07T09:30", "2026-04-02"),  # over Easter: Wednesday 1
        (1, "working_days", "2026-12-29T09:30", "2026-12-25"),  # over Christmas: Thursday 24
        (3, "calendar_days", "2026-06-17T09:30", "2026-06-15"),
        (2, "weeks", "2026-06-17T09:30", "2026-06-04"),
        (1, "calendar_days", "2026-03-30T09:30", "2026-03-30"),  # clocks go forward on the 29th
        (1, "calendar_days", "2026-10-26T09:30", "2026-10-26"),  # and back on 25 October
    ],
)
def test_the_last_day_counts_in_full(
    amount: int, unit: str, start: str, midnight_after: str
) -> None:
    notice = Notice(amount=amount, unit=Unit(unit))

    found = last_moment(notice, london(start), Nation.ENGLAND_AND_WALES)

    assert found == london(f"{midnight_after}T00:00")


def test_the_nation_decides_which_days_are_bank_holidays() -> None:
    notice = Notice(amount=1, unit=Unit.WORKING_DAYS)
    start = london("2026-04-07T09:30")

    there = last_moment(notice, start, Nation.SCOTLAND)  # Easter Monday is a working day

    assert there == start.replace(hour=0, minute=0)
    assert last_moment(notice, start, Nation.ENGLAND_AND_WALES) == london("2026-04-03T00:00")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-03-29T09:30", "2026-03-28T08:30"),
        ("2026-10-25T09:30", "2026-10-24T10:30"),
        ("2026-06-17T09:30", "2026-06-16T09:30"),
    ],
)
def test_hours_are_elapsed_time_when_the_clocks_change(start: str, expected: str) -> None:
    notice = Notice(amount=24, unit=Unit.HOURS)

    assert last_moment(notice, london(start), Nation.ENGLAND_AND_WALES) == london(expected)


def test_the_hour_shown_twice_is_told_apart() -> None:
    first = london("2026-10-25T01:30")
    second = first.replace(fold=1)

    assert in_time(first, second)
    assert not in_time(second, first)


def test_no_notice_is_the_start() -> None:
    start = london("2026-06-17T09:30")

    found = last_moment(Notice(amount=0, unit=Unit.WORKING_DAYS), start, Nation.ENGLAND_AND_WALES)

    assert found == start
