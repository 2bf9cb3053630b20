"""Mail that comes back: delivery reports as three kinds of server write them, answers, complaints, people."""

import io
import sys
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from anymail.signals import AnymailInboundEvent, AnymailTrackingEvent, EventType, RejectReason
from django.core.management import CommandError, call_command

from notices.inbound import Sort, read
from notices.models import Suppression
from notices.providers import note_answer, note_tracking

OURS = f"<{'0123456789abcdef' * 2}@cohort>"

POSTFIX = """\
From: MAILER-DAEMON@mx.agency.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: training@board.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I could not deliver your message.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.agency.example
X-Postfix-Queue-ID: 4F1B2C

Final-Recipient: rfc822; ann@agency.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b1
Content-Type: message/rfc822

From: training@board.example
Message-ID: {ours}
Subject: Booked: Neglect

Hello.
--b1--
"""

EXCHANGE = """\
From: postmaster@agency.example
To: training@board.example
Subject: Undeliverable: Booked: Neglect
In-Reply-To: {ours}
References: {ours}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b2"

--b2
Content-Type: text/html; charset=utf-8

<p>Your message could not be delivered.</p>

--b2
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.agency.example

Original-Recipient: rfc822;Ann@agency.example
Final-Recipient: rfc822;Ann@agency.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found

--b2
Content-Type: text/rfc822-headers

Subject: Booked: Neglect
--b2--
"""

COMPLAINT = """\
From: abuse@mail.example
Subject: Complaint
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b3"

--b3
Content-Type: text/plain

This is a report.

--b3
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Mail/1.0
Version: 1

--b3
Content-Type: message/rfc822

Message-ID: {ours}
Subject: Booked

Hello.
--b3--
"""


def postfix(action="failed", status="5.1.1", said="550 5.1.1 User unknown", ours=OURS):
    return POSTFIX.format(action=action, status=status, said=said, ours=ours).encode()


def answer(ours=OURS, **headers):
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["In-Reply-To"] = "ann@agency.example", "Away", ours
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("I am away.")
    return mail.as_bytes()


def test_unknown_mailbox_is_a_bounce_with_who_and_why():
    came = read(postfix())

    assert (came.sort, came.message_id, came.email) == (Sort.BOUNCE, OURS, "ann@agency.example")
    assert "User unknown" in came.detail


def test_exchange_names_us_in_its_headers():
    came = read(EXCHANGE.format(ours=OURS).encode())

    assert (came.sort, came.message_id, came.email) == (Sort.BOUNCE, OURS, "ann@agency.example")


@pytest.mark.parametrize(("action", "status"), [("failed", "4.2.2"), ("delayed", "4.4.7")])
def test_temporary_trouble_is_a_delay(action, status):
    assert read(postfix(action, status)).sort == Sort.DELAY


def test_report_of_success_is_none_of_these():
    assert read(postfix("delivered", "2.0.0")).sort == Sort.PERSON


def test_complaint_is_recognised():
    came = read(COMPLAINT.format(ours=OURS).encode())

    assert (came.sort, came.message_id) == (Sort.COMPLAINT, OURS)


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"}, {"Precedence": "auto_reply"}],
)
def test_automatic_answer_is_recognised(headers):
    came = read(answer(**headers))

    assert (came.sort, came.message_id, came.detail) == (Sort.AUTO_REPLY, OURS, "Away")


def test_exchange_absence_is_known_by_its_subject():
    raw = answer().replace(b"Subject: Away", b"Subject: Automatic reply: Booked: Neglect")

    assert read(raw).sort == Sort.AUTO_REPLY


def test_person_who_writes_back_is_left_alone():
    assert read(answer(Auto_Submitted="no")).sort == Sort.PERSON


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"Content-Type: multipart/report\n\nx"])
def test_nonsense_is_no_error(raw):
    assert read(raw).sort == Sort.PERSON


@pytest.fixture
def message(db, queue_to):
    return queue_to("ann@agency.example")


def receive(raw, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    call_command("receive_mail")
    return capsys.readouterr().out


def test_piped_bounce_ends_mail_to_the_address(message, monkeypatch, capsys):
    said = receive(postfix(ours=message.message_id), monkeypatch, capsys)

    message.refresh_from_db()
    assert (message.state, Suppression.objects.get().email) == ("bounced", "ann@agency.example")
    assert said.startswith("1 noted")


def test_report_that_names_somebody_else_stops_nobody_elses_mail(message, monkeypatch, capsys):
    raw = postfix(ours=message.message_id).replace(b"ann@agency", b"officer@board")

    receive(raw, monkeypatch, capsys)

    assert [row.email for row in Suppression.objects.all()] == ["ann@agency.example"]


def test_piped_delay_is_noted_and_nothing_ends(message, monkeypatch, capsys):
    receive(postfix("delayed", "4.4.7", ours=message.message_id), monkeypatch, capsys)

    message.refresh_from_db()
    assert message.state != "bounced"
    assert not Suppression.objects.exists()
    assert message.log.filter(verb="bounced").exists()


def test_out_of_office_is_shown_on_the_message(message, monkeypatch, capsys):
    raw = answer(ours=message.message_id, Auto_Submitted="auto-replied")

    receive(raw, monkeypatch, capsys)

    message.refresh_from_db()
    assert (message.auto_reply, message.state) == ("Away", "waiting")


def test_maildir_is_gone_through_once(message, tmp_path, capsys):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(postfix(ours=message.message_id))
    (tmp_path / "new" / "2").write_bytes(answer(Auto_Submitted="no"))
    (tmp_path / "new" / "3").write_bytes(postfix())

    call_command("receive_mail", maildir=tmp_path)
    call_command("receive_mail", maildir=tmp_path)

    first, second = capsys.readouterr().out.strip().splitlines()
    assert first == ("1 noted, 1 about no message of ours, 1 written by people and left alone.")
    assert second.startswith("0 noted, 0 about")


def test_folder_that_is_no_maildir_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="no Maildir"):
        call_command("receive_mail", maildir=tmp_path)


def tracked(message, event_type, **fields):
    event = AnymailTrackingEvent(
        event_type=event_type,
        recipient="ann@agency.example",
        metadata={"message_id": message.message_id},
        **fields,
    )
    note_tracking(sender=None, event=event)
    message.refresh_from_db()
    return message


def test_provider_reports_a_bounce(message):
    tracked(message, EventType.BOUNCED, reject_reason=RejectReason.BOUNCED, mta_response="550")

    assert (message.state, message.last_error) == ("bounced", "550")


def test_provider_reports_a_complaint(message):
    tracked(message, EventType.COMPLAINED)

    assert Suppression.objects.get().reason == "complained"


def test_provider_reports_that_something_was_opened_and_we_do_not_care(message):
    assert tracked(message, EventType.OPENED).log.count() == 1


def test_provider_passes_an_answer_on(message):
    raw = answer(ours=message.message_id, Auto_Submitted="auto-replied")
    event = AnymailInboundEvent(message=SimpleNamespace(as_bytes=lambda: raw), event_type="inbound")

    note_answer(sender=None, event=event)

    message.refresh_from_db()
    assert message.auto_reply == "Away"


def test_webhook_without_the_secret_is_turned_away(client, db, logged_errors):
    response = client.post("/anymail/postmark/tracking/", "{}", content_type="application/json")
    logged_errors.clear()

    assert response.status_code == 400
