"""How long before: working days, bank holidays and the last moment that is in time. Knows no clock."""

import datetime as dt
from functools import cache

from notices.workdays import bank_holidays, working_days_from

from .choices import Closes, Counting, Nation, Unit
from .london import LONDON, date_in_london, elapsed, end_of, on_clock
from .schema import Notice, Span

DAYS_A_WEEK = 7


@cache
def _known_years(nation: Nation) -> frozenset[int]:
    return frozenset(day.year for day in bank_holidays(nation))


def holidays_are_known(day: dt.date, nation: Nation) -> bool:
    """Whether the list reaches the year of `day`; beyond it only weekends are left out."""
    return day.year in _known_years(nation)


def last_day(notice: Notice, event_day: dt.date, nation: Nation) -> dt.date:
    """The last day that is in time, for notice in days or weeks.

    With `days_before` it is the Nth day counted back from the event, the day before the event being the
    first: 3 days before Friday is Tuesday. Of working days only Mondays to Fridays that are no bank holiday
    are counted: 3 working days before Tuesday is the Thursday before. The day of the event never counts,
    whatever day it is, and a 0 is the day of the event.

    With `clear_days` so many whole days must lie between the day of cancelling and the day of the event, so
    it is the day before that, be it a working day or not: 3 clear days before Friday is Monday, and 3 clear
    working days before Thursday is Sunday.
    """
    if notice.unit == Unit.WORKING_DAYS:
        day = working_days_from(event_day, -notice.number, nation)
    else:
        days = notice.number * (DAYS_A_WEEK if notice.unit == Unit.WEEKS else 1)
        day = event_day - dt.timedelta(days=days)
    return day - dt.timedelta(days=1) if notice.counting == Counting.CLEAR_DAYS else day


def deadline(notice: Notice, start: dt.datetime, nation: Nation) -> dt.datetime:
    """The last moment that is in time, itself included, in UTC; never after `start`.

    Hours are elapsed time, so 24 hours are 24 hours when the clocks change. Days and weeks are counted by
    `last_day`, and the last of them ends at midnight (the moment that ends it), at the time of day the event
    starts, or at a time of day; there, 9:30am stays 9:30am across the clock change.
    """
    if notice.unit == Unit.HOURS:
        return elapsed(start, -dt.timedelta(hours=notice.number))
    local = start.astimezone(LONDON)
    day = last_day(notice, local.date(), nation)
    if notice.closes == Closes.END_OF_DAY:
        closes = end_of(day)
    elif notice.closes == Closes.START_TIME or notice.closes_at is None:
        closes = on_clock(day, local.time())
    else:
        closes = on_clock(day, notice.closes_at)
    return min(closes, start.astimezone(dt.UTC))


def after(span: Span, moment: dt.datetime, nation: Nation) -> dt.datetime:
    """The moment a span after another: hours are elapsed time, days and weeks keep the time of day."""
    if span.unit == Unit.HOURS:
        return elapsed(moment, dt.timedelta(hours=span.number))
    local = moment.astimezone(LONDON)
    if span.unit == Unit.WORKING_DAYS:
        day = working_days_from(local.date(), span.number, nation)
    else:
        days = span.number * (DAYS_A_WEEK if span.unit == Unit.WEEKS else 1)
        day = local.date() + dt.timedelta(days=days)
    return on_clock(day, local.time())


def needs_unknown_holidays(notice: Notice, start: dt.datetime, nation: Nation) -> bool:
    """Whether the deadline was counted over a year whose bank holidays are not yet known."""
    if notice.unit != Unit.WORKING_DAYS:
        return False
    event_day = date_in_london(start)
    days = (event_day, last_day(notice, event_day, nation))
    return not all(holidays_are_known(day, nation) for day in days)
