"""When a notice is due, and when it may leave. Times are aware and count in London: no clock of its own."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from .choices import OffsetUnit
from .kinds import Offset
from .workdays import SATURDAY, bank_holidays, working_days_from


@dataclass(frozen=True)
class Hours:
    """The hours in which what can wait may leave, both ends counting, and on which days."""

    opens_at: dt.time = dt.time(7)
    closes_at: dt.time = dt.time(20)
    weekends: bool = False
    bank_holidays: bool = False


def moment_of(anchor: dt.datetime, offset: Offset) -> dt.datetime:
    """When a notice leaves that is due `offset` before (or after) `anchor`.

    Days and weeks keep the time on the wall, across the change of the clocks; working days skip
    Saturdays, Sundays and bank holidays. Hours are hours.
    """
    sign = 1 if offset.is_after else -1
    if offset.unit == OffsetUnit.HOURS:
        return anchor + sign * dt.timedelta(hours=offset.amount)
    local = timezone.localtime(anchor)
    if offset.unit == OffsetUnit.WORKING_DAYS:
        day = working_days_from(local.date(), sign * offset.amount)
    else:
        length = 7 if offset.unit == OffsetUnit.WEEKS else 1
        day = local.date() + sign * dt.timedelta(days=offset.amount * length)
    time = offset.at_time or local.time()
    return dt.datetime.combine(day, time, tzinfo=timezone.get_current_timezone())


def next_open(at: dt.datetime, hours: Hours) -> dt.datetime:
    """The first moment from `at` on at which what can wait may leave."""
    local = timezone.localtime(at)
    day, time = local.date(), local.time()
    if time > hours.closes_at:
        day, time = day + dt.timedelta(days=1), hours.opens_at
    while not _is_open(day, hours):
        day, time = day + dt.timedelta(days=1), hours.opens_at
    time = max(time, hours.opens_at)
    return dt.datetime.combine(day, time, tzinfo=timezone.get_current_timezone())


def _is_open(day: dt.date, hours: Hours) -> bool:
    if day.weekday() >= SATURDAY and not hours.weekends:
        return False
    return hours.bank_holidays or day not in bank_holidays()
