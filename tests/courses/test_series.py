"""The rhythm of a series, without a database."""

import datetime as dt

import pytest

from courses.series import ClosedDays, Pattern, in_words, occurrences
from notices.workdays import bank_holidays

MAY_4 = dt.date(2027, 5, 4)


def days(pattern, **kwargs):
    return [o.day.isoformat() for o in occurrences(pattern, **kwargs) if not o.reason]


def test_every_second_tuesday():
    assert days(Pattern(MAY_4, weeks=2, count=3)) == ["2027-05-04", "2027-05-18", "2027-06-01"]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("2027-05-11", ["2027-05-11", "2027-06-08", "2027-07-13"]),
        ("2027-06-29", ["2027-06-29", "2027-07-27", "2027-08-31"]),
    ],
)
def test_the_same_weekday_of_every_month(first, expected):
    pattern = Pattern(dt.date.fromisoformat(first), weeks=0, count=3)

    assert days(pattern) == expected


def test_a_skipped_day_says_why_and_is_made_up():
    closed = [ClosedDays("Half term", dt.date(2027, 5, 18), dt.date(2027, 5, 18))]

    found = occurrences(Pattern(MAY_4, weeks=2, count=2), closed=closed)

    assert [(o.day.day, o.reason) for o in found] == [(4, ""), (18, "Half term"), (1, "")]


def test_a_skipped_day_may_be_left_out():
    closed = [ClosedDays("Half term", dt.date(2027, 5, 18), dt.date(2027, 5, 18))]
    pattern = Pattern(MAY_4, weeks=2, count=2, make_up=False)

    assert days(pattern, closed=closed) == ["2027-05-04"]


def test_no_event_on_a_bank_holiday():
    easter_monday = dt.date(2027, 3, 29)

    found = occurrences(Pattern(easter_monday, weeks=1, count=1), holidays=bank_holidays())

    assert found[0].reason == "bank holiday: Easter Monday"
    assert found[1].day == dt.date(2027, 4, 5)


def test_a_rhythm_that_is_always_closed_ends():
    closed = [ClosedDays("Closed for good", dt.date(2000, 1, 1), dt.date(2100, 1, 1))]

    found = occurrences(Pattern(MAY_4, weeks=1, count=2), closed=closed)

    assert all(o.reason for o in found)


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [(1, "every Tuesday"), (2, "every second Tuesday"), (0, "the first Tuesday of every month")],
)
def test_the_rhythm_is_read_back(weeks, expected):
    assert in_words(Pattern(MAY_4, weeks=weeks, count=2)) == expected
