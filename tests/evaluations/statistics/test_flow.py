import math

import pytest

from evaluations.statistics import flow
from evaluations.statistics.results import Reason, Undefined
from evaluations.statistics.waves import Comparison, Wave
from tests.evaluations.statistics.sources import SLEEP_1, SLEEP_2, exact, mean, variance

START_TO_END = Comparison(Wave.T1, Wave.T2)
START_TO_LATER = Comparison(Wave.T1, Wave.T3)


def test_flow_counts_invited_answered_paired_complete():
    answered = {Wave.T1: {"a", "b", "c", "d"}, Wave.T2: {"a", "b", "e"}, Wave.T3: {"b", "e"}}

    found = flow.response_flow(10, answered, [START_TO_END, START_TO_LATER])

    assert found.invited == 10
    assert {wave: share.count for wave, share in found.answered.items()} == {
        Wave.T1: 4,
        Wave.T2: 3,
        Wave.T3: 2,
    }
    assert {pair: share.count for pair, share in found.paired.items()} == {
        START_TO_END: 2,
        START_TO_LATER: 1,
    }
    assert (found.complete.count, found.complete.n) == (1, 10)


def test_flow_of_nobody_is_stated():
    nobody = Undefined(Reason.NO_ANSWERS, 0)

    found = flow.response_flow(0, {Wave.T1: set()}, [START_TO_END])

    assert found.answered == {Wave.T1: nobody}
    assert found.paired == {START_TO_END: nobody}
    assert found.complete == nobody


def test_flow_without_a_wave_has_nobody_complete():
    assert flow.response_flow(5, {}, []).complete.count == 0


def test_more_answers_than_invitations_are_refused():
    with pytest.raises(ValueError, match="2 people answered but 1 were invited"):
        flow.response_flow(1, {Wave.T1: {"a"}, Wave.T2: {"b"}}, [])


def test_difference_of_the_sleep_data_is_what_r_documents_for_welch():
    """R, ?t.test, extra ~ group unpaired: means 0.75 and 2.33, interval -3.3654832 to 0.2054832."""
    found = flow.completers(SLEEP_1, SLEEP_2)

    assert found.difference.value == pytest.approx(0.75 - 2.33, abs=1e-12)
    interval = found.difference.interval
    assert (round(interval.low, 7), round(interval.high, 7)) == (-3.3654832, 0.2054832)


def test_standardized_difference_is_its_formula():
    first, second = exact(SLEEP_1), exact(SLEEP_2)
    spread = math.sqrt((variance(first) + variance(second)) / 2)

    found = flow.completers(SLEEP_1, SLEEP_2)

    assert found.standardized == pytest.approx(float(mean(first) - mean(second)) / spread, abs=1e-9)


def test_an_empty_group_is_stated():
    empty = Undefined(Reason.ONE_GROUP_EMPTY, 2)

    found = flow.completers([3, 4], [])

    assert (found.difference, found.standardized) == (empty, empty)
    assert found.completers.mean == 3.5


@pytest.mark.parametrize(
    ("others", "reason"), [([2], Reason.ONE_ANSWER), ([2, 2], Reason.ALL_THE_SAME)]
)
def test_a_group_without_spread_gives_the_difference_alone(others, reason):
    found = flow.completers([3, 3], others)

    n = 2 + len(others)
    assert (found.difference.value, found.difference.interval) == (1.0, Undefined(reason, n))
    assert found.standardized == Undefined(reason, n)
