"""Reading and writing documents: every problem with its path, nothing ever raised, and exact round trips."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookings.policy.cases import Case, read_case
from bookings.policy.checks import check_mix
from bookings.policy.documents import (
    BadPolicy,
    lines_of,
    load_policy,
    policy_from_yaml,
    policy_to_yaml,
    read_policy,
    read_yaml,
    write_policy,
)
from bookings.policy.keys import names_of
from bookings.policy.schema import Policy

from .generated import policies
from .making import policy

WORKING_2 = {"number": 2, "unit": "working_days"}
WORKING_5 = {"number": 5, "unit": "working_days"}
FLAT = {"kind": "flat", "tariff": {"pence": 5000}}


def found(**sections):
    return {
        each.path: each.message for each in read_policy({"name": "A board", **sections}).problems
    }


def test_a_name_is_enough():
    assert read_policy({"name": "A board"}).policy == Policy(name="A board")


@pytest.mark.parametrize(
    ("sections", "path", "words"),
    [
        ({"name": " "}, "name", "whose"),
        ({"schema": 2}, "schema", "only be 1"),
        ({"nation": "scotlnd"}, "nation", "Did you mean “scotland”?"),
        ({"cancelation": {}}, "cancelation", "Did you mean “cancellation”?"),
        (
            {"prices": {"otherwise": {"pense": 1}}},
            "prices.otherwise.pense",
            "Did you mean “pence”?",
        ),
        ({"prices": {"otherwise": {"pence": -1}}}, "prices.otherwise.pence", "less than nothing"),
        ({"prices": {"otherwise": {"pence": 37.5}}}, "prices.otherwise.pence", "whole pence"),
        ({"prices": {"otherwise": {"pence": "£5"}}}, "prices.otherwise.pence", "whole pence"),
        ({"prices": {"otherwise": {"pence": True}}}, "prices.otherwise.pence", "whole number"),
        ({"prices": {"rows": [{}]}}, "prices.rows[0]", "fits everybody"),
        ({"prices": {"rows": [{"area": "in"}] * 2}}, "prices.rows[1]", "never used"),
        (
            {"prices": {"rows": [{"course_types": ["conferense"]}]}},
            "prices.rows[0].course_types[0]",
            "Did you mean “conference”?",
        ),
        (
            {"prices": {"otherwise": {"by_duration": [{"duration": "halfday", "pence": 1}]}}},
            "prices.otherwise.by_duration[0].duration",
            "Did you mean “half_day”?",
        ),
        ({"cancellation": {"free_until": WORKING_2}}, "cancellation.tiers", "gap"),
        (
            {"cancellation": {"tiers": [{"until": WORKING_2, "charge": FLAT}]}},
            "cancellation.tiers[0].until",
            "gap",
        ),
        (
            {"cancellation": {"tiers": [{"charge": FLAT}, {"charge": FLAT}]}},
            "cancellation.tiers[0].until",
            "overlap",
        ),
        (
            {
                "cancellation": {
                    "free_until": WORKING_2,
                    "tiers": [{"until": WORKING_5, "charge": FLAT}, {"charge": FLAT}],
                }
            },
            "cancellation.tiers[0].until",
            "overlap",
        ),
        (
            {
                "cancellation": {
                    "free_until": {"number": 12, "unit": "hours"},
                    "tiers": [{"until": WORKING_5, "charge": FLAT}, {"charge": FLAT}],
                }
            },
            "cancellation.tiers[0].until",
            "overlap",
        ),
        (
            {"booking_closes": {"number": 2, "unit": "hours", "closes": "start_time"}},
            "booking_closes.closes",
            "Hours",
        ),
        ({"booking_closes": {"number": 2, "unit": "days"}}, "booking_closes.unit", "Choose"),
        (
            {"booking_closes": {**WORKING_2, "closes": "at_time"}},
            "booking_closes.closes_at",
            "time of day",
        ),
        (
            {"booking_closes": {**WORKING_2, "closes": "at_time", "closes_at": "25:00"}},
            "booking_closes.closes_at",
            "such as “10:00”",
        ),
        ({"no_show": {"charge": {"kind": "percentage"}}}, "no_show.charge.percent", "needed"),
        (
            {"no_show": {"charge": {"kind": "full_price", "percent": 5}}},
            "no_show.charge.percent",
            "Leave this out",
        ),
        (
            {"no_show": {"charge": {"kind": "percentage", "percent": 101}}},
            "no_show.charge.percent",
            "100",
        ),
        ({"waivers": [{"code": "a", "words": "b"}] * 2}, "waivers[1].code", "twice"),
        ({"waivers": [{"code": "A b", "words": "b"}]}, "waivers[0].code", "lower-case"),
        ({"waivers": [{"code": "a"}]}, "waivers[0].words", "needed"),
        (
            {"no_charge_periods": [{"starts_on": "2026-02-01", "ends_on": "2026-01-01"}]},
            "no_charge_periods[0].ends_on",
            "before it starts",
        ),
        (
            {"no_charge_periods": [{"starts_on": "2026-02-30", "ends_on": "2026-03-01"}]},
            "no_charge_periods[0].starts_on",
            "no day",
        ),
        ({"mix": [{"kind": "floor", "by": "sector", "places": 2}]}, "mix[0].group", "for whom"),
        ({"mix": [{"kind": "cap", "by": "agency"}]}, "mix[0].places", "one of the two"),
        (
            {"mix": [{"kind": "floor", "by": "sector", "group": g, "percent": 60} for g in "ab"]},
            "mix",
            "120 %",
        ),
        (
            {
                "mix": [
                    {"kind": "floor", "by": "sector", "group": "Health", "places": 5},
                    {"kind": "cap", "by": "sector", "places": 3},
                ]
            },
            "mix[0].places",
            "only 3",
        ),
        ({"durations": [{"code": "a", "words": "a"}] * 2}, "durations[1].code", "twice"),
        ({"durations": "long"}, "durations", "list"),
        ({"lateness": []}, "lateness", "group of keys"),
        ({"groups": {"nameless": "yes"}}, "groups.nameless", "yes or no"),
        ({"channel": {"opens_to_all": WORKING_2}}, "channel.opens_to_all", "invited_first"),
        ({"board_changes": [{"change": "moved"}] * 2}, "board_changes[1].change", "twice"),
        ({"note": "\x00"}, "note", "printed"),
    ],
)
def test_a_problem_says_where_and_what(sections, path, words):
    assert words in found(**sections)[path]


def test_all_problems_are_found_at_once():
    problems = found(
        nme="x",
        cancellation={"free_until": {"number": 2.5, "unit": "days"}},
        no_show={"charge": {"kind": "percentage"}},
        groups={"largest": 0},
    )

    assert set(problems) == {
        "nme",
        "cancellation.free_until.number",
        "cancellation.free_until.unit",
        "no_show.charge.percent",
        "groups.largest",
    }


def test_a_part_that_cannot_be_read_gives_no_problem_nobody_wrote():
    problems = found(cancellation={"free_until": WORKING_2, "tiers": [{"charge": {"kind": "flt"}}]})

    assert list(problems) == ["cancellation.tiers[0].charge.kind"]


def test_more_is_kept_than_the_event_has():
    mix = [{"kind": "floor", "by": "sector", "group": "Health", "places": 12}]

    assert "12 places are kept" in check_mix(policy(mix=mix), 10)[0].message
    assert check_mix(policy(mix=mix), 12) == []


def test_loading_an_unsound_document_raises_every_problem():
    with pytest.raises(BadPolicy) as caught:
        load_policy({"nme": 1})

    assert [each.path for each in caught.value.problems] == ["nme", "name"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [1\nb: 2", "Line 2"),
        ("name: a\nname: b", "twice"),
        ("a: &x 1\nb: *x", "anchors"),
        (b"\xff\xfe\x00", "YAML"),
        ("a: \x00", "YAML"),
        ("[" * 5000, "nested"),
        ("a: " + "9" * 5000, "number too long"),
        ("a: b\n---\nc: d", "Line 2"),
        ("!!python/object:os.system {}", "Line 1"),
        ("x" * 300_000, "larger"),
    ],
)
def test_yaml_that_cannot_be_read_says_so(text, words):
    data, problems = read_yaml(text)

    assert data is None
    assert words in str(problems[0])


def test_times_and_dates_of_yaml_stay_as_written():
    data, _ = read_yaml("time: 10:00\nday: 2026-05-12\nnumber: 12\ncode: 0700")

    assert data == {"time": "10:00", "day": "2026-05-12", "number": 12, "code": "0700"}


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["free", "flat", "cap", "hours", "half_day", "2026-01-01", "10:00"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [*names_of(Policy), "rows", "tiers", "charge", "until", "pence", "kind"]
            )
            | st.text(max_size=5)
            | st.integers(),
            inner,
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(JUNK)
def test_reading_never_raises(junk):
    reading = read_policy(junk)

    assert (reading.policy is None) == bool(reading.problems)


EVENT = {"sessions": [{"starts_at": "2026-05-12T09:30", "ends_at": "2026-05-12T16:00"}]}


@given(JUNK, st.fixed_dictionaries({}, optional=dict.fromkeys(names_of(Case), JUNK)))
def test_reading_a_case_never_raises(junk, keys):
    for data in (junk, keys, {**keys, "event": EVENT}):
        case, problems = read_case(data)

        assert (case is None) == bool(problems)


@given(st.text() | st.binary())
def test_reading_text_never_raises(text):
    policy_from_yaml(text)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(names_of(Policy), JUNK)))
def test_reading_a_document_with_junk_in_its_sections_never_raises(document):
    read_policy(document)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(policies(), st.booleans())
def test_a_policy_survives_json_and_yaml(made, full):
    document = write_policy(made, full=full)

    assert read_policy(json.loads(json.dumps(document))).policy == made
    assert policy_from_yaml(policy_to_yaml(made, full=full)).policy == made
    assert write_policy(load_policy(document), full=full) == document


def test_every_key_and_item_has_its_line():
    text = "schema: 1\nname: A\nmix:\n  - kind: cap\n    by: agency\n  - {kind: floor}\n"

    lines = lines_of(text)

    assert (lines["name"], lines["mix"], lines["mix[0]"], lines["mix[0].by"]) == (2, 3, 4, 5)
    assert (lines["mix[1]"], lines["mix[1].kind"]) == (6, 6)


def test_an_empty_document_has_no_lines():
    assert lines_of("") == {}
