import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.analysis.reading import COLUMNS, BadTable, read_table
from evaluations.analysis.table import Item, Kind
from evaluations.statistics.scoring import Range
from evaluations.statistics.waves import Wave

FULL = "person,event,wave,item,value,kind,scale,reverse,lowest,highest\n"
SHORT = "person,wave,item,value\n"


def problems(text):
    with pytest.raises(BadTable) as caught:
        read_table(text)
    return [str(problem) for problem in caught.value.problems]


def test_a_table_is_read():
    table = read_table(
        FULL + "p1,june,T1,sure,2,rating,Confidence,yes,1,5\np1,june,T2,sure,,,Confidence,yes,1,5\n"
    )

    assert table.rows == 2
    assert table.items == {"sure": Item("sure", Kind.RATING, "Confidence", True, Range(1, 5))}
    assert (list(table.people), list(table.event_names)) == (["p1"], ["june"])
    assert {wave: list(column) for wave, column in table.answers["sure"].items()} == {
        Wave.T1: [2.0]
    }


def test_only_four_columns_are_needed_in_any_order():
    table = read_table("value,item,wave,person\n3,q,T1,p1\n")

    assert table.answers["q"][Wave.T1].tolist() == [3.0]
    assert list(table.event_names) == [""]


def test_somebody_who_answered_nothing_was_asked():
    table = read_table(SHORT + "p1,T1,q,\np2,T1,q,4\n")

    assert list(table.people) == ["p1", "p2"]
    assert table.answered(Wave.T1).tolist() == [1]


def test_blank_lines_count_as_rows_and_say_nothing():
    assert problems(SHORT + "p1,T1,q,4\n\n,,,\np2,T1,q,x\n") == [
        "row 5, column value: “x” is not a number."
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (",june,T1,q,3,,,,,", "column person: It is empty."),
        ("p1,june,T9,q,3,,,,,", "column wave: “T9” is none of T0, T1, T2, T2-before, T3."),
        ("p1,june,T1,,3,,,,,", "column item: It is empty."),
        ('p1,june,T1,q,"3,5",,,,,', "column value: “3,5” is not a number."),
        ("p1,june,T1,q,nan,,,,,", "column value: “nan” is not a number."),
        ("p1,june,T1,q,1_0,,,,,", "column value: “1_0” is not a number."),
        ("p1,june,T1,q,1e9,,,,,", "column value: “1e9” is not between ±1,000,000."),
        ("p1,june,T1,q,6,,,,1,5", "column value: 6 is outside 1 to 5."),
        ("p1,june,T1,q,2,quiz,,,,", "column value: 2 is neither 1 (right) nor 0 (wrong)."),
        ("p1,june,T1,q,1,essay,,,,", "column kind: “essay” is none of rating, quiz, number."),
        ("p1,june,T1,q,1,,,maybe,,", "column reverse: “maybe” is neither yes nor no."),
        ("p1,june,T1,q,1,,,yes,,", "column lowest: A reversed item needs its lowest and highest"),
        ("p1,june,T1,q,1,,,,1,", "column highest: Give both ends or none."),
        ("p1,june,T1,q,1,,,,5,1", "column highest: 1 is not above the lowest, 5."),
        ("p1,june,T1,q,1,quiz,Knowledge,,,", "column scale: Quiz items are right or wrong"),
        ("p1,june,T1,q,1", "column person: The row has 5 cells, the headings are 10."),
    ],
)
def test_a_wrong_cell_is_named_with_row_and_column(row, expected):
    (found,) = problems(FULL + "p0,june,T1,other,1,,,,,\n" + row + "\n")

    assert found.startswith(f"row 3, {expected}")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ["p1,a,T1,q,1,,,,,", "p1,b,T2,q,2,,,,,"],
            "column event: p1 is at “a” in row 2, here at “b”.",
        ),
        (["p1,a,T1,q,1,,,,,", "p2,a,T1,q,1,quiz,,,,"], "column kind: Differs from row 2."),
        (["p1,a,T1,q,1,,,,1,5", "p2,a,T1,q,1,,,,1,7"], "column highest: Differs from row 2."),
        (
            ["p1,a,T1,q,1,,,,,", "p1,a,T1,q,2,,,,,"],
            "column item: Row 2 has the answer of this person and wave.",
        ),
        (
            ["p1,a,T1,q,1,,S,,1,5", "p1,a,T1,r,1,,S,,1,7"],
            "column highest: The items of a scale have the same",
        ),
    ],
)
def test_a_contradiction_is_named_with_both_rows(rows, expected):
    (found,) = problems(FULL + "\n".join(rows) + "\n")

    assert found.startswith(f"row 3, {expected}")


def test_all_problems_are_told_at_once_in_the_order_of_the_rows():
    found = problems(SHORT + "p1,T1,q,3\np1,T1,q,4\n,T1,q,3\np2,T7,q,3\n")

    assert [words.split(",")[0] for words in found] == ["row 3", "row 4", "row 5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "row 1, column person: The first row is empty"),
        (SHORT, "row 2, column person: There are no answers under the headings."),
        ("person;wave;item;value\n", "row 1, column person: There is no such heading."),
        (SHORT.replace("\n", ",age\n"), "row 1, column age: Unknown; known: person,"),
        (SHORT.replace("\n", ",item\n"), "row 1, column item: The heading stands there twice."),
        (SHORT + 'p1,T1,"q,3\n', "row 2, column person: The row cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_table_says_so(text, expected):
    assert problems(text)[0].startswith(expected)


cells = st.sampled_from(
    ["", "p1", "p2", "a", "T1", "T2", "q", "1", "0", "7", "yes", "quiz", '"', "\n", "1e999", "é"]
)
lines = st.lists(st.lists(cells, min_size=1, max_size=11).map(",".join), max_size=6)


@given(st.one_of(st.text(), lines.map(lambda rows: FULL + "\n".join(rows)), lines.map("\n".join)))
def test_any_text_is_a_table_or_is_refused_with_reasons(text):
    try:
        rows, found = read_table(text).rows, ()
    except BadTable as error:
        rows, found = 0, error.problems

    assert rows or found
    assert all(problem.column in COLUMNS or problem.row == 1 for problem in found)
