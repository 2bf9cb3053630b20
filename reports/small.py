"""What readers who must not learn small numbers may ask of the reports beside attendance, and see there.

They read whole financial years that are over, of the whole board: no filter and no second period that could be
set against the first. Numbers of people from 1 to 4 are hidden, and so is a share that would give one away.
"""

import datetime as dt
from collections.abc import Sequence

from .attendance.forms import FiltersForm
from .attendance.population import NO_FILTERS, Filters
from .periods import NamedPeriod, Period, financial_year, financial_year_of
from .values import HIDDEN, Number, Rate

SMALLEST_SHOWN = 5
HIDDEN_RATE = Rate(HIDDEN, HIDDEN)
PROTECTED = (
    "Numbers of people from 1 to 4 are hidden, and shown as c; so is what would give one away. Other days, and "
    "other lines that count people, are for the training team."
)


class WholeYearsForm(FiltersForm):
    """The filters and any days for staff; for protected readers whole years and no filter."""

    LIMITS = (
        "Where small numbers are hidden there are no filters and no other days: set against each other, they would "
        "point at somebody."
    )
    NARROWED = (
        "This report is not narrowed where small numbers are hidden",
        "A part could be set against the whole until a single person is left. Ask the training team for it.",
    )
    OTHER_DAYS = (
        "These days cannot be shown with small numbers hidden",
        "Choose a whole financial year that is over: 1 April to 31 March.",
    )

    def offered(self) -> Sequence[str]:
        return () if self.is_protected else super().offered()

    def period(self) -> Period:
        asked = self.cleaned_data.get("from") or self.cleaned_data.get("to")
        if self.is_protected and asked is None:
            return financial_year(financial_year_of(self.today) - 1)
        return super().period()

    def presets(self, since: dt.date | None) -> list[NamedPeriod]:
        found = super().presets(since)
        if not self.is_protected:
            return found
        return [named for named in found if self.may_be_read(named.period, today=self.today)]

    @classmethod
    def may_be_read(cls, period: Period, *, today: dt.date) -> bool:
        """Whether a period is one financial year that is over."""
        return period == financial_year(financial_year_of(period.to)) and period.to < today

    @classmethod
    def may_narrow(cls, filters: Filters) -> bool:
        return filters == NO_FILTERS

    def offers(self) -> Sequence[NamedPeriod]:
        """The years that share a day with the period; where none of them is over, the last that is."""
        days = self.period()
        years = self.presets(days.from_)
        near = [
            year for year in years if year.period.from_ <= days.to and days.from_ <= year.period.to
        ]
        return near or self.presets(None)[:1]


def notes_for(is_protected: bool) -> tuple[str, ...]:
    """What a page says of what is hidden."""
    return (PROTECTED,) if is_protected else ()


def is_small(number: int) -> bool:
    return 0 < number < SMALLEST_SHOWN


def without_small(number: Number) -> Number:
    return HIDDEN if isinstance(number, int) and is_small(number) else number


def rate_without_small(rate: Rate) -> Rate:
    """Hidden where either number, or what is left between them, is small."""
    numbers = (rate.numerator, rate.denominator)
    if not all(isinstance(number, int) for number in numbers):
        return rate
    part, whole = int(rate.numerator or 0), int(rate.denominator or 0)  # type: ignore[arg-type]
    if any(is_small(number) for number in (part, whole, abs(whole - part))):
        return HIDDEN_RATE
    return rate


def column_without_small(rates: Sequence[Rate], total: Rate) -> tuple[list[Rate], Rate]:
    """The rates of a column and their total, so that no hidden one is the total less the others.

    Hidden lines are two or more, and together not small; the smallest others are hidden with them. Where none
    are left to hide, the total is hidden as well.
    """
    hidden = {at for at, rate in enumerate(rates) if rate_without_small(rate).is_hidden}
    others = sorted(
        (at for at, rate in enumerate(rates) if at not in hidden and rate.denominator),
        key=lambda at: (_number(rates[at].denominator), at),
    )
    while hidden and _gives_one_away([rates[at] for at in hidden]):
        if not others:
            return [HIDDEN_RATE if at in hidden else r for at, r in enumerate(rates)], HIDDEN_RATE
        hidden.add(others.pop(0))
    shown = [HIDDEN_RATE if at in hidden else rate for at, rate in enumerate(rates)]
    return shown, rate_without_small(total)


def _gives_one_away(rates: Sequence[Rate]) -> bool:
    """Whether the sum of these, which anybody can work out, says too much of one of them."""
    part = sum(_number(rate.numerator) for rate in rates)
    whole = sum(_number(rate.denominator) for rate in rates)
    return len(rates) < 2 or any(is_small(number) for number in (part, whole, whole - part))


def _number(number: Number) -> int:
    return number if isinstance(number, int) else 0
