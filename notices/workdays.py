"""Working days and bank holidays. Knows no database and no clock."""

import datetime as dt
from collections.abc import Mapping
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

ENGLAND_AND_WALES = BankHolidays.ENGLAND_AND_WALES
SATURDAY = 5


@cache
def bank_holidays(nation: str = ENGLAND_AND_WALES) -> Mapping[dt.date, str]:
    """Bank holidays of a nation by date, from the package's own copy: no network.

    `nation` is one of "england-and-wales", "scotland" and "northern-ireland".
    """
    known = BankHolidays(use_cached_holidays=True)
    return {each["date"]: each["title"] for each in known.get_holidays(division=nation)}


def is_working_day(day: dt.date, nation: str = ENGLAND_AND_WALES) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(nation)


def working_days_from(day: dt.date, count: int, nation: str = ENGLAND_AND_WALES) -> dt.date:
    """The `count`th working day after `day`, or before it where `count` is negative; `day` itself for 0."""
    step = dt.timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, nation)
    return day
