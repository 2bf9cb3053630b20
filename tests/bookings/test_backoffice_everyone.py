"""Writing to everyone at an event: seen before it is sent, once each, and by a way that reaches them."""

import re
import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.messages.everyone import TO_EVERYONE
from bookings.models import Booking
from courses.models import TrainerAssignment
from notices.actions import send_due
from notices.models import Message
from people.actions import grant_role
from people.choices import Role
from people.models import Person
from tests.factories import (
    BoardFactory,
    BookingFactory,
    EmploymentFactory,
    EventFactory,
    PersonFactory,
    TrainerFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def officer(client, board):
    user = UserFactory(full_name="Olive Officer")
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return user


@pytest.fixture
def event(board):
    """Booked: Bea by e-mail, Max through his manager, Lou by letter. Waiting: Will. Trainer: Tess."""
    event = EventFactory(course__board=board, course__title="Neglect")
    max_ = EmploymentFactory(
        person__full_name="Max",
        person__email="",
        manager_name="Boss",
        manager_email="boss@x.example",
    )
    BookingFactory(event=event, person=PersonFactory(full_name="Bea", email="bea@x.example"))
    BookingFactory(event=event, person=max_.person)
    BookingFactory(event=event, person=PersonFactory(full_name="Lou", email=""))
    BookingFactory(
        event=event, state="waiting", person=PersonFactory(full_name="Will", email="w@x.example")
    )
    trainer = TrainerFactory(board=board, person=PersonFactory(full_name="Tess"))
    TrainerAssignment.objects.create(event=event, trainer=trainer)
    return event


def write_page(event):
    return reverse("office_bookings:write", args=[event.pk])


def typed(**changes):
    words = {"subject": "Bring a coat", "body": "{{ name }}, the heating at {{ course }} is off."}
    return {"groups": ["booked"], "request_key": uuid.uuid4(), **words, **changes}


def written_to():
    return set(Message.objects.values_list("person__full_name", flat=True))


def test_readers_are_shown_with_how_it_reaches_them_before_anything_is_sent(client, officer, event):
    text = client.post(write_page(event), typed()).content.decode()

    assert "3 people will get this" in text
    assert "Bea: bea@x.example" in text
    assert "Max: through the manager, Boss &lt;boss@x.example&gt;" in text
    assert "Lou: by letter" in text
    assert "Bea, the heating at Neglect is off." in text
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("groups", "who"),
    [
        (["booked"], {"Bea", "Max", "Lou"}),
        (["waiting"], {"Will"}),
        (["booked", "waiting"], {"Bea", "Max", "Lou", "Will"}),
        (["trainers"], {"Tess"}),
    ],
)
def test_those_chosen_are_written_to(client, officer, event, groups, who):
    client.post(write_page(event), typed(groups=groups, send="1"))

    assert written_to() == who


def test_sending_twice_writes_once(client, officer, event):
    data = typed(send="1")

    client.post(write_page(event), data)
    answer = client.post(write_page(event), data, follow=True)

    assert Message.objects.count() == 3
    assert "nobody gets it twice" in answer.content.decode()


def test_somebody_of_two_groups_is_written_to_once(client, officer, event):
    BookingFactory(event=event, person=event.trainer_assignments.get().trainer.person)

    client.post(write_page(event), typed(groups=["booked", "trainers"], send="1"))

    assert Message.objects.filter(person__full_name="Tess").count() == 1


def test_each_gets_their_own_words_or_a_letter(client, officer, event):
    client.post(write_page(event), typed(groups=["booked", "trainers"], send="1"))
    send_due()

    bodies = {m.to[0]: m.body for m in mail.outbox}
    tess = Message.objects.get(person__full_name="Tess").to_email
    assert set(bodies) == {"bea@x.example", "boss@x.example", tess}
    assert bodies["bea@x.example"] == "Bea, the heating at Neglect is off."
    assert "Please pass it on" in bodies["boss@x.example"]
    assert bodies[tess] == "Tess, the heating at Neglect is off."
    assert Message.objects.to_print().get().to_name == "Lou"


def test_who_cancelled_meanwhile_is_not_written_to(client, officer, event):
    client.post(write_page(event), typed(send="1"))
    Booking.objects.filter(person__full_name="Bea").delete()
    event.trainer_assignments.all().delete()
    send_due()

    assert [m.to for m in mail.outbox] == [["boss@x.example"]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"groups": []}, "Choose to whom you write"),
        ({"body": "Kept {{ nam }}"}, "There is no placeholder {{ nam }}"),
        ({"subject": "Kept", "body": ""}, "Enter the text"),
        ({"body": TO_EVERYONE.body}, "Add what you want to tell them"),
        ({"body": "Kept {{ booking_link }}"}, "There is no placeholder {{ booking_link }}"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_kept(client, officer, event, change, said):
    text = client.post(write_page(event), typed(**change, send="1")).content.decode()

    assert said in text
    assert "Kept" in text or "Bring a coat" in text
    assert not Message.objects.exists()


def test_nobody_to_write_to_is_said(client, officer, board):
    event = EventFactory(course__board=board)

    text = client.post(write_page(event), typed()).content.decode()

    assert "There is nobody of these at this event." in text


def test_another_boards_event_is_not_found(client, officer):
    event = EventFactory()
    BookingFactory(event=event)

    assert client.get(write_page(event)).status_code == 404
    assert client.post(write_page(event), typed(send="1")).status_code == 404
    assert not Message.objects.exists()


def test_nothing_in_a_name_or_the_words_runs(client, officer, event):
    payload = "<script>alert(1)</script>"
    Person.objects.filter(full_name="Bea").update(full_name=payload)

    text = client.post(write_page(event), typed(subject=payload, body=payload)).content.decode()

    assert payload not in text
    assert re.search(r'<iframe sandbox=""', text)


def test_preview_takes_the_same_queries_for_one_reader_and_for_three(client, officer, board):
    event, counts = EventFactory(course__board=board), []
    for more in (1, 2):
        for _ in range(more):
            BookingFactory(event=event)
        client.post(write_page(event), typed())
        with CaptureQueriesContext(connection) as captured:
            client.post(write_page(event), typed())
        counts.append(len(captured))

    assert counts[0] == counts[1]
