"""A process killed in the middle of chores or of an allocation leaves nothing half done."""

import datetime as dt
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bookings import actions, chores
from bookings.choices import BookingState, CancelledBy
from bookings.invariants import check_all
from bookings.models import Booking
from courses.models import Event
from notices import invariants as notices_invariants
from tests.factories import CourseFactory, EventFactory

from .scenes import APPLY, book, policy
from .stalling import NTH

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

EVENTS = 5
ONE_HOUR = {"waiting_list": {"placing": "offer", "offer_hours": 1}}
ABOUT_MAIL = {each.__name__ for each in notices_invariants.INVARIANTS}


def found():
    return {each.invariant for each in check_all()} - ABOUT_MAIL


def states():
    return Counter(Booking.objects.exclude(state=BookingState.CANCELLED).values_list("state"))


def kill_in_the_middle_of(*work):
    """Kills the process (SIGKILL) once it has come to the NTH of what it does."""
    name = str(connection.settings_dict["NAME"])
    if "memory" in name:
        pytest.skip("another process cannot see a database in memory: set COHORT_TEST_DB")
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.notices.worker_settings",
        "TEST_SMTP_PORT": "0",
        "TEST_DATABASE_NAME": name,
    }
    command = [sys.executable, "-m", "tests.bookings.stalling", *work]
    process = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"stalled\n"
    process.kill()
    process.wait()


@pytest.fixture
def ended_offers():
    """Events whose one place is offered to somebody who did not answer in time, while one more waits."""
    course = CourseFactory()
    earlier = timezone.now() - dt.timedelta(hours=2)
    policy(EventFactory(course=course), ONE_HOUR)
    for event in EventFactory.create_batch(EVENTS, course=course, capacity=1):
        holder = book(event, at=earlier)
        for _ in range(2):
            book(event, at=earlier, or_wait=True)
        by = CancelledBy.DELEGATE
        actions.cancel_booking(holder.pk, actor=None, cancelled_by=by, at=earlier)


def test_chores_killed_in_the_middle_are_done_or_not_done(ended_offers):
    before = states()

    kill_in_the_middle_of("chores")

    done = NTH - 1
    assert before == {("offered",): EVENTS, ("waiting",): EVENTS}
    assert states() == {
        ("lapsed",): done,
        ("offered",): EVENTS,
        ("waiting",): EVENTS - done,
    }
    assert found() == {"what_time_ends_has_ended"}


def test_next_round_does_what_a_killed_one_has_left(ended_offers):
    kill_in_the_middle_of("chores")

    chores.run(timezone.now())

    assert states() == {("lapsed",): EVENTS, ("offered",): EVENTS}
    assert found() == set()


def test_allocation_killed_in_the_middle_has_given_nothing_out():
    event = EventFactory(capacity=EVENTS)
    policy(event, APPLY)
    for _ in range(EVENTS):
        book(event, at=timezone.now())

    kill_in_the_middle_of("allocate", str(event.pk))

    assert states() == {("applied",): EVENTS}
    assert Event.objects.get(pk=event.pk).places_taken == 0
    assert found() == set()
