"""What the clock on the wall says: 09:30 stays 09:30 across the change of the clocks."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

from .rules import EventRefused


def local_moment(day: dt.date, time: dt.time) -> dt.datetime:
    """The aware moment of `time` on `day` here. Of a time that comes twice (October) the first is meant.

    Raises `EventRefused` for a time the clocks skip (March).
    """
    zone = timezone.get_current_timezone()
    moment = dt.datetime.combine(day, time, tzinfo=zone)
    there_and_back = moment.astimezone(ZoneInfo("UTC")).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise EventRefused(
            "no_such_time",
            f"There is no {time:%H:%M} on {day:%A %-d %B %Y}: the clocks go forward that night. "
            "Choose another time.",
            field="sessions",
        )
    return moment


def end_of_day(day: dt.date) -> dt.datetime:
    """The last minute of `day`: a closing date is a day on which one may still book."""
    return local_moment(day, dt.time(23, 59))


def moved_by(moment: dt.datetime, days: int) -> dt.datetime:
    """The same time on the wall, `days` later (or earlier). Raises `EventRefused` as `local_moment`."""
    local = timezone.localtime(moment)
    return local_moment(local.date() + dt.timedelta(days=days), local.time())


def at_time(moment: dt.datetime, time: dt.time) -> dt.datetime:
    """The same day at another time on the wall. Raises `EventRefused` as `local_moment`."""
    return local_moment(timezone.localtime(moment).date(), time)
