"""Blocked addresses: one's own people's only, added with a reason, taken off again."""

import pytest
from django.urls import reverse

from notices.models import Suppression
from people.actions import grant_role
from people.choices import Role
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    EmploymentFactory,
    MessageFactory,
    SuppressionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def officer(client, board):
    user = UserFactory(full_name="Olive Officer")
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return user


def works_for(board, **changes):
    return EmploymentFactory(agency=AgencyFactory(boards=[board]), **changes)


def test_list_holds_addresses_of_ones_own_people_managers_and_messages(client, officer, board):
    works_for(board, person__email="jane@x.example", manager_email="Boss@x.example")
    MessageFactory(board=board, to_email="written@x.example")
    other = BoardFactory()
    works_for(other, person__email="tom@y.example", manager_email="chief@y.example")
    MessageFactory(board=other, to_email="other@y.example")
    for email in (
        "jane@x.example",
        "boss@x.example",
        "written@x.example",
        "tom@y.example",
        "chief@y.example",
        "other@y.example",
        "nobody@z.example",
    ):
        SuppressionFactory(email=email)

    text = client.get(reverse("office_blocked:index")).content.decode()

    assert [e for e in ("jane@x", "boss@x", "written@x") if e not in text] == []
    assert "@y.example" not in text
    assert "@z.example" not in text


def test_superuser_sees_every_address(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    SuppressionFactory(email="nobody@z.example")

    assert "nobody@z.example" in client.get(reverse("office_blocked:index")).content.decode()


def test_address_is_blocked_with_a_reason(client, officer, board):
    works_for(board, person__email="jane@x.example")

    client.post(reverse("office_blocked:add"), {"email": "Jane@X.example", "why": "She left"})

    row = Suppression.objects.get()
    assert (row.email, row.detail) == ("jane@x.example", "She left (Olive Officer)")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "stranger@y.example", "why": "Left"}, "Nobody of your agencies has this"),
        ({"email": "nonsense", "why": "Left"}, "Enter an e-mail address like"),
        ({"email": "jane@x.example", "why": ""}, "Enter the reason"),
    ],
)
def test_what_cannot_be_blocked_is_refused_and_kept(client, officer, board, typed, said):
    works_for(board, person__email="jane@x.example")
    works_for(BoardFactory(), person__email="stranger@y.example")

    text = client.post(reverse("office_blocked:add"), typed).content.decode()

    assert said in text
    assert typed["email"] in text
    assert not Suppression.objects.exists()


def test_address_is_taken_off(client, officer, board):
    works_for(board, person__email="jane@x.example")
    row = SuppressionFactory(email="jane@x.example")

    client.post(reverse("office_blocked:delete", args=[row.pk]))

    assert not Suppression.objects.exists()


def test_another_boards_address_cannot_be_taken_off(client, officer):
    works_for(BoardFactory(), person__email="tom@y.example")
    row = SuppressionFactory(email="tom@y.example")
    url = reverse("office_blocked:delete", args=[row.pk])

    assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)
    assert Suppression.objects.exists()
