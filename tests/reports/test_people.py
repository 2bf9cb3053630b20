"""From a figure to the names it counts, for staff."""

import re

import pytest

from people.choices import Role
from people.models import RoleAssignment
from tests.factories import AgencyFactory, UserFactory

from .test_attendance import booked
from .test_views import PAGE, YEAR, text

pytestmark = pytest.mark.django_db
NAMES = f"{PAGE}people/"


@pytest.fixture
def officer(client, board):
    user = UserFactory()
    RoleAssignment.objects.create(user=user, role=Role.OFFICER, board=board)
    client.force_login(user)
    return client


def test_every_count_of_every_line_leads_to_as_many_names(officer, event):
    page = officer.get(PAGE + YEAR).content.decode()
    found = re.findall(r'href="(/reports/attendance/people/[^"]+)">(\d+)<', page)

    assert len(found) > 20
    for address, number in dict(found).items():
        names = officer.get(address.replace("&amp;", "&")).content.decode()
        assert re.search(rf"<h1[^>]*>[^<]*: {number}</h1>", names), address


def test_names_are_those_of_the_filters(officer, event):
    came = booked(event, AgencyFactory(boards=[event.board]))

    page = text(officer.get(f"{NAMES}attended/{YEAR}&agency={came.agency_id}"))

    assert came.person.full_name in page
    assert "Attended: 1" in page


def test_sub_group_sees_figures_but_no_way_to_names(reader, event):
    assert "attendance/people" not in reader.get(PAGE + YEAR).content.decode()
    assert reader.get(f"{NAMES}attended/{YEAR}").status_code == 404


def test_unknown_count_is_not_found(officer, event):
    assert officer.get(f"{NAMES}rumours/{YEAR}").status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_same_number_of_queries_for_any_size(
    officer,
    event,
    size,
    django_assert_num_queries,
):
    for _ in range(size):
        booked(event, AgencyFactory(boards=[event.board]))

    with django_assert_num_queries(10):
        officer.get(f"{NAMES}attended/{YEAR}")
