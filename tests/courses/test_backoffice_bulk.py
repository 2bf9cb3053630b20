"""Many events changed at once: shown first, then all of them or none."""

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.choices import EventState
from courses.models import Event
from tests.factories import (
    BookingFactory,
    EventFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


def bulk_data(events, **changes):
    return {"event": [f"{e.pk}:{e.version}" for e in events], **changes}


def test_twenty_events_are_previewed_and_then_changed(client, officer, course, board):
    events = [EventFactory(course=course) for _ in range(20)]
    venue = VenueFactory(board=board, name="Castle Park")
    url = reverse("office_events:bulk")
    change = {"venue": venue.pk, "capacity": 15, "starts": "10:00", "closes_days": 3}

    preview = client.post(url, bulk_data(events, **change)).content.decode()
    untouched = set(Event.objects.values_list("capacity", flat=True))
    client.post(url, bulk_data(events, apply="1", **change))

    assert "20 of 20 events will change" in preview
    assert preview.count("<ins>Castle Park</ins>") == 20
    assert untouched == {20}
    for event in Event.objects.all():
        session = event.sessions.get()
        assert (event.capacity, session.venue) == (15, venue)
        assert f"{timezone.localtime(session.starts_at):%H:%M}" == "10:00"
        closes = timezone.localtime(event.booking_closes_at)
        assert (timezone.localtime(event.starts_at).date() - closes.date()).days == 3


def test_one_refusal_stops_the_whole_bulk_edit(client, officer, course):
    events = [EventFactory(course=course) for _ in range(3)]
    for _ in range(2):
        BookingFactory(event=events[1])
    url = reverse("office_events:bulk")

    preview = client.post(url, bulk_data(events, capacity=1)).content.decode()
    client.post(url, bulk_data(events, capacity=1, apply="1"))

    assert "1 of 3 events refuse this change" in preview
    assert "Refused: 2 people are booked" in preview
    assert set(Event.objects.values_list("capacity", flat=True)) == {20}


def test_what_changed_since_the_preview_is_refused(client, officer, course):
    event = EventFactory(course=course)
    data = bulk_data([event], capacity=9, apply="1")
    Event.objects.filter(pk=event.pk).update(version=5)

    answer = client.post(reverse("office_events:bulk"), data)

    assert "Somebody else has changed this event" in answer.content.decode()
    assert Event.objects.get().capacity == 20


def test_another_boards_events_are_left_out_of_a_bulk_edit(client, officer, course):
    ours, theirs = EventFactory(course=course), EventFactory()

    client.post(reverse("office_events:bulk"), bulk_data([ours, theirs], capacity=9, apply="1"))

    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.capacity, theirs.capacity) == (9, 20)


@pytest.mark.parametrize("number", ["²", "9" * 40, "1:²", "", "-1"])
def test_a_bulk_edit_passes_over_what_is_no_number(client, officer, course, number):
    event = EventFactory(course=course)

    asked = client.get(reverse("office_events:bulk"), {"event": number})
    client.post(
        reverse("office_events:bulk"),
        {**bulk_data([event], capacity=9, apply="1"), "event": [number, str(event.pk)]},
    )

    event.refresh_from_db()
    assert asked.status_code in (200, 302)
    assert event.capacity == 9


def test_a_bulk_edit_without_a_change_is_an_error(client, officer, course):
    answer = client.post(reverse("office_events:bulk"), bulk_data([EventFactory(course=course)]))

    assert "Choose something to change" in answer.content.decode()


def test_events_are_published_in_bulk(client, officer, course):
    events = [EventFactory(course=course, state=EventState.DRAFT) for _ in range(3)]

    client.post(reverse("office_events:bulk"), bulk_data(events, state="published", apply="1"))

    assert set(Event.objects.values_list("state", flat=True)) == {EventState.PUBLISHED}


def test_all_events_of_a_filtered_list_can_be_chosen_at_once(client, officer, board):
    wanted = [EventFactory(course__board=board, course__title="Neglect") for _ in range(2)]
    other = EventFactory(course__board=board, course__title="Drugs")

    answer = client.get(reverse("office_events:index"), {"q": "Neglect"})
    opened = client.get(answer.context["change_all"])

    assert {event for event, _ in opened.context["events"]} == set(wanted)
    assert other not in {event for event, _ in opened.context["events"]}


def test_the_series_page_and_the_bulk_page_open(client, officer, course):
    event = EventFactory(course=course)

    assert client.get(reverse("office_events:series")).status_code == 200
    answer = client.get(reverse("office_events:bulk"), {"event": [event.pk]})
    assert answer.status_code == 200
    assert "1 event chosen" in answer.content.decode()
