from reports.charts import MOST_BARS, ranked
from reports.documents import Row
from reports.values import HIDDEN


def lines(*numbers):
    return [Row(f"Line {place}", {"half_days": number}) for place, number in enumerate(numbers)]


def test_most_comes_first_wherever_it_stands_and_what_is_hidden_last():
    found = ranked(lines(3, HIDDEN, 9, None), "half_days")

    assert found.rows[0].name == "Line 2"
    assert found.bars == [("Line 2", 9), ("Line 0", 3), ("Line 1", HIDDEN)]


def test_no_line_is_lost_when_there_are_more_than_bars():
    found = ranked(lines(*range(1, 26), HIDDEN), "half_days")

    drawn = [number for _, number in found.bars[:-1]]
    assert (len(drawn), sum(drawn)) == (MOST_BARS, sum(range(1, 26)))
    assert found.bars[-2:] == [("6 others together", 21), ("Line 25", HIDDEN)]


def test_one_line_is_no_comparison():
    assert ranked(lines(3, HIDDEN, None), "half_days") is None
