import pytest

from reports.disclosure.family import Cell
from reports.disclosure.lines import (
    ENDLESS,
    hide_in_differences,
    hide_in_lines,
    say_little,
    still_near,
)
from reports.disclosure.table import Line, Table, table_of

from .years import drawn_year


def table_of_sum(total, *parts):
    """A total and its parts, the total first."""
    table = Table(cells=[(f"{place}", "", "") for place in range(len(parts) + 1)])
    table.values = [total, *parts]
    table.atoms = list(parts)
    table.parts = [list(range(len(parts))), *([place] for place in range(len(parts)))]
    table.lines = [Line((0,), tuple(range(1, len(parts) + 1)))]
    return table


@pytest.mark.parametrize(
    ("parts", "answer"),
    [([3], False), ([2, 2], False), ([1, 1, 2], False), ([1, 4], True), ([1, 1, 1, 2], False)],
)
def test_hidden_parts_must_leave_each_other_room(parts, answer):
    assert say_little(parts) is answer


def test_the_cheapest_part_is_hidden_beside_a_small_one():
    table = table_of_sum(33, 3, 10, 20)
    hidden = {1}

    added = hide_in_lines(table, hidden, lambda cell: table.values[cell])

    assert added == {2}
    assert hidden == {1, 2}


def test_the_total_is_hidden_where_no_part_can_be():
    table = table_of_sum(3, 3, 0)
    hidden = {1}

    hide_in_lines(table, hidden, lambda cell: 1.0)

    assert hidden == {0, 1}


def test_what_was_shown_before_is_not_hidden():
    table = table_of_sum(33, 3, 10, 20)
    hidden = {1}

    hide_in_lines(table, hidden, lambda cell: ENDLESS if cell == 2 else table.values[cell])

    assert hidden == {1, 3}


def test_two_shown_figures_are_not_close_to_each_other():
    table = table_of_sum(12, 9, 3)
    table.lines = []
    hidden = {2}

    hide_in_differences(table, hidden, lambda cell: table.values[cell])

    assert hidden == {1, 2}


def test_every_sum_of_the_table_is_true():
    table = table_of(drawn_year(3), ("Q1", "Q2", "Q3", "Q4", "year"))

    wrong = [
        line
        for line in table.lines
        if sum(table.values[c] for c in line.left) != sum(table.values[c] for c in line.right)
    ]

    assert wrong == []
    assert len(table.lines) > 300


@pytest.mark.parametrize(("now", "is_kept"), [(7, True), (0, True), (8, False)])
def test_a_hidden_figure_is_kept_until_it_has_changed_by_five(now, is_kept):
    cell = Cell("agency:1:1", "attended", "Q1")

    kept = still_near({cell: 3}, {cell: now})

    assert kept == ({cell: 3} if is_kept else {})
