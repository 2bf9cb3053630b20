"""Why an event was cancelled: asked for, kept, told, taken back with it."""

import importlib

import pytest
from django.apps import apps
from django.db import IntegrityError
from django.urls import reverse

from bookings.models import Booking
from courses.actions import cancel_event, change_state, undo_cancellation
from courses.choices import REASONS_TO_CANCEL, EventState, WhyCancelled
from courses.models import Event
from courses.rules import EventRefused
from courses.sentences import event_sentence, told_of_cancellation
from people.actions import grant_role
from people.choices import Role
from people.queries import history_of
from tests.factories import BookingFactory, CourseFactory, EventFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD_LOGIN = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def event():
    return EventFactory()


@pytest.fixture
def office(client, event):
    """The officer of the event's board."""
    officer = UserFactory()
    grant_role(officer, Role.OFFICER, board=event.board)
    client.force_login(officer, backend=PASSWORD_LOGIN)
    return client


def cancel(office, event, **typed):
    address = reverse("office_events:state", args=[event.pk, "cancelled"])
    return office.post(address, {"version": event.version, **typed}).content.decode()


def test_reason_is_kept_with_its_words_and_stands_in_the_history(event):
    cancel_event(event.pk, because=WhyCancelled.VENUE, words="Burst pipe", actor=None)

    event.refresh_from_db()
    assert (event.cancelled_because, event.cancelled_words) == ("venue", "Burst pipe")
    said = event_sentence(history_of(event).last())
    assert "from published to cancelled (venue not available): Burst pipe" in said


@pytest.mark.parametrize(
    ("because", "words", "code"),
    [
        ("", "Snow", "no_reason"),
        (WhyCancelled.NOT_RECORDED, "Snow", "no_reason"),
        (WhyCancelled.OTHER, " ", "no_words"),
    ],
)
def test_without_a_reason_nothing_is_cancelled(event, because, words, code):
    with pytest.raises(EventRefused) as refused:
        cancel_event(event.pk, because=because, words=words, actor=None)

    assert refused.value.code == code
    event.refresh_from_db()
    assert event.state == EventState.PUBLISHED


def test_change_of_state_does_not_cancel(event):
    with pytest.raises(ValueError, match="cancel_event"):
        change_state(event.pk, EventState.CANCELLED, actor=None)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "cancelled", "cancelled_because": ""},
        {"state": "cancelled", "cancelled_because": "whim"},
        {"state": "cancelled", "cancelled_because": "other", "cancelled_words": ""},
        {"state": "published", "cancelled_because": "venue"},
        {"state": "published", "cancelled_words": "Snow"},
    ],
)
def test_database_refuses_a_cancelled_event_without_a_reason_and_a_reason_without_one(
    event, fields
):
    with pytest.raises(IntegrityError):
        Event.objects.filter(pk=event.pk).update(**fields)


def test_undoing_takes_the_reason_back(event):
    cancel_event(event.pk, because=WhyCancelled.OTHER, words="Wrong row", actor=None)

    undo_cancellation(event.pk, actor=None)

    event.refresh_from_db()
    assert (event.state, event.cancelled_because, event.cancelled_words) == ("published", "", "")


@pytest.mark.parametrize(
    ("words", "told"), [("", "too few people had booked."), ("Again in May.", "Again in May.")]
)
def test_people_are_told_the_words_or_else_the_reason(event, words, told):
    booking = BookingFactory(event=event)

    cancel_event(event.pk, because=WhyCancelled.TOO_FEW, words=words, actor=None)

    assert Booking.objects.get(pk=booking.pk).cancel_reason == told


@pytest.mark.parametrize("because", REASONS_TO_CANCEL)
def test_every_reason_can_be_told(because):
    words = "Merged" if because == WhyCancelled.OTHER else ""

    assert told_of_cancellation(Event(cancelled_because=because, cancelled_words=words))


def test_form_asks_for_the_reason_beside_the_field_and_keeps_what_was_typed(office, event):
    text = cancel(office, event, why="Snow on the hills")

    assert "Choose why the event is cancelled" in text
    assert "Snow on the hills" in text


def test_form_wants_words_only_for_other(office, event):
    refused = cancel(office, event, because="other")
    cancel(office, event, because="too_few")

    assert "Enter why the event is cancelled" in refused
    assert 'value="other" required id="id_because_5" checked' in refused
    event.refresh_from_db()
    assert (event.state, event.cancelled_because) == ("cancelled", "too_few")


def test_list_of_events_is_exported_with_the_reason(office, event):
    cancel_event(event.pk, because=WhyCancelled.TRAINER, words="Court", actor=None)

    answer = office.get(reverse("office_events:index"), {"export": "csv", "when": "all"})

    text = b"".join(answer.streaming_content).decode()
    assert "Why cancelled" in text
    assert "Trainer not available,Court" in text


def test_many_are_cancelled_for_one_reason(office, event):
    other = EventFactory(course=CourseFactory(board=event.board))
    chosen = [f"{each.pk}:{each.version}" for each in (event, other)]
    address = reverse("office_events:bulk")

    asked = office.post(address, {"event": chosen, "state": "cancelled"}).content.decode()
    typed = {"event": chosen, "state": "cancelled", "because": "emergency", "apply": "1"}
    office.post(address, typed)

    assert "Choose why the events are cancelled" in asked
    assert set(Event.objects.values_list("cancelled_because", flat=True)) == {"emergency"}


def test_events_cancelled_before_keep_the_words_of_their_history(event):
    migration = importlib.import_module("courses.migrations.0006_why_cancelled")
    cancel_event(event.pk, because=WhyCancelled.OTHER, words="Snow", actor=None)
    Event.objects.filter(pk=event.pk).update(
        cancelled_because=WhyCancelled.NOT_RECORDED, cancelled_words=""
    )

    migration.keep_the_words(apps, None)

    event.refresh_from_db()
    assert (event.cancelled_because, event.cancelled_words) == ("not_recorded", "Snow")
