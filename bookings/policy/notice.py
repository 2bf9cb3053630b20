"""How long before: the last moment that is in time. Knows no clock."""

import datetime as dt

from notices.workdays import working_days_from

from .choices import Nation, Unit
from .reading import LONDON
from .schema import Notice

DAYS_A_WEEK = 7


def last_moment(notice: Notice, starts_at: dt.datetime, nation: Nation) -> dt.datetime:
    """The last moment, itself included, that gives this much notice; in London time, never after the start.

    The counting rule. *Hours* are elapsed time back from the start: 24 hours are 24 hours when the clocks
    change. *Calendar days* count back from the day of the event in London, which itself never counts: one day
    before Friday is Thursday. *Working days* count in the same way, passing over Saturdays, Sundays and the
    nation's bank holidays: one working day before Monday is Friday, whatever day the event is on. *Weeks* are
    seven calendar days. The day so found counts in full: it ends at the midnight that follows it, whatever
    time the event starts. So 2 working days before a Tuesday is in time until the end of the Friday before.
    None of a unit (0) is the start itself.
    """
    start = starts_at.astimezone(LONDON)
    if not notice.amount:
        return start
    if notice.unit == Unit.HOURS:
        return elapsed(start, hours=-notice.amount)
    if notice.unit == Unit.WORKING_DAYS:
        day = working_days_from(start.date(), -notice.amount, nation.value)
    else:
        days = notice.amount * (DAYS_A_WEEK if notice.unit == Unit.WEEKS else 1)
        day = start.date() - dt.timedelta(days=days)
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=LONDON)


def elapsed(moment: dt.datetime, *, hours: int) -> dt.datetime:
    return (moment.astimezone(dt.UTC) + dt.timedelta(hours=hours)).astimezone(LONDON)


def in_time(at: dt.datetime, limit: dt.datetime) -> bool:
    """Whether `at` is no later than `limit`, by elapsed time: clocks that go back show an hour twice."""
    return at.timestamp() <= limit.timestamp()
