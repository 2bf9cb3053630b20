"""Whatever people answer: finite numbers or stated reasons."""

import json
import math
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.analysis.analyse import Settings, analyse
from evaluations.analysis.output import as_json, as_text
from evaluations.analysis.reading import read_table
from evaluations.statistics import describe, effect, flow, gain, headline, mixed, paired
from evaluations.statistics.waves import Comparison, Wave

odd = st.sampled_from([0.0, 1.0, 3.0, 3.0 + 1e-9, 0.3, 0.1 + 0.2, -5.0, 1e6, -1e6, 1e-9, 5e-324])
values = st.one_of(odd, st.integers(1, 5).map(float), st.floats(-1e6, 1e6))
triples = st.lists(st.tuples(values, values, values), max_size=15)

EVENTS = ["a", "b", "a"] * 5


def change_by_event(before, after):
    return mixed.change_by_event(before, after, EVENTS[: len(before)])


def a_headline(before, after):
    pair = Comparison(Wave.T1, Wave.T2)
    return headline.headline(before, after, comparison=pair, invited=50, minimum=1, highest=5)


OF_TWO = [
    describe.movement,
    paired.mean_change,
    paired.paired_t,
    paired.wilcoxon,
    effect.d_z,
    effect.d_av,
    flow.completers,
    change_by_event,
    a_headline,
]


def numbers(found):
    if isinstance(found, float):
        yield found
    elif is_dataclass(found):
        for field in fields(found):
            yield from numbers(getattr(found, field.name))


def columns(rows, count):
    return [[row[place] for row in rows] for place in range(count)]


@pytest.mark.parametrize("statistic", OF_TWO)
@settings(max_examples=30, deadline=None)
@given(rows=triples)
def test_two_answers_give_finite_numbers_or_reasons(statistic, rows):
    assert all(math.isfinite(number) for number in numbers(statistic(*columns(rows, 2))))


@pytest.mark.parametrize("statistic", [gain.net_effect, gain.response_shift, gain.retention])
@settings(deadline=None)
@given(rows=triples)
def test_three_answers_give_finite_numbers_or_reasons(statistic, rows):
    assert all(math.isfinite(number) for number in numbers(statistic(*columns(rows, 3))))


ITEMS = (
    "sure,rating,S,no,1,5",
    "unsure,rating,S,yes,1,5",
    "able,rating,S,,1,5",
    "hours,number,,,,",
    "right,quiz,,,,",
    "true,quiz,,,,",
)
HEADINGS = "person,event,wave,value,item,kind,scale,reverse,lowest,highest\n"


@st.composite
def tables(draw):
    """Up to 8 people of 3 events who answered what they liked, each item by its own rules."""
    same = draw(st.booleans())
    rows = []
    for person in range(draw(st.integers(1, 8))):
        for wave in draw(st.sets(st.sampled_from(list(Wave)), min_size=1)):
            for item in draw(st.sets(st.sampled_from(ITEMS), min_size=1)):
                answer = {
                    "quiz": st.sampled_from([0, 1, ""]),
                    "rating": st.sampled_from([1, 2, 5, 4.5, ""]),
                }
                kind = item.split(",")[1]
                value = 1 if same else draw(answer.get(kind, values))
                rows.append(f"p{person},e{person % 3},{wave},{value},{item}")
    return HEADINGS + "\n".join(rows)


@settings(max_examples=20, deadline=None)
@given(text=tables(), run=st.sampled_from([None, "e0"]))
def test_any_table_gives_finite_numbers_or_reasons(text, run):
    found = analyse(read_table(text), Settings(run=run, minimum_pairs=1))

    json.loads(as_json(found), parse_constant=pytest.fail)
    assert "nan" not in as_text(found)


def reasons(found):
    if isinstance(found, dict):
        yield from [found["why"]] if "undefined" in found else []
        for value in found.values():
            yield from reasons(value)
    elif isinstance(found, list):
        for value in found:
            yield from reasons(value)


def test_one_person_who_answered_once_gets_reasons_throughout():
    found = json.loads(as_json(analyse(read_table(HEADINGS + "p,e,T1,3," + ITEMS[0]), Settings())))

    assert all(reasons(found))
    assert len(list(reasons(found))) > 20
