"""What a mail server's answer means for a message. SMTP and the providers of django-anymail speak here."""

import smtplib
from dataclasses import dataclass

from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError

TRANSIENT_HTTP = (408, 425, 429)
PERMANENT = 500
NO_SUCH_MAILBOX = (550, 551, 553)


@dataclass(frozen=True)
class Trouble:
    """Why a message did not leave, and whether to try again. `bounced`: the mailbox does not exist."""

    text: str
    try_again: bool
    bounced: bool = False


MAIL_TROUBLES = (OSError, smtplib.SMTPException, AnymailError)


def trouble_of(problem: Exception) -> Trouble:
    """What the failed attempt means.

    Refusals of the address (5xx) are final and, for an unknown mailbox, a bounce; temporary answers (4xx),
    a server that is away, breaks off or does not let us in are worth another try.
    """
    text = " ".join(str(problem).split())[:300]
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(problem.recipients.values()))
        return Trouble(_answer(code, said), code < PERMANENT, bounced=code in NO_SUCH_MAILBOX)
    if isinstance(problem, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError):
        return Trouble(text, try_again=True)
    if isinstance(problem, smtplib.SMTPResponseException):
        text = _answer(problem.smtp_code, problem.smtp_error)
        return Trouble(text, try_again=problem.smtp_code < PERMANENT)
    if isinstance(problem, AnymailRecipientsRefused):
        return Trouble(text, try_again=False, bounced=True)
    if isinstance(problem, AnymailRequestsAPIError) and problem.status_code is not None:
        code = problem.status_code
        return Trouble(text, try_again=code >= PERMANENT or code in TRANSIENT_HTTP)
    return Trouble(text, try_again=isinstance(problem, OSError | smtplib.SMTPException))


def _answer(code: int, said: bytes | str) -> str:
    """What a mail server said, on one line: "554 5.7.1 Refused"."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(f"{code} {words}".split())[:300]
