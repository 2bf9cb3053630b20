"""Private calendar addresses: what they show, who gets one, and that they stop."""

import datetime as dt

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.choices import BookingState, CancelledBy
from courses.models import TrainerAssignment
from people.actions import grant_role, make_feed, renew_feed, revoke_feed, withdraw_role
from people.choices import FeedPurpose, Role
from people.feeds import secret_of
from people.models import CalendarFeed, RoleAssignment
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    EventFactory,
    PersonFactory,
    SessionFactory,
    TrainerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def person(user):
    return PersonFactory(user=user)


def address(feed):
    return reverse("bookings:feed", args=[feed.pk, secret_of(feed)])


def entries(client, feed):
    response = client.get(address(feed))
    assert response.status_code == 200
    calendar = vobject.readOne(response.content.decode())
    return sorted(getattr(calendar, "vevent_list", []), key=lambda e: e.dtstart.value)


def training(user, board):
    return make_feed(user, FeedPurpose.TRAINING, board=board)


def test_my_training_shows_every_session_booked_and_no_others(client, board, user, person):
    event = EventFactory(course__board=board)
    SessionFactory(
        event=event,
        starts_at=event.starts_at + dt.timedelta(days=1),
        ends_at=event.ends_at + dt.timedelta(days=1),
    )
    booking = BookingFactory(event=event, person=person)
    BookingFactory(event=EventFactory(course__board=board))
    BookingFactory(
        event=EventFactory(course__board=board), person=person, state=BookingState.WAITING
    )

    first, second = entries(client, training(user, board))

    assert second.dtstart.value - first.dtstart.value == dt.timedelta(days=1)
    assert booking.reference in first.description.value


def test_cancelled_booking_leaves_the_feed(client, board, user, person):
    booking = BookingFactory(event=EventFactory(course__board=board), person=person)
    feed = training(user, board)
    assert len(entries(client, feed)) == 1

    booking.state, booking.cancelled_at = BookingState.CANCELLED, timezone.now()
    booking.save()

    assert entries(client, feed) == []


def test_event_the_board_called_off_shows_to_those_who_had_a_place(client, board, user, person):
    for cancelled_by in (CancelledBy.BOARD, CancelledBy.DELEGATE):
        BookingFactory(
            event=EventFactory(course__board=board, state="cancelled"),
            person=person,
            state=BookingState.CANCELLED,
            cancelled_by=cancelled_by,
            cancelled_at=timezone.now(),
        )

    (entry,) = entries(client, training(user, board))

    assert entry.status.value == "CANCELLED"


def test_trainer_sees_what_they_deliver_with_numbers(client, board, user, person):
    trainer = TrainerFactory(board=board, person=person)
    grant_role(user, Role.TRAINER, board=board)
    event = EventFactory(course__board=board)
    EventFactory(course__board=board)
    TrainerAssignment.objects.create(event=event, trainer=trainer)
    BookingFactory(event=event)

    (entry,) = entries(client, make_feed(user, FeedPurpose.DELIVERY, board=board))

    assert "1 of 20 places taken" in entry.description.value


def test_agency_lead_sees_names_of_the_agency_only(client, board, user, agency):
    grant_role(user, Role.AGENCY_LEAD, agency=agency)
    event = EventFactory(course__board=board)
    ours = BookingFactory(event=event, agency=agency)
    theirs = BookingFactory(event=event)

    (entry,) = entries(client, make_feed(user, FeedPurpose.AGENCY, board=board, agency=agency))

    assert ours.person.full_name in entry.description.value
    assert theirs.person.full_name not in entry.description.value


def test_officer_sees_everything_of_the_board(client, board, user):
    grant_role(user, Role.OFFICER, board=board)
    EventFactory(course__board=board)
    EventFactory(course__board=board, state="tentative")
    EventFactory()

    assert len(entries(client, make_feed(user, FeedPurpose.BOARD, board=board))) == 2


def test_revoked_address_is_not_found(client, board, user):
    feed = training(user, board)

    revoke_feed(feed, actor=user)

    assert client.get(address(feed)).status_code == 404


def test_renewed_address_is_another_and_the_old_one_stops(client, board, user):
    old = training(user, board)

    new = renew_feed(old, actor=user)

    assert client.get(address(old)).status_code == 404
    assert client.get(address(new)).status_code == 200


def test_guessed_secret_and_other_boards_site_are_not_found(client, board, user):
    feed, other = training(user, board), training(user, BoardFactory())

    wrong = reverse("bookings:feed", args=[feed.pk, "0" * 40])

    assert client.get(wrong).status_code == 404
    assert client.get(reverse("bookings:feed", args=[feed.pk, secret_of(other)])).status_code == 404
    assert client.get(address(other)).status_code == 404


def test_address_stops_with_the_role(client, board, user):
    grant_role(user, Role.OFFICER, board=board)
    feed = make_feed(user, FeedPurpose.BOARD, board=board)
    withdraw_role(RoleAssignment.objects.get(user=user), actor=None)

    assert client.get(address(feed)).status_code == 404


def test_address_stops_with_the_sign_in(client, board, user):
    feed = training(user, board)
    user.is_active = False
    user.save()

    assert client.get(address(feed)).status_code == 404


def test_secret_is_nowhere_in_the_database(board, user):
    feed = training(user, board)

    values = CalendarFeed.objects.filter(pk=feed.pk).values().get().values()

    assert not any(secret_of(feed) in str(value) for value in values)


def test_unchanged_feed_is_answered_briefly(client, board, user, person):
    BookingFactory(event=EventFactory(course__board=board), person=person)
    feed = training(user, board)
    first = client.get(address(feed))

    again = client.get(address(feed), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert "private" in first["Cache-Control"]


@pytest.mark.parametrize("purpose", FeedPurpose.values)
def test_feed_asks_the_same_questions_however_long_it_is(client, board, user, person, purpose):
    agency = AgencyFactory(boards=[board])
    trainer = TrainerFactory(board=board, person=person)
    for role in (Role.OFFICER, Role.TRAINER):
        grant_role(user, role, board=board)
    grant_role(user, Role.AGENCY_LEAD, agency=agency)
    is_agency = purpose == FeedPurpose.AGENCY
    feed = make_feed(user, purpose, board=board, agency=agency if is_agency else None)

    def questions(events):
        for _ in range(events):
            event = EventFactory(course__board=board)
            TrainerAssignment.objects.create(event=event, trainer=trainer)
            BookingFactory(event=event, person=person, agency=agency)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(feed))
        return len(asked)

    questions(1)
    assert questions(1) == questions(5)


def test_page_makes_renews_and_stops_an_address(client, board, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("bookings:feeds")

    client.post(page, {"purpose": "training"})
    feed = CalendarFeed.objects.get()
    assert address(feed) in client.get(page).content.decode()

    client.post(reverse("bookings:revoke_feed", args=[feed.pk]))
    assert address(feed) not in client.get(page).content.decode()
    assert client.get(address(feed)).status_code == 404


def test_page_offers_what_the_roles_allow_and_makes_nothing_else(client, board, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    response = client.post(reverse("bookings:feeds"), {"purpose": "board"})

    assert response.status_code == 404
    assert not CalendarFeed.objects.exists()
