"""The event editor and the states of an event, as the officer uses them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.choices import EventState
from courses.models import Event
from people.actions import grant_role
from people.choices import Role
from tests.factories import (
    BoardFactory,
    BookingFactory,
    CourseFactory,
    EventFactory,
    PersonFactory,
    TrainerFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_days_named_here(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC))


def event_data(course, *sessions, **changes):
    """What the editor posts: each session is (day, starts, ends) and possibly an id."""
    data = {
        "course": course.pk,
        "capacity": 12,
        "sessions-TOTAL_FORMS": len(sessions),
        "sessions-INITIAL_FORMS": sum(len(s) > 3 for s in sessions),
        "trainers-TOTAL_FORMS": 1,
        "trainers-INITIAL_FORMS": 0,
    }
    for n, (day, starts, ends, *pk) in enumerate(sessions):
        data |= {
            f"sessions-{n}-day": day,
            f"sessions-{n}-starts": starts,
            f"sessions-{n}-ends": ends,
            f"sessions-{n}-id": pk[0] if pk else "",
        }
    return {**data, **changes}


def edit_data(event, **changes):
    sessions = [
        (
            timezone.localtime(s.starts_at).date(),
            f"{timezone.localtime(s.starts_at):%H:%M}",
            f"{timezone.localtime(s.ends_at):%H:%M}",
            s.pk,
        )
        for s in event.sessions.all()
    ]
    data = event_data(event.course, *sessions, version=event.version, capacity=event.capacity)
    return {**data, **changes}


def test_an_event_is_made_as_a_draft(client, officer, course, board):
    venue, trainer = VenueFactory(board=board), TrainerFactory(board=board)
    day = dt.date(2027, 5, 12)
    data = event_data(course, (day, "09:30", "16:00"), (day + dt.timedelta(1), "09:30", "12:00"))

    client.post(
        reverse("office_events:add"),
        {
            **data,
            "sessions-0-venue": venue.pk,
            "trainers-0-trainer": trainer.pk,
            "trainers-0-role": "lead",
        },
    )

    event = Event.objects.get()
    assert event.state == EventState.DRAFT
    assert event.board == board
    assert event.sessions.count() == 2
    assert event.sessions.first().venue == venue
    assert event.trainer_assignments.get().trainer == trainer


def test_joining_notes_of_an_event_are_kept_and_shown_again(client, officer, course):
    data = event_data(
        course, (dt.date(2027, 5, 12), "09:30", "16:00"), joining_notes="Ring the bell."
    )

    client.post(reverse("office_events:add"), data)

    event = Event.objects.get()
    assert event.joining_notes == "Ring the bell."
    page = client.get(reverse("office_events:edit", args=[event.pk])).content.decode()
    assert "Ring the bell." in page


def test_half_past_nine_stays_half_past_nine_in_summer_and_winter(client, officer, course):
    for day in (dt.date(2027, 3, 1), dt.date(2027, 7, 1)):
        client.post(reverse("office_events:add"), event_data(course, (day, "09:30", "16:00")))

    times = [f"{timezone.localtime(e.starts_at):%H:%M}" for e in Event.objects.all()]
    assert times == ["09:30", "09:30"]


def test_a_time_the_clocks_skip_is_an_error_beside_it(client, officer, course):
    answer = client.post(
        reverse("office_events:add"), event_data(course, ("2027-03-28", "01:30", "05:00"))
    )

    text = answer.content.decode()
    assert "There is no 01:30 on Sunday 28 March 2027" in text
    assert 'value="01:30"' in text
    assert not Event.objects.exists()


def test_a_date_in_the_past_has_to_be_meant(client, officer, course):
    data = event_data(course, ("2024-05-12", "09:30", "16:00"))

    first = client.post(reverse("office_events:add"), data)
    client.post(reverse("office_events:add"), {**data, "past_is_meant": "on"})

    assert "This date is in the past" in first.content.decode()
    assert 'type="checkbox" name="past_is_meant"' in first.content.decode()
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("session", "message"),
    [
        (("", "09:30", "16:00"), "Enter the date"),
        (("2099-05-12", "", "16:00"), "Enter the start time"),
        (("2099-05-12", "16:00", "09:30"), "must end after it starts"),
        (("2099-02-31", "09:30", "16:00"), "Enter a valid date"),
    ],
)
def test_a_wrong_session_is_an_error_beside_it_and_nothing_typed_is_lost(
    client, officer, course, session, message
):
    answer = client.post(
        reverse("office_events:add"), event_data(course, session, staff_notes="Bring tea")
    )

    assert message in answer.content.decode()
    assert "Bring tea" in answer.content.decode()
    assert not Event.objects.exists()


def test_overlapping_sessions_are_refused(client, officer, course):
    data = event_data(course, ("2099-05-12", "09:30", "12:00"), ("2099-05-12", "11:00", "16:00"))

    answer = client.post(reverse("office_events:add"), data)

    assert "overlaps another one" in answer.content.decode()


def test_more_session_rows_keep_what_was_typed(client, officer, course):
    data = event_data(course, ("2099-05-12", "09:30", "16:00"), more_rows="sessions")

    text = client.post(reverse("office_events:add"), data).content.decode()

    assert 'name="sessions-2-day"' in text
    assert 'value="2099-05-12"' in text
    assert not Event.objects.exists()


def test_another_boards_venue_trainer_or_course_is_refused(client, officer, course):
    data = event_data(course, ("2099-05-12", "09:30", "16:00"))
    url = reverse("office_events:add")

    client.post(url, {**data, "sessions-0-venue": VenueFactory().pk})
    client.post(url, {**data, "trainers-0-trainer": TrainerFactory().pk})
    client.post(url, {**data, "course": CourseFactory().pk})

    assert not Event.objects.exists()


def test_capacity_below_the_booked_is_an_error_beside_it(client, officer, course):
    event = EventFactory(course=course, capacity=5)
    for _ in range(3):
        BookingFactory(event=event)

    answer = client.post(
        reverse("office_events:edit", args=[event.pk]), edit_data(event, capacity=2)
    )

    assert "3 people are booked, so there must be at least 3 places" in answer.content.decode()
    event.refresh_from_db()
    assert event.capacity == 5


def test_a_stale_form_is_refused_and_keeps_what_was_typed(client, officer, course):
    event = EventFactory(course=course)
    stale = edit_data(event, staff_notes="Mine")
    Event.objects.filter(pk=event.pk).update(version=2)

    answer = client.post(reverse("office_events:edit", args=[event.pk]), stale)

    text = answer.content.decode()
    assert "Somebody else has changed this event" in text
    assert "Mine" in text


def test_two_sessions_can_swap_their_times(client, officer, course):
    event = EventFactory(course=course)
    first = event.sessions.get()
    day = timezone.localtime(first.starts_at).date() + dt.timedelta(1)
    data = event_data(course, (day, "09:30", "15:30"), version=event.version)
    data |= edit_data(event)
    data |= {
        "sessions-TOTAL_FORMS": 2,
        "sessions-1-day": day,
        "sessions-1-starts": "09:30",
        "sessions-1-ends": "15:30",
    }
    url = reverse("office_events:edit", args=[event.pk])
    client.post(url, data)
    event.refresh_from_db()
    one, two = event.sessions.all()
    swapped = edit_data(event)
    swapped["sessions-0-id"], swapped["sessions-1-id"] = two.pk, one.pk

    client.post(url, swapped)

    assert [s.pk for s in event.sessions.all()] == [two.pk, one.pk]


def test_a_cancelled_event_is_not_changed(client, officer, course):
    event = EventFactory(course=course, state=EventState.CANCELLED)

    answer = client.post(
        reverse("office_events:edit", args=[event.pk]), edit_data(event, capacity=9)
    )

    assert "This event is cancelled" in answer.content.decode()


def test_publishing_asks_first_and_then_does_it(client, officer, course):
    event = EventFactory(course=course, state=EventState.DRAFT)
    url = reverse("office_events:state", args=[event.pk, "published"])

    client.get(url)
    event.refresh_from_db()
    assert event.state == EventState.DRAFT
    client.post(url, {"version": event.version})

    event.refresh_from_db()
    assert event.state == EventState.PUBLISHED


def test_publishing_what_is_past_or_closed_says_so(client, officer, course):
    gone = EventFactory(
        course=course, state="draft", starts_at=timezone.now() - dt.timedelta(days=9)
    )
    closed = EventFactory(
        course=course, state="draft", booking_closes_at=timezone.now() - dt.timedelta(days=1)
    )

    pages = [
        client.get(reverse("office_events:state", args=[event.pk, "published"])).content.decode()
        for event in (gone, closed)
    ]

    assert "the event is in the past" in pages[0]
    assert "booking has closed already" in pages[1]


def test_a_closing_date_is_the_last_day_to_book(client, officer, course):
    data = event_data(course, ("2027-03-09", "09:30", "16:00"), closes_on="2027-03-02")

    client.post(reverse("office_events:add"), data)

    closes = timezone.localtime(Event.objects.get().booking_closes_at)
    assert f"{closes:%Y-%m-%d %H:%M}" == "2027-03-02 23:59"


def test_rows_name_their_board_for_an_officer_of_two(client, officer, course):
    second = BoardFactory(short_name="Halton")
    VenueFactory(board=second, name="Hall")

    alone = client.get(reverse("office_events:add")).content.decode()
    grant_role(officer, Role.OFFICER, board=second)
    both = client.get(reverse("office_events:add")).content.decode()

    assert "Hall (Halton)" in both
    assert f"{course} ({course.board.short_name})" in both
    assert f"({course.board.short_name})" not in alone


def test_cancelling_says_how_many_are_told(client, officer, course):
    event = EventFactory(course=course)
    BookingFactory(event=event)
    BookingFactory(event=event, state="waiting")
    BookingFactory(event=event, person=PersonFactory(email=""))
    url = reverse("office_events:state", args=[event.pk, "cancelled"])

    asked = client.get(url).content.decode()

    assert "2 people with a place or on the waiting list will be told" in asked
    assert "1 more has no e-mail address: the manager is told" in asked


def test_a_state_that_cannot_be_reached_says_why(client, officer, course):
    event = EventFactory(course=course)

    answer = client.post(
        reverse("office_events:state", args=[event.pk, "draft"]), {"version": event.version}
    )

    assert "cannot become draft" in answer.content.decode()


def test_the_history_is_told_in_sentences(client, officer, course):
    event = EventFactory(course=course, state=EventState.DRAFT)
    client.post(
        reverse("office_events:state", args=[event.pk, "published"]), {"version": event.version}
    )

    text = client.get(reverse("office_events:inspect", args=[event.pk])).content.decode()

    assert "Olive Officer changed it from draft to published" in text


def test_an_event_goes_to_no_state_that_there_is_not(client, officer, course):
    address = reverse("office_events:state", args=[EventFactory(course=course).pk, "nonsense"])

    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)


def test_an_events_page_takes_the_same_queries_with_one_session_and_with_three(
    client, officer, course
):
    url, counts = None, []
    for sessions in (1, 3):
        event = EventFactory(course=course)
        for n in range(1, sessions):
            event.sessions.create(
                starts_at=event.starts_at + dt.timedelta(days=n),
                ends_at=event.ends_at + dt.timedelta(days=n),
            )
        url = reverse("office_events:inspect", args=[event.pk])
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]
