"""Which events of a course are reported together, and which of these groups may be shown. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

ALL, EVENT = "all", "event-"
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


def event_key(event_id: int) -> str:
    return f"{EVENT}{event_id}"


def year_of(day: dt.date) -> str:
    """ "2014-15" for a day from April 2014 to March 2015."""
    first = day.year if day.month >= YEAR_STARTS else day.year - 1
    return f"{first}-{(first + 1) % 100:02}"


def label_of(key: str, first: dt.date) -> str:
    if key == ALL:
        return "All dates"
    if key.startswith(EVENT):
        return f"{first:%-d %B %Y}"
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


def _shown(people: Mapping[str, int], least: int) -> set[str]:
    shown = {key for key, number in people.items() if number >= least}
    rest = sum(number for key, number in people.items() if key not in shown)
    if 0 < rest < least and shown:
        shown.discard(min(shown, key=lambda key: (people[key], key)))
    return shown
