"""A board's own words: checked, previewed, tried out, restored; and when each notice leaves."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.messages.kinds import BOOKED, WAITING
from notices import actions
from notices.models import Message, NoticeSetting, SendingHours, Wording
from notices.queries import choice_of, words_of
from people.actions import grant_role
from people.choices import Role
from tests.factories import BoardFactory, BookingFactory, UserFactory

pytestmark = pytest.mark.django_db

TYPED = {"subject": "You are in: {{ course }}", "body": "Hello {{ name }}, do come."}


@pytest.fixture
def board():
    return BoardFactory(name="Halton Board", short_name="Halton")


@pytest.fixture
def officer(client, board):
    user = UserFactory(full_name="Olive Officer", email="olive@halton.example")
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return user


def words_page(board, kind="booked"):
    return reverse("office_words", args=[board.pk, kind])


def when_page(board, kind="booked"):
    return reverse("office_when", args=[board.pk, kind])


def test_kinds_are_listed_with_what_the_board_chose(client, officer, board):
    actions.choose(board.pk, WAITING, is_on=False, copy_to_manager=False)
    actions.save_wording(board.pk, BOOKED, actor=None, **TYPED)

    text = client.get(reverse("office_words_first"), follow=True).content.decode()

    assert "To the delegate" in text
    assert BOOKED.occasion in text
    assert text.count(">Off<") == 1
    assert text.count("Your own") == 1


def test_officer_of_two_boards_picks_the_board(client, officer, board):
    second = BoardFactory(short_name="Warrington")
    grant_role(officer, Role.OFFICER, board=second)

    text = client.get(reverse("office_words_of", args=[board.pk])).content.decode()

    assert reverse("office_words_of", args=[second.pk]) in text


def test_list_takes_the_same_queries_for_one_version_and_for_three(client, officer, board):
    url, counts = reverse("office_words_of", args=[board.pk]), []
    for more in (1, 2):
        for _ in range(more):
            actions.save_wording(board.pk, BOOKED, actor=officer, **TYPED)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_editor_shows_placeholders_and_how_it_reads_with_real_data(client, officer, board):
    BookingFactory(event__course__board=board, person__full_name="Jane Doe")

    text = client.get(words_page(board)).content.decode()

    assert "{{ cancel_link }}" in text
    assert "Where to cancel" in text
    assert "Jane Doe, you have a place." in text
    assert "latest real booking" in text


def test_editor_of_a_board_without_bookings_reads_with_examples(client, officer, board):
    text = client.get(words_page(board)).content.decode()

    assert "Amira Example, you have a place." in text
    assert "made-up values" in text


def test_saved_words_are_in_force_and_signed(client, officer, board):
    client.post(words_page(board), TYPED)

    assert words_of(board.pk, BOOKED) == (TYPED["subject"], TYPED["body"])
    assert "Olive Officer" in client.get(words_page(board)).content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"body": "Hello {{ nam }}, kept words"}, "Did you mean {{ name }}?"),
        ({"body": "Hello {{ name, kept words"}, "A placeholder is not closed"),
        ({"subject": "", "body": "kept words"}, "Enter the subject"),
        ({"body": "kept words {{ name.__class__ }}"}, "There is no placeholder"),
    ],
)
def test_words_that_cannot_be_used_are_refused_and_kept(client, officer, board, change, said):
    text = client.post(words_page(board), {**TYPED, **change}).content.decode()

    assert said in text
    assert "kept words" in text
    assert not Wording.objects.exists()


def test_preview_saves_nothing(client, officer, board):
    text = client.post(words_page(board), {**TYPED, "preview": "1"}).content.decode()

    assert "Hello Amira Example, do come." in text
    assert not Wording.objects.exists()


def test_test_goes_to_oneself_marked_and_tells_nobody(client, officer, board):
    BookingFactory(event__course__board=board, person__email="jane@x.example")

    answer = client.post(words_page(board), {**TYPED, "test": "1"})

    assert "A test is on its way to olive@halton.example" in answer.content.decode()
    (test,) = mail.outbox
    assert test.to == ["olive@halton.example"]
    assert test.subject.startswith("[Test] You are in: ")
    assert test.body.startswith("This is a test.")
    assert not Message.objects.exists()
    assert not Wording.objects.exists()


def test_test_that_cannot_be_sent_keeps_the_words(client, officer, board, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    text = client.post(words_page(board), {**TYPED, "test": "1"}).content.decode()

    assert "The test could not be sent" in text
    assert "You are in: {{ course }}" in text


def test_earlier_version_is_restored(client, officer, board):
    first = actions.save_wording(board.pk, BOOKED, subject="First", body="One", actor=officer)
    actions.save_wording(board.pk, BOOKED, subject="Second", body="Two", actor=officer)

    client.post(reverse("office_words_restore", args=[board.pk, "booked", first.pk]))

    assert words_of(board.pk, BOOKED) == ("First", "One")
    assert Wording.objects.count() == 3


def test_reset_goes_back_to_the_default_and_keeps_the_history(client, officer, board):
    actions.save_wording(board.pk, BOOKED, actor=officer, **TYPED)

    client.post(reverse("office_words_reset", args=[board.pk, "booked"]))

    assert words_of(board.pk, BOOKED) == (BOOKED.subject, BOOKED.body)
    text = client.get(words_page(board)).content.decode()
    assert "went back to the words Cohort came with" in text
    assert "You are in: {{ course }}" in text


def test_words_of_another_board_or_no_kind_are_not_found(client, officer, board):
    other = BoardFactory()
    theirs = actions.save_wording(other.pk, BOOKED, subject="S", body="B", actor=None)
    urls = [
        words_page(other),
        when_page(other),
        words_page(board, "no_such_kind"),
        reverse("office_words_of", args=[other.pk]),
        reverse("office_hours", args=[other.pk]),
        reverse("office_words_reset", args=[other.pk, "booked"]),
        reverse("office_words_restore", args=[board.pk, "booked", theirs.pk]),
    ]

    answers = {url: (client.get(url).status_code, client.post(url).status_code) for url in urls}

    assert {code for codes in answers.values() for code in codes} <= {404, 405}, answers
    assert Wording.objects.count() == 1


def test_nothing_typed_into_words_runs(client, officer, board):
    payload = "<script>alert(1)</script> [x](javascript:alert(2)) ![y](x)"
    text = client.post(words_page(board), {"subject": payload, "body": payload, "preview": "1"})

    assert "<script>alert" not in text.content.decode()
    assert "href=&quot;javascript:" not in text.content.decode()
    assert 'sandbox=""' in text.content.decode()


def test_a_link_that_a_value_would_turn_into_script_is_emptied(client, officer, board):
    BookingFactory(event__course__board=board, person__full_name="javascript:alert(1)")

    text = client.post(
        words_page(board), {"subject": "S", "body": "[Who]({{ name }})", "preview": "1"}
    ).content.decode()

    assert "&lt;a href=&quot;&quot;" in text


def test_notice_is_switched_off_and_copied(client, officer, board):
    client.post(when_page(board, "waiting"), {"copy_to_manager": "on"})

    choice = choice_of(board.pk, WAITING)
    assert (choice.is_on, choice.copy_to_manager) == (False, True)


def test_notice_people_must_get_cannot_be_switched_off(client, officer, board):
    text = client.get(when_page(board, "booked")).content.decode()
    client.post(when_page(board, "booked"), {})

    assert "it is always sent" in text
    assert choice_of(board.pk, BOOKED).is_on
    assert NoticeSetting.objects.get().is_on


@pytest.fixture
def hours_data():
    return {
        "opens_at": "08:00",
        "closes_at": "18:00",
        "sender_name": "Halton training",
        "sender_email": "training@halton.example",
    }


def test_reminder_is_moved_and_its_meaning_told(client, officer, board, reminder, time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC))
    typed = {"is_on": "on", "amount": 3, "unit": "working_days", "at_time": "08:15"}
    url = when_page(board, reminder.code)

    text = client.post(url, {**typed, "preview": "1"}).content.decode()
    assert not NoticeSetting.objects.exists()
    client.post(url, typed)

    assert "3 working days before, at 08:15" in text
    assert "For an event on Monday 13 April 2026, 09:30 that is Wednesday 8 April 2026" in text
    offset = choice_of(board.pk, reminder).offset
    assert (offset.amount, offset.unit, offset.at_time) == (3, "working_days", dt.time(8, 15))


def test_too_long_before_is_refused(client, officer, board, reminder):
    typed = {"is_on": "on", "amount": 60, "unit": "weeks"}

    text = client.post(when_page(board, reminder.code), typed).content.decode()

    assert "Enter at most 52 weeks" in text


@pytest.fixture
def reminder():
    """A kind with a schedule, before its occasion."""
    from notices.choices import Audience
    from notices.kinds import all_kinds

    return next(
        kind
        for kind in all_kinds()
        if kind.schedule and not kind.schedule.is_after and kind.audience == Audience.DELEGATE
    )


def test_sending_hours_and_sender_are_set(client, officer, board, hours_data):
    client.post(reverse("office_hours", args=[board.pk]), {**hours_data, "weekends": "on"})

    hours = SendingHours.objects.get(board=board)
    assert (hours.opens_at, hours.closes_at) == (dt.time(8), dt.time(18))
    assert (hours.weekends, hours.bank_holidays) == (True, False)
    assert (hours.sender_name, hours.sender_email) == (
        "Halton training",
        "training@halton.example",
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"closes_at": "07:00"}, "Enter a time after the first one"),
        ({"opens_at": "early"}, "Enter a valid time."),
        ({"sender_email": "nobody"}, "Enter an e-mail address like"),
    ],
)
def test_hours_that_make_no_sense_are_refused(client, officer, board, hours_data, change, said):
    url = reverse("office_hours", args=[board.pk])

    text = client.post(url, {**hours_data, **change}).content.decode()

    assert said in text
    assert "Halton training" in text
    assert not SendingHours.objects.exists()


def test_line_break_in_the_senders_name_starts_no_header(client, officer, board, hours_data):
    typed = {**hours_data, "sender_name": "Halton\r\nBcc: x@y.example"}

    client.post(reverse("office_hours", args=[board.pk]), typed)

    assert SendingHours.objects.get().sender_name == "Halton Bcc: x@y.example"
