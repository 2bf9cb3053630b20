"""The public pages in real Chromium: nothing for axe to report, nothing wider than a phone."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from cms.actions import publish_site
from courses.choices import EventState
from courses.models import ELearning, Topic
from tests.browser.accounts import PHONE, hold_to_account
from tests.factories import BoardFactory, BookingFactory, CourseFactory, EventFactory

pytestmark = pytest.mark.django_db(transaction=True)

PATHS = (
    "/",
    "/calendar/",
    "/calendar/?view=month&month={month}",
    "/calendar/?from=nonsense&q=neglect",
    "/calendar/?q=nothing-like-this",
    "/courses/",
    "/courses/neglect/",
    "/courses/undated/",
    "/e-learning/",
    "/search/?q=neglect",
    "/news/",
    "/contact/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
)


def test_public_pages_are_accessible_and_fit(live_server: LiveServer, page: Page) -> None:
    board = BoardFactory()
    publish_site(board, hostname="localhost", port=80, is_default=True)
    course = CourseFactory(board=board, title="Neglect", slug="neglect", summary="See it early.")
    course.topics.add(Topic.objects.create(board=board, name="Harm"))
    full = EventFactory(course=course, capacity=1)
    BookingFactory(event=full)
    EventFactory(course=course, state=EventState.CANCELLED)
    EventFactory(course=course, state=EventState.TENTATIVE)
    CourseFactory(board=board, slug="undated")
    ELearning.objects.create(board=board, title="Neglect", provider="A", url="https://a.example")
    month = timezone.localtime(full.starts_at)

    for path in PATHS:
        page.set_viewport_size(PHONE)
        page.goto(live_server.url + path.format(month=f"{month:%Y-%m}"))
        hold_to_account(page)
