"""What a mail server's answer means for a message. SMTP and the providers of django-anymail speak here."""

import re
import smtplib
from dataclasses import dataclass

from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError

WORTH_ANOTHER_TRY = (401, 403, 408, 425, 429)
PERMANENT = 500
NO_SUCH_MAILBOX = (550, 551, 553)


@dataclass(frozen=True)
class Trouble:
    """Why a message did not leave, and whether to try again. `bounced`: the mailbox does not exist."""

    text: str
    try_again: bool
    bounced: bool = False


OURS = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPSenderRefused,
)
ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
"""A status code of RFC 3463: 5.1 is about the address, 5.7 about who may send."""
MAIL_TROUBLES = (OSError, smtplib.SMTPException, AnymailError)


def trouble_of(problem: Exception) -> Trouble:
    """What the failed attempt means.

    Refusals of the address or of the mail (5xx) are final, and a bounce where the mailbox does not exist.
    What is our own trouble is worth another try: a server that is away, breaks off, does not let us in or
    does not let us send as we do; and so are temporary answers (4xx).
    """
    text = " ".join(str(problem).split())[:300]
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(problem.recipients.values()))
        text = _answer(code, said)
        return Trouble(
            text, code < PERMANENT or _is_ours(text), bounced=_has_no_mailbox(code, text)
        )
    if isinstance(problem, OURS):
        return Trouble(text, try_again=True)
    if isinstance(problem, smtplib.SMTPResponseException):
        text = _answer(problem.smtp_code, problem.smtp_error)
        return Trouble(text, try_again=problem.smtp_code < PERMANENT)
    if isinstance(problem, AnymailRecipientsRefused):
        return Trouble(text, try_again=False, bounced=True)
    if isinstance(problem, AnymailRequestsAPIError) and problem.status_code is not None:
        code = problem.status_code
        return Trouble(text, try_again=code >= PERMANENT or code in WORTH_ANOTHER_TRY)
    return Trouble(text, try_again=isinstance(problem, OSError | smtplib.SMTPException))


def _has_no_mailbox(code: int, text: str) -> bool:
    """An enhanced status decides where the server gives one; relaying denied is 550 as well."""
    enhanced = ENHANCED.search(text)
    return enhanced[1] == "1" if enhanced else code in NO_SUCH_MAILBOX


def _is_ours(text: str) -> bool:
    """Refused for who we are, not for whom we write to."""
    enhanced = ENHANCED.search(text)
    return enhanced is not None and enhanced[1] == "7"


def _answer(code: int, said: bytes | str) -> str:
    """What a mail server said, on one line: "554 5.7.1 Refused"."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {words}".split())[:300]
