from collections.abc import Callable

import pytest
from django.core import mail
from django.utils import timezone

from courses.rules import UNDO_FOR
from notices.actions import send_due

from .calendar import ModelCalendar


@pytest.fixture
def sending(django_capture_on_commit_callbacks):
    """What is done inside is committed, and the messages leave."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def quarter_of_an_hour_later() -> Callable[[], None]:
    """What waits until it cannot be undone has left."""

    def pass_by() -> None:
        while send_due(at=timezone.now() + UNDO_FOR):
            pass

    return pass_by


@pytest.fixture
def calendar_of() -> Callable[..., ModelCalendar]:
    """The calendar of whoever reads a mailbox, after everything sent so far, in the order given."""

    def calendar_of(email: str, *, order=None) -> ModelCalendar:
        mails = [each for each in mail.outbox if each.to == [email]]
        calendar = ModelCalendar()
        for each in order(mails) if order else mails:
            calendar.receive(each)
        return calendar

    return calendar_of
