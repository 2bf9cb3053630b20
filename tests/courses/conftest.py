"""A board with a course, and its officer, who is signed in."""

import pytest

from people.actions import grant_role
from people.choices import Role
from tests.factories import (
    BoardFactory,
    CourseFactory,
    UserFactory,
)


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def officer(client, board):
    user = UserFactory(full_name="Olive Officer")
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return user


@pytest.fixture
def course(board):
    return CourseFactory(board=board)
