"""Europe/London, where every board's clock hangs. Moments come back in UTC, so that comparing them is exact."""

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def on_clock(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment a London clock shows `time` on `day`; of a time shown twice, the first.

    A time that the clock skips in spring is the moment at which it jumps.
    """
    found = dt.datetime.combine(day, time, tzinfo=LONDON)
    if not is_real(found):
        return dt.datetime.combine(day, dt.time(1), tzinfo=dt.UTC)
    return found.astimezone(dt.UTC)


def end_of(day: dt.date) -> dt.datetime:
    """The midnight that ends `day`."""
    return on_clock(day + dt.timedelta(days=1), dt.time())


def elapsed(moment: dt.datetime, by: dt.timedelta) -> dt.datetime:
    """`by` later (or earlier) in elapsed time: 24 hours are 24 hours when the clocks change."""
    return moment.astimezone(dt.UTC) + by


def date_in_london(moment: dt.datetime) -> dt.date:
    return moment.astimezone(LONDON).date()


def is_real(moment: dt.datetime) -> bool:
    """False for a wall-clock time that the clock skips in spring."""
    there_and_back = moment.astimezone(dt.UTC).astimezone(moment.tzinfo)
    return there_and_back.replace(tzinfo=None) == moment.replace(tzinfo=None)
