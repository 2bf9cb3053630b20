"""Which dates are reported together, and which of these groups nobody may see."""

import datetime as dt

import pytest

from evaluations.scopes import ALL, label_of, scopes_of, shown_scopes, year_of

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
    [(ALL, "All dates"), ("2014-15", "April 2014 to March 2015"), ("event-1", "1 May 2014")],
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
