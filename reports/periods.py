"""Periods that boards report on: financial years (April to March) and their quarters."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.utils import timezone

FIRST_MONTH = 4
MOST_AT_ONCE = 6


@dataclass(frozen=True)
class Period:
    """Days from `from_` to `to`, both counted."""

    from_: dt.date
    to: dt.date

    def __str__(self) -> str:
        if self.from_ == self.to:
            return f"{self.to:%-d %B %Y}"
        return f"{self.from_:%-d %B %Y} to {self.to:%-d %B %Y}"

    def as_fields(self) -> dict[str, str]:
        """The fields of a report's form that ask for these days."""
        return {"from": self.from_.isoformat(), "to": self.to.isoformat()}

    def year_before(self) -> "Period":
        """The same days a year earlier; the last day of a month stays the last day of that month."""
        ends_a_month = (self.to + dt.timedelta(days=1)).day == 1
        back = relativedelta(years=-1, day=31) if ends_a_month else relativedelta(years=-1)
        return Period(self.from_ + relativedelta(years=-1), self.to + back)


@dataclass(frozen=True)
class NamedPeriod:
    label: str
    period: Period


def financial_year(first: int) -> Period:
    """1 April `first` to 31 March of the year after."""
    return Period(dt.date(first, FIRST_MONTH, 1), dt.date(first + 1, FIRST_MONTH - 1, 31))


def financial_year_of(day: dt.date) -> int:
    """The year in which `day`'s financial year begins."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def quarters_of_year(first: int) -> list[Period]:
    """The four quarters of the financial year from April `first`."""
    start = financial_year(first).from_
    return [quarter_of(start + relativedelta(months=3 * number)) for number in range(4)]


def month_of(day: dt.date) -> Period:
    first = day.replace(day=1)
    return Period(first, first + relativedelta(months=1, days=-1))


def quarter_of(day: dt.date) -> Period:
    """The calendar quarter of `day`, which is also a quarter of the financial year."""
    first = dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Period(first, first + relativedelta(months=3, days=-1))


def quarter_label(day: dt.date) -> str:
    """ "Quarter 1 of 2014–15, April to June"."""
    period = quarter_of(day)
    number = (day.month - FIRST_MONTH) // 3 % 4 + 1
    first = financial_year_of(day)
    return f"Quarter {number} of {year_label(first)}, {period.from_:%B} to {period.to:%B}"


def year_label(first: int) -> str:
    """ "2014–15"."""
    return f"{first}–{(first + 1) % 100:02}"


def this_year_to_date(today: dt.date) -> Period:
    return Period(financial_year(financial_year_of(today)).from_, today)


def presets(today: dt.date, *, since: dt.date | None) -> list[NamedPeriod]:
    """This year to date, this quarter and the last, then whole years back to the one of `since`."""
    this_year = financial_year_of(today)
    this_quarter = quarter_of(today)
    before = last_quarter(today)
    oldest = min(financial_year_of(since), this_year) if since else this_year - 1
    return [
        NamedPeriod("This financial year to date", this_year_to_date(today)),
        NamedPeriod(quarter_label(today), Period(this_quarter.from_, min(this_quarter.to, today))),
        NamedPeriod(quarter_label(before.from_), before),
        *(
            NamedPeriod(f"April {first} to March {first + 1}", financial_year(first))
            for first in range(this_year - 1, oldest - 1, -1)
        ),
    ]


def split(named: Sequence[NamedPeriod]) -> tuple[Sequence[NamedPeriod], Sequence[NamedPeriod]]:
    """The first few with the quarters of the year they end in; of the earlier ones no quarters, which a year's own
    report leads to."""
    is_quarter = [each.period == quarter_of(each.period.from_) for each in named]
    at = MOST_AT_ONCE
    while at < len(named) and is_quarter[at]:
        at += 1
    return named[:at], [
        each for each, short in zip(named[at:], is_quarter[at:], strict=True) if not short
    ]


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which a day begins here."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def last_quarter(today: dt.date) -> Period:
    """The last quarter that is over."""
    return quarter_of(quarter_of(today).from_ - dt.timedelta(days=1))


def protected_presets(today: dt.date, *, since: dt.date | None) -> list[NamedPeriod]:
    """What can be read with small numbers hidden: this year's quarters that are over, the latest first, then
    whole years back to the one of `since`, each before its quarters."""
    this_year = financial_year_of(today)
    oldest = min(financial_year_of(since), this_year) if since else this_year - 1
    named = [
        NamedPeriod(quarter_label(days.from_), days)
        for days in reversed(quarters_of_year(this_year))
        if days.to < today
    ]
    for first in range(this_year - 1, oldest - 1, -1):
        named.append(NamedPeriod(f"April {first} to March {first + 1}", financial_year(first)))
        named += [NamedPeriod(quarter_label(d.from_), d) for d in quarters_of_year(first)]
    return named


def covering(period: Period, today: dt.date) -> list[NamedPeriod]:
    """The quarters and years that are over and share a day with `period`."""
    return [
        named
        for named in protected_presets(today, since=period.from_)
        if named.period.from_ <= period.to and named.period.to >= period.from_
    ]
