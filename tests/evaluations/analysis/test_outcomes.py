import numpy as np

from evaluations.analysis.outcomes import QUIZ, outcomes
from evaluations.analysis.reading import read_table
from evaluations.statistics.waves import Wave

HEADINGS = "person,wave,item,value,kind,scale,reverse,lowest,highest\n"
SCALE = HEADINGS + (
    "p1,T1,sure,4,,Confidence,,1,5\np1,T1,unsure,2,,Confidence,yes,1,5\np1,T1,able,5,,Confidence,,1,5\n"
    "p2,T1,sure,3,,Confidence,,1,5\np2,T1,unsure,,,Confidence,yes,1,5\np2,T1,able,,,Confidence,,1,5\n"
)


def scores(outcome, table):
    """By wave and person, without those who have none."""
    return {
        wave: {p: s for p, s in zip(table.people, column, strict=True) if not np.isnan(s)}
        for wave, column in outcome.scores.items()
    }


def test_a_scale_is_the_mean_of_its_items_with_reversed_ones_turned():
    table = read_table(SCALE)

    scale = outcomes(table, 0.5)[0]

    assert (scale.name, scale.items, scale.highest) == ("Confidence", ("sure", "unsure", "able"), 5)
    assert scores(scale, table)[Wave.T1]["p1"] == (4 + 4 + 5) / 3


def test_too_few_items_give_no_score():
    table = read_table(SCALE)

    half, third = outcomes(table, 0.5)[0], outcomes(table, 0.3)[0]

    assert "p2" not in scores(half, table)[Wave.T1]
    assert scores(third, table)[Wave.T1]["p2"] == 3


def test_items_of_a_scale_are_outcomes_of_their_own_and_turned_as_well():
    table = read_table(SCALE)

    found = {outcome.name: outcome for outcome in outcomes(table, 0.5)}

    assert found["unsure"].part_of == "Confidence"
    assert scores(found["unsure"], table) == {Wave.T1: {"p1": 4.0}}


def test_the_quiz_is_the_per_cent_of_right_answers():
    table = read_table(
        HEADINGS
        + "p1,T1,a,1,quiz,,,,\np1,T1,b,0,quiz,,,,\np1,T1,c,1,quiz,,,,\np1,T1,d,1,quiz,,,,\n"
    )

    (quiz,) = outcomes(table, 0.5)

    assert (quiz.name, quiz.highest) == (QUIZ, 100)
    assert scores(quiz, table) == {Wave.T1: {"p1": 75.0}}
