"""Whether one notice can end nearer the event than another."""

from .choices import Closes, Counting, Unit
from .schema import Notice

DAY = 24
CLOSURES = 10
"""Bank holidays and their weekends never add more days than this to five working days in a week."""


def can_end_later(later: Notice, earlier: Notice) -> bool:
    """Whether `later` ends after `earlier` on some date at least: units that differ leave it to the date."""
    if later.unit == earlier.unit and _same_day_end(later, earlier):
        return _days(later) < _days(earlier)
    return _nearest_hours(later) < _furthest_hours(earlier)


def _same_day_end(one: Notice, other: Notice) -> bool:
    return (one.closes, one.closes_at) == (other.closes, other.closes_at)


def _days(notice: Notice) -> int:
    return notice.number + (notice.counting == Counting.CLEAR_DAYS)


def _nearest_hours(notice: Notice) -> int:
    """At least so many hours lie between the deadline and the start."""
    if notice.unit == Unit.HOURS:
        return notice.number
    days = notice.number * (7 if notice.unit == Unit.WEEKS else 1)
    days += notice.counting == Counting.CLEAR_DAYS
    return (
        max(days * DAY - DAY, 0) if notice.closes != Closes.START_TIME else max(days * DAY - 1, 0)
    )


def _furthest_hours(notice: Notice) -> int:
    """At most so many hours lie between the deadline and the start."""
    if notice.unit == Unit.HOURS:
        return notice.number
    days = notice.number * (7 if notice.unit == Unit.WEEKS else 1)
    if notice.unit == Unit.WORKING_DAYS:
        days = notice.number * 7 // 5 + CLOSURES
    days += notice.counting == Counting.CLEAR_DAYS
    return days * DAY + DAY
