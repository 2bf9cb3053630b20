"""Events in numbers: a copy of one, a series of them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.choices import EventState
from courses.models import ClosedPeriod, Event
from tests.factories import (
    EventFactory,
    TrainerFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_days_named_here(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC))


def test_a_copy_keeps_times_venue_trainers_and_capacity(client, officer, course, board):
    event = EventFactory(course=course, capacity=7)
    venue = VenueFactory(board=board)
    event.sessions.update(venue=venue)
    event.trainer_assignments.create(trainer=TrainerFactory(board=board))
    day = dt.date(2027, 7, 6)

    client.post(reverse("office_events:copy", args=[event.pk]), {"first_day": day})

    copy = Event.objects.exclude(pk=event.pk).get()
    starts = timezone.localtime(copy.starts_at)
    assert (starts.date(), f"{starts:%H:%M}") == (day, "09:30")
    assert (copy.state, copy.capacity) == (EventState.DRAFT, 7)
    assert copy.sessions.get().venue == venue
    assert copy.trainer_assignments.count() == 1


def series_data(course, **changes):
    return {
        "course": course.pk,
        "first_day": "2027-05-04",
        "rhythm": 2,
        "count": 6,
        "not_on_bank_holidays": "on",
        "not_in_closed_periods": "on",
        "make_up": "1",
        "starts": "09:30",
        "ends": "12:30",
        **changes,
    }


def test_a_series_is_shown_before_it_is_made(client, officer, course, board):
    ClosedPeriod.objects.create(
        board=board, name="Half term", starts_on="2027-05-31", ends_on="2027-06-04"
    )

    text = client.post(reverse("office_events:series"), series_data(course)).content.decode()

    assert "6 events, every second Tuesday" in text
    assert "Tuesday 1 June 2027" in text
    assert "Half term" in text
    assert not Event.objects.exists()


def test_a_series_is_made_at_once_with_one_series_id(client, officer, course, board):
    ClosedPeriod.objects.create(
        board=board, name="Half term", starts_on="2027-05-31", ends_on="2027-06-04"
    )

    answer = client.post(reverse("office_events:series"), series_data(course, create="1"))

    assert f"?state=draft&course={course.pk}" in answer["Location"]
    events = Event.objects.all()
    days = [f"{timezone.localtime(e.starts_at):%-d %b %H:%M}" for e in events]
    assert days == [
        "4 May 09:30",
        "18 May 09:30",
        "15 Jun 09:30",
        "29 Jun 09:30",
        "13 Jul 09:30",
        "27 Jul 09:30",
    ]
    assert len({e.series for e in events}) == 1
    assert events[0].series is not None


def test_a_skipped_date_may_be_left_out(client, officer, course, board):
    ClosedPeriod.objects.create(
        board=board, name="Half term", starts_on="2027-05-31", ends_on="2027-06-04"
    )

    client.post(reverse("office_events:series"), series_data(course, create="1", make_up=""))

    assert Event.objects.count() == 5
