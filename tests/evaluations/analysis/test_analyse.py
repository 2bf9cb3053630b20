"""Pairing, and which people each figure is about; the formulas are tested with `evaluations.statistics`."""

from statistics import correlation

import pytest

from evaluations.analysis.analyse import Settings, analyse
from evaluations.analysis.reading import read_table
from evaluations.statistics import paired
from evaluations.statistics.headline import Refused
from evaluations.statistics.results import Reason, Undefined
from evaluations.statistics.waves import Comparison, Wave

START_TO_END, START_TO_LATER = Comparison(Wave.T1, Wave.T2), Comparison(Wave.T1, Wave.T3)
ANSWERS = {
    "p1": {"T0": 2, "T1": 2, "T2-before": 1, "T2": 4, "T3": 4},
    "p2": {"T0": 3, "T1": 3, "T2-before": 2, "T2": 5, "T3": 3},
    "p3": {"T0": 2, "T1": 3, "T2": 4, "T3": 4},
    "p4": {"T1": 4, "T2": 4},
    "p5": {"T1": 1},
    "p6": {"T1": ""},
}


def table(answers=ANSWERS, item="sure,,,,1,5"):
    rows = [
        f"{person},{'june' if person < 'p3' else 'may'},{wave},{value},{item}"
        for person, waves in answers.items()
        for wave, value in waves.items()
    ]
    return read_table(
        "person,event,wave,value,item,kind,scale,reverse,lowest,highest\n" + "\n".join(rows)
    )


def the_item(answers=ANSWERS, **settings):
    return analyse(table(answers), Settings(**settings)).outcomes[0]


def test_everybody_in_the_table_was_invited_unless_said_otherwise():
    flow = analyse(table(), Settings()).flow
    said = analyse(table(), Settings(invited=20))

    assert (flow.invited, flow.answered[Wave.T1].count, flow.complete.count) == (6, 5, 3)
    assert (said.invited, said.invited_from, said.flow.paired[START_TO_END].n) == (20, "given", 20)


def test_a_change_is_of_the_people_with_both_answers():
    changes = the_item().changes

    assert changes[START_TO_END].n == 4
    assert changes[START_TO_END].mean_change == paired.mean_change([2, 3, 3, 4], [4, 5, 4, 4])
    assert changes[START_TO_LATER].n == 3


def test_completers_answered_every_wave_that_was_held():
    found = the_item().completers_at_start

    assert (found.completers.n, found.completers.mean) == (3, pytest.approx(8 / 3))
    assert (found.others.n, found.others.mean) == (2, 2.5)


def test_figures_of_three_waves_are_of_the_people_with_all_three():
    found = the_item()

    assert (found.net_effect.n, found.net_effect.value) == (3, pytest.approx((2 + 2 + 0) / 3))
    assert (found.response_shift.shift.n, found.response_shift.shift.value) == (2, -1.0)
    assert found.retention == Undefined(Reason.CHANGE_NEAR_ZERO, 3) or found.retention.n == 3


def test_a_wave_that_was_not_held_is_stated():
    without = {
        p: {w: v for w, v in waves.items() if w in ("T1", "T2")} for p, waves in ANSWERS.items()
    }

    found = the_item(without)

    assert (
        found.net_effect == found.response_shift == found.retention == Undefined(Reason.NO_WAVE, 0)
    )
    assert list(found.changes) == [START_TO_END]


def test_without_a_start_the_answers_at_booking_are_the_start():
    booked = {"p1": {"T0": 2, "T2": 4}, "p2": {"T0": 2, "T2": 3}}

    assert list(the_item(booked).changes) == [Comparison(Wave.T0, Wave.T2)]


def test_a_headline_is_refused_below_the_minimum():
    refused, given = the_item(), the_item(minimum_pairs=4)

    assert isinstance(refused.changes[START_TO_END].headline, Refused)
    assert given.changes[START_TO_END].headline.sentence.startswith(
        "Of 6 people invited, 4 answered"
    )


def test_one_event_is_set_beside_the_others():
    found = the_item(run="june").benchmark

    assert (found.this.label, found.this.change.value) == ("june", 2.0)
    assert [(run.label, run.change.value) for run in found.earlier] == [("may", 0.5)]


def test_the_highest_answer_is_unknown_unless_the_table_says_it():
    outcome = analyse(table(item="sure,,,,,"), Settings()).outcomes[0]

    assert outcome.changes[START_TO_END].ceiling_before == Undefined(Reason.NO_HIGHEST, 4)


def quiz_table():
    marks = {"p1": "010", "p2": "001", "p3": "110", "p4": "000"}
    rows = [
        f"{p},{wave},{item},{int(mark) if wave == 'T1' else 1},quiz"
        for p, given in marks.items()
        for wave in ("T1", "T2")
        for item, mark in zip("abc", given, strict=True)
    ]
    return read_table("person,wave,item,value,kind\n" + "\n".join(rows))


def test_a_quiz_has_its_items_and_its_score():
    found = analyse(quiz_table(), Settings())

    assert [outcome.name for outcome in found.outcomes] == ["Quiz"]
    assert [item.difficulty[Wave.T1].count for item in found.quiz_items] == [1, 2, 1]
    assert found.quiz_items[0].mcnemar[START_TO_END].learnt == 3
    assert found.quiz_items[0].discrimination[Wave.T2] == Undefined(Reason.ALL_THE_SAME, 4)


def test_an_item_is_set_beside_the_other_items_only():
    (item, _, _) = analyse(quiz_table(), Settings()).quiz_items

    assert item.discrimination[Wave.T1] == pytest.approx(correlation([0, 0, 1, 0], [1, 1, 1, 0]))


def test_holm_is_over_the_items_of_a_comparison():
    adjusted = analyse(quiz_table(), Settings()).holm[START_TO_END]

    assert {item.item: (item.p, item.holm) for item in adjusted} == {
        "a": (0.25, 0.75),
        "b": (0.5, 0.75),
        "c": (0.25, 0.75),
    }


def test_an_item_on_which_nobody_changed_counts_among_the_items():
    rows = [
        f"p{i},T{w},{item},{v}"
        for i in range(6)
        for item, w, v in (("moved", 1, 1), ("moved", 2, 2), ("still", 1, 3), ("still", 2, 3))
    ]

    adjusted = analyse(read_table("person,wave,item,value\n" + "\n".join(rows)), Settings()).holm

    assert [(a.item, a.p, a.holm) for a in adjusted[START_TO_END]] == [
        ("moved", 2 / 64, 4 / 64),
        ("still", 1.0, 1.0),
    ]


def test_items_of_a_scale_leave_headline_and_models_to_the_scale():
    scale, item = analyse(table(item="sure,,Confidence,,1,5"), Settings()).outcomes

    assert scale.changes[START_TO_END].headline
    assert item.changes[START_TO_END].headline is item.by_wave is item.benchmark is None
