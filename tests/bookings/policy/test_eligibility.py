"""May they book? One row shows that each rule can fire; restrictions to the day."""

import datetime as dt

import pytest

from bookings.policy.cases import GroupPlaces, NeededCourse, OwnBooking, PastIncident, TakenCourse
from bookings.policy.choices import ApprovalKind, Incident, MixBy
from bookings.policy.eligibility import RULES, may_book, restriction_at

from .making import case, codes, london, policy

IN_TIME = london("2026-05-01 10:00")
NOON = {"starts_at": london("2026-06-16 12:00"), "ends_at": london("2026-06-16 13:00")}
TWO_WEEKS = {"number": 2, "unit": "weeks"}
MIX = [
    {"kind": "cap", "by": "category", "group": "school", "places": 4, "released": TWO_WEEKS},
    {"kind": "floor", "by": "category", "group": "partner", "places": 3, "released": TWO_WEEKS},
]
CAPACITY = {"event": {"capacity": 10}}


def group(places, by=MixBy.CATEGORY, name="school"):
    return GroupPlaces(by=by, group=name, places=places)


FIRING = [
    ({}, {"at": "2026-06-16 09:31"}, "event_started", "block"),
    ({"booking_closes": {"number": 1, "unit": "hours"}}, {"at": "2026-06-16 09:00"}, "booking_closed", "block"),
    ({"channel": {"kind": "invited_first"}}, {}, "invited_only", "block"),
    ({"channel": {"kind": "invited_first", "opens_to_all": TWO_WEEKS}}, {}, "invited_first", "block"),
    ({"eligibility": {"area": "in"}}, {"in_area": False}, "area", "block"),
    ({"eligibility": {"area": "in"}}, {"in_area": None}, "area_unknown", "warn"),
    ({"eligibility": {"categories": ["partner"]}}, {}, "category", "block"),
    ({"eligibility": {"categories": ["partner"]}}, {"category": "unverified"}, "category_unverified", "warn"),
    ({"eligibility": {"sectors": ["Health"]}}, {}, "sector", "block"),
    ({"eligibility": {"role_groups": ["Nurses"]}}, {}, "role_group", "block"),
    ({"eligibility": {"most_per_agency": 2}}, {"group_places": (group(2, MixBy.AGENCY, ""),)}, "agency_full", "block"),
    ({}, {"own_bookings": (OwnBooking(title="Neglect", **NOON),)}, "clash", "warn"),
    ({"eligibility": {"clash": "block"}}, {"own_bookings": (OwnBooking(title="Neglect", **NOON),)}, "clash", "block"),
    ({"eligibility": {"unpaid": "block"}}, {"unpaid": True}, "unpaid", "block"),
    ({}, {"needs": (NeededCourse(course="L1"),)}, "prerequisite", "warn"),
    ({"approval": {"kind": "declared"}}, {}, "manager_not_declared", "block"),
    ({"approval": {"kind": "recorded"}}, {}, "manager_will_be_asked", "warn"),
    ({}, {"places": 31}, "group_too_large", "block"),
    ({}, {"nameless": True}, "nameless", "block"),
    ({"mix": MIX}, {**CAPACITY, "places_taken": 4, "group_places": (group(4),)}, "mix_cap", "block"),
    ({"mix": MIX}, {**CAPACITY, "places_taken": 7}, "mix_floor", "block"),
    (
        {"restriction": {"number": 1, "within_months": 6, "for_months": 6, "then": "cannot_book"}},
        {"incidents": (PastIncident(kind=Incident.NO_SHOW, day=dt.date(2026, 3, 1)),)},
        "restricted",
        "block",
    ),
    (
        {"restriction": {"number": 1, "within_months": 6, "for_months": 6}},
        {"incidents": (PastIncident(kind=Incident.NO_SHOW, day=dt.date(2026, 3, 1)),)},
        "restricted",
        "warn",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "keys", "code", "strict"), FIRING)
def test_a_rule_fires(sections, keys, code, strict):
    at = london(keys["at"]) if "at" in keys else IN_TIME
    asked = case(**{name: value for name, value in keys.items() if name != "at"})

    answer = may_book(policy(**sections), asked, at)

    assert code in codes(answer.reasons if strict == "block" else answer.warnings)
    assert answer.may_book == (strict == "warn")


def test_every_rule_is_shown_to_fire():
    fired = {
        rule.__name__
        for rule in RULES
        for sections, keys, *_ in FIRING
        if list(
            rule(
                policy(**sections),
                case(**{name: value for name, value in keys.items() if name != "at"}),
                london(keys["at"]) if "at" in keys else IN_TIME,
            )
        )
    }

    assert fired == {rule.__name__ for rule in RULES}


def test_all_reasons_come_at_once():
    rules = policy(eligibility={"area": "in"}, approval={"kind": "declared"})

    answer = may_book(rules, case(in_area=False, places=50), london("2026-06-17 10:00"))

    assert codes(answer.reasons) == [
        "event_started",
        "area",
        "manager_not_declared",
        "group_too_large",
    ]


def test_an_ignored_clash_is_not_mentioned():
    answer = may_book(
        policy(eligibility={"clash": "ignore"}),
        case(own_bookings=(OwnBooking(title="Neglect", **NOON),)),
        IN_TIME,
    )

    assert answer.warnings == ()


def test_a_booking_that_ends_when_the_event_starts_is_no_clash():
    other = OwnBooking(
        title="Neglect", starts_at=london("2026-06-16 08:30"), ends_at=london("2026-06-16 09:30")
    )

    assert may_book(policy(), case(own_bookings=(other,)), IN_TIME).warnings == ()


@pytest.mark.parametrize(
    ("taken", "may"),
    [("2025-06-16", True), ("2025-06-15", False), ("2026-06-16", True), ("2026-06-17", False)],
)
def test_a_prerequisite_is_recent_enough(taken, may):
    rules = policy(eligibility={"prerequisites": {"enforced": "block", "within_months": 12}})
    asked = case(
        needs=(NeededCourse(course="L1"),),
        taken=(TakenCourse(course="L1", day=dt.date.fromisoformat(taken)),),
    )

    assert may_book(rules, asked, IN_TIME).may_book == may


@pytest.mark.parametrize(
    ("days", "on", "until"),
    [
        (["2026-01-10", "2026-04-09"], "2026-04-09", "2026-10-09"),
        (["2026-01-10", "2026-04-09"], "2026-10-08", "2026-10-09"),
        (["2026-01-10", "2026-04-09"], "2026-10-09", None),
        (["2026-01-10", "2026-04-10"], "2026-04-10", None),
        (["2026-01-10", "2026-04-09"], "2026-04-08", None),
        (["2025-08-30", "2025-08-31"], "2026-02-27", "2026-02-28"),
        (["2026-01-10", "2026-02-10", "2026-03-10"], "2026-04-01", "2026-09-10"),
        (["2026-01-10"], "2026-02-01", None),
    ],
)
def test_twice_in_three_months_restricts_for_six(days, on, until):
    rules = policy(restriction={"number": 2, "within_months": 3, "for_months": 6})
    incidents = [
        PastIncident(kind=Incident.NO_SHOW, day=dt.date.fromisoformat(each)) for each in days
    ]

    found = restriction_at(rules, incidents, dt.date.fromisoformat(on))

    assert (found.until.isoformat() if found else None) == until


def test_only_what_the_policy_counts_restricts():
    rules = policy(
        restriction={"number": 1, "within_months": 3, "for_months": 6, "incidents": ["no_show"]}
    )
    late = PastIncident(kind=Incident.LATE_CANCELLATION, day=dt.date(2026, 4, 1))

    assert restriction_at(rules, [late], dt.date(2026, 4, 2)) is None


@pytest.mark.parametrize("at", ["2026-06-03 00:00", "2026-06-10 12:00"])
def test_caps_and_floors_are_released(at):
    asked = case(event={"capacity": 10}, places_taken=7, group_places=(group(7),))

    assert may_book(policy(mix=MIX), asked, london(at)).may_book


def test_places_kept_are_for_those_they_are_kept_for():
    taken = {"event": {"capacity": 10}, "places_taken": 7}

    assert may_book(policy(mix=MIX), case(category="partner", **taken), IN_TIME).may_book


def test_a_floor_that_is_filled_keeps_no_more():
    asked = case(event={"capacity": 10}, places_taken=9, group_places=(group(3, name="partner"),))

    assert may_book(policy(mix=MIX), asked, IN_TIME).may_book


def test_a_full_event_is_no_reason():
    assert may_book(
        policy(mix=MIX), case(event={"capacity": 10}, places_taken=10), IN_TIME
    ).may_book


@pytest.mark.parametrize(
    ("invites", "may"),
    [
        ({"invited_categories": ["school"]}, True),
        ({"invited_categories": ["partner"]}, False),
        ({"invited_sectors": ["Health"]}, False),
    ],
)
def test_the_invited_need_not_wait(invites, may):
    rules = policy(channel={"kind": "invited_first", **invites})

    assert may_book(rules, case(), IN_TIME).may_book == may


def test_who_still_has_to_agree():
    rules = policy(
        approval={"kind": "recorded", "exempt_categories": ["private"]}, channel={"kind": "apply"}
    )

    asked = may_book(rules, case(), IN_TIME)
    recorded = may_book(rules, case(manager=ApprovalKind.RECORDED), IN_TIME)
    exempt = may_book(rules, case(category="private"), IN_TIME)

    assert [each.needs_manager for each in (asked, recorded, exempt)] == [True, False, False]
    assert asked.needs_staff
