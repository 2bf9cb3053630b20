import math
from fractions import Fraction

import numpy as np
import pytest

from evaluations.statistics.mixed import Answer, Method, change_by_event, change_by_wave
from evaluations.statistics.results import Estimate, Reason, Undefined
from evaluations.statistics.waves import Wave
from tests.evaluations.statistics.sources import DYESTUFF, mean, student_p, variance

VALUES = {
    ("a", "1"): (2, 4, 3), ("a", "2"): (3, 4, 4), ("a", "3"): (1, 2, 3), ("a", "4"): (2, 2, 2),
    ("b", "5"): (4, 5, 4), ("b", "6"): (3, 5, 5), ("b", "7"): (4, 4, 3), ("b", "8"): (5, 5, 5),
    ("c", "9"): (1, 3, 2), ("c", "10"): (2, 3, 3), ("c", "11"): (1, 1, 2), ("c", "12"): (2, 4, 2),
}  # fmt: skip
WAVES = (Wave.T1, Wave.T2, Wave.T3)
EVERYBODY = [
    Answer(person, event, wave, value)
    for (event, person), values in VALUES.items()
    for wave, value in zip(WAVES, values, strict=True)
]


def of_batches(batches):
    return [(event, value) for event, values in batches.items() for value in values]


def by_event(batches):
    rows = of_batches(batches)
    return change_by_event([0] * len(rows), [v for _, v in rows], [e for e, _ in rows])


def test_the_dyestuff_data_come_out_as_published():
    """lme4's Dyestuff, Yield ~ 1 + (1 | Batch): mean 1527.50, variances 1764 and 2451."""
    found = by_event(DYESTUFF)

    assert found.change.value == pytest.approx(1527.5, abs=1e-6)
    assert (round(found.between_sd**2), round(found.within_sd**2)) == (1764, 2451)
    assert (found.events, found.n, found.method) == (6, 30, Method.EVENTS_RANDOM)


def test_equal_events_have_the_variances_of_the_analysis_of_variance():
    """Balanced: within is the mean square within, between is (mean square between - within) / 5."""
    batches = [[Fraction(v) for v in values] for values in DYESTUFF.values()]
    within = mean([variance(batch) for batch in batches])
    between = variance([mean(batch) for batch in batches]) - within / 5

    found = by_event(DYESTUFF)

    assert found.within_sd**2 == pytest.approx(float(within), rel=1e-9)
    assert found.between_sd**2 == pytest.approx(float(between), rel=1e-8)


def test_the_interval_of_equal_events_is_students_over_their_means():
    """In a balanced one-way layout the test of the mean is Student's t of the group means, 5 df."""
    means = [mean([Fraction(v) for v in values]) for values in DYESTUFF.values()]
    error = math.sqrt(sum((m - mean(means)) ** 2 for m in means) / 5 / 6)

    found = by_event(DYESTUFF)

    assert student_p((1527.5 - found.change.interval.low) / error, 5) == pytest.approx(
        0.05, abs=1e-6
    )


def test_events_that_do_not_differ_take_nothing():
    """Then people are as good as independent, but the interval still counts events: t with 2 df is 4.302653."""
    found = by_event({"a": [1, 2, 3, 2], "b": [2, 1, 3, 2], "c": [3, 2, 2, 1]})

    error = math.sqrt(variance([Fraction(v) for v in (1, 2, 3, 2, 2, 1, 3, 2, 3, 2, 2, 1)]) / 12)
    assert (found.change.value, found.between_sd, found.between_share) == (2.0, 0.0, 0.0)
    assert found.change.interval.high - 2 == pytest.approx(4.302653 * error, abs=1e-6)


def test_events_differ_where_the_mean_square_between_is_above_the_one_within():
    noise = np.random.default_rng(13)
    for _ in range(20):
        answers = noise.normal(size=(4, 5)) + noise.normal(0, 0.3, size=(4, 1))
        between, within = 5 * answers.mean(axis=1).var(ddof=1), answers.var(axis=1, ddof=1).mean()

        found = by_event({str(place): list(values) for place, values in enumerate(answers)})

        assert found.between_sd**2 == pytest.approx(max(0, between - within) / 5, abs=1e-6)


@pytest.mark.parametrize(
    ("batches", "reason"),
    [
        ({"a": [1, 2, 4]}, Reason.ONE_EVENT),
        ({"a": [1], "b": [2], "c": [4]}, Reason.TOO_FEW),
        ({"a": [1, 1], "b": [1, 1]}, Reason.SAME_CHANGE),
    ],
)
def test_without_comparable_events_the_plain_mean_is_given_and_said(batches, reason):
    found = by_event(batches)

    assert (found.fallback, found.method) == (reason, Method.NO_RANDOM_EFFECT)
    assert isinstance(found.change, Estimate)
    assert found.between_sd == Undefined(reason, found.n)


def test_no_pair_is_stated():
    assert by_event({}).change == Undefined(Reason.NO_ANSWERS, 0)


def test_waves_of_everybody_are_differences_of_means():
    found = change_by_wave(EVERYBODY)

    means = [mean([Fraction(values[i]) for values in VALUES.values()]) for i in range(3)]
    assert found.method == Method.EVENTS_AND_PEOPLE_RANDOM
    assert (found.people, found.events, found.answers, found.first) == (12, 3, 36, Wave.T1)
    assert found.changes[Wave.T2].value == pytest.approx(float(means[1] - means[0]), abs=1e-9)
    assert found.changes[Wave.T3].value == pytest.approx(float(means[2] - means[0]), abs=1e-9)


def test_the_interval_of_everybody_is_that_of_the_analysis_of_variance():
    """Balanced: the error is the mean square of person × wave, (n - 1)(k - 1) = 22 df."""
    rows = [[Fraction(v) for v in values] for values in VALUES.values()]
    grand = mean([v for row in rows for v in row])
    waves = [mean([row[j] for row in rows]) for j in range(3)]
    error = sum((row[j] - mean(row) - waves[j] + grand) ** 2 for row in rows for j in range(3)) / 22

    found = change_by_wave(EVERYBODY).changes[Wave.T2]

    t = (found.value - found.interval.low) / math.sqrt(2 * error / 12)
    assert student_p(t, 22) == pytest.approx(0.05, abs=1e-6)


def test_one_event_leaves_people_random_and_says_so():
    found = change_by_wave([answer for answer in EVERYBODY if answer.event == "a"])

    assert (found.method, found.fallback) == (Method.PEOPLE_RANDOM, Reason.ONE_EVENT)


def test_people_who_left_are_made_use_of():
    """Those with low answers left before T3: the mean of who stayed is too high, the model's is not."""
    noise = np.random.default_rng(11)
    rows, stayed = [], []
    for number in range(300):
        level = noise.normal(3, 1)
        for wave, change in zip(WAVES, (0, 0.5, 0.5), strict=True):
            if wave != Wave.T3 or level > 3:
                rows.append(
                    Answer(
                        str(number), str(number % 10), wave, level + change + noise.normal(0, 0.3)
                    )
                )
                stayed += [rows[-1].value] if wave == Wave.T3 else []

    found = change_by_wave(rows).changes[Wave.T3]

    first = [row.value for row in rows if row.wave == Wave.T1]
    assert np.mean(stayed) - np.mean(first) > 1
    assert found.interval.low < 0.5 < found.interval.high


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([], Reason.NO_WAVE),
        ([Answer("1", "a", Wave.T1, 3), Answer("2", "a", Wave.T1, 4)], Reason.NO_WAVE),
        ([Answer("1", "a", Wave.T1, 3), Answer("2", "a", Wave.T2, 4)], Reason.TOO_FEW),
        ([Answer(p, p, w, 3) for p in "12" for w in (Wave.T1, Wave.T2)], Reason.ALL_THE_SAME),
    ],
)
def test_a_model_that_does_not_exist_is_stated(answers, reason):
    assert change_by_wave(answers).reason == reason


def test_everybody_with_the_same_change_cannot_be_fitted_and_says_so():
    answers = [Answer(p, p, w, v) for p in "123" for w, v in ((Wave.T1, 2), (Wave.T2, 3))]

    assert change_by_wave(answers) == Undefined(Reason.DID_NOT_CONVERGE, 3)
