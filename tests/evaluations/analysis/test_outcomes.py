from evaluations.analysis.outcomes import QUIZ, outcomes
from evaluations.analysis.reading import read_table
from evaluations.statistics.waves import Wave

HEADINGS = "person,wave,item,value,kind,scale,reverse,lowest,highest\n"
SCALE = HEADINGS + (
    "p1,T1,sure,4,,Confidence,,1,5\np1,T1,unsure,2,,Confidence,yes,1,5\np1,T1,able,5,,Confidence,,1,5\n"
    "p2,T1,sure,3,,Confidence,,1,5\np2,T1,unsure,,,Confidence,yes,1,5\np2,T1,able,,,Confidence,,1,5\n"
)


def test_a_scale_is_the_mean_of_its_items_with_reversed_ones_turned():
    scale = outcomes(read_table(SCALE), 0.5)[0]

    assert (scale.name, scale.items, scale.highest) == ("Confidence", ("sure", "unsure", "able"), 5)
    assert scale.scores[Wave.T1]["p1"] == (4 + 4 + 5) / 3


def test_too_few_items_give_no_score():
    half, third = outcomes(read_table(SCALE), 0.5)[0], outcomes(read_table(SCALE), 0.3)[0]

    assert "p2" not in half.scores[Wave.T1]
    assert third.scores[Wave.T1]["p2"] == 3


def test_items_of_a_scale_are_outcomes_of_their_own_and_turned_as_well():
    found = {outcome.name: outcome for outcome in outcomes(read_table(SCALE), 0.5)}

    assert found["unsure"].part_of == "Confidence"
    assert found["unsure"].scores == {Wave.T1: {"p1": 4.0}}


def test_the_quiz_is_the_per_cent_of_right_answers():
    table = read_table(
        HEADINGS
        + "p1,T1,a,1,quiz,,,,\np1,T1,b,0,quiz,,,,\np1,T1,c,1,quiz,,,,\np1,T1,d,1,quiz,,,,\n"
    )

    (quiz,) = outcomes(table, 0.5)

    assert (quiz.name, quiz.highest, quiz.scores) == (QUIZ, 100, {Wave.T1: {"p1": 75.0}})
