"""The promise, attacked: no figure of 1 to 4 people comes back, whatever pages are set against each other."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.disclosure.family import QUARTERS, Cell, Year
from reports.disclosure.pattern import hidden_cells

from .attacker import Attacker, counted, differences, family, value
from .years import COLUMNS, UNITS, drawn_year

seeds = st.integers(0, 10_000)


@settings(max_examples=4, deadline=None)
@given(seed=seeds)
def test_every_small_figure_keeps_three_possible_values(seed):
    year = drawn_year(seed)
    attacker = Attacker(year, hidden_cells(year))

    narrow = {
        cell: found
        for cell in attacker.small_and_hidden()
        if len(found := attacker.values_of(cell)) < 3
    }

    assert narrow == {}


@settings(max_examples=8, deadline=None)
@given(seed=seeds)
def test_no_small_figure_is_shown_and_no_two_shown_ones_differ_by_one(seed):
    year = drawn_year(seed)

    attacker = Attacker(year, hidden_cells(year))

    assert [number for number in attacker.shown().values() if 0 < number < 5] == []
    assert differences(attacker) == []


def test_hiding_small_figures_alone_would_give_them_back():
    year = drawn_year(1)
    small = [cell for cell in family(year) if 0 < value(year, cell) < 5]

    attacker = Attacker(year, small)

    recovered = [cell for cell in small[:25] if len(attacker.values_of(cell)) == 1]
    assert len(recovered) > 5
    assert differences(attacker) != []


def test_where_nothing_else_helps_all_of_the_period_is_hidden():
    unit = UNITS[0]
    counts = {(unit, 1, "Q1", "came"): 1, (unit, 1, "Q1", "no_show"): 1}
    year = Year(COLUMNS, counts, roles={"1": 1}, places={(1, "Q1"): 2})

    attacker = Attacker(year, hidden_cells(year))

    assert {cell.period for cell in attacker.shown()}.isdisjoint({"Q1", "year"})
    assert all(len(attacker.values_of(cell)) >= 3 for cell in attacker.small_and_hidden())


@settings(max_examples=2, deadline=None)
@given(seed=seeds)
def test_the_same_counts_give_the_same_pattern(seed):
    assert hidden_cells(drawn_year(seed)) == hidden_cells(drawn_year(seed))


@pytest.mark.parametrize("over", [1, 2, 3])
def test_what_a_quarter_hides_does_not_change_when_the_year_goes_on(over):
    year = drawn_year(7)
    so_far = QUARTERS[:over]
    then = type(year)(
        year.columns,
        {place: n for place, n in year.counts.items() if place[2] in so_far},
        groups=year.groups,
        places={at: n for at, n in year.places.items() if at[1] in so_far},
        quarters=so_far,
    )

    earlier, later = hidden_cells(then), hidden_cells(year)

    assert earlier == {cell for cell in later if cell.period in so_far}


def one_more_came(year: Year, at: Cell) -> Year:
    """A register put right: somebody came after all."""
    came = next(
        place for place in sorted(year.counts) if place[3] == "came" and counted(year, at, place)
    )
    return replace(year, counts={**year.counts, came: year.counts[came] + 1})


@pytest.mark.parametrize("seed", [2, 24])
def test_a_corrected_register_gives_no_earlier_small_figure_back(seed):
    """Who knows where the correction was takes it off the later figures: they are earlier figures, too."""
    year = drawn_year(seed)
    before = hidden_cells(year)
    was_four = next(
        cell
        for cell in sorted(before)
        if cell.about.startswith("agency:") and cell.column == "attended" and value(year, cell) == 4
    )
    corrected = one_more_came(year, was_four)

    forgetful = Attacker(year, before & hidden_cells(corrected))
    careful = Attacker(year, before & hidden_cells(corrected, kept=before))

    assert forgetful.values_of(was_four) == {4}
    assert len(careful.values_of(was_four)) >= 3
