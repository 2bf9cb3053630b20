"""The back office: staff enter, and only among their own board's rows."""

import pytest
from django.urls import reverse

from bookings.models import HistoryUpload
from courses.models import CalendarImport
from people.choices import Role
from people.models import User
from tests.factories import UserFactory

from .addresses import Address, addresses
from .arguments import NoValue, fill, names_a_row_of_one_board
from .world import OTHER_OFFICER, ROLES, World

STAFF = {Role.OFFICER, Role.ADMINISTRATOR}
ALL_BACK_OFFICE = [address for address in addresses() if address.is_back_office]
SIGN_INS = [address for address in ALL_BACK_OFFICE if address.model is User]
UPLOADS = {"office_import_": CalendarImport, "office_history_": HistoryUpload}
OF_THE_OWNER = [a for a in ALL_BACK_OFFICE if a.name.startswith(tuple(UPLOADS))]
BACK_OFFICE = [a for a in ALL_BACK_OFFICE if a.model is not User and a not in OF_THE_OWNER]


def status(world: World, role: str, address: Address, arguments: dict[str, object]) -> int:
    return world.client(role).get(reverse(address.name, kwargs=arguments)).status_code


def test_there_is_a_back_office():
    assert BACK_OFFICE
    assert SIGN_INS


def test_every_argument_can_be_filled(world):
    missing = []
    for address in BACK_OFFICE:
        try:
            fill(address, world.here)
        except NoValue as unknown:
            missing.append(str(unknown))

    assert missing == []


@pytest.mark.parametrize("address", BACK_OFFICE, ids=str)
def test_only_staff_enter(world, address):
    arguments = fill(address, world.here)
    others = [role for role in ROLES if role not in {*STAFF, OTHER_OFFICER}]

    let_in = [r for r in others if status(world, r, address, arguments) not in (302, 403, 404)]
    kept_out = [r for r in STAFF if status(world, r, address, arguments) in (403, 404)]

    assert (let_in, kept_out) == ([], [])


@pytest.mark.parametrize(
    "address", [a for a in BACK_OFFICE if names_a_row_of_one_board(a)], ids=str
)
def test_rows_of_another_board_are_not_found(world, address):
    theirs = status(world, Role.OFFICER, address, fill(address, world.there))
    ours = status(world, OTHER_OFFICER, address, fill(address, world.here))

    assert (theirs, ours) == (404, 404)


@pytest.mark.parametrize("address", SIGN_INS, ids=str)
def test_only_superusers_manage_sign_ins(world, address):
    """Roles are granted to people of a board; Wagtail's own list of users knows no boards."""
    arguments = fill(address, world.here)

    let_in = [r for r in ROLES if status(world, r, address, arguments) not in (302, 403, 404)]

    assert let_in == []


@pytest.mark.parametrize("address", OF_THE_OWNER, ids=str)
def test_uploads_are_for_nobody_but_their_owner(world, address):
    model = next(each for prefix, each in UPLOADS.items() if address.name.startswith(prefix))
    upload = model.objects.create(
        board=world.board, owner=UserFactory(), file_name="calendar.csv", content=b"title"
    )

    let_in = [r for r in ROLES if status(world, r, address, {"key": upload.key}) not in (302, 404)]

    assert let_in == []
