"""In the room: the code on the wall, references, and what they must not show."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from bookings.choices import Origin
from evaluations import actions
from evaluations.choices import Wave
from evaluations.models import RunWave, Sheet
from evaluations.queries import has_sent
from evaluations.room import answered_in_room, room_code, room_url
from evaluations.secrets import room_secret
from people.actions import grant_role
from people.choices import Role
from tests.factories import BookingFactory, UserFactory

from .conftest import AT_THE_END, NOW
from .test_waves import form_url, wave_of

pytestmark = pytest.mark.django_db

DESK_QUERIES = 16


@pytest.fixture
def room(clock, bookings, event):
    clock.move_to(AT_THE_END)
    return reverse("evaluations:room", args=[event.pk, room_secret(event)])


@pytest.fixture
def staff(client, board, room):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return client


def enter(client, room, reference):
    return client.post(room, {"reference": reference}, follow=True)


def said(response):
    return response.content.decode()


def test_reference_leads_to_ones_own_form(client, room, bookings):
    page = enter(client, room, bookings[0].reference.lower())
    client.post(f"{room}form/", {"useful": "4"})

    assert "Send my answers" in said(page)
    assert has_sent(bookings[0], Wave.END)


def test_walk_in_answers_as_everybody_does(client, room, event):
    walked_in = BookingFactory(event=event, origin=Origin.WALK_IN)

    page = enter(client, room, walked_in.reference)

    assert "Send my answers" in said(page)


def test_wrong_reference_says_what_to_do(client, room):
    page = enter(client, room, "2222222")

    assert "No booking for this course has that reference" in said(page)


def test_reference_of_another_event_is_wrong_here(client, room):
    page = enter(client, room, BookingFactory().reference)

    assert "No booking for this course has that reference" in said(page)


def test_many_wrong_references_are_stopped(client, room, bookings):
    for _ in range(30):
        client.post(room, {"reference": "2222222"})

    page = enter(client, room, bookings[0].reference)

    assert "Too many wrong references" in said(page)


def test_neighbours_reference_shows_nothing_they_answered(client, room, bookings):
    enter(client, room, bookings[0].reference)
    client.post(f"{room}form/", {"useful": "2", "save": "1"})

    page = enter(Client(), room, bookings[0].reference)

    assert "begun on another device" in said(page)
    assert "checked" not in said(page)


def test_form_taken_and_not_yet_answered_is_nobody_elses(client, room, bookings):
    enter(client, room, bookings[0].reference)

    page = enter(Client(), room, bookings[0].reference)

    assert "begun on another device" in said(page)


def test_neighbours_reference_after_sending_shows_no_quiz(client, room, bookings):
    enter(client, room, bookings[0].reference)
    client.post(f"{room}form/", {"useful": "2", "neglect_one": "once"})

    own, other = client.get(f"{room}form/"), enter(Client(), room, bookings[0].reference)

    assert "Neglect is persistent" in said(own)
    assert "sent already" in said(other)
    assert "Neglect is persistent" not in said(other)


def test_what_was_begun_by_mail_goes_on_there(client, room, bookings):
    client.post(form_url(bookings[0]), {"useful": "2", "save": "1"})

    page = enter(Client(), room, bookings[0].reference)

    assert "begun on another device" in said(page)


def test_device_is_passed_round(client, room, bookings):
    enter(client, room, bookings[0].reference)
    thanks = client.post(f"{room}form/", {"useful": "2"}, follow=True)

    enter(client, room, bookings[1].reference)
    client.post(f"{room}form/", {"useful": "5"})

    assert "Next person on this device" in said(thanks)
    assert has_sent(bookings[1], Wave.END)


def test_form_without_a_reference_leads_to_the_door(client, room):
    page = client.get(f"{room}form/")

    assert page.url == room


def test_code_works_on_no_other_day(client, room, bookings, clock):
    clock.move_to(AT_THE_END + dt.timedelta(days=1))

    page = enter(client, room, bookings[0].reference)

    assert "on the days of the course only" in said(page)
    assert not Sheet.objects.exists()


def test_wrong_secret_is_not_found(client, room, event):
    page = client.get(reverse("evaluations:room", args=[event.pk, "0" * 12]))

    assert page.status_code == 404


def test_trainer_reads_a_count_from_five_on(run, room, bookings, event):
    end = wave_of(run, Wave.END)
    for booking in bookings[:4]:
        actions.send_answers(booking, end.pk, {"useful": 3})
    few = answered_in_room(event, AT_THE_END)[1].words

    actions.send_answers(bookings[4], end.pk, {"useful": 3})

    assert (few, answered_in_room(event, AT_THE_END)[1].words) == ("fewer than 5", "5")


def test_register_leads_to_the_code(staff, room, event):
    register = staff.get(reverse("bookings:register", args=[event.pk]))
    desk = staff.get(reverse("evaluations:desk", args=[event.pk]))

    assert reverse("evaluations:desk", args=[event.pk]) in said(register)
    assert room_code(event) in said(desk)
    assert room_url(event) in said(desk)


def test_register_says_nothing_where_nothing_is_asked(staff, event):
    RunWave.objects.all().delete()

    register = staff.get(reverse("bookings:register", args=[event.pk]))

    assert "Questions in the room" not in said(register)


def test_desk_asks_the_same_number_of_queries_for_few_and_for_many(
    staff, room, run, bookings, event, django_assert_num_queries
):
    desk = reverse("evaluations:desk", args=[event.pk])
    actions.send_answers(bookings[0], wave_of(run, Wave.END).pk, {"useful": 3})

    with django_assert_num_queries(DESK_QUERIES):
        staff.get(desk)
    for booking in bookings[1:4]:
        actions.send_answers(booking, wave_of(run, Wave.END).pk, {"useful": 3})
    with django_assert_num_queries(DESK_QUERIES):
        staff.get(desk)


def test_door_opened_before_the_day_is_shut(client, room, clock):
    clock.move_to(NOW)

    assert "on the days of the course only" in said(client.get(room))
