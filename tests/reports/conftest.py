"""A board of the site, a reader of its reports, and an event with one of each outcome."""

import pytest
from wagtail.models import Site

from courses.models import Event
from people.choices import Role
from people.models import Board, RoleAssignment
from reports.models import ReportSetting
from tests.factories import AgencyFactory, BoardFactory, CourseFactory, UserFactory

from .test_attendance import booked, held


@pytest.fixture
def board() -> Board:
    return BoardFactory(site=Site.objects.get(is_default_site=True))


@pytest.fixture
def reader(client, board):
    """One of the sub-group, at a board that lets them read exact numbers."""
    ReportSetting.objects.create(board=board, exact_for_readers=True)
    user = UserFactory()
    RoleAssignment.objects.create(user=user, role=Role.SUBGROUP, board=board)
    client.force_login(user)
    return client


@pytest.fixture
def event(board) -> Event:
    """20 places: 3 came, 1 stayed away, 1 cancelled, 1 walked in."""
    event = held(CourseFactory(board=board, title="Neglect"), capacity=20)
    housing = AgencyFactory(name="Housing team", boards=[board])
    police = AgencyFactory(name="Police team", boards=[board])
    for agency, history in [
        (housing, "came"),
        (housing, "came"),
        (police, "came"),
        (police, "stayed away"),
        (police, "cancelled"),
        (police, "walked in"),
    ]:
        booked(event, agency, history)
    return event
