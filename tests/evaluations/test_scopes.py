"""Which dates are reported together, and which of these groups nobody may see."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.dates import Dates
from evaluations.scopes import (
    ALL,
    event_key,
    label_of,
    scope_within,
    scopes_of,
    shown_scopes,
    span_key,
    year_of,
)

MAY, MARCH, NEXT_MAY = dt.date(2014, 5, 1), dt.date(2015, 3, 31), dt.date(2015, 5, 1)


def test_each_date_each_financial_year_and_all_dates_are_reported():
    found = scopes_of({1: MAY, 2: MARCH, 3: NEXT_MAY})

    assert [(scope.key, sorted(scope.days)) for scope in found] == [
        ("event-1", [1]),
        ("event-2", [2]),
        ("event-3", [3]),
        ("2014-15", [1, 2]),
        ("2015-16", [3]),
        (ALL, [1, 2, 3]),
    ]


@pytest.mark.parametrize(("day", "year"), [(MARCH, "2014-15"), (dt.date(2000, 4, 1), "2000-01")])
def test_a_year_runs_from_april_to_march(day, year):
    assert year_of(day) == year


def test_no_event_is_reported_as_nothing():
    assert scopes_of({}) == []


@pytest.mark.parametrize(
    ("key", "label"),
    [
        (ALL, "All dates"),
        ("2014-15", "April 2014 to March 2015"),
        ("event-1", "1 May 2014"),
        ("2014-05-01--2015-03-31", "1 May 2014 to 31 March 2015"),
    ],
)
def test_a_group_says_which_dates_it_holds(key, label):
    assert label_of(key, MAY) == label


def shown(**dates):
    """Of dates of one year with so many people."""
    people = {f"event-{name}": number for name, number in dates.items()}
    whole = {ALL: sum(people.values()), "2014-15": sum(people.values())}
    return shown_scopes(people | whole, dict.fromkeys(people, "2014-15"), 5)


def test_a_date_of_few_people_is_hidden_with_the_smallest_beside_it():
    assert shown(a=20, b=12, c=3) == {ALL, "2014-15", "event-a"}


def test_two_small_dates_hide_each_other():
    assert shown(a=20, b=12, c=3, d=4) == {ALL, "2014-15", "event-a", "event-b"}


def test_nothing_of_too_few_people_is_shown():
    assert shown(a=4) == set()


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [
        (dt.date(2014, 4, 1), dt.date(2015, 3, 31), "2014-15"),
        (dt.date(2014, 4, 1), dt.date(2014, 12, 31), "event-1"),
        (dt.date(2010, 1, 1), dt.date(2020, 1, 1), ALL),
        (dt.date(2015, 3, 1), dt.date(2015, 6, 30), span_key(MARCH, NEXT_MAY)),
    ],
)
def test_days_that_are_an_event_a_year_or_all_are_reported_as_that(first, last, key):
    found = scope_within({1: MAY, 2: MARCH, 3: NEXT_MAY}, first, last)

    assert found is not None
    assert found.key == key


def test_days_without_an_event_are_nothing():
    assert scope_within({1: MAY}, MARCH, NEXT_MAY) is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 700)), min_size=1, max_size=6))
def test_whatever_days_are_combined_no_few_people_can_be_worked_out(events):
    """The attacker adds and subtracts, with any weights, everything that may be shown."""
    days = {
        n: dt.date(2014, 4, 1) + dt.timedelta(days=after) for n, (_, after) in enumerate(events)
    }
    people = {event_key(n): answered for n, (answered, _) in enumerate(events)}
    for scope in scopes_of(days):
        people[scope.key] = sum(people[event_key(event)] for event in scope.days)
    dates = Dates({scope.key: scope.first for scope in scopes_of(days)}, people, 5)
    windows = [dates.within(first, last) for first in days.values() for last in days.values()]
    seen = [s for s in [*scopes_of(days), *windows] if s is not None and dates.may_show(s.key)]
    counted = [event for event in days if people[event_key(event)]]
    matrix = np.array([[event in scope.days for event in counted] for scope in seen], dtype=float)

    for chosen in range(1, 2 ** len(counted)):
        inside = np.array([bool(chosen >> n & 1) for n in range(len(counted))])
        if (
            seen
            and sum(people[event_key(e)] for e, yes in zip(counted, inside, strict=True) if yes) < 5
        ):
            told = np.linalg.matrix_rank(matrix) - np.linalg.matrix_rank(matrix[:, ~inside])
            assert told == 0


def test_a_day_that_cuts_small_dates_apart_leaves_both_out():
    days = {1: MAY, 2: dt.date(2014, 6, 1), 3: dt.date(2014, 7, 1)}
    people = {"event-1": 20, "event-2": 7, "event-3": 3, "2014-15": 30, ALL: 30}
    dates = Dates({scope.key: scope.first for scope in scopes_of(days)}, people, 5)

    assert dates.whole_since(days[1]) == [1, 2, 3]
    assert dates.whole_since(days[2]) == [2, 3]
    assert dates.whole_since(days[3]) == []
