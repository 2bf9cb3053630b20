"""People, employments and roles change only through these."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from people import actions, queries
from people.choices import Role
from people.models import Employment, Person, RoleAssignment, User
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    EmploymentFactory,
    PersonFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_granted_role_opens_the_board_and_no_other():
    user, board, other = UserFactory(), BoardFactory(), BoardFactory()

    actions.grant_role(user, Role.OFFICER, board=board)

    assert list(queries.staff_boards(user)) == [board]
    assert other not in queries.staff_boards(user)


def test_granting_twice_makes_one_assignment():
    user, board = UserFactory(), BoardFactory()

    for _ in range(2):
        actions.grant_role(user, Role.SUBGROUP, board=board)

    assert RoleAssignment.objects.count() == 1


def test_officer_joins_the_staff_group_and_leaves_it_with_the_last_role():
    user, board = UserFactory(), BoardFactory()
    officer = actions.grant_role(user, Role.OFFICER, board=board)
    administrator = actions.grant_role(user, Role.ADMINISTRATOR, board=board)
    group = actions.staff_group_of(board)

    actions.withdraw_role(officer, actor=None)
    assert group in user.groups.all()

    actions.withdraw_role(administrator, actor=None)
    assert group not in user.groups.all()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.TRAINER])
def test_board_role_for_an_agency_is_refused_by_the_database(role):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(user=UserFactory(), role=role, agency=AgencyFactory())


def test_an_address_that_only_looks_alike_takes_nobody_over():
    """allauth sends its code to the mailbox as typed; the record of another mailbox is not theirs."""
    known = PersonFactory(email="jessica@agency.example", user=None)
    user = actions.create_account(email="je\u017f\u017fica@agency.example", full_name="Mallory")

    person = actions.person_for_user(user)

    assert person != known
    assert user.email == "je\u017f\u017fica@agency.example"


def test_a_name_is_one_line_without_what_nobody_sees():
    person = actions.add_person(
        full_name="Jane\x0b\x01Doe\r\nBcc: x", agency=AgencyFactory(), actor=None
    )

    assert person.full_name == "Jane Doe Bcc: x"


def test_address_is_one_whatever_its_spelling():
    actions.create_account(email=" Ann.Other@Agency.Example ", full_name="Ann Other")

    assert User.objects.get_by_natural_key("ANN.OTHER@agency.example").full_name == "Ann Other"
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.create_account(email="ann.other@agency.example", full_name="Twin")


def test_person_for_user_takes_over_the_person_known_by_the_address():
    known = PersonFactory(email="walked.in@agency.example")
    user = UserFactory(email="walked.in@agency.example", full_name="Walked In")

    assert actions.person_for_user(user) == known
    assert Person.objects.get(user=user).full_name == "Walked In"


def test_person_for_user_makes_one_person_only():
    user = UserFactory()

    assert actions.person_for_user(user) == actions.person_for_user(user)


def test_moving_agency_closes_the_old_row_and_keeps_it():
    person, old, new = PersonFactory(), AgencyFactory(), AgencyFactory()
    EmploymentFactory(person=person, agency=old, starts_on=dt.date(2020, 1, 1))

    actions.set_employment(person, new, starts_on=dt.date(2024, 6, 1))

    assert queries.employment_on(person, dt.date(2024, 5, 31)).agency == old
    assert queries.employment_on(person, dt.date(2024, 6, 1)).agency == new


def test_same_agency_again_corrects_the_row():
    person, agency = PersonFactory(), AgencyFactory()
    EmploymentFactory(person=person, agency=agency)

    actions.set_employment(person, agency, job_title="Senior social worker")

    (row,) = Employment.objects.filter(person=person)
    assert row.job_title == "Senior social worker"


def test_two_current_employments_are_refused_by_the_database():
    person = PersonFactory()
    EmploymentFactory(person=person)

    with pytest.raises(IntegrityError), transaction.atomic():
        EmploymentFactory(person=person)


def test_merged_agency_is_no_longer_offered():
    board = BoardFactory()
    kept = AgencyFactory(boards=[board])
    AgencyFactory(boards=[board], merged_into=kept)

    assert list(queries.agencies_of_board(board)) == [kept]


def test_history_tells_who_did_what():
    user, board, actor = UserFactory(), BoardFactory(), UserFactory()

    assignment = actions.grant_role(user, Role.OFFICER, board=board, actor=actor)

    (entry,) = queries.history_of(assignment)
    assert (entry.actor, entry.verb, entry.now) == (actor, "granted", Role.OFFICER)
