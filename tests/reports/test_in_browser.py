"""The reports in real Chromium: nothing for axe to report, nothing wider than a phone."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from cms.actions import publish_site
from people.actions import grant_role
from people.choices import Role
from people.models import Board, User
from reports.actions import make_edition
from reports.annual.actions import start_report
from reports.models import ReportSetting
from tests.browser.accounts import PHONE, hold_to_account
from tests.factories import AgencyFactory, BoardFactory, CourseFactory, EventFactory, UserFactory

from .test_attendance import booked, held

pytestmark = pytest.mark.django_db(transaction=True)

YEAR = "from=2014-04-01&to=2015-03-31"
PATHS = (
    "/reports/",
    f"/reports/attendance/?{YEAR}",
    f"/reports/attendance/?{YEAR}&small=hidden",
    "/reports/attendance/?from=2014-04-01&to=2014-05-31&small=hidden",
    "/reports/attendance/?from=nonsense",
    "/reports/attendance/?from=2010-04-01&to=2011-03-31",
    "/reports/annual/",
    f"/reports/attendance/save/?{YEAR}",
    "/reports/saved/",
)


@pytest.fixture
def reads_as(live_server: LiveServer, page: Page) -> Callable[[Role], User]:
    """A board with one register of four, and its reader signed in."""
    board = BoardFactory()
    publish_site(board, hostname="localhost", port=80, is_default=True)
    event = held(CourseFactory(board=board, title="Neglect"), capacity=20)
    for history in ("came", "stayed away", "cancelled", "walked in"):
        booked(event, AgencyFactory(boards=[board]), history)
    EventFactory(course=event.course, starts_at=event.starts_at)

    def sign_in(role: Role) -> User:
        reader = UserFactory()
        grant_role(reader, role, board=board)
        client = Client()
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        return reader

    return sign_in


def test_reports_are_accessible_and_fit(
    live_server: LiveServer, page: Page, reads_as: Callable[[Role], User]
) -> None:
    reader = reads_as(Role.BUSINESS_MANAGER)
    annual = start_report(Board.objects.get(), 2014, actor=reader, at=timezone.now())
    text = annual.slots.get(key="planning")
    ReportSetting.objects.create(board=annual.board, exact_for_readers=True)
    make_edition(annual.board, 2014, at=timezone.now())

    of_annual = ("", "plan/", "plan/add/", "writers/", "stated/", "sign-off/")
    for path in (
        *PATHS,
        f"/reports/annual/text/{text.pk}/",
        *(f"/reports/annual/{annual.pk}/{page_of_it}" for page_of_it in of_annual),
    ):
        page.set_viewport_size(PHONE)
        answer = page.goto(live_server.url + path)
        assert answer is not None
        assert answer.status == 200
        hold_to_account(page)


def test_chart_says_more_of_the_bar_one_points_at(
    live_server: LiveServer, page: Page, reads_as: Callable[[Role], User]
) -> None:
    reads_as(Role.OFFICER)
    page.goto(f"{live_server.url}/reports/attendance/?{YEAR}")

    page.get_by_role("button", name="Explore this chart").first.click()
    expect(page.get_by_text("Point at a bar").first).to_be_focused()
    page.locator(".c-chart__drawing").first.locator(".mark-rect path").first.hover()

    expect(page.locator("#vg-tooltip-element")).to_contain_text("of 2 (")
