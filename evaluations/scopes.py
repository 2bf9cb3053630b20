"""Which events of a course are reported together, and which of these groups may be shown. Pure."""

import datetime as dt
from collections.abc import Mapping, Set
from dataclasses import dataclass

ALL, EVENT, SPAN = "all", "event-", "--"
YEAR_STARTS = 4
"""April: the financial year, by which boards report."""


@dataclass(frozen=True)
class Scope:
    """Events reported together; `days` holds the first day (London) of each by its id."""

    key: str
    days: Mapping[int, dt.date]

    @property
    def first(self) -> dt.date:
        return min(self.days.values())

    @property
    def last(self) -> dt.date:
        return max(self.days.values())


def scopes_of(days: Mapping[int, dt.date]) -> list[Scope]:
    """Each event alone, then each financial year, then all events. No events: nothing."""
    years: dict[str, dict[int, dt.date]] = {}
    for event, day in sorted(days.items(), key=lambda item: (item[1], item[0])):
        years.setdefault(year_of(day), {})[event] = day
    alone = [
        Scope(event_key(event), {event: day})
        for each in years.values()
        for event, day in each.items()
    ]
    together = [Scope(key, each) for key, each in years.items()]
    return [*alone, *together, Scope(ALL, dict(days))] if days else []


def scope_within(days: Mapping[int, dt.date], first: dt.date, last: dt.date) -> Scope | None:
    """The events from `first` to `last`: as an event, a year or all where they are just that; None without any."""
    within = {event: day for event, day in days.items() if first <= day <= last}
    if not within:
        return None
    known = next((scope for scope in scopes_of(days) if scope.days == within), None)
    return known or Scope(span_key(min(within.values()), max(within.values())), within)


def span_key(first: dt.date, last: dt.date) -> str:
    return f"{first}{SPAN}{last}"


def span_of(key: str) -> tuple[dt.date, dt.date] | None:
    """The days of a span's key; None for any other text."""
    first, _, last = key.partition(SPAN)
    try:
        return dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    except ValueError:
        return None


def event_key(event_id: int) -> str:
    return f"{EVENT}{event_id}"


def year_of(day: dt.date) -> str:
    """ "2014-15" for a day from April 2014 to March 2015."""
    first = day.year if day.month >= YEAR_STARTS else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def label_of(key: str, first: dt.date) -> str:
    """What a group is called; `first` is the day of its first event."""
    if key == ALL:
        return "All dates"
    if key.startswith(EVENT):
        return f"{first:%-d %B %Y}"
    if span := span_of(key):
        return " to ".join(f"{day:%-d %B %Y}" for day in span)
    return f"April {key[:4]} to March {int(key[:4]) + 1}"


def shown_scopes(people: Mapping[str, int], years: Mapping[str, str], least: int) -> set[str]:
    """The keys that may be shown, of groups with so many `people`; `years` says of each event's key its year's.

    A group is shown with `least` people or more, and only if the groups hidden beside it have as many together:
    otherwise they could be worked out as the difference from the whole, and the smallest shown group is hidden
    as well. Source: secondary suppression, Hundepool et al. (2012), Statistical Disclosure Control, ch. 4.
    """
    if people.get(ALL, 0) < least:
        return set()
    shown_years = _shown({key: people.get(key, 0) for key in dict.fromkeys(years.values())}, least)
    shown = {ALL} | shown_years
    for year in shown_years:
        shown |= _shown({k: people.get(k, 0) for k, of in years.items() if of == year}, least)
    return shown


def may_show_together(
    events: Set[str],
    years: Mapping[str, str],
    shown: Set[str],
    people: Mapping[str, int],
    least: int,
) -> bool:
    """Whether `events` may be shown together beside all that is `shown` (by `shown_scopes`): whole blocks may."""
    whole = whole_within(events, years, shown) == events
    return whole and sum(people.get(each, 0) for each in events) >= least


def whole_within(events: Set[str], years: Mapping[str, str], shown: Set[str]) -> set[str]:
    """Those of `events` whose block lies wholly within them.

    Every shown event, the hidden events of a shown year, and the events of all hidden years are each a block of as
    many people as may be shown (or of nobody). What is made of whole blocks tells, however it is added and
    subtracted, of whole blocks only.
    """
    if ALL not in shown:
        return set()
    blocks: dict[str, set[str]] = {}
    for event, year in years.items():
        block = event if event in shown else year if year in shown else ALL
        blocks.setdefault(block, set()).add(event)
    return {event for block in blocks.values() if block <= events for event in block}


def _shown(people: Mapping[str, int], least: int) -> set[str]:
    shown = {key for key, number in people.items() if number >= least}
    rest = sum(number for key, number in people.items() if key not in shown)
    if 0 < rest < least and shown:
        shown.discard(min(shown, key=lambda key: (people[key], key)))
    return shown
