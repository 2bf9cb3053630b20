"""Small numbers of a single column, as readers outside the office see it."""

from hypothesis import given
from hypothesis import strategies as st

from reports.small import HIDDEN_RATE, column_without_small, is_small
from reports.values import Rate

ASKED = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def total_of(rates):
    return Rate(sum(r.numerator for r in rates), sum(r.denominator for r in rates))


def test_small_line_takes_the_next_smallest_with_it():
    rates = [Rate(2, 9), Rate(15, 20), Rate(30, 40)]

    shown, total = column_without_small(rates, total_of(rates))

    assert shown == [HIDDEN_RATE, HIDDEN_RATE, Rate(30, 40)]
    assert total == Rate(47, 69)


def test_only_line_hides_its_total():
    rates = [Rate(2, 9)]

    assert column_without_small(rates, Rate(2, 9)) == ([HIDDEN_RATE], HIDDEN_RATE)


def test_nothing_small_hides_nothing():
    rates = [Rate(15, 20), Rate(30, 40), Rate(None, None)]

    assert column_without_small(rates, Rate(45, 60)) == (rates, Rate(45, 60))


@given(st.lists(ASKED, max_size=6))
def test_what_the_total_leaves_is_never_small_nor_one_line_s_own(asked):
    rates = [Rate(*each) for each in asked]

    shown, total = column_without_small(rates, total_of(rates))

    hidden = [rate for rate, seen in zip(rates, shown, strict=True) if seen == HIDDEN_RATE]
    assert all(not is_small(r.numerator) for r in shown if r != HIDDEN_RATE)
    if hidden and total != HIDDEN_RATE:
        left = total_of(hidden)
        assert len(hidden) > 1
        assert not any(map(is_small, (left.numerator, left.denominator)))
