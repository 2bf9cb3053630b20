"""A booking's history, read aloud."""

import datetime as dt
import re

import pytest

from bookings.choices import BookingState, Origin
from bookings.machine import TRANSITIONS
from bookings.sentences import MOVES, NOTED, booking_sentence
from people.models import AuditEntry
from tests.factories import BookingFactory, UserFactory

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 5, 12, 9, 2, tzinfo=dt.UTC)
ARROWS = [(each.verb, each.source or "", each.to) for each in TRANSITIONS]


def said(booking, verb, was="", now="", **more):
    entry = AuditEntry(verb=verb, was=was, now=now, at=AT, **more)
    return booking_sentence(booking, entry)


def test_every_arrow_of_the_machine_has_a_sentence_of_its_own():
    assert set(MOVES) == set(ARROWS)
    assert len({*MOVES.values(), *NOTED.values()}) == len(MOVES) + len(NOTED)


@pytest.mark.parametrize(("verb", "was", "now"), ARROWS, ids=lambda value: str(value) or "new")
def test_every_arrow_reads_as_a_sentence(verb, was, now):
    text = said(BookingFactory(), verb, was, now, actor=UserFactory(full_name="Olive Officer"))

    assert re.fullmatch(r"12 May 2026 at 10:02am, Olive Officer [a-z][^{}:]+", text)


@pytest.mark.parametrize(("origin", "how"), [(Origin.ONLINE, "online"), (Origin.STAFF, "for them")])
def test_says_how_it_was_booked(origin, how):
    booking = BookingFactory(origin=origin)

    assert said(booking, "made", "", "booked").endswith(f"the system booked {how}")


def test_reason_follows_a_colon():
    text = said(BookingFactory(), "cancelled", "booked", "cancelled", why="She is ill")

    assert text.endswith("cancelled the place: She is ill")


def test_who_used_the_link_in_our_mail_is_the_person():
    booking = BookingFactory(person__full_name="Jane Doe")

    text = said(booking, "cancelled", "booked", "cancelled", details={"by": "link"})

    assert text.endswith("Jane Doe, by the link in our mail, cancelled the place")


def test_manager_answers_by_link_or_through_staff():
    booking = BookingFactory()
    move = ("approved", "awaiting", "booked")

    by_link = said(booking, *move, details={"by": "link"})
    by_staff = said(booking, *move, actor=UserFactory(full_name="Olive Officer"))

    assert "the manager, by the link in our mail, agreed, so the place is booked" in by_link
    assert "Olive Officer noted that the manager agreed, so the place is booked" in by_staff


def test_names_who_took_the_place_over_and_where_somebody_went():
    old = BookingFactory(state=BookingState.SUBSTITUTED)
    new = BookingFactory(person__full_name="Cy Colleague", replaces=old)

    passed_on = said(old, "passed on", "booked", "substituted")
    moved = said(old, "moved", "booked", "transferred")

    assert passed_on.endswith("passed the place on to Cy Colleague")
    assert moved.endswith(f"moved the place to {new.event} ({new.reference})")
