"""Worked examples of a policy, from the engine, at the policy's own boundaries."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from people.choices import ContributorCategory

from .cases import Case, Delegate, EventFacts, SessionTimes
from .charges import FREE_UNTIL, cancellation_stretches, quote_cancellation, quote_no_show
from .choices import Area, Per
from .explain import notice_words, row_words
from .london import on_clock
from .money import pounds
from .price import VERIFIED, quote_price, row_path
from .quotes import Quote
from .schema import DurationClass, Policy, PriceRow, Tariff
from .words import amount, by_moment

EXAMPLE_DAY = dt.date(2026, 6, 16)
"""A Tuesday far from bank holidays."""
WEEK, A_YEAR_OF_WEEKS = dt.timedelta(days=7), 52
STARTS = dt.time(9, 30)
FULL_DAY_MINUTES = 360
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Example:
    """ "A full-day course at £75, cancelled …" costs `pence`; `rule` is the path of what decided."""

    situation: str
    pence: int
    amount: str
    rule: str

    def __str__(self) -> str:
        return f"{self.situation} → {self.amount}"


def worked_examples(policy: Policy) -> tuple[Example, ...]:
    """Every price at every duration; then, for the dearest and a free place, cancelling and not coming."""
    prices = list(_prices(policy))
    examples = [
        Example(f"{_a(course)}, {who}", quote.pence, amount(quote), quote.rule)
        for course, who, _, quote in prices
    ]
    for case, course, price in _typical(prices):
        at = pounds(price) if price else "no cost"
        examples += _cancelling(policy, case, f"{_a(course)} at {at}")
    return tuple(dict.fromkeys(examples))


def typical_case(policy: Policy) -> tuple[str, Case]:
    """The dearest place on the longest course of one day, and how it reads: to show a policy's words for it."""
    prices = [each for each in _prices(policy) if len(each[2].event.sessions) == 1]
    if not prices:
        event = _event(_example_day(policy), FULL_DAY_MINUTES, days=1)
        return "A course", Case(event=event, delegate=Delegate(category=VERIFIED[0], in_area=True))
    longest = prices[-1][0]
    dearest = max((each for each in prices if each[0] == longest), key=lambda each: each[3].pence)
    course, who, case, _ = dearest
    return f"{_a(course)}, {who}", case


Priced = tuple[str, str, Case, Quote]


def _prices(policy: Policy) -> Iterator[Priced]:
    for course, event in _events(policy):
        for number, row in enumerate(policy.prices.rows):
            case = _case_of(row, event)
            quote = quote_price(policy, case)
            if quote.rule == row_path(number):
                yield course, row_words(row, policy), case, quote
        other = _otherwise(policy, event)
        if other:
            yield course, "everybody else" if policy.prices.rows else "everybody", *other


def _otherwise(policy: Policy, event: EventFacts) -> tuple[Case, Quote] | None:
    for category in VERIFIED:
        for in_area in (True, False):
            case = Case(event=event, delegate=Delegate(category=category, in_area=in_area))
            quote = quote_price(policy, case)
            if quote.rule == "prices.otherwise":
                return case, quote
    return None


def _typical(prices: list[Priced]) -> Iterator[tuple[Case, str, int]]:
    """For each length of course its dearest place, and a free one where there is one."""
    for course in dict.fromkeys(course for course, *_ in prices):
        of_length = [(case, quote.pence) for name, _, case, quote in prices if name == course]
        dearest = max(of_length, key=lambda each: each[1])
        free = [each for each in of_length if not each[1]][:1]
        yield dearest[0], course, dearest[1]
        if dearest[1] and free:
            yield free[0][0], course, 0


def _cancelling(policy: Policy, case: Case, place: str) -> Iterator[Example]:
    notices = [policy.cancellation.free_until, *(t.until for t in policy.cancellation.tiers)]
    before = None
    for stretch in cancellation_stretches(policy, case):
        if before is not None:
            yield _cancelled(policy, case, before + MINUTE, f"{place}, cancelled a minute later")
        rule = stretch.quote.rule
        number = 0 if rule == FREE_UNTIL else _tier(rule) + 1
        notice = notices[number] if number < len(notices) else None
        when = notice_words(notice) if notice else "just before the start"
        words = f"{place}, cancelled {by_moment(stretch.until)} ({when})"
        yield _cancelled(policy, case, stretch.until, words)
        before = stretch.until
    missed = quote_no_show(policy, case)
    yield Example(f"{place}, not coming", missed.pence, amount(missed), missed.rule)


def _tier(rule: str) -> int:
    digits = "".join(c for c in rule if c.isdigit())
    return int(digits) if digits else 0


def _cancelled(policy: Policy, case: Case, at: dt.datetime, words: str) -> Example:
    quote = quote_cancellation(policy, case, min(at, case.event.starts_at))
    return Example(words, quote.pence, amount(quote), quote.rule)


def _events(policy: Policy) -> Iterator[tuple[str, EventFacts]]:
    shortest, first = 0, _example_day(policy)
    for duration in policy.durations:
        minutes = _minutes(duration, shortest)
        yield f"{duration.words} course", _event(first, minutes, days=1)
        shortest = duration.up_to_minutes or minutes
    if any(each.per == Per.DAY for each in _tariffs(policy)):
        yield "two-day course", _event(first, FULL_DAY_MINUTES, days=2)


def _minutes(duration: DurationClass, shortest: int) -> int:
    if duration.up_to_minutes is None:
        return max(FULL_DAY_MINUTES, shortest + 60)
    return duration.up_to_minutes


def _example_day(policy: Policy) -> dt.date:
    """The first Tuesday from the example day on that lies in no period without charges."""
    days = [EXAMPLE_DAY + n * WEEK for n in range(A_YEAR_OF_WEEKS)]
    periods = policy.no_charge_periods
    charged = (d for d in days if not any(p.starts_on <= d <= p.ends_on for p in periods))
    return next(charged, EXAMPLE_DAY)


def _event(first: dt.date, minutes: int, *, days: int) -> EventFacts:
    starts = [on_clock(first + dt.timedelta(days=n), STARTS) for n in range(days)]
    length = dt.timedelta(minutes=minutes)
    return EventFacts(sessions=tuple(SessionTimes(starts_at=s, ends_at=s + length) for s in starts))


def _case_of(row: PriceRow, event: EventFacts) -> Case:
    category = row.categories[0] if row.categories else ContributorCategory.PARTNER
    return Case(
        event=EventFacts(
            sessions=event.sessions,
            course=row.courses[0] if row.courses else "",
            course_types=row.course_types[:1],
        ),
        delegate=Delegate(category=category, in_area=row.area != Area.OUT),
    )


def _tariffs(policy: Policy) -> list[Tariff]:
    charges = [policy.no_show.charge, *(tier.charge for tier in policy.cancellation.tiers)]
    found = [policy.prices.otherwise, *(row.tariff for row in policy.prices.rows)]
    return [*found, *(each.tariff for each in charges if each and each.tariff)]


def _a(words: str) -> str:
    return f"{'An' if words[:1].lower() in 'aeiou' else 'A'} {words}"
