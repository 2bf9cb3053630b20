"""Policies and cases for tests, from little."""

import datetime as dt
from pathlib import Path

from bookings.policy.cases import Case, Delegate, EventFacts, SessionTimes
from bookings.policy.documents import load_policy, policy_from_yaml
from bookings.policy.london import LONDON
from people.choices import ContributorCategory

BOARDS = Path(__file__).resolve().parents[3] / "bookings" / "policy" / "boards"
CASES = Path(__file__).parent / "cases"


def policy(**sections):
    return load_policy({"name": "A board", **sections})


def board(name):
    reading = policy_from_yaml((BOARDS / f"{name}.yaml").read_bytes())
    assert reading.problems == ()
    return reading.policy


def london(text):
    """ "2026-05-12 09:30" on a London clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(dt.UTC)


def session(text):
    """ "2026-05-12 09:30 to 16:00"."""
    start, end = text.split(" to ")
    return SessionTimes(starts_at=london(start), ends_at=london(f"{start[:10]} {end}"))


def case(*sessions, category="school", in_area=True, event=None, **keys):
    facts = EventFacts(
        sessions=tuple(session(each) for each in sessions or ["2026-06-16 09:30 to 16:00"]),
        **(event or {}),
    )
    who = Delegate(category=ContributorCategory(category), in_area=in_area)
    return Case(event=facts, delegate=who, **keys)


def codes(reasons):
    return [each.code for each in reasons]
