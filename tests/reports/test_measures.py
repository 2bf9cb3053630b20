from dataclasses import replace

import pytest
from django.conf import settings

from reports.annual import figures as annual
from reports.measures import evaluation, events, no_shows, reach, resources
from reports.measures.attendance import (
    BESIDE,
    COUNT_KEYS,
    IDENTITY,
    MEASURES,
    RATES,
    Counts,
    in_words,
    rates,
    summed,
)
from reports.values import Rate

EVERY = [
    *MEASURES,
    *BESIDE,
    *(m for kind in (no_shows, events, resources, reach, evaluation) for m in kind.MEASURES),
]
PUBLISHED = Counts(
    places_available=393, booked=318, cancelled=29, no_show=20, walk_in=35, attended=304
)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("came_of_booked", "269 of 318 booked (84.6 %)"),
        ("came_of_expected", "269 of 289 expected (93.1 %)"),
        ("seats_used", "304 of 393 places (77.4 %)"),
        ("no_show_rate", "20 of 289 expected (6.9 %)"),
        ("cancelled_rate", "29 of 318 booked (9.1 %)"),
        ("share_of_attendances", "304 of 608 attendances (50 %)"),
    ],
)
def test_rates_of_a_published_quarter(key, words):
    assert in_words(key, rates(PUBLISHED, all_attended=608)[key]) == words


def test_published_quarter_adds_up():
    assert PUBLISHED.adds_up


@pytest.mark.parametrize("wrong", [Counts(booked=1), Counts(booked=1, attended=1, unmarked=1)])
def test_counts_that_do_not_add_up_say_so(wrong):
    assert not wrong.adds_up


@pytest.mark.parametrize("rate", [Rate(0, 0), Rate(5, None), Rate(None, 5)])
def test_unknown_rate_is_blank_and_never_nought(rate):
    assert rate.value is None
    assert rate.percent == ""
    assert in_words("seats_used", rate) == ""


@pytest.mark.parametrize(
    ("rate", "percent"),
    [
        (Rate(0, 7), "0 %"),
        (Rate(936, 1040), "90 %"),
        (Rate(1, 16), "6.3 %"),
        (Rate(9, 8), "112.5 %"),
    ],
)
def test_percent_has_one_decimal_where_needed_halves_up(rate, percent):
    assert rate.percent == percent


def test_adding_counts_leaves_places_unknown():
    assert (PUBLISHED + PUBLISHED).places_available is None
    assert (PUBLISHED + PUBLISHED).attended == 608


def test_every_measure_is_defined_once():
    keys = [measure.key for measure in MEASURES]

    assert len(set(keys)) == len(keys)
    assert {m.kind for m in MEASURES} == {"count", "rate"}
    assert set(COUNT_KEYS) | {m.key for m in RATES} == set(keys)


def test_no_key_is_given_to_two_measures():
    measures = {id(measure): measure for measure in (*EVERY, *annual.MEASURES.values())}
    keys = [measure.key for measure in measures.values()]

    assert len(set(keys)) == len(keys)
    assert [*annual.MEASURES] == [measure.key for measure in annual.MEASURES.values()]


def test_no_name_of_the_annual_report_is_given_to_two_measures():
    of_annual = {id(measure) for measure in annual.MEASURES.values()}
    named = {measure.label for measure in annual.MEASURES.values()}

    assert not [m.key for m in EVERY if m.label in named and id(m) not in of_annual]


@pytest.mark.parametrize("measure", EVERY, ids=lambda m: m.key)
def test_documentation_is_in_step(measure):
    text = (settings.BASE_DIR / "docs" / "measures.md").read_text()

    assert f"| {measure.label} | `{measure.key}` | {measure.sentence} |" in text
    assert IDENTITY in text


def test_counts_are_added_up_field_by_field():
    assert summed([PUBLISHED, replace(PUBLISHED, unmarked=2)]) == Counts(
        booked=636, cancelled=58, no_show=40, walk_in=70, attended=608, unmarked=2
    )
    assert summed([]) == Counts()
