"""Who was asked, who answered, and whether those who finished began like those who did not."""

import warnings
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from scipy import stats

from evaluations.statistics.answers import Numbers, Vector, constant, vector
from evaluations.statistics.describe import Summary, share, summary
from evaluations.statistics.results import (
    CONFIDENCE,
    Estimate,
    Interval,
    Reason,
    Share,
    Undefined,
)
from evaluations.statistics.waves import Comparison, Wave


@dataclass(frozen=True)
class ResponseFlow:
    """Counts of people; `paired` answered both waves of a comparison, `complete` every wave there was."""

    invited: int
    answered: Mapping[Wave, Share | Undefined]
    paired: Mapping[Comparison, Share | Undefined]
    complete: Share | Undefined


@dataclass(frozen=True)
class Completers:
    """The first answers of those who went on to finish beside those of the others, in points.

    `difference` is completers - others; `standardized` is that difference in SDs, without an interval.
    """

    completers: Summary
    others: Summary
    difference: Estimate | Undefined
    standardized: float | Undefined


def response_flow(
    invited: int, answered: Mapping[Wave, Set[object]], comparisons: Sequence[Comparison]
) -> ResponseFlow:
    """From who was invited to who answered; `answered` holds the people of each wave that was held.

    Shares are of the invited, with Wilson's interval. Nobody invited, or no wave held: undefined. Raises
    ValueError when more people answered than were invited.
    """
    everyone: set[object] = set().union(*answered.values())
    if len(everyone) > invited:
        raise ValueError(f"{len(everyone)} people answered but {invited} were invited")
    nobody: Set[object] = set()
    complete = set.intersection(*map(set, answered.values())) if answered else set()
    return ResponseFlow(
        invited,
        {wave: share(len(people), invited) for wave, people in answered.items()},
        {
            pair: share(
                len(answered.get(pair.before, nobody) & answered.get(pair.after, nobody)), invited
            )
            for pair in comparisons
        },
        share(len(complete), invited),
    )


def completers(finished: Numbers, others: Numbers) -> Completers:
    """First answers of people who `finished`, shape (n,), beside those of the `others`, shape (m,).

    The difference has Welch's interval, which does not assume equal spread; the standardized difference
    divides by √((SD² + SD²) / 2) and is said to be balanced below 0.1. One of the groups empty: both are
    undefined. Only one person in a group, or no spread at all: no interval, and no standardized difference.
    Source: Welch (1947), Biometrika 34; Austin (2009), Statistics in Medicine 28.
    """
    stayed, left = vector(finished), vector(others)
    return Completers(
        summary(finished), summary(others), _difference(stayed, left), _standardized(stayed, left)
    )


def _why_not(stayed: Vector, left: Vector) -> Undefined | None:
    n = int(stayed.size + left.size)
    if min(stayed.size, left.size) == 0:
        return Undefined(Reason.ONE_GROUP_EMPTY, n)
    if min(stayed.size, left.size) == 1:
        return Undefined(Reason.ONE_ANSWER, n)
    if constant(stayed) and constant(left):
        return Undefined(Reason.ALL_THE_SAME, n)
    return None


def _difference(stayed: Vector, left: Vector) -> Estimate | Undefined:
    why_not = _why_not(stayed, left)
    if why_not and why_not.reason is Reason.ONE_GROUP_EMPTY:
        return why_not
    n, value = int(stayed.size + left.size), float(stayed.mean() - left.mean())
    if why_not:
        return Estimate(value, n, why_not)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", RuntimeWarning
        )  # of nearly equal answers: the interval is as narrow
        limits = stats.ttest_ind(stayed, left, equal_var=False).confidence_interval(CONFIDENCE)
    return Estimate(value, n, Interval(float(limits.low), float(limits.high)))


def _standardized(stayed: Vector, left: Vector) -> float | Undefined:
    why_not = _why_not(stayed, left)
    if why_not:
        return why_not
    spread = np.sqrt((stayed.var(ddof=1) + left.var(ddof=1)) / 2)
    return float((stayed.mean() - left.mean()) / spread)
