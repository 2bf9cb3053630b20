"""A board with a site, and people who may do things at it."""

import datetime as dt

import pytest
import time_machine
from wagtail.models import Page, Site

from courses.models import TrainerAssignment
from people.actions import grant_role
from people.choices import Role
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    PersonFactory,
    RoleGroupFactory,
    TrainerFactory,
    UserFactory,
)


@pytest.fixture
def site(db):
    root = Page.get_first_root_node()
    Site.objects.all().delete()
    return Site.objects.create(hostname="testserver", root_page=root, is_default_site=True)


@pytest.fixture
def board(site):
    return BoardFactory(site=site)


@pytest.fixture
def agency(board):
    return AgencyFactory(boards=[board])


@pytest.fixture
def course(board):
    return CourseFactory(board=board)


@pytest.fixture
def event(course):
    return EventFactory(course=course, capacity=5)


@pytest.fixture
def user(db):
    return UserFactory()


@pytest.fixture
def person(user, agency):
    """The practitioner behind `user`, at work for `agency`."""
    person = PersonFactory(user=user, email=user.email)
    EmploymentFactory(person=person, agency=agency, role_group=RoleGroupFactory())
    return person


@pytest.fixture
def signed_in(client, person, user):
    client.force_login(user)
    return client


@pytest.fixture
def officer(board):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    return user


@pytest.fixture
def as_officer(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def trainer(board, event):
    """A sign-in that delivers `event`."""
    user = UserFactory()
    grant_role(user, Role.TRAINER, board=board)
    entry = TrainerFactory(board=board, person=PersonFactory(user=user, email=user.email))
    TrainerAssignment.objects.create(event=event, trainer=entry)
    return user


@pytest.fixture
def as_trainer(client, trainer):
    client.force_login(trainer)
    return client


@pytest.fixture
def on_the_day(event):
    """The clock stands ten minutes into `event`."""
    with time_machine.travel(event.starts_at + dt.timedelta(minutes=10), tick=False):
        yield


@pytest.fixture
def expected(event, agency):
    """Three people on the register of `event`, by name."""
    return [
        BookingFactory(event=event, agency=agency, person=PersonFactory(full_name=name))
        for name in ("Ann", "Ben", "Cy")
    ]


@pytest.fixture
def lead(agency):
    """A sign-in that books for `agency`."""
    user = UserFactory(full_name="Ash Example")
    grant_role(user, Role.AGENCY_LEAD, agency=agency)
    return user


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client
