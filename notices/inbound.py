"""Mail that comes back to the sending address: what it is, and which of our messages it answers.

Knows no database. Reads delivery reports (RFC 3464), complaints (ARF, RFC 5965) and automatic answers
(RFC 3834 and the headers that came before it); everything else is a person writing, and left alone.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from enum import Enum

OURS = re.compile(r"<[0-9a-f]{32}@cohort>")
AUTOMATIC_SUBJECT = re.compile(r"(automatic reply|out of (the )?office)\b", re.IGNORECASE)
"""How Exchange begins the subject of an absence, which it marks by no header."""
LONGEST = 300


class Sort(Enum):
    BOUNCE = "bounce"
    DELAY = "delay"
    COMPLAINT = "complaint"
    AUTO_REPLY = "automatic answer"
    PERSON = "somebody writing"


@dataclass(frozen=True)
class Inbound:
    """What came: of which sort, for which of our messages ("" when it names none), and what it says."""

    sort: Sort
    message_id: str = ""
    email: str = ""
    detail: str = ""


def read(raw: bytes) -> Inbound:
    """Sorts one mail as it was received. Never raises: what cannot be read is somebody writing."""
    mail = message_from_bytes(raw, policy=default)
    report = str(mail.get_param("report-type", "") or "").lower()
    if mail.get_content_type() == "multipart/report" and report == "feedback-report":
        return Inbound(Sort.COMPLAINT, _ours_in(mail, raw), detail="Reported as unwanted mail.")
    status = _part(mail, "message/delivery-status")
    if status is not None:
        return _of_report(mail, status, raw)
    if _is_automatic(mail):
        subject = " ".join(str(mail.get("Subject", "")).split())
        return Inbound(Sort.AUTO_REPLY, _answers(mail), detail=subject[:LONGEST])
    return Inbound(Sort.PERSON, _answers(mail))


def _of_report(mail: EmailMessage, status: Message, raw: bytes) -> Inbound:
    blocks = status.get_payload()
    fields = [block for block in blocks if isinstance(block, Message)] if blocks else []
    about = next((block for block in fields if "Action" in block or "Status" in block), None)
    if about is None:
        return Inbound(Sort.PERSON, _ours_in(mail, raw))
    action = str(about.get("Action", "")).strip().lower()
    code = str(about.get("Status", "")).strip()
    detail = " ".join(str(about.get("Diagnostic-Code", "") or code).split())[:LONGEST]
    email = str(about.get("Final-Recipient", "")).partition(";")[2].strip().strip("<>").lower()
    message_id = _ours_in(mail, raw)
    if action == "failed":
        return Inbound(
            Sort.BOUNCE if code.startswith("5") else Sort.DELAY, message_id, email, detail
        )
    if action == "delayed":
        return Inbound(Sort.DELAY, message_id, email, detail)
    return Inbound(Sort.PERSON, message_id)


def _part(mail: EmailMessage, content_type: str) -> Message | None:
    return next((part for part in mail.walk() if part.get_content_type() == content_type), None)


def _ours_in(mail: EmailMessage, raw: bytes) -> str:
    """Our Message-ID: of the returned mail or its headers, wherever the report carries them."""
    return _first(raw.decode("ascii", errors="replace")) or _answers(mail)


def _answers(mail: EmailMessage) -> str:
    """Our Message-ID among those that a mail says it answers."""
    headers = [str(mail.get(name, "")) for name in ("In-Reply-To", "References")]
    return _first(" ".join(headers))


def _first(text: str) -> str:
    found = OURS.search(text)
    return found[0] if found else ""


def _is_automatic(mail: EmailMessage) -> bool:
    submitted = str(mail.get("Auto-Submitted", "no")).lower().partition(";")[0].strip()
    precedence = str(mail.get("Precedence", "")).lower().strip()
    return (
        (submitted != "no" and submitted != "")
        or precedence == "auto_reply"
        or any(name in mail for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply"))
        or AUTOMATIC_SUBJECT.match(str(mail.get("Subject", ""))) is not None
    )
