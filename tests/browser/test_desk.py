"""The officer's desk in real Chromium: no text of anybody's runs, and nothing of ours fails axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from notices.actions import edit_message, save_wording
from notices.kinds import kind_of
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

from .accounts import PHONE, wrong

pytestmark = pytest.mark.django_db(transaction=True)

PAYLOAD = (
    '"><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>'
    "[x](javascript:alert(4))"
)
OURS = (".backoffice-page", ".backoffice-bulk")


@pytest.fixture
def addresses(client, live_server, page: Page):
    """The desk's pages of a board on which every name, subject and body is a payload."""
    board = BoardFactory()
    officer = UserFactory()
    grant_role(officer, Role.OFFICER, board=board)
    work = EmploymentFactory(
        agency=AgencyFactory(boards=[board]), person__full_name=PAYLOAD, person__email=""
    )
    booking = BookingFactory(
        event__course__board=board, event__course__title=PAYLOAD, person=work.person
    )
    about = {
        "board": board,
        "person": work.person,
        "to_name": PAYLOAD,
        "about_type": "bookings.booking",
        "about_id": booking.pk,
    }
    plain, edited = MessageFactory(**about), MessageFactory(**about)
    letter = MessageFactory(to_email="", channel="letter", **about)
    MessageFactory(state="failed", last_error=PAYLOAD, auto_reply=PAYLOAD, **about)
    edit_message(edited.pk, subject=PAYLOAD, body=PAYLOAD, actor=officer)
    save_wording(board.pk, kind_of("waiting"), subject=PAYLOAD, body=PAYLOAD, actor=officer)
    client.force_login(officer)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    found = [
        reverse("wagtailadmin_home"),
        reverse("office_messages:index"),
        reverse("office_messages:inspect", args=[plain.pk]),
        reverse("office_messages:inspect", args=[edited.pk]),
        reverse("office_messages:edit", args=[plain.pk]),
        reverse("office_messages:bulk") + "?every=1",
        reverse("office_messages:letters"),
        reverse("office_messages:print") + f"?letter={letter.pk}",
        reverse("office_words_of", args=[board.pk]),
        reverse("office_words", args=[board.pk, "waiting"]),
        reverse("office_when", args=[board.pk, "reminder"]),
        reverse("office_hours", args=[board.pk]),
        reverse("office_bookings:inspect", args=[booking.pk]),
        reverse("office_bookings:write", args=[booking.event_id]),
        reverse("office_people:inspect", args=[work.person_id]),
    ]
    return [live_server.url + address for address in found]


def wrong_at_any_width(page: Page, address: str, prepare: str = "") -> list[str]:
    """What is wrong with our part of the page, Wagtail's own frame being not ours to change.

    It is opened on a phone, with `prepare` run in it, and then made as wide as a desk.
    """
    page.set_viewport_size(PHONE)
    page.goto(address)
    page.evaluate(prepare or ";")
    return list(wrong(page, parts=OURS))


def test_no_text_runs_no_page_is_too_wide_and_axe_is_silent(page: Page, addresses):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    found = [each for address in addresses for each in wrong_at_any_width(page, address)]

    assert dialogs == []
    assert found == []
