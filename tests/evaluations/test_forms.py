"""The form as its person meets it: cards, keeping as one goes, what the quiz teaches."""

import datetime as dt

import pytest

from evaluations import actions
from evaluations.cards import BARRIERS
from evaluations.choices import Wave
from evaluations.forms import SheetForm
from evaluations.instruments.documents import load_questionnaire
from evaluations.models import Sheet

from .conftest import AT_THE_END, LATER, START, came
from .test_waves import confident, form_url, wave_of

pytestmark = pytest.mark.django_db

BACKGROUND = {"Accept": "application/json"}
FORM_QUERIES = 14


@pytest.fixture
def at_the_end(clock, bookings):
    clock.move_to(AT_THE_END)
    return form_url(bookings[0])


def form_of(run, wave, data=None):
    return SheetForm(load_questionnaire(wave_of(run, wave).document), data)


def test_every_question_has_a_number_and_those_looking_back_a_heading(run):
    form = form_of(run, Wave.END)

    (_, _, now), (heading, _, before) = form.sections

    assert [card.number for card in [*now, *before]] == list(range(1, form.total + 1))
    assert heading == "Looking back"
    assert all(card.field.name.endswith("@before") for card in before)


def test_every_field_stands_on_a_card(run):
    form = form_of(run, Wave.END)

    shown = [field.name for _, _, cards in form.sections for card in cards for field in card.fields]

    assert shown == list(form.fields)


def test_points_with_words_at_the_ends_stand_in_a_row(run):
    cards = form_of(run, Wave.END).sections[0][2]

    rows = {card.item.code: card.is_row for card in cards if card.is_rating}

    assert (rows["useful"], rows["pace"]) == (True, False)


def test_background_keeps_what_is_sound_and_says_nothing(client, run, at_the_end):
    kept = client.post(
        at_the_end, {"useful": "4", "action_by": "soon", "save": "1"}, headers=BACKGROUND
    )

    assert kept.status_code == 204
    assert Sheet.objects.get().answers == {"useful": 4}


def test_background_learns_that_the_form_was_sent(client, bookings, run, at_the_end):
    actions.send_answers(bookings[0], wave_of(run, Wave.END).pk, {"useful": 4})

    # The page of a form that was sent meanwhile on another device.
    late = client.post(at_the_end, {"useful": "1", "save": "1"}, headers=BACKGROUND)

    assert (late.status_code, late.content.decode()) == (
        409,
        "You have sent this form already. Thank you.",
    )
    assert Sheet.objects.get().answers == {"useful": 4}


def test_what_is_missing_is_named_and_what_was_answered_kept(client, at_the_end):
    page = client.post(at_the_end, {"pace": "3"})

    text = page.content.decode()
    assert "Choose an answer: How useful was this for your work?" in text
    assert 'value="3" checked' in text


def test_quiz_teaches_once_the_last_form_that_asks_it_is_sent(client, run, at_the_end):
    client.post(at_the_end, {"useful": "4", "neglect_one": "once"})

    page = client.get(at_the_end).content.decode()

    assert "A pattern over time" in page
    assert "Neglect is persistent" in page


def test_quiz_teaches_nothing_before_it_is_asked_again(client, bookings, run, clock):
    clock.move_to(START)
    client.post(form_url(bookings[0]), {"neglect_one": "once"})

    page = client.get(form_url(bookings[0])).content.decode()

    assert "Thank you" in page
    assert "Neglect is persistent" not in page


def test_nobody_says_at_the_end_how_it_was_at_the_start(client, run, at_the_end):
    client.post(at_the_end, {"useful": "4"})

    page = client.get(at_the_end).content.decode()

    assert "Thank you" in page


def test_nothing_stands_in_the_way_of_what_is_done(run):
    done = form_of(run, Wave.LATER, {"review": "done", BARRIERS: ["time"]})
    partly = form_of(run, Wave.LATER, {"review": "partly", BARRIERS: ["time"]})

    assert (done.is_valid(), partly.is_valid()) == (True, True)
    assert BARRIERS not in done.answers
    assert partly.answers[BARRIERS] == ["time"]


def test_thanks_say_until_when_answers_are_linked(client, bookings, run, clock):
    actions.send_answers(bookings[0], wave_of(run, Wave.BOOKING).pk, confident(run, 3))
    run.refresh_from_db()

    page = client.get(form_url(bookings[0])).content.decode()

    assert f"{run.key_until:%-d %B %Y}" in page


def test_form_asks_the_same_number_of_queries_for_few_and_for_many(
    client, bookings, run, clock, django_assert_num_queries
):
    came(*bookings)
    clock.move_to(LATER + dt.timedelta(days=1))
    url = form_url(bookings[0])

    with django_assert_num_queries(FORM_QUERIES):
        client.get(url)
    for booking in bookings[1:4]:
        actions.send_answers(booking, wave_of(run, Wave.LATER).pk, {"review": "done"})
    with django_assert_num_queries(FORM_QUERIES):
        client.get(url)
