"""What is published of an impact, and what is not."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.choices import Outcome
from evaluations.choices import Wave
from evaluations.findings import summary_of
from evaluations.impact import impact_of_events, published
from evaluations.models import Invitation
from evaluations.page import people
from tests.factories import BookingFactory, EventFactory, RunFactory, RunWaveFactory

pytestmark = pytest.mark.django_db
CAME = 7


def impact(*, answered_at_booking: int):
    """8 were asked at booking, and 7 of them came, who all answered at the end."""
    ago = timezone.now() - dt.timedelta(days=90)
    event = EventFactory(starts_at=ago)
    run = RunFactory(event=event)
    booking, end = (
        RunWaveFactory(run=run, wave=wave, opens_at=ago, closes_at=ago + dt.timedelta(days=9))
        for wave in (Wave.BOOKING, Wave.END)
    )
    for number in range(CAME + 1):
        came = number < CAME
        outcome = Outcome.ATTENDED if came else Outcome.NO_SHOW
        booked = BookingFactory(event=event, outcome=outcome)
        is_answered = number < answered_at_booking
        Invitation.objects.create(wave=booking, booking=booked, is_answered=is_answered)
        if came:
            Invitation.objects.create(wave=end, booking=booked, is_answered=True)
    events = type(event).objects.filter(pk=event.pk)
    day = ago.date()
    return published(impact_of_events(event.course, events, day, day, at=timezone.now()))


def test_how_many_were_asked_before_the_event_is_not_published():
    """8 beside 7 would be one who did not come."""
    document = impact(answered_at_booking=5)

    assert document["response"][Wave.BOOKING] == {"invited": None, "answered": 5}
    assert document["response"][Wave.END] == {"invited": CAME, "answered": CAME}
    assert summary_of(document)["response"] == document["response"]


def test_nor_that_more_answered_before_it_than_came():
    document = impact(answered_at_booking=8)

    assert document["response"][Wave.BOOKING] == {"invited": None, "answered": None}


def test_page_tells_who_answered_without_it():
    shown = people.flow(impact(answered_at_booking=5))

    words = [[cell.text for cell in row] for row in shown.table.rows]
    assert words == [["At booking", "Everybody booked", "5"], ["At the end", "7", "7 of 7 (100 %)"]]
    assert "7 of 7 (100 %) answered the last form" in shown.headline
