"""The officer's desk: messages are found, read and acted on, each through its page."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from notices import actions
from notices.choices import MessageState
from notices.models import Message
from people.actions import grant_role
from people.choices import Role
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    EmploymentFactory,
    MessageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(2)>"


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
def booking(board):
    return BookingFactory(event__course__board=board, event__course__title="Neglect")


@pytest.fixture
def message(board, booking):
    """ "Booked" to Jane, about the booking; waits for tomorrow."""
    return MessageFactory(
        board=board,
        person=booking.person,
        to_name="Jane Doe",
        to_email="jane@x.example",
        about_type="bookings.booking",
        about_id=booking.pk,
        send_after=timezone.now() + dt.timedelta(days=1),
    )


def page(client, name, *args, **query):
    return client.get(reverse(f"office_messages:{name}", args=args), query).content.decode()


def do(client, name, message, **data):
    return client.post(reverse(f"office_messages:{name}", args=[message.pk]), data)


@pytest.mark.parametrize("typed", ["jane d", "JANE@x.example"])
def test_message_is_found_by_name_or_address(client, officer, board, message, typed):
    other = MessageFactory(board=board)

    text = page(client, "index", q=typed)

    assert f"/messages/inspect/{message.pk}/" in text
    assert f"/messages/inspect/{other.pk}/" not in text


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ({"lost": "lost"}, {"failed", "bounced"}),
        ({"lost": "answered"}, {"answered"}),
        ({"state": "held"}, {"held"}),
        ({"kind": "waiting"}, {"other"}),
        ({"channel": "letter"}, {"letter"}),
        ({"leaves_from": "2030-01-01"}, {"later"}),
    ],
)
def test_list_is_filtered(client, officer, board, query, listed):
    rows = {
        "failed": MessageFactory(board=board, state="failed"),
        "bounced": MessageFactory(board=board, state="bounced"),
        "held": MessageFactory(board=board, state="held"),
        "answered": MessageFactory(board=board, auto_reply="Out of office"),
        "other": MessageFactory(board=board, kind="waiting"),
        "letter": MessageFactory(board=board, to_email="", channel="letter"),
        "later": MessageFactory(board=board, send_after="2030-05-01T09:00Z"),
    }

    text = page(client, "index", **query)

    assert {name for name, row in rows.items() if f"/messages/inspect/{row.pk}/" in text} == listed


def test_list_counts_what_needs_looking_at_at_ones_own_board(client, officer, board):
    for state in ("failed", "failed", "bounced", "held"):
        MessageFactory(board=board, state=state)
    MessageFactory(board=board, to_email="", channel="letter")
    MessageFactory(state="failed")

    text = re.sub(r"<[^>]+>", "", page(client, "index"))
    today = client.get(reverse("wagtailadmin_home")).content.decode()

    for words in ("2 failed", "1 bounced", "1 to print as letters", "1 held"):
        assert words in text
        assert words in today


@pytest.mark.parametrize("name", ["index", "letters"])
def test_lists_take_the_same_queries_for_one_message_and_for_thirty(client, officer, board, name):
    url, counts = reverse(f"office_messages:{name}"), []
    for more in (1, 29):
        for _ in range(more):
            booking = BookingFactory(event__course__board=board)
            about = {"about_type": "bookings.booking", "about_id": booking.pk}
            MessageFactory(board=board, person=booking.person, **about)
            MessageFactory(board=board, to_email="", channel="letter", **about)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_message_page_shows_how_it_reads_what_it_is_about_and_its_log(
    client, officer, message, booking
):
    actions.hold_message(message.pk, actor=officer)

    text = page(client, "inspect", message.pk)

    assert "Booked: Neglect" in text
    assert f"/admin/bookings/inspect/{booking.pk}/" in text
    assert "Olive Officer held it back" in text


def test_message_page_says_that_it_is_no_longer_true(client, officer, message, booking):
    booking.delete()

    assert "It will be cancelled instead of sent" in page(client, "inspect", message.pk)


def test_message_of_a_kind_nobody_knows_can_be_read_and_cancelled(client, officer, board):
    message = MessageFactory(board=board, kind="long_gone")

    assert "It cannot be written" in page(client, "inspect", message.pk)
    assert page(client, "edit", message.pk)
    do(client, "cancel", message)

    message.refresh_from_db()
    assert message.state == MessageState.CANCELLED


def test_left_message_shows_what_it_said(client, officer, board):
    message = MessageFactory(
        board=board, state="sent", sent_at=timezone.now(), subject="Was", body="It said so."
    )

    assert "It said so." in page(client, "inspect", message.pk)


def test_held_message_leaves_when_it_is_let_go(
    client, officer, message, django_capture_on_commit_callbacks
):
    do(client, "hold", message)
    do(client, "move", message, day=f"{timezone.localdate()}", time="00:00")
    assert mail.outbox == []

    with django_capture_on_commit_callbacks(execute=True):
        do(client, "release", message)

    assert [m.to for m in mail.outbox] == [["jane@x.example"]]


def test_edit_starts_from_the_words_as_they_read_now(client, officer, message, booking):
    text = page(client, "edit", message.pk)
    do(client, "edit", message, subject="Bring a coat", body="It is cold, {{ name }}.")
    actions.send_message(message.pk, at=message.send_after)

    assert booking.person.full_name in text
    assert "{{ name }}" not in text
    assert mail.outbox[0].body == f"It is cold, {booking.person.full_name}."


def test_a_name_stays_a_name_when_a_message_is_edited(client, officer, message, booking):
    booking.person.full_name = "[Click](https://evil.example) {{ contact }}"
    booking.person.save()

    text = page(client, "edit", message.pk)

    assert "(Click)(https://evil.example) (( contact ))" in text


def test_unknown_placeholder_is_refused_and_what_was_typed_is_kept(client, officer, message):
    answer = do(client, "edit", message, subject="Hello", body="Dear {{ nam }}, kept words")

    text = answer.content.decode()
    assert "There is no placeholder {{ nam }}" in text
    assert "kept words" in text
    message.refresh_from_db()
    assert not message.is_edited


def test_move_changes_when_it_leaves(client, officer, message):
    day = timezone.localdate() + dt.timedelta(days=3)

    do(client, "move", message, day=f"{day}", time="10:15")

    message.refresh_from_db()
    assert timezone.localtime(message.send_after) == timezone.make_aware(
        dt.datetime.combine(day, dt.time(10, 15))
    )


@pytest.mark.parametrize("day", ["", "tomorrow", "1999-01-01", "9999-12-31"])
def test_move_refuses_a_day_nobody_means(client, officer, message, day):
    answer = do(client, "move", message, day=day, time="10:15")

    assert "Nothing was saved yet" in answer.content.decode()


def test_cancelled_message_keeps_the_reason(client, officer, message):
    do(client, "cancel", message, why="Told by phone")

    assert "Olive Officer cancelled it: Told by phone" in page(client, "inspect", message.pk)


@pytest.mark.parametrize("name", ["hold", "release", "edit", "move", "cancel"])
def test_what_has_left_meanwhile_is_refused_in_a_sentence(client, officer, message, name):
    Message.objects.filter(pk=message.pk).update(state="sent", sent_at=timezone.now())
    data = {"subject": "S", "body": "B", "day": f"{timezone.localdate()}", "time": "10:00"}

    answer = do(client, name, message, **data)

    assert "Nothing was changed: this message is already sent." in answer.content.decode()


def test_sent_again_to_another_address(client, officer, board, message):
    actions.send_message(message.pk, at=message.send_after)

    answer = do(client, "again", message, email="New@x.example")

    again = Message.objects.exclude(pk=message.pk).get()
    assert answer["Location"] == reverse("office_messages:inspect", args=[again.pk])
    assert again.to_email == "new@x.example"


def test_what_waits_is_not_sent_again(client, officer, message):
    answer = do(client, "again", message, email="jane@x.example")

    assert "This message has not left yet" in answer.content.decode()


@pytest.mark.parametrize("typed", ["Jane@x.example", ""])
def test_blocked_address_is_refused_when_sending_again(client, officer, message, typed):
    actions.send_message(message.pk, at=message.send_after)
    actions.suppress("jane@x.example", detail="", actor=None)

    answer = do(client, "again", message, email=typed)

    assert "Mail to this address is blocked" in answer.content.decode()


@pytest.mark.parametrize("name", ["inspect", "hold", "release", "edit", "move", "cancel", "again"])
def test_another_boards_message_is_a_404_and_stays_as_it_was(client, officer, name):
    theirs = MessageFactory()

    assert do(client, name, theirs, why="x").status_code in (404, 405)
    assert client.get(reverse(f"office_messages:{name}", args=[theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == MessageState.WAITING


def test_a_list_of_several_is_held_and_what_left_is_counted(client, officer, board):
    waiting = [MessageFactory(board=board) for _ in range(3)]
    theirs = MessageFactory()
    url = reverse("office_messages:bulk")
    shown = client.get(url, {"message": [m.pk for m in (*waiting, theirs)]}).content.decode()
    ids = re.search(r'name="messages" value="([\d,]+)"', shown)[1]
    Message.objects.filter(pk=waiting[0].pk).update(state="cancelled")

    answer = client.post(url, {"messages": f"{ids},{theirs.pk}", "do": "hold"}, follow=True)

    assert "2 messages held back." in answer.content.decode()
    states = Message.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["cancelled", "held", "held", "waiting"]


def test_bulk_takes_the_whole_filtered_list(client, officer, board):
    MessageFactory(board=board, kind="waiting", to_name="Jane")
    MessageFactory(board=board, kind="waiting", to_name="Tom")
    MessageFactory(board=board, kind="booked", to_name="Jane")

    text = page(client, "bulk", every="1", kind="waiting", q="jane")

    assert "1 message that has not left" in text


def test_bulk_of_nothing_leads_back(client, officer, board):
    sent = MessageFactory(board=board, state="sent")

    answer = client.get(reverse("office_messages:bulk"), {"message": sent.pk}, follow=True)

    assert "None of these can be changed" in answer.content.decode()


def test_nothing_in_a_name_subject_or_body_runs(client, officer, message, booking):
    booking.person.full_name = PAYLOAD
    booking.person.save()
    message.to_name = PAYLOAD
    message.save()
    actions.edit_message(
        message.pk, subject=PAYLOAD, body=f"{PAYLOAD} [x](javascript:alert(3))", actor=None
    )
    pages = [
        page(client, "inspect", message.pk),
        page(client, "index"),
        page(client, "edit", message.pk),
        page(client, "bulk", message=message.pk),
        client.get(reverse("office_bookings:inspect", args=[booking.pk])).content.decode(),
    ]

    for text in pages:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert 'href="javascript:' not in text.replace("&quot;", '"')
    assert 'sandbox=""' in pages[0]


def test_booking_and_person_pages_say_what_was_told(client, officer, board, message, booking):
    MessageFactory(
        board=board,
        person=booking.person,
        about_type="bookings.booking",
        about_id=booking.pk,
        state="bounced",
        last_error="550 No such user",
        auto_reply="Out of office until Monday",
    )

    text = client.get(reverse("office_bookings:inspect", args=[booking.pk])).content.decode()

    assert "550 No such user" in text
    assert "Out of office until Monday" in text
    assert f"/admin/messages/inspect/{message.pk}/" in text


def test_told_takes_the_same_queries_for_one_message_and_for_three(
    client, officer, board, message, booking
):
    url, counts = reverse("office_bookings:inspect", args=[booking.pk]), []
    for more in (0, 2):
        for _ in range(more):
            MessageFactory(board=board, about_type="bookings.booking", about_id=booking.pk)
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_persons_page_shows_what_ones_own_board_told_them(client, officer, board):
    work = EmploymentFactory(agency=AgencyFactory(boards=[board]))
    ours = MessageFactory(board=board, person=work.person, auto_reply="Out of office")
    theirs = MessageFactory(person=work.person)

    text = client.get(reverse("office_people:inspect", args=[work.person_id])).content.decode()

    assert f"/admin/messages/inspect/{ours.pk}/" in text
    assert "Out of office" in text
    assert f"/admin/messages/inspect/{theirs.pk}/" not in text
