"""On which days the demo's events are."""

import datetime as dt

import pytest

from config.demo.current import weekday


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        (dt.date(2026, 11, 25), dt.date(2026, 11, 25), dt.date(2026, 11, 25)),
        (dt.date(2026, 11, 28), dt.date(2026, 11, 30), dt.date(2026, 11, 27)),
        (dt.date(2026, 12, 22), dt.date(2027, 1, 4), dt.date(2026, 12, 18)),
    ],
    ids=["a Wednesday", "a Saturday", "before Christmas"],
)
def test_what_is_to_come_is_put_off_and_what_was_held_was_held_before(day, after, before):
    assert (weekday(day), weekday(day, back=True)) == (after, before)
