"""Who gets a place where staff give them out: by the rules, and whatever the officer decides instead."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.allocation import Candidate, Decision, Override, allocate, ordinal
from bookings.policy.cases import Case, Delegate, EventFacts
from bookings.policy.choices import MixBy
from bookings.room import Room
from people.choices import ContributorCategory
from tests.bookings.policy.making import london, policy, session

NOW = london("2026-03-02 10:00")
SESSION = session("2026-05-12 09:30 to 16:00")
WORKS = {
    "Trust": ("Health", "partner"),
    "Clinic": ("Health", "private"),
    "School": ("Education", "school"),
    "College": ("Education", "school"),
    "Charity": ("Voluntary", "voluntary_local"),
}
"""Agency → its sector and category."""


def candidate(key, agency="Trust", *, refusals=(), waits=False, capacity=10):
    sector, category = WORKS[agency]
    who = Delegate(category=ContributorCategory(category), agency=agency, sector=sector)
    case = Case(event=EventFacts(sessions=(SESSION,), capacity=capacity), delegate=who)
    return Candidate(key, f"Person {key}", case, refusals=tuple(refusals), waits=waits)


def candidates(*agencies, **more):
    return [candidate(key, agency, **more) for key, agency in enumerate(agencies)]


def room(capacity=10, *held):
    """A room in which one of each agency in `held` has a place."""
    made = Room(capacity=capacity, taken=0, groups=Counter())
    for agency in held:
        made.take(candidate(0, agency).case.delegate)
    return made


def rule(kind, by, places, group="", **more):
    return {"kind": kind, "by": by, "places": places, "group": group, **more}


def rules(*mix, **sections):
    return policy(mix=list(mix), **sections)


def decided(allocation):
    return [each.decision.value for each in allocation.proposals]


def whys(allocation):
    return [each.why for each in allocation.proposals]


def test_places_go_in_the_order_of_application():
    found = allocate(candidates("Trust", "School", "Charity"), room(2), rules(), NOW)

    assert decided(found) == ["place", "place", "wait"]
    assert whys(found) == [
        "Place: first to apply, and no rule is against it.",
        "Place: second to apply, and no rule is against it.",
        "Waits: every place is given.",
    ]


def test_what_is_kept_goes_to_the_group_first():
    floor = rule("floor", "sector", 1, "Education")

    found = allocate(candidates("Trust", "Trust", "School", capacity=2), room(2), rules(floor), NOW)

    assert decided(found) == ["place", "wait", "place"]
    assert whys(found)[2] == "Place: first of Education, for whom 1 place is kept."


def test_what_is_kept_stays_free_when_nobody_of_the_group_applies():
    floor = rule("floor", "sector", 1, "Education")

    found = allocate(candidates("Trust", "Trust", capacity=2), room(2), rules(floor), NOW)

    assert decided(found) == ["place", "wait"]
    assert whys(found)[1] == "Waits: the last place is kept for Education."


def test_what_is_kept_is_free_for_all_once_it_is_released():
    floor = rule("floor", "sector", 1, "Education", released={"number": 20, "unit": "weeks"})

    found = allocate(candidates("Trust", "Trust", capacity=2), room(2), rules(floor), NOW)

    assert decided(found) == ["place", "place"]


def test_cap_says_how_many_have_a_place_and_until_when():
    cap = rule("cap", "sector", 1, released={"number": 9, "unit": "calendar_days"})

    found = allocate(candidates("Trust"), room(5, "Clinic"), rules(cap), NOW)

    assert whys(found) == [
        "Waits: 1 of Health already has a place and at most 1 may until "
        "the end of Sunday 3 May 2026."
    ]


def test_the_most_an_agency_may_have_is_a_cap_too():
    found = allocate(
        candidates("Trust", "Trust"), room(5), rules(eligibility={"most_per_agency": 1}), NOW
    )

    assert decided(found) == ["place", "wait"]


def test_whom_the_rules_refuse_gets_no_place_and_keeps_nobody_waiting():
    first = candidate(0, refusals=["You are booked on Neglect at that time."])

    found = allocate([first, candidate(1)], room(1), rules(), NOW)

    assert decided(found) == ["none", "place"]
    assert whys(found)[0] == "No place: you are booked on Neglect at that time."


def test_who_waits_already_stays_on_the_list():
    waiter = candidate(0, waits=True, refusals=["The last date was too long ago."])

    found = allocate([waiter], room(1), rules(), NOW)

    assert decided(found) == ["wait"]


def test_officer_gives_a_place_before_the_rules_share_out_the_rest():
    mine = {2: Override(Decision.PLACE, "Opens the event")}

    found = allocate(candidates("Trust", "School", "Charity"), room(2), rules(), NOW, mine)

    assert decided(found) == ["place", "wait", "place"]
    assert whys(found)[2] == "Opens the event"


def test_override_says_which_cap_it_breaks():
    cap = rule("cap", "agency", 1)
    mine = {1: Override(Decision.PLACE, "Two from the new team")}

    found = allocate(candidates("Trust", "Trust"), room(5), rules(cap), NOW, mine)

    assert decided(found) == ["wait", "place"]
    assert found.proposals[1].breaks == ()


def test_two_of_one_agency_over_its_cap_say_so_each():
    cap = rule("cap", "agency", 1)
    mine = {key: Override(Decision.PLACE, "New team") for key in (0, 1)}

    found = allocate(candidates("Trust", "Trust"), room(5), rules(cap), NOW, mine)

    expected = "At most 1 place is for Trust until Tuesday 12 May 2026 at 9:30am."
    assert [each.breaks for each in found.proposals] == [(expected,), (expected,)]


def test_passing_over_somebody_says_what_they_would_have_and_who_comes_instead():
    mine = {0: Override(Decision.NONE, "Comes every year")}

    found = allocate(candidates("Trust", "Trust"), room(1), rules(), NOW, mine)

    assert found.proposals[0].breaks == (
        "By the rules they have a place. Place: first to apply, and no rule is against it.",
        "Person 1 applied later, is of the same agency and has a place.",
    )


def test_waiting_beside_a_free_place_is_pointed_out():
    mine = {0: Override(Decision.WAIT, "Next time")}

    found = allocate(candidates("Trust"), room(2), rules(), NOW, mine)

    assert "A place stays free, and the waiting list gives it to them at once." in (
        found.proposals[0].breaks
    )


def test_more_places_than_there_are_is_counted():
    mine = {key: Override(Decision.PLACE, "Both") for key in (0, 1)}

    found = allocate(candidates("Trust", "School"), room(1), rules(), NOW, mine)

    assert found.too_many == 1
    assert found.proposals[0].breaks == ("There are only 1 place.",)


def test_ordinals():
    assert [ordinal(n) for n in (1, 10, 11, 12, 21, 22, 23, 112)] == [
        *("first", "tenth", "11th", "12th", "21st", "22nd", "23rd", "112th"),
    ]


@st.composite
def situations(draw):
    """A room, applicants and a mix; floors together never ask for more than the room has left."""
    held = draw(st.lists(st.sampled_from([*WORKS]), max_size=5))
    left = draw(st.integers(0, 8))
    mix, kept = [], 0
    for sector in draw(st.permutations(["Health", "Education", "Voluntary"])):
        places = draw(st.integers(0, 4))
        have = sum(WORKS[agency][0] == sector for agency in held)
        if places and kept + max(places - have, 0) <= left:
            kept += max(places - have, 0)
            mix.append(rule("floor", "sector", places, sector))
    for by in draw(st.lists(st.sampled_from(["agency", "sector", "category"]), unique=True)):
        mix.append(rule("cap", by, draw(st.integers(4 if by == "sector" else 1, 5))))
    capacity = len(held) + left
    applied = draw(st.lists(st.sampled_from([*WORKS]), max_size=12))
    refused = draw(st.sets(st.integers(0, 11), max_size=3))
    who = [
        candidate(n, agency, refusals=["Not now."] * (n in refused), capacity=capacity or 1)
        for n, agency in enumerate(applied)
    ]
    return who, room(capacity, *held), rules(*mix)


def groups_of(allocation):
    return allocation.room.groups


@given(situations())
def test_never_more_than_the_places(found):
    who, held, by = found

    allocation = allocate(who, held, by, NOW)

    assert allocation.room.taken <= held.capacity
    assert allocation.room.taken == held.taken + len(allocation.placed)


@given(situations())
def test_nobody_comes_in_over_a_cap(found):
    who, held, by = found

    allocation = allocate(who, held, by, NOW)

    for limit in (each for each in allocation.limits if each.kind == "cap"):
        for (kind, group), places in groups_of(allocation).items():
            assert kind != limit.by or places <= max(limit.places, held.groups[kind, group])


@given(situations())
def test_what_is_kept_is_met_as_far_as_applicants_and_caps_allow(found):
    who, held, by = found

    allocation = allocate(who, held, by, NOW)

    for limit in (each for each in allocation.limits if each.kind == "floor"):
        if groups_of(allocation)[MixBy.SECTOR, limit.group] >= limit.places:
            continue
        left_out = [
            each
            for each in allocation.proposals
            if each.candidate.case.delegate.sector == limit.group
            and each.decision != Decision.PLACE
            and not each.candidate.refusals
        ]
        against = [
            {r.code for r in allocation.room.mix_against(by, each.candidate.case, NOW)}
            for each in left_out
        ]
        assert all("mix_cap" in codes for codes in against)


@given(situations())
def test_nobody_is_passed_over_by_a_later_applicant_treated_the_same(found):
    who, held, by = found

    allocation = allocate(who, held, by, NOW)

    passed_over = set()
    for each in allocation.proposals:
        agency = each.candidate.case.delegate.agency
        assert each.decision != Decision.PLACE or agency not in passed_over
        if each.decision != Decision.PLACE and not each.candidate.refusals:
            passed_over.add(agency)


@given(situations())
def test_one_place_more_takes_none_away(found):
    who, held, by = found
    more = [
        candidate(
            each.key,
            each.case.delegate.agency,
            refusals=each.refusals,
            capacity=held.capacity + 1,
        )
        for each in who
    ]

    before = allocate(who, held, by, NOW)
    after = allocate(more, Room(held.capacity + 1, held.taken, held.groups), by, NOW)

    have = {each.candidate.key for each in before.placed}
    assert have <= {each.candidate.key for each in after.placed}


@given(situations())
def test_whoever_waits_beside_a_free_place_is_kept_out_by_a_rule(found):
    who, held, by = found

    allocation = allocate(who, held, by, NOW)

    for each in allocation.proposals:
        if each.decision == Decision.WAIT and allocation.room.left:
            assert allocation.room.mix_against(by, each.candidate.case, NOW)


@given(situations(), st.dictionaries(st.integers(0, 11), st.sampled_from(Decision), max_size=4))
@settings(max_examples=50)
def test_officers_decisions_stand_and_the_rest_follow_the_rules(found, chosen):
    who, held, by = found
    mine = {key: Override(decision, "Because") for key, decision in chosen.items()}

    allocation = allocate(who, held, by, NOW, mine)

    for each in allocation.proposals:
        wanted = chosen.get(each.candidate.key)
        assert wanted is None or each.decision == wanted
    assert allocation.too_many == max(allocation.room.taken - held.capacity, 0)
