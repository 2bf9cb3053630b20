"""Whole events compared; the interval is Student's over the events' means, worked out here from its formula."""

import numpy as np
import pytest
from scipy import stats

from evaluations.statistics import clusters, mixed
from evaluations.statistics.results import Estimate, Interval, Reason, Undefined
from evaluations.statistics.waves import Wave

CHANGE = np.array([1.0, 2.0, 3.0, 0.0, 2.0, 5.0])
EVENTS = ["a", "a", "b", "b", "b", "c"]
MEANS = np.array([1.5, 5 / 3, 5.0])


def students(means):
    half = stats.t.ppf(0.975, len(means) - 1) * means.std(ddof=1) / np.sqrt(len(means))
    return Interval(pytest.approx(means.mean() - half), pytest.approx(means.mean() + half))


def test_every_event_counts_once_whatever_its_size():
    found = clusters.mean_of_events(CHANGE, EVENTS)

    assert found == Estimate(pytest.approx(MEANS.mean()), 6, students(MEANS))


def test_later_waves_are_set_beside_the_first_event_by_event():
    nan = np.nan
    scores = {
        Wave.T1: np.array([1.0, 3.0, 2.0, nan]),
        Wave.T2: np.array([4.0, nan, 3.0, 5.0]),
        Wave.T3: np.array([nan, 3.0, nan, nan]),
    }
    event_of = np.array([0, 0, 1, 1])

    found = clusters.change_of_events(scores, event_of, [Wave.T1, Wave.T2, Wave.T3])

    assert found == {Wave.T2: Estimate(2.0, 4, Undefined(Reason.ALL_THE_SAME, 2))}


def test_a_model_of_too_many_people_is_replaced_and_says_so(monkeypatch):
    monkeypatch.setattr(mixed, "MODEL_UP_TO", 5)

    found = mixed.change_by_event(np.zeros(6), CHANGE, EVENTS)

    assert found.change == clusters.mean_of_events(CHANGE, EVENTS)
    assert (found.method, found.fallback) == (mixed.Method.EVENT_MEANS, Reason.TOO_MANY)
