import pytest

from evaluations.statistics.multiplicity import holm


def test_holm_of_a_documented_example():
    """Pingouin's documentation of `holm`: .50, .003, .32, .054, .0003 become .64, .012, .64, .162, .0015."""
    assert holm([0.50, 0.003, 0.32, 0.054, 0.0003]) == pytest.approx(
        [0.64, 0.012, 0.64, 0.162, 0.0015]
    )


def test_holm_by_hand():
    """Sorted .005, .01, .03, .04 times 4, 3, 2, 1 is .02, .03, .06, .04; the last may not fall: .06."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_holm_is_never_above_one_and_takes_nothing_for_nothing():
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([]) == ()
