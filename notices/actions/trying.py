"""A test of words that nobody has been sent yet."""

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMultiAlternatives

from notices import composing, wording
from notices.transport import MAIL_TROUBLES, trouble_of


class TestNotSent(Exception):
    """The mail server did not take the test; the text says why."""

    __test__ = False


def send_test(
    board: Any, words: tuple[str, str], values: Mapping[str, str], *, to_email: str
) -> None:
    """Sends `words` (subject, body) of `board` with `values` to whoever tries them out, marked as a test.

    Side effect: the e-mail. No message is written: nobody has been told anything. Raises `TestNotSent`.
    """
    said = wording.render(
        (f"[Test] {words[0]}", words[1]), values, board_name=f"{board.name} (test)"
    )
    sender = composing.sender_for(board)
    mail = EmailMultiAlternatives(
        subject=said.subject,
        body=f"This is a test. Nobody else has got it.\n\n{said.text}",
        from_email=sender.header,
        to=[to_email],
        reply_to=[sender.reply_to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(said.html, "text/html")
    try:
        mail.send()
    except MAIL_TROUBLES as problem:
        raise TestNotSent(trouble_of(problem).text) from problem
