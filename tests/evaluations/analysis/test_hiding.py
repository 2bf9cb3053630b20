"""No figure of fewer people than the board shows, nor one that a difference would give away."""

import pytest

from evaluations.analysis.analyse import Settings, analyse
from evaluations.analysis.hiding import is_hidden, without_small
from evaluations.analysis.output import plain
from evaluations.analysis.reading import read_table

HEADINGS = "person,wave,value,item,kind,lowest,highest\n"
LEAST = 5


def analysed(waves, kind="rating,1,5"):
    """`waves` says of each person which waves they answered."""
    rows = [
        f"p{number},{wave},{(number + len(wave)) % 2 if 'quiz' in kind else 1 + number % 4},q,{kind}"
        for number, held in enumerate(waves)
        for wave in held.split()
    ]
    return without_small(plain(analyse(read_table(HEADINGS + "\n".join(rows)), Settings())), LEAST)


@pytest.mark.parametrize(("both", "hides"), [(4, True), (5, False)])
def test_a_change_of_few_people_is_hidden(both, hides):
    found = analysed(["T1 T2"] * both + ["T1"] * 8)

    assert is_hidden(found["outcomes"][0]["changes"]["T1 to T2"]) == hides


def test_a_wave_whose_mean_would_give_away_the_few_others_is_hidden():
    found = analysed(["T1 T2"] * 10 + ["T1"] * 2)

    assert is_hidden(found["outcomes"][0]["waves"]["T1"])
    assert not is_hidden(found["outcomes"][0]["waves"]["T2"])


def test_both_groups_of_completers_go_where_one_is_small():
    found = analysed(["T1 T2"] * 10 + ["T1"] * 2)

    assert all(is_hidden(group) for group in found["outcomes"][0]["completers_at_start"].values())


def test_quiz_items_and_p_values_of_few_people_go_as_well():
    found = analysed(["T1 T2"] * 4, kind="quiz,,")

    (item,) = found["quiz_items"]
    assert is_hidden(item["difficulty"]["T1"])
    assert is_hidden(item["discrimination"]["T1"])
    assert is_hidden(item["mcnemar"]["T1 to T2"])
    assert found["holm"]["T1 to T2"] == []


def test_nobody_is_no_secret():
    found = analysed(["T1"] * 6)

    assert not is_hidden(found["outcomes"][0]["changes"]["T1 to T2"])
