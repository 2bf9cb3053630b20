"""How long before: working days, bank holidays, clear days, hours, and the clock change."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.policy.choices import Closes, Counting, Nation, Unit
from bookings.policy.london import LONDON, on_clock
from bookings.policy.notice import (
    after,
    deadline,
    last_day,
    needs_unknown_holidays,
)
from bookings.policy.schema import Notice, Span
from notices.workdays import bank_holidays, is_working_day, working_days_from

from .making import london

ENGLAND, SCOTLAND, IRELAND = Nation.ENGLAND_AND_WALES, Nation.SCOTLAND, Nation.NORTHERN_IRELAND
WORKING, CALENDAR, HOURS, WEEKS = Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.HOURS, Unit.WEEKS


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("number", "event", "expected", "why"),
    [
        (3, "2026-06-19", "2026-06-16", "Friday: Thu 1, Wed 2, Tue 3"),
        (3, "2026-06-16", "2026-06-11", "Tuesday: Mon 1, Fri 2, Thu 3"),
        (1, "2026-06-15", "2026-06-12", "Monday: Fri 1"),
        (1, "2026-06-13", "2026-06-12", "an event on Saturday: Fri 1"),
        (1, "2026-06-14", "2026-06-12", "an event on Sunday: Fri 1"),
        (0, "2026-06-14", "2026-06-14", "the day itself, working day or not"),
        (
            2,
            "2026-04-08",
            "2026-04-02",
            "Tue 7 is 1; Easter Monday, weekend, Good Friday; Thu 2 is 2",
        ),
        (1, "2026-12-29", "2026-12-24", "Mon 28 for Boxing Day, weekend, Christmas: Thu 24"),
        (2, "2027-01-04", "2026-12-30", "New Year's Day and weekend: Thu 31 is 1, Wed 30 is 2"),
    ],
)
def test_working_days_before(number, event, expected, why):
    notice = Notice(number=number, unit=WORKING)

    assert last_day(notice, day(event), ENGLAND) == day(expected), why


@pytest.mark.parametrize(
    ("number", "unit", "event", "expected", "why"),
    [
        (3, WORKING, "2026-06-19", "2026-06-15", "Tue, Wed and Thu lie between"),
        (3, WORKING, "2026-06-18", "2026-06-14", "Mon, Tue and Wed lie between: Sunday"),
        (3, CALENDAR, "2026-06-19", "2026-06-15", "16, 17 and 18 lie between"),
        (1, WEEKS, "2026-06-19", "2026-06-11", "seven days lie between"),
    ],
)
def test_clear_days_lie_between(number, unit, event, expected, why):
    notice = Notice(number=number, unit=unit, counting=Counting.CLEAR_DAYS)

    assert last_day(notice, day(event), ENGLAND) == day(expected), why


def test_calendar_days_and_weeks_count_every_day():
    assert last_day(Notice(number=3, unit=CALENDAR), day("2026-04-07"), ENGLAND) == day(
        "2026-04-04"
    )
    assert last_day(Notice(number=2, unit=WEEKS), day("2026-06-16"), ENGLAND) == day("2026-06-02")


@pytest.mark.parametrize(
    ("nation", "expected"),
    [(ENGLAND, "2026-11-27"), (SCOTLAND, "2026-11-27"), (IRELAND, "2026-11-27")],
)
def test_an_ordinary_day_is_the_same_in_every_nation(nation, expected):
    assert last_day(Notice(number=1, unit=WORKING), day("2026-11-30"), nation) == day(expected)


@pytest.mark.parametrize(
    ("event", "england", "scotland", "ireland"),
    [
        ("2026-03-18", "2026-03-17", "2026-03-17", "2026-03-16"),  # St Patrick's Day
        ("2026-04-07", "2026-04-02", "2026-04-06", "2026-04-02"),  # no Easter Monday in Scotland
        ("2026-12-01", "2026-11-30", "2026-11-27", "2026-11-30"),  # St Andrew's Day
        ("2026-07-14", "2026-07-13", "2026-07-13", "2026-07-10"),  # Battle of the Boyne
    ],
)
def test_each_nation_has_its_own_bank_holidays(event, england, scotland, ireland):
    notice = Notice(number=1, unit=WORKING)

    found = [last_day(notice, day(event), nation) for nation in (ENGLAND, SCOTLAND, IRELAND)]

    assert found == [day(england), day(scotland), day(ireland)]


@pytest.mark.parametrize(
    ("closes", "at", "expected"),
    [
        (Closes.END_OF_DAY, None, "2026-06-12 00:00"),
        (Closes.START_TIME, None, "2026-06-11 09:30"),
        (Closes.AT_TIME, dt.time(17), "2026-06-11 17:00"),
    ],
)
def test_the_last_day_ends(closes, at, expected):
    notice = Notice(number=3, unit=WORKING, closes=closes, closes_at=at)

    assert deadline(notice, london("2026-06-16 09:30"), ENGLAND) == london(expected)


def test_nothing_ends_after_the_start():
    start = london("2026-06-16 09:30")
    late = Notice(number=0, unit=CALENDAR, closes=Closes.AT_TIME, closes_at=dt.time(17))

    assert deadline(Notice(number=0, unit=CALENDAR), start, ENGLAND) == start
    assert deadline(late, start, ENGLAND) == start


def test_hours_are_elapsed_time_when_the_clocks_go_forward():
    start = london("2026-03-29 09:30")

    assert deadline(Notice(number=24, unit=HOURS), start, ENGLAND) == london("2026-03-28 08:30")


def test_hours_are_elapsed_time_when_the_clocks_go_back():
    start = london("2026-10-25 09:30")

    assert deadline(Notice(number=24, unit=HOURS), start, ENGLAND) == london("2026-10-24 10:30")


@pytest.mark.parametrize("start", ["2026-03-30 09:30", "2026-10-26 09:30"])
def test_days_keep_the_time_of_day_across_the_clock_change(start):
    notice = Notice(number=3, unit=CALENDAR, closes=Closes.START_TIME)

    assert f"{deadline(notice, london(start), ENGLAND).astimezone(LONDON):%H:%M}" == "09:30"


def test_a_time_that_the_clock_skips_is_when_it_jumps():
    found = on_clock(day("2026-03-29"), dt.time(1, 30))

    assert found == dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        (2, HOURS, "2026-06-12 18:00"),
        (3, CALENDAR, "2026-06-15 16:00"),
        (3, WORKING, "2026-06-17 16:00"),
        (1, WEEKS, "2026-06-19 16:00"),
    ],
)
def test_so_long_after(number, unit, expected):
    friday = london("2026-06-12 16:00")

    assert after(Span(number=number, unit=unit), friday, ENGLAND) == london(expected)


def test_bank_holidays_run_out():
    assert max(bank_holidays(ENGLAND)).year < 2090
    start = dt.datetime(2090, 6, 1, 9, tzinfo=LONDON)

    assert needs_unknown_holidays(Notice(number=3, unit=WORKING), start, ENGLAND)
    assert not needs_unknown_holidays(Notice(number=3, unit=CALENDAR), start, ENGLAND)


DAYS = st.dates(day("2015-01-01"), day("2028-12-01"))


@given(DAYS, st.integers(1, 30), st.sampled_from(Nation))
def test_so_many_working_days_lie_from_the_last_day_to_the_event(event, number, nation):
    found = last_day(Notice(number=number, unit=WORKING), event, nation)

    between = [found + dt.timedelta(days=n) for n in range((event - found).days)]
    assert sum(is_working_day(each, nation) for each in between) == number
    assert is_working_day(found, nation)


@given(DAYS, st.integers(1, 30), st.sampled_from(Nation))
def test_so_many_clear_working_days_lie_between(event, number, nation):
    notice = Notice(number=number, unit=WORKING, counting=Counting.CLEAR_DAYS)

    found = last_day(notice, event, nation)

    between = [found + dt.timedelta(days=n) for n in range(1, (event - found).days)]
    assert sum(is_working_day(each, nation) for each in between) == number


@given(DAYS, st.integers(1, 30), st.sampled_from(Nation))
def test_counting_back_and_forth_returns(event, number, nation):
    back = working_days_from(event, -number, nation)

    there = working_days_from(back, number, nation)

    assert there == event or not is_working_day(event, nation)
