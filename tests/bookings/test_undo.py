"""A cancelled event brought back within 15 minutes: as it was, and nobody has been told."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.choices import BookingState, CancelledBy
from bookings.invariants import check_all
from bookings.models import AccessNeed, Booking
from courses.actions import (
    BulkChange,
    TrainerPlan,
    bulk_update_events,
    cancel_event,
    undo_cancellation,
    update_event,
)
from courses.choices import EventState, TrainerRole, WhyCancelled
from courses.models import Event
from courses.rules import EventRefused
from notices.actions import send_due
from notices.models import Message
from people.actions import grant_role
from people.choices import Role
from people.queries import history_of
from tests.factories import (
    AgencyFactory,
    EventFactory,
    PersonFactory,
    TrainerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def book(event, **kwargs):
    kwargs.setdefault("agency", AgencyFactory())
    return actions.book_place(PersonFactory(), event.pk, actor=None, **kwargs)


@pytest.fixture
def full():
    """Two places taken, one given back and taken again, one waiting; the mail about it has left."""
    event = EventFactory(capacity=2)
    book(event, access_need="Hearing loop")
    actions.cancel_booking(book(event).pk, actor=None, cancelled_by=CancelledBy.DELEGATE)
    book(event)
    book(event, or_wait=True)
    trainer = TrainerFactory(board=event.board)
    update_event(event.pk, fields={}, trainers=[TrainerPlan(trainer, TrainerRole.LEAD)], actor=None)
    send_all()
    mail.outbox.clear()
    return Event.objects.get(pk=event.pk)


def send_all(after=dt.timedelta()):
    while send_due(at=timezone.now() + after):
        pass


def cancel(event):
    return cancel_event(
        event.pk, because=WhyCancelled.CHANGE_OF_PLAN, actor=None, words="Wrong row"
    )


def states(event):
    return list(Booking.objects.filter(event=event).order_by("pk").values_list("state", flat=True))


def test_everything_is_as_before_and_nobody_was_told(full):
    before = states(full)
    cancel(full)
    assert set(states(full)) <= {"cancelled", "withdrawn"}
    send_all(dt.timedelta(minutes=14))

    undo_cancellation(full.pk, actor=None)
    send_all(dt.timedelta(hours=1))

    event = Event.objects.get(pk=full.pk)
    assert (event.state, event.places_taken, states(full)) == ("published", 2, before)
    assert mail.outbox == []
    assert AccessNeed.objects.filter(booking__event=full).count() == 1
    assert [p for p in check_all() if p.invariant != "nothing_is_long_overdue"] == []


def test_without_an_undo_everybody_is_told_after_fifteen_minutes(full, time_machine):
    cancel(full)
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=15, seconds=1))

    send_all()

    subjects = sorted(each.subject.split(":")[0] for each in mail.outbox)
    assert subjects == ["Event cancelled"] * 3 + ["Off your list"]


def test_undo_is_over_after_fifteen_minutes(full):
    cancel(full)
    late = timezone.now() + dt.timedelta(minutes=16)

    with pytest.raises(EventRefused, match="too late"):
        undo_cancellation(full.pk, actor=None, at=late)


def test_undo_is_over_once_somebody_was_told(full):
    cancel(full)
    Message.objects.filter(kind="event_cancelled").update(send_after=timezone.now())
    send_all()

    with pytest.raises(EventRefused, match="people have been told"):
        undo_cancellation(full.pk, actor=None)

    assert Event.objects.get(pk=full.pk).state == EventState.CANCELLED
    assert set(states(full)) <= {"cancelled", "withdrawn"}


def test_nothing_is_restored_twice(full):
    cancel(full)
    undo_cancellation(full.pk, actor=None)

    with pytest.raises(EventRefused, match="not cancelled"):
        undo_cancellation(full.pk, actor=None)

    restored = [
        entry
        for booking in Booking.objects.filter(event=full)
        for entry in history_of(booking)
        if entry.verb == "restored"
    ]
    assert len(restored) == 3


def test_cancelled_again_after_an_undo_is_told_and_can_be_undone_again(full, time_machine):
    before = states(full)
    cancel(full)
    undo_cancellation(full.pk, actor=None)
    cancel(full)
    undo_cancellation(full.pk, actor=None)
    assert states(full) == before
    cancel(full)
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=16))

    send_all()

    assert [e.subject.split(":")[0] for e in mail.outbox].count("Event cancelled") == 3


def test_reminder_stopped_meanwhile_is_sent_after_all(full):
    booking = Booking.objects.filter(event=full, state=BookingState.BOOKED).first()
    reminder = Message.objects.create(
        key="r",
        kind="booked",
        board=full.board,
        person=booking.person,
        about_type="bookings.booking",
        about_id=booking.pk,
        to_email="ann@agency.example",
        send_after=timezone.now(),
        message_id="<r@cohort>",
    )
    cancel(full)
    send_all()
    reminder.refresh_from_db()
    assert reminder.state == "cancelled"

    undo_cancellation(full.pk, actor=None)
    send_all()

    reminder.refresh_from_db()
    assert reminder.state == "sent"


def test_event_that_starts_soon_is_told_of_at_once(full):
    soon = timezone.now() + dt.timedelta(hours=3)
    Event.objects.filter(pk=full.pk).update(starts_at=soon, ends_at=soon + dt.timedelta(hours=1))
    cancel(full)

    send_all()

    assert len(mail.outbox) == 4


def test_access_needs_are_forgotten_once_it_cannot_be_undone(full):
    cancel(full)
    now = timezone.now()

    assert actions.forget_access_needs(now + dt.timedelta(minutes=14)) == 0
    assert actions.forget_access_needs(now + dt.timedelta(minutes=16)) == 1


def test_officer_undoes_a_mistaken_bulk_cancel_in_one_go(client, full):
    other, kept = EventFactory(course=full.course), EventFactory(course=full.course)
    book(other)
    officer = UserFactory()
    grant_role(officer, Role.OFFICER, board=full.board)
    bulk_update_events(
        {full.pk: full.version, other.pk: other.version},
        BulkChange(
            state=EventState.CANCELLED, because=WhyCancelled.CHANGE_OF_PLAN, why="Wrong list"
        ),
        actor=officer,
    )
    cancel(kept)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("office_events:undo")

    shown = client.get(page).content.decode()
    response = client.post(page, {"events": [full.pk, other.pk]}, follow=True)

    assert shown.count("checked") == 3
    assert "2 events are back as before" in response.content.decode()
    now = dict(Event.objects.values_list("pk", "state"))
    assert now == {full.pk: "published", other.pk: "published", kept.pk: "cancelled"}


def test_undo_page_with_nothing_to_undo_says_so(client, full):
    officer = UserFactory()
    grant_role(officer, Role.OFFICER, board=full.board)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("office_events:undo")).content.decode()

    assert "there is nothing to undo" in page
