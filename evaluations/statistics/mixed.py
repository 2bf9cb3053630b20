"""Mixed models: people belong to events, and answer more than once.

Fitted by restricted maximum likelihood (statsmodels). Sources: Laird & Ware (1982), Biometrics 38; Lindstrom &
Bates (1988), JASA 83. Answers are divided by their SD for the fit and put back on points after it.
"""

import itertools
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import stats
from statsmodels.regression.mixed_linear_model import MixedLM, MixedLMResults, VCSpec

from evaluations.statistics.answers import Numbers, Vector, changes, no_spread, vector
from evaluations.statistics.clusters import MODEL_UP_TO, mean_of_events
from evaluations.statistics.describe import mean_estimate
from evaluations.statistics.results import (
    CONFIDENCE,
    Estimate,
    Interval,
    Reason,
    Undefined,
)
from evaluations.statistics.waves import IN_TIME, Wave

OPTIMISERS = (
    {"method": "bfgs", "gtol": 1e-9},
    {"method": "powell", "ftol": 1e-10, "xtol": 1e-6},
)
"""Tried in this order; the second is slower, and content with a variance of 0, the edge of what is possible."""


class Method(StrEnum):
    EVENTS_RANDOM = "events as random effect"
    EVENTS_AND_PEOPLE_RANDOM = "events, and people within events, as random effects"
    PEOPLE_RANDOM = "people as random effect, events left out"
    EVENT_MEANS = "mean of the events' means"
    NO_RANDOM_EFFECT = "mean of the paired changes, events left out"


@dataclass(frozen=True)
class EventModel:
    """The mean change of `n` people in `events` events, in points.

    `between_sd` is how much the mean changes of events differ, `within_sd` people within an event;
    `between_share` is the events' part of the variance, 0 to 1. `fallback` says why events were left out.
    """

    n: int
    events: int
    change: Estimate | Undefined
    between_sd: float | Undefined
    within_sd: float | Undefined
    between_share: float | Undefined
    method: Method
    fallback: Reason | None = None


@dataclass(frozen=True)
class Answer:
    person: str
    event: str
    wave: Wave
    value: float


@dataclass(frozen=True)
class WaveModel:
    """The mean of each later wave less the `first`, in points, from every answer of `people` people.

    Somebody who answered one wave only counts as well, which is right if who stays away depends on nothing
    but what they answered. `fallback` says why events were left out.
    """

    people: int
    events: int
    answers: int
    first: Wave
    changes: Mapping[Wave, Estimate]
    method: Method
    fallback: Reason | None = None


def change_by_event(before: Numbers, after: Numbers, events: Sequence[str]) -> EventModel:
    """after - before = mean + event + person; `before`, `after` and `events` have shape (n,).

    The interval uses t with (events - 1) degrees of freedom, exact where events differ and are of the same
    size: many people from few events say less than as many from many. More than `MODEL_UP_TO` people: events
    are compared by their means, `fallback` says so. One event, no event with two pairs, or a fit that fails:
    `fallback` says so, and the change is that of `mean_change`. No pair: undefined.
    """
    change = changes(before, after)
    n, number = int(change.size), len(set(events))
    why_not = no_spread(change, Reason.SAME_CHANGE)
    if why_not:
        return _without_events(change, number, why_not.reason)
    if number < 2 or n <= number:
        return _without_events(change, number, Reason.ONE_EVENT if number < 2 else Reason.TOO_FEW)
    if n > MODEL_UP_TO:
        found, unknown = mean_of_events(change, events), Undefined(Reason.TOO_MANY, n)
        return EventModel(
            n, number, found, unknown, unknown, unknown, Method.EVENT_MEANS, Reason.TOO_MANY
        )
    scale = float(change.std(ddof=1))
    if _events_do_not_differ(change, events):
        return _event_model(change, number, float(change.mean()), scale / n**0.5, 0.0, scale)
    fit = _fitted(MixedLM(change / scale, np.ones((n, 1)), groups=np.asarray(events)))
    if fit is None:
        return _without_events(change, number, Reason.DID_NOT_CONVERGE)
    mean, error = float(fit.fe_params[0]) * scale, float(fit.bse_fe[0]) * scale
    between = float(np.asarray(fit.cov_re)[0, 0]) ** 0.5 * scale
    return _event_model(change, number, mean, error, between, float(fit.scale) ** 0.5 * scale)


def change_by_wave(answers: Sequence[Answer]) -> WaveModel | Undefined:
    """answer = wave + event + person within event + rest; one row for each person and wave.

    The intervals use t with (answers - people - later waves) degrees of freedom, exact where everybody
    answered every wave. One event, or a fit that fails with events: people alone are random, `fallback` says
    why. Fewer than two waves, nobody who answered twice, all answers the same, or no fit at all: undefined.
    """
    rows = sorted((row for row in answers if row.wave in IN_TIME), key=lambda row: row.event)
    people, waves = {row.person for row in rows}, [w for w in IN_TIME if _held(rows, w)]
    if len(waves) < 2:
        return Undefined(Reason.NO_WAVE, len(people))
    if len(rows) - len(people) - (len(waves) - 1) < 1:
        return Undefined(Reason.TOO_FEW, len(people))
    why_not = no_spread(vector(row.value for row in rows), Reason.ALL_THE_SAME)
    if why_not:
        return Undefined(why_not.reason, len(people))
    if len({row.event for row in rows}) > 1:
        fit = _fitted(_wave_model(rows, waves, with_events=True))
        if fit is not None:
            return _described(fit, rows, waves, Method.EVENTS_AND_PEOPLE_RANDOM, None)
        fallback = Reason.DID_NOT_CONVERGE
    else:
        fallback = Reason.ONE_EVENT
    fit = _fitted(_wave_model(rows, waves, with_events=False))
    if fit is None:
        return Undefined(Reason.DID_NOT_CONVERGE, len(people))
    return _described(fit, rows, waves, Method.PEOPLE_RANDOM, fallback)


def _held(rows: Sequence[Answer], wave: Wave) -> bool:
    return any(row.wave == wave for row in rows)


def _scale(rows: Sequence[Answer]) -> float:
    return float(vector(row.value for row in rows).std(ddof=1))


def _wave_model(rows: Sequence[Answer], waves: Sequence[Wave], *, with_events: bool) -> MixedLM:
    values = vector(row.value for row in rows) / _scale(rows)
    later = [[float(row.wave == wave) for wave in waves[1:]] for row in rows]
    fixed = np.column_stack([np.ones(len(rows)), np.asarray(later)])
    if not with_events:
        return MixedLM(values, fixed, groups=np.asarray([row.person for row in rows]))
    events = np.asarray([row.event for row in rows])
    ones = np.ones((len(rows), 1))
    return MixedLM(values, fixed, groups=events, exog_re=ones, exog_vc=_people_within(rows))


def _people_within(rows: Sequence[Answer]) -> VCSpec:
    """For each event in order: which row is whose. `rows` are sorted by event."""
    names, matrices = [], []
    for _, of_event in itertools.groupby(rows, key=lambda row: row.event):
        whose = [row.person for row in of_event]
        people = sorted(set(whose))
        names.append(people)
        matrices.append(np.asarray([[float(p == who) for p in people] for who in whose]))
    return VCSpec(["person"], [names], [matrices])


def _fitted(model: MixedLM) -> MixedLMResults | None:
    """The first sound fit of `OPTIMISERS`, or None when each fails, stops short or gives no standard errors."""
    for options in OPTIMISERS:
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")  # what matters of it is checked below
                fit = model.fit(reml=True, **options)
                figures = np.concatenate([fit.fe_params, fit.bse_fe])
        except (np.linalg.LinAlgError, ValueError, ArithmeticError):
            continue
        if fit.converged and np.isfinite(figures).all() and (fit.bse_fe > 0).all():
            return fit
    return None


def _described(
    fit: MixedLMResults,
    rows: Sequence[Answer],
    waves: Sequence[Wave],
    method: Method,
    fallback: Reason | None,
) -> WaveModel:
    people, scale = {row.person for row in rows}, _scale(rows)
    df = len(rows) - len(people) - (len(waves) - 1)
    found = {}
    for place, wave in enumerate(waves[1:], start=1):
        value, error = float(fit.fe_params[place]) * scale, float(fit.bse_fe[place]) * scale
        found[wave] = Estimate(value, len(people), _interval(value, error, df))
    events = len({row.event for row in rows})
    return WaveModel(len(people), events, len(rows), waves[0], found, method, fallback)


def _events_do_not_differ(change: Vector, events: Sequence[str]) -> bool:
    """Whether the restricted likelihood already falls where the variance between events leaves 0.

    Its slope there has the sign of Σ (sum of an event's residuals)² / s² - (n - Σ n_event² / n); for events of
    the same size that is the mean square between less the one within.
    """
    _, places = np.unique(np.asarray(events), return_inverse=True)
    sizes = np.bincount(places)
    sums = np.bincount(places, weights=change - change.mean())
    n = change.size
    return bool((sums**2).sum() / change.var(ddof=1) <= n - (sizes**2).sum() / n)


def _event_model(
    change: Vector, number: int, mean: float, error: float, between: float, within: float
) -> EventModel:
    n = int(change.size)
    return EventModel(
        n,
        number,
        Estimate(mean, n, _interval(mean, error, number - 1)),
        between_sd=between,
        within_sd=within,
        between_share=between**2 / (between**2 + within**2),
        method=Method.EVENTS_RANDOM,
    )


def _without_events(change: Vector, number: int, reason: Reason) -> EventModel:
    n = int(change.size)
    unknown = Undefined(reason, n)
    estimate = mean_estimate(change, same=Reason.SAME_CHANGE)
    return EventModel(
        n, number, estimate, unknown, unknown, unknown, Method.NO_RANDOM_EFFECT, fallback=reason
    )


def _interval(value: float, error: float, df: int) -> Interval:
    half = float(stats.t.ppf((1 + CONFIDENCE) / 2, df)) * error
    return Interval(value - half, value + half)
