"""From booking to three months later: who is asked what, when, and what is kept of it."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from bookings.choices import BookingState
from bookings.models import Booking
from courses.actions import SessionPlan, update_event
from courses.choices import EventState
from evaluations import actions
from evaluations.choices import Moderation, Wave
from evaluations.impact import impact_of
from evaluations.keys import KeyGone, key_of
from evaluations.messages.planning import plan
from evaluations.models import Comment, Interview, Invitation, RunWave, Sheet
from evaluations.pseudonyms import pseudonym_of
from evaluations.queries import has_sent
from evaluations.rules import NotNow
from evaluations.secrets import MANAGER, answer_secret
from notices.models import Message
from tests.factories import EventFactory, UserFactory

from .conftest import AT_THE_END, LATER, NOW, START, came

pytestmark = pytest.mark.django_db


def wave_of(run, wave):
    return RunWave.objects.get(run=run, wave=wave)


def form_url(booking, who="delegate"):
    name = "evaluations:manager" if who == MANAGER else "evaluations:answer"
    return reverse(name, args=[booking.reference, answer_secret(booking, who)])


def sure_codes(run, wave=Wave.BOOKING):
    items = wave_of(run, wave).document["items"]
    return [item["code"] for item in items if item["code"].startswith("sure")]


def confident(run, value, wave=Wave.BOOKING):
    return dict.fromkeys(sure_codes(run, wave), value)


def told(kind):
    return Message.objects.filter(kind=kind).count()


def test_run_keeps_the_questions_as_they_were_when_it_opened(run, course):
    before = wave_of(run, Wave.BOOKING).document
    course.objectives.update(text="something else")

    again = actions.open_run(run.event)

    assert again == run
    assert wave_of(run, Wave.BOOKING).document == before
    assert len(sure_codes(run)) == 2


def test_people_are_asked_once_and_reminded_on_the_days_of_the_plan(bookings):
    first = plan(NOW)
    again = plan(NOW + dt.timedelta(hours=1))
    reminded = plan(NOW + dt.timedelta(days=5, minutes=1))
    once_more = plan(NOW + dt.timedelta(days=6))

    assert (first, again, reminded, once_more) == (6, 0, 6, 0)
    assert (told("evaluation_before"), told("evaluation_reminder")) == (6, 6)


def test_who_has_answered_is_not_reminded(bookings, run):
    plan(NOW)
    actions.send_answers(bookings[0], wave_of(run, Wave.BOOKING).pk, confident(run, 2))

    plan(NOW + dt.timedelta(days=5, minutes=1))

    assert told("evaluation_reminder") == 5


def test_those_who_came_are_asked_later_and_their_managers_too(bookings, run):
    came(*bookings[:4])

    plan(LATER)
    plan(LATER + dt.timedelta(days=8))

    assert told("follow_up_due") == 4
    managers = Message.objects.filter(kind="follow_up_manager")
    assert sorted(managers.values_list("to_email", flat=True)) == [
        f"boss{n}@agency.example" for n in range(4)
    ]


def test_form_is_kept_half_way_and_sent_when_done(client, bookings, run):
    url, (first, second) = form_url(bookings[0]), sure_codes(run)

    client.post(url, {first: "2", "save": "1"})
    half = Sheet.objects.get()
    page = client.get(url)
    client.post(url, {first: "2", second: "4"})
    done = client.get(url)

    assert (half.answers, half.is_sent) == ({first: 2}, False)
    assert b"checked" in page.content
    assert Sheet.objects.get().answers == {first: 2, second: 4}
    assert "Thank you" in done.content.decode()


def test_opening_the_form_writes_nothing(client, bookings):
    for _ in range(3):
        client.get(form_url(bookings[0]))

    assert not Sheet.objects.exists()
    assert not Invitation.objects.exists()


def test_closed_form_says_so(client, bookings, clock):
    clock.move_to(START + dt.timedelta(days=30))

    page = client.get(form_url(bookings[0]))

    assert "Nothing to answer" in page.content.decode()


def test_sheet_names_nobody_and_free_text_stands_apart(bookings, run, clock):
    clock.move_to(AT_THE_END)
    answers = {"useful": 5, "better": "More time with the police", "action": "Use the tool"}

    actions.send_answers(bookings[0], wave_of(run, Wave.END).pk, answers)

    sheet, comment = Sheet.objects.get(), Comment.objects.get()
    fields = {field.name for field in Sheet._meta.fields}
    assert fields == {"id", "wave", "pseudonym", "answers", "is_sent"}
    assert sheet.answers == {"useful": 5, "action": "Use the tool"}
    assert (comment.text, comment.state) == ("More time with the police", Moderation.WAITING)
    assert has_sent(bookings[0], Wave.END)


def test_form_cannot_be_sent_twice(bookings, run):
    wave = wave_of(run, Wave.BOOKING).pk
    actions.send_answers(bookings[0], wave, confident(run, 2))

    with pytest.raises(NotNow):
        actions.send_answers(bookings[0], wave, confident(run, 5))

    assert set(Sheet.objects.get().answers.values()) == {2}


def test_intended_action_comes_back_to_its_author_alone(client, bookings, run, clock):
    came(*bookings)
    clock.move_to(AT_THE_END)
    wave = wave_of(run, Wave.END).pk
    actions.send_answers(bookings[0], wave, {"useful": 4, "action": "Ring the school nurse"})
    actions.send_answers(bookings[1], wave, {"useful": 4})
    clock.move_to(LATER)

    own, other = client.get(form_url(bookings[0])), client.get(form_url(bookings[1]))

    assert "Ring the school nurse" in own.content.decode()
    assert "Ring the school nurse" not in other.content.decode()


def test_manager_sees_nothing_of_the_answers(client, bookings, run, clock):
    came(*bookings)
    clock.move_to(AT_THE_END)
    wave = wave_of(run, Wave.END).pk
    actions.send_answers(bookings[0], wave, {"useful": 1, "action": "Ring the school nurse"})
    clock.move_to(LATER + dt.timedelta(days=8))

    page = client.get(form_url(bookings[0], MANAGER))
    client.post(form_url(bookings[0], MANAGER), {"applied": "3"})

    assert "Ring the school nurse" not in page.content.decode()
    assert Sheet.objects.get(wave__wave=Wave.MANAGER).answers == {"applied": 3}


def test_delegates_link_does_not_open_the_managers_form(client, bookings):
    secret = answer_secret(bookings[0])

    page = client.get(reverse("evaluations:manager", args=[bookings[0].reference, secret]))

    assert page.status_code == 404


def test_who_agrees_is_noted_for_an_interview(bookings, run, clock):
    came(*bookings)
    clock.move_to(LATER)
    wave = wave_of(run, Wave.LATER).pk

    actions.send_answers(bookings[0], wave, {"review": "done", "interview": True})
    actions.send_answers(bookings[1], wave, {"review": "not"})

    assert Interview.objects.get().booking == bookings[0]
    assert not Sheet.objects.filter(answers__has_key="interview").exists()


def test_key_is_destroyed_in_time_and_then_nobody_can_link(bookings, run):
    actions.send_answers(bookings[0], wave_of(run, Wave.BOOKING).pk, confident(run, 2))
    linked = Sheet.objects.get().pseudonym == pseudonym_of(bookings[0], run)
    run.refresh_from_db()

    early = actions.destroy_due_keys(run.key_until - dt.timedelta(minutes=1))
    done = actions.destroy_due_keys(run.key_until)

    assert (linked, early, done) == (True, 0, 1)
    with pytest.raises(KeyGone):
        key_of(run.event_id)
    assert not Invitation.objects.exists()
    wave = wave_of(run, Wave.BOOKING)
    assert (wave.invited, wave.answered) == (1, 1)


def test_answering_after_that_is_refused_in_words(client, bookings, run, clock):
    actions.destroy_due_keys(run.key_until + dt.timedelta(days=400))

    page = client.get(form_url(bookings[0]))

    assert "has been destroyed" in page.content.decode()


def test_waves_move_with_the_event(run, event):
    later = START + dt.timedelta(days=10)
    session = event.sessions.get()
    plan_ = SessionPlan(
        starts_at=later,
        ends_at=later + dt.timedelta(hours=6),
        venue=session.venue,
        joining_link=session.joining_link,
        id=session.pk,
    )

    update_event(event.pk, fields={}, sessions=[plan_], actor=None, at=NOW)

    assert wave_of(run, Wave.BOOKING).closes_at == later
    assert wave_of(run, Wave.LATER).opens_at == later + dt.timedelta(hours=6, days=90)


def test_comment_is_let_through_or_withheld(bookings, run, clock):
    clock.move_to(AT_THE_END)
    actions.send_answers(bookings[0], wave_of(run, Wave.END).pk, {"better": "Ask little Amy"})
    officer = UserFactory()

    comment = actions.moderate_comment(
        Comment.objects.get().pk, Moderation.SHOWN, shown_text="Ask the child", actor=officer
    )

    assert (comment.state, comment.shown_text) == (Moderation.SHOWN, "Ask the child")


def test_results_of_fewer_than_five_are_hidden_and_of_more_are_figures(bookings, run, clock):
    for booking in bookings[:4]:
        actions.send_answers(booking, wave_of(run, Wave.BOOKING).pk, confident(run, 2))
    course, day = run.event.course, START.date()
    hidden = impact_of(course.board, course, day, day, at=START)

    actions.send_answers(bookings[4], wave_of(run, Wave.BOOKING).pk, confident(run, 2))

    shown = impact_of(course.board, course, day, day, at=START)
    assert hidden.analysis is None
    assert shown.analysis is not None
    assert shown.response[Wave.BOOKING].answered == 5


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.CANCELLED])
def test_a_date_that_was_not_run_is_no_date_of_the_course(run, clock, state):
    course, day = run.event.course, START.date()
    before = impact_of(course.board, course, day, day, at=START)
    EventFactory(course=course, starts_at=START, state=state)

    after = impact_of(course.board, course, day, day, at=START)

    assert (before.events, after.events) == (1, 1)


def test_report_prints_the_same_figures(bookings, run, clock, capsys):
    came(*bookings)
    clock.move_to(START)
    for booking in bookings:
        answers = confident(run, 2, Wave.START)
        actions.send_answers(booking, wave_of(run, Wave.START).pk, answers)
    clock.move_to(AT_THE_END)
    for number, booking in enumerate(bookings):
        answers = confident(run, 3 + number % 2, Wave.END)
        actions.send_answers(booking, wave_of(run, Wave.END).pk, answers)
    course = run.event.course
    clock.move_to(AT_THE_END + dt.timedelta(days=15))

    call_command(
        "report", "impact", "--board", course.board.slug, "--course", course.code,
        "--from", "2026-03-01", "--to", "2026-03-31",
    )  # fmt: skip

    printed = json.loads(capsys.readouterr().out)
    scale = next(o for o in printed["analysis"]["outcomes"] if o["name"] == "sure")
    change = scale["changes"]["T1 to T2"]
    assert change["n"] == 6
    assert change["mean_change"]["value"] == 1.5
    assert printed["attended"] == 6


def test_cancelled_booking_is_not_asked(bookings, run):
    Booking.objects.filter(pk=bookings[0].pk).update(
        state=BookingState.CANCELLED, cancelled_at=NOW, cancelled_by="delegate"
    )
    bookings[0].refresh_from_db()

    with pytest.raises(NotNow):
        actions.save_answers(bookings[0], wave_of(run, Wave.BOOKING).pk, {})
