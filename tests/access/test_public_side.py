"""Everybody at every door of the public side: each view says who may enter, and it is so."""

from collections.abc import Iterable

import pytest
from django.http import HttpResponse
from django.urls import reverse

from people.choices import Role

from .addresses import THIRD_PARTIES, Address, addresses
from .arguments import NoValue, fill, names_a_row_of_one_board
from .world import ANONYMOUS, OTHER_OFFICER, ROLES, World

STAFF = {Role.OFFICER, Role.ADMINISTRATOR}
WHO_MAY_ENTER: dict[str, set[str]] = {
    "anyone": set(ROLES),
    "signed in": set(ROLES) - {ANONYMOUS},
    "officer or administrator of this board": STAFF,
    "staff, sub-group or business manager of this board": (
        STAFF | {Role.SUBGROUP, Role.BUSINESS_MANAGER}
    ),
    "staff or business manager of this board": STAFF | {Role.BUSINESS_MANAGER},
    "whoever was asked to write it, or runs the board's annual report": (
        STAFF | {Role.BUSINESS_MANAGER}
    ),
    "trainer, officer or administrator of this board": STAFF | {Role.TRAINER},
    "staff of the event's board, or a trainer who delivers it": STAFF | {Role.TRAINER},
    "the person booked, or staff of the event's board": STAFF | {Role.PRACTITIONER},
    "the person booked": {Role.PRACTITIONER},
    "whoever has the link of our mail": set(ROLES),
    "the manager or deputy who was sent the link": set(ROLES),
    "whoever has the link to the form": set(ROLES),
    "the manager who was sent the link to the form": set(ROLES),
    "whoever has read the code in the room": set(ROLES),
    "lead of an agency of this board": {Role.AGENCY_LEAD},
    "the agency's lead": {Role.AGENCY_LEAD},
    "the lead of the booking's agency": {Role.AGENCY_LEAD},
    "the lead of the place's agency": {Role.AGENCY_LEAD},
    "the owner of the calendar address": {Role.PRACTITIONER},
    "the reader of reports who saved it": {Role.SUBGROUP},
}
"""The rules views may state, by name. Here the practitioner is the person booked, the trainer delivers."""

OWN_ACROSS_BOARDS = {"the person booked, or staff of the event's board", "the person booked"}
"""Rules about the person rather than the board."""

PUBLIC_SIDE = [address for address in addresses() if address.is_public_side]


def answer(world: World, role: str, address: Address, arguments: dict[str, object]) -> str:
    """What a GET meets: in, sign in, not found, forbidden, or the status code of an error."""
    response = world.client(role).get(reverse(address.name, kwargs=arguments))
    return _word(response)


def _word(response: HttpResponse) -> str:
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign in"
    if response.status_code in (404, 403) or response.status_code >= 500:
        return str(response.status_code)
    return "in"


def expected(role: str, rule: str) -> str:
    if role in WHO_MAY_ENTER[rule]:
        return "in"
    return "sign in" if role == ANONYMOUS else "404"


def ids(found: Iterable[Address]) -> list[str]:
    return [str(address) for address in found]


def test_every_view_of_ours_states_who_may_enter():
    silent = [a for a in PUBLIC_SIDE if not hasattr(a.view, "access")]

    assert ids(silent) == []


def test_every_other_view_belongs_to_a_library_we_know():
    strangers = [
        a
        for a in addresses()
        if not (a.is_public_side or a.is_back_office or a.package in THIRD_PARTIES)
    ]

    assert ids(strangers) == []


def test_every_rule_is_in_the_table():
    stated = {a.view.access.name for a in PUBLIC_SIDE if hasattr(a.view, "access")}

    assert stated - set(WHO_MAY_ENTER) == set()


def test_every_argument_can_be_filled(world):
    missing = []
    for address in PUBLIC_SIDE:
        try:
            fill(address, world.here)
        except NoValue as unknown:
            missing.append(str(unknown))

    assert missing == []


@pytest.mark.parametrize("address", PUBLIC_SIDE, ids=str)
def test_roles_enter_as_the_view_states(world, address):
    rule, arguments = address.view.access.name, fill(address, world.here)

    met = {role: answer(world, role, address, arguments) for role in ROLES}

    assert met == {role: expected(role, rule) for role in ROLES}


@pytest.mark.parametrize(
    "address", [a for a in PUBLIC_SIDE if names_a_row_of_one_board(a)], ids=str
)
def test_rows_of_another_board_are_not_found(world, address):
    arguments, rule = fill(address, world.there), address.view.access
    roles = [
        Role.OFFICER,
        Role.ADMINISTRATOR,
        Role.TRAINER,
        Role.PRACTITIONER,
        Role.AGENCY_LEAD,
        OTHER_OFFICER,
    ]

    met = {role: answer(world, role, address, arguments) for role in roles}

    assert met == dict.fromkeys(roles, "404"), rule.name
