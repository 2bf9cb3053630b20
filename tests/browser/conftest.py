"""A board with its site, somebody who works for one of its agencies, and a browser that is signed in."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from cms.actions import publish_site
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    PersonFactory,
    RoleGroupFactory,
    UserFactory,
)


@pytest.fixture
def board(live_server):
    board = BoardFactory()
    publish_site(board, hostname="localhost", port=80, is_default=True)
    return board


@pytest.fixture
def agency(board):
    return AgencyFactory(boards=[board], name="Northern Primary School")


@pytest.fixture
def course(board):
    return CourseFactory(board=board, title="Neglect: level 2")


@pytest.fixture
def event(course):
    return EventFactory(course=course, capacity=12)


@pytest.fixture
def person(agency):
    """A returning practitioner, whose workplace is known."""
    user = UserFactory()
    person = PersonFactory(user=user, email=user.email, full_name="Robin Larkspur")
    EmploymentFactory(person=person, agency=agency, role_group=RoleGroupFactory())
    return person


@pytest.fixture
def sign_in(client, live_server):
    """Signs a browser in by a session's cookie: the sign-in pages have their own tests."""

    def sign_in(page: Page, user) -> None:
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
        )

    return sign_in


@pytest.fixture
def address(live_server):
    return lambda name, *args: live_server.url + reverse(f"bookings:{name}", args=args)
