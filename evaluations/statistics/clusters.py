"""Whole events compared, where people are too many for a mixed model.

One figure for each event, then Student's t over the events: valid however alike the people of one event are,
and the work grows with the number of people only. It gives every event the same weight, as the model nearly
does where events differ more than chance. Source: Donner & Klar (2000), Design and Analysis of Cluster
Randomization Trials, 6.2; Hayes & Moulton (2017), Cluster Randomised Trials, ch. 10.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from evaluations.statistics.answers import Vector, vector
from evaluations.statistics.describe import mean_estimate
from evaluations.statistics.results import Estimate, Reason, Undefined
from evaluations.statistics.waves import Wave

MODEL_UP_TO = 1_000
"""People up to whom a mixed model is fitted; its work grows with the square of an event's size."""


def mean_of_events(change: Vector, events: Sequence[str]) -> Estimate | Undefined:
    """The mean of the events' mean changes, in points, with t over the events; both arguments have shape (n,).

    `n` of the result is people. One event, or the same mean at each: as `describe.mean_estimate`.
    """
    _, event_of = np.unique(np.asarray(events), return_inverse=True)
    found = mean_estimate(_means(change, event_of), same=Reason.ALL_THE_SAME)
    return _of_people(found, int(change.size))


def change_of_events(
    scores: Mapping[Wave, Vector], event_of: npt.NDArray[np.intp], later: Sequence[Wave]
) -> dict[Wave, Estimate]:
    """For each of `later` after its first wave: the mean over events of (mean then less mean at the first).

    `scores[wave]` has shape (people,), NaN without an answer, `event_of` their event. An event counts where it
    has an answer at both; a wave with fewer than two such events is left out.
    """
    first, *others = later
    means = {wave: _means(scores[wave], event_of) for wave in later}
    found = {}
    for wave in others:
        change = means[wave] - means[first]
        change = change[~np.isnan(change)]
        if change.size < 2:
            continue
        people = int((~np.isnan(scores[first]) | ~np.isnan(scores[wave])).sum())
        estimate = _of_people(
            mean_estimate(vector(change, largest=np.inf), same=Reason.ALL_THE_SAME), people
        )
        if isinstance(estimate, Estimate):
            found[wave] = estimate
    return found


def _means(values: Vector, event_of: npt.NDArray[np.intp]) -> Vector:
    """The mean of `values` in each event, NaN for an event without any."""
    there = ~np.isnan(values)
    events = int(event_of.max()) + 1 if event_of.size else 0
    count = np.bincount(event_of[there], minlength=events)
    total = np.bincount(event_of[there], weights=values[there], minlength=events)
    return np.divide(total, count, out=np.full(events, np.nan), where=count > 0)


def _of_people(found: Estimate | Undefined, people: int) -> Estimate | Undefined:
    if isinstance(found, Undefined):
        return Undefined(found.reason, people)
    return Estimate(found.value, people, found.interval)
