"""What the intervals and tests promise, over 2,000 samples each; the seeds are fixed."""

import numpy as np
import pytest

from evaluations.statistics import describe, effect, gain, paired, reliability
from evaluations.statistics.headline import Direction, headline
from evaluations.statistics.mixed import change_by_event
from evaluations.statistics.results import Interval
from evaluations.statistics.waves import Comparison, Wave

DRAWS = 2000


def samples(seed, n, *, change=0.0, correlation=0.5):
    """`DRAWS` samples of `n` people, before and after, both with SD 1; shape (DRAWS, 2, n)."""
    noise = np.random.default_rng(seed).normal(size=(DRAWS, 2, n))
    noise[:, 1] = correlation * noise[:, 0] + np.sqrt(1 - correlation**2) * noise[:, 1] + change
    return noise


def share_covered(intervals, truth):
    return np.mean([i.low <= truth <= i.high for i in intervals])


def test_mean_change_intervals_cover():
    found = [paired.mean_change(b, a).interval for b, a in samples(1, 20, change=0.4)]

    assert 0.93 <= share_covered(found, 0.4) <= 0.97


@pytest.mark.parametrize("n", [12, 40])
def test_d_z_intervals_cover(n):
    """With correlation ½ the changes have SD 1, so the true d_z is the change."""
    found = [effect.d_z(b, a).interval for b, a in samples(2, n, change=0.5)]

    assert 0.93 <= share_covered(found, 0.5) <= 0.97


def test_d_av_intervals_cover():
    found = [effect.d_av(b, a).interval for b, a in samples(3, 30, change=0.5, correlation=0.6)]

    assert 0.93 <= share_covered(found, 0.5) <= 0.97


@pytest.mark.parametrize(("n", "chance"), [(25, 0.4), (60, 0.85)])
def test_wilson_intervals_cover(n, chance):
    counts = np.random.default_rng(4).binomial(n, chance, size=DRAWS)

    found = [describe.share(int(count), n).interval for count in counts]

    assert 0.93 <= share_covered(found, chance) <= 0.97


def test_retention_intervals_cover():
    """Half of a gain of 1 is kept; a few samples whose gain may be nil are refused."""
    noise = np.random.default_rng(5).normal(size=(DRAWS, 3, 25))
    noise[:, 1] += 1.0 + noise[:, 0] * 0.5
    noise[:, 2] += 0.5 + noise[:, 0] * 0.5

    found = [gain.retention(*sample) for sample in noise]

    intervals = [f.interval for f in found if hasattr(f, "interval")]
    covered = share_covered([i for i in intervals if isinstance(i, Interval)], 0.5)
    assert len(intervals) > 0.8 * DRAWS
    assert 0.93 <= covered <= 0.97


def test_alpha_intervals_cover():
    """Four items of one factor with correlation ½: the true alpha is 4 · ½ / (1 + 3 · ½) = 0.8."""
    noise = np.random.default_rng(6).normal(size=(DRAWS, 30, 5))
    answers = noise[:, :, :1] + noise[:, :, 1:]

    found = [reliability.alpha(sample).interval for sample in answers]

    assert 0.93 <= share_covered(found, 0.8) <= 0.97


@pytest.mark.parametrize("test", [paired.paired_t, paired.wilcoxon])
def test_no_change_is_called_a_change_in_five_per_cent(test):
    found = [test(b, a).p < 0.05 for b, a in samples(7, 20)]

    assert 0.04 <= np.mean(found) <= 0.06


def test_wilcoxon_on_tied_ratings_does_not_exceed_five_per_cent():
    answers = np.clip(np.round(samples(8, 20) + 3), 1, 5)

    found = [getattr(paired.wilcoxon(b, a), "p", 1.0) < 0.05 for b, a in answers]

    assert 0.03 <= np.mean(found) <= 0.06


def direction(before, after):
    return headline(before, after, comparison=Comparison(Wave.T1, Wave.T2), invited=60).direction


def test_a_planted_fall_is_reported_as_a_fall():
    """Of a fall of half an SD among 40 people every report says fall or, rarely, no clear change."""
    found = [direction(b, a) for b, a in samples(9, 40, change=-0.5)]

    assert found.count(Direction.RISE) == 0
    assert found.count(Direction.FALL) > 0.8 * DRAWS


def test_where_nothing_changed_few_headlines_name_a_direction():
    found = [direction(b, a) for b, a in samples(10, 20)]

    assert 0.94 <= found.count(Direction.NO_CLEAR_CHANGE) / DRAWS <= 0.96


def test_events_that_differ_make_no_direction_of_their_own():
    """No change over all events, but each has its own: people taken as independent would often see one."""
    noise = np.random.default_rng(12)
    events = [str(i % 6) for i in range(90)]
    named = {"people": 0, "events": 0}
    for own in noise.normal(0, 0.6, size=(40, 6)):
        before = noise.normal(3, 0.5, size=90)
        after = before + np.tile(own, 15) + noise.normal(0, 0.5, size=90)
        for key, model in (("people", None), ("events", change_by_event(before, after, events))):
            found = headline(
                before, after, comparison=Comparison(Wave.T1, Wave.T2), invited=90, by_event=model
            )
            named[key] += found.direction is not Direction.NO_CLEAR_CHANGE

    assert named["people"] > 15
    assert named["events"] <= 5
