"""Whether messages leave, in numbers."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bookings.invariants import check_all
from notices.actions import record_bounce
from notices.models import DiaryEntry, Message

pytestmark = pytest.mark.django_db


def test_quiet_outbox_is_well(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json()["is_well"] is True


def test_message_late_by_more_than_ten_minutes_is_said(client, queue_to, logged_errors):
    queue_to("ann@agency.example")
    Message.objects.update(send_after=timezone.now() - dt.timedelta(minutes=11))

    response = client.get("/healthz")
    logged_errors.clear()

    assert response.status_code == 503
    assert response.json()["due"] == 1
    assert "11 minutes" in response.json()["problems"][0]


def test_many_failures_are_said(client, queue_to, settings, logged_errors):
    settings.NOTICES_FAILED_A_DAY = 0
    record_bounce(queue_to("ann@agency.example").message_id, detail="550")

    problems = client.get("/healthz").json()["problems"]
    logged_errors.clear()

    assert problems == ["1 messages failed within a day. Is the mail server well?"]


def test_health_page_names_nobody(client, queue_to):
    message = queue_to("ann@agency.example")

    page = client.get("/healthz").content.decode()

    assert message.to_email not in page
    assert message.to_name not in page


def test_livez_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/livez").content == b"alive\n"


def test_command_prints_json_and_fails_when_unwell(queue_to, capsys):
    call_command("notices_health")
    assert json.loads(capsys.readouterr().out)["is_well"] is True

    queue_to("ann@agency.example")
    Message.objects.update(send_after=timezone.now() - dt.timedelta(hours=2))
    with pytest.raises(CommandError, match="120 minutes"):
        call_command("notices_health")


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"state": "sending", "claimed_at": dt.timedelta(hours=-1)}, "nothing_stays_half_sent"),
        ({"send_after": dt.timedelta(hours=-2)}, "nothing_is_long_overdue"),
        ({"state": "sent", "sent_at": dt.timedelta()}, "what_was_sent_says_what"),
        ({"state": "failed"}, "failures_say_why"),
        ({"channel": "letter"}, "letters_have_no_address"),
        ({"facts": {"diary": {"entry": 1, "sequence": 5}}}, "diaries_were_told_in_order"),
    ],
)
def test_each_invariant_finds_what_breaks_it(queue_to, changes, broken):
    message = queue_to("ann@agency.example")
    now = timezone.now()
    assert not [each for each in check_all() if each.invariant == broken]

    Message.objects.filter(pk=message.pk).update(
        **{k: now + v if isinstance(v, dt.timedelta) else v for k, v in changes.items()}
    )

    assert [each.invariant for each in check_all() if each.invariant == broken] == [broken]
    assert not DiaryEntry.objects.exists()
