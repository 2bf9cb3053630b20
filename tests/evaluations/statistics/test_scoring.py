import numpy as np
import pytest

from evaluations.statistics.scoring import Range, minimum_answered, scale_scores, turned


@pytest.mark.parametrize(("value", "expected"), [(1, 5), (2, 4), (3, 3), (5, 1)])
def test_a_reversed_answer_is_turned_on_its_range(value, expected):
    assert turned(value, Range(1, 5)) == expected


def score(*answers, minimum):
    """Of one person; None: not answered."""
    items = [np.array([np.nan if answer is None else float(answer)]) for answer in answers]
    (found,) = scale_scores(items, minimum)
    return None if np.isnan(found) else found


def test_score_is_the_mean_of_what_was_answered():
    assert score(4, None, 5, 3, minimum=2) == 4.0


def test_too_few_answers_give_no_score():
    assert score(4, None, None, 3, minimum=3) is None


def test_nothing_answered_gives_no_score_even_without_a_minimum():
    assert score(None, None, minimum=0) is None


@pytest.mark.parametrize(
    ("items", "share", "expected"), [(4, 0.5, 2), (5, 0.5, 3), (1, 0.1, 1), (10, 0.7, 7)]
)
def test_minimum_is_the_share_rounded_up(items, share, expected):
    assert minimum_answered(items, share) == expected
