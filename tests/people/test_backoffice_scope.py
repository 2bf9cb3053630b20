"""Another board's rows do not exist for an officer, whichever door they try."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from courses.models import Level, Venue
from people.actions import grant_role, withdraw_role
from people.backoffice.scope import policy_of
from people.choices import Role
from people.models import Agency, Person, RoleAssignment, WorkforceFigure
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
    VenueFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def halton():
    return BoardFactory(name="Halton", short_name="Halton")


@pytest.fixture
def cheshire():
    return BoardFactory(name="Cheshire West and Chester", short_name="CWaC")


@pytest.fixture
def officer(client, halton):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=halton)
    client.force_login(user)
    return user


def rows_of(board):
    """One row of every model with pages of its own, by namespace."""
    agency = AgencyFactory(boards=[board])
    person = EmploymentFactory(agency=agency).person
    event = EventFactory(course__board=board)
    figure = WorkforceFigure.objects.create(
        agency=agency,
        role_group=RoleGroupFactory(),
        headcount=3,
        counted_on="2026-01-01",
        source="Return",
    )
    role = RoleAssignment.objects.create(user=UserFactory(), role=Role.TRAINER, board=board)
    return {
        "office_agencies": agency,
        "office_workforce": figure,
        "office_people": person,
        "office_roles": role,
        "office_courses": event.course,
        "office_events": event,
        "office_venues": VenueFactory(board=board),
        "office_trainers": TrainerFactory(board=board),
        "office_levels": Level.objects.create(board=board, name="Level 2"),
        "office_bookings": BookingFactory(event=event, person=person, agency=agency),
    }


VIEWS = ("edit", "delete", "copy", "inspect", "history", "history_results", "move", "end")


def doors(namespace, row):
    found = []
    for view in VIEWS:
        try:
            found.append(reverse(f"{namespace}:{view}", args=[row.pk]))
        except NoReverseMatch:
            continue
    return found


def test_every_door_of_another_boards_row_is_a_404(client, officer, cheshire):
    rows = rows_of(cheshire)

    answers = {
        url: client.get(url).status_code for ns, row in rows.items() for url in doors(ns, row)
    }

    assert len(answers) >= 25
    assert set(answers.values()) == {404}, answers


def test_every_door_of_ones_own_row_opens(client, officer, halton):
    rows = rows_of(halton)

    answers = {
        url: client.get(url).status_code for ns, row in rows.items() for url in doors(ns, row)
    }

    assert set(answers.values()) == {200}, answers


def test_posting_to_another_boards_row_changes_nothing(client, officer, cheshire):
    rows = rows_of(cheshire)

    answers = {
        url: client.post(url, {"name": "Taken over"}).status_code
        for ns, row in rows.items()
        for url in doors(ns, row)
    }

    assert set(answers.values()) <= {404, 405}, answers
    assert not Venue.objects.filter(name="Taken over").exists()


@pytest.mark.parametrize(
    "namespace", ["agencies", "workforce", "people", "roles", "courses", "events"]
)
def test_lists_and_exports_hold_only_ones_own_rows(client, officer, halton, cheshire, namespace):
    own = rows_of(halton)[f"office_{namespace}"]
    other = rows_of(cheshire)[f"office_{namespace}"]

    shown = client.get(reverse(f"office_{namespace}:index"), {"when": "all"}).content.decode()

    assert f"/{own.pk}/" in shown
    assert f"/{other.pk}/" not in shown


def test_an_export_holds_only_ones_own_rows(client, officer, halton, cheshire):
    VenueFactory(board=halton, name="Runcorn")
    VenueFactory(board=cheshire, name="Chester")

    answer = client.get(reverse("office_venues:index"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()

    assert "Runcorn" in text
    assert "Chester" not in text


def test_an_export_does_not_run_a_formula(client, officer, halton):
    VenueFactory(board=halton, name="=1+1")

    answer = client.get(reverse("office_venues:index"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()

    assert "'=1+1" in text


def test_a_workbook_takes_text_pasted_from_a_slide(client, officer, halton):
    VenueFactory(board=halton, name="Canal\x0bStreet")

    answer = client.get(reverse("office_venues:index"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active

    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Name", "Canal Street"]


def test_a_filter_offers_only_ones_own_rows(client, officer, halton, cheshire):
    CourseFactory(board=halton, title="Ours")
    CourseFactory(board=cheshire, title="Theirs")

    shown = client.get(reverse("office_events:index")).content.decode()

    assert "Ours" in shown
    assert "Theirs" not in shown


def test_another_boards_row_is_refused_in_a_form(client, officer, halton, cheshire):
    theirs = Level.objects.create(board=cheshire, name="Level 9")
    course = CourseFactory(board=halton, title="Neglect")

    answer = client.post(
        reverse("office_courses:edit", args=[course.pk]), course_data(course, level=theirs.pk)
    )

    assert "Select a valid choice" in answer.content.decode()
    course.refresh_from_db()
    assert course.level is None


def course_data(course, **changes):
    data = {
        "board": course.board_id,
        "code": course.code,
        "title": course.title,
        "slug": course.slug,
        "delivery": "classroom",
        "default_capacity": 20,
        "objectives": "Recognise neglect\nAct on it",
    }
    return {**data, **changes}


def test_a_row_cannot_be_made_for_another_board(client, officer, halton, cheshire):
    client.post(reverse("office_venues:add"), {"board": cheshire.pk, "name": "Castle Park"})

    assert not Venue.objects.filter(board=cheshire).exists()


def test_the_board_is_hidden_for_who_runs_one(client, officer, halton):
    shown = client.get(reverse("office_venues:add")).content.decode()

    assert f'type="hidden" name="board" value="{halton.pk}"' in shown


def test_a_second_row_of_the_same_name_is_an_error_beside_the_form(client, officer, halton):
    VenueFactory(board=halton, name="Castle Park")

    answer = client.post(reverse("office_venues:add"), {"board": halton.pk, "name": "Castle Park"})

    assert answer.status_code == 200
    assert "already exists" in answer.content.decode()


def test_a_row_cannot_mix_two_boards_of_the_same_officer(client, officer, halton, cheshire):
    grant_role(officer, Role.OFFICER, board=cheshire)
    theirs = Level.objects.create(board=cheshire, name="Level 9")
    course = CourseFactory(board=halton)

    answer = client.post(
        reverse("office_courses:edit", args=[course.pk]), course_data(course, level=theirs.pk)
    )

    assert "belongs to another board" in answer.content.decode()


def test_objectives_are_kept_one_a_line(client, officer, halton):
    course = CourseFactory(board=halton)

    client.post(reverse("office_courses:edit", args=[course.pk]), course_data(course))

    assert [o.text for o in course.objectives.all()] == ["Recognise neglect", "Act on it"]


def test_editing_a_shared_agency_keeps_its_other_board(client, officer, halton, cheshire):
    agency = AgencyFactory(boards=[halton, cheshire])

    client.post(
        reverse("office_agencies:edit", args=[agency.pk]),
        {
            "name": "Renamed",
            "sector": agency.sector_id,
            "contributor_category": "partner",
            "boards": [halton.pk],
        },
    )

    agency.refresh_from_db()
    assert agency.name == "Renamed"
    assert set(agency.boards.all()) == {halton, cheshire}


def test_a_venue_in_use_is_not_deleted(client, officer, halton):
    event = EventFactory(course__board=halton)
    venue = VenueFactory(board=halton)
    event.sessions.update(venue=venue)

    answer = client.post(reverse("office_venues:delete", args=[venue.pk]))

    assert answer.status_code == 409
    assert "1 session" in answer.content.decode()
    assert Venue.objects.filter(pk=venue.pk).exists()


def test_an_unused_venue_is_deleted(client, officer, halton):
    venue = VenueFactory(board=halton)

    client.post(reverse("office_venues:delete", args=[venue.pk]))

    assert not Venue.objects.filter(pk=venue.pk).exists()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SUBGROUP, Role.BUSINESS_MANAGER])
def test_other_roles_do_not_enter_the_back_office(client, halton, role):
    user = UserFactory()
    grant_role(user, role, board=halton)
    client.force_login(user)

    answer = client.get(reverse("office_events:index"))

    assert answer.status_code in (302, 403)


def test_a_withdrawn_officer_does_not_enter(client, halton, officer):
    withdraw_role(RoleAssignment.objects.get(user=officer), actor=None)

    assert client.get(reverse("office_events:index")).status_code in (302, 403)


def test_a_superuser_sees_every_board(client, halton, cheshire):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    VenueFactory(board=halton, name="Runcorn")
    VenueFactory(board=cheshire, name="Chester")

    shown = client.get(reverse("office_venues:index")).content.decode()

    assert "Runcorn" in shown
    assert "Chester" in shown


@pytest.mark.parametrize("model", [Agency, Person])
def test_nobody_may_delete_what_history_rests_on(model):
    superuser = UserFactory(is_superuser=True)

    assert not policy_of(model).user_has_permission(superuser, "delete")


def test_moving_a_person_keeps_the_old_row(client, officer, halton):
    work = EmploymentFactory(agency=AgencyFactory(boards=[halton]))
    new = AgencyFactory(boards=[halton])

    client.post(
        reverse("office_people:move", args=[work.person_id]),
        {"agency": new.pk, "starts_on": "2026-05-12"},
    )

    rows = work.person.employments.order_by("starts_on")
    assert [row.agency for row in rows] == [work.agency, new]
    assert str(rows[0].ends_on) == "2026-05-11"


def test_a_person_is_added_with_where_they_work(client, officer, halton):
    agency = AgencyFactory(boards=[halton])

    client.post(
        reverse("office_people:add"),
        {"full_name": "Jo Bell", "email": "Jo@Agency.example", "agency": agency.pk},
    )

    person = Person.objects.get(email="jo@agency.example")
    assert person.employments.get().agency == agency


def test_a_second_person_with_an_address_is_refused(client, officer, halton):
    PersonFactory(email="jo@agency.example")
    agency = AgencyFactory(boards=[halton])

    answer = client.post(
        reverse("office_people:add"),
        {"full_name": "Jo Bell", "email": "jo@agency.example", "agency": agency.pk},
    )

    assert "known already" in answer.content.decode()
    assert 'value="Jo Bell"' in answer.content.decode()


def test_a_role_is_given_to_somebody_new(client, officer, halton):
    client.post(
        reverse("office_roles:add"),
        {
            "email": "ann@agency.example",
            "full_name": "Ann Lee",
            "role": Role.ADMINISTRATOR,
            "board": halton.pk,
        },
    )

    held = RoleAssignment.objects.get(user__email="ann@agency.example")
    assert (held.role, held.board) == (Role.ADMINISTRATOR, halton)
    assert held.user.has_perm("wagtailadmin.access_admin")


def test_a_role_cannot_be_given_for_another_board(client, officer, cheshire):
    client.post(
        reverse("office_roles:add"),
        {
            "email": "ann@agency.example",
            "full_name": "Ann Lee",
            "role": Role.OFFICER,
            "board": cheshire.pk,
        },
    )

    assert not RoleAssignment.objects.filter(board=cheshire).exists()


def test_nobody_withdraws_their_own_role(client, officer):
    own = RoleAssignment.objects.get(user=officer)

    answer = client.post(reverse("office_roles:delete", args=[own.pk]))

    assert "locked out" in answer.content.decode()
    assert RoleAssignment.objects.filter(pk=own.pk).exists()


def test_a_trainer_is_named_by_the_address_of_ones_own_people(client, officer, halton, cheshire):
    theirs = EmploymentFactory(agency=AgencyFactory(boards=[cheshire])).person

    answer = client.post(
        reverse("office_trainers:add"),
        {"board": halton.pk, "email": theirs.email, "is_active": "on"},
    )

    assert "Nobody of your agencies" in answer.content.decode()


LISTS = {
    "office_venues": lambda board: VenueFactory(board=board),
    "office_courses": lambda board: CourseFactory(board=board),
    "office_trainers": lambda board: TrainerFactory(board=board),
    "office_agencies": lambda board: AgencyFactory(boards=[board]),
    "office_people": lambda board: EmploymentFactory(agency=AgencyFactory(boards=[board])),
    "office_roles": lambda board: grant_role(UserFactory(), Role.TRAINER, board=board),
    "office_events": lambda board: EventFactory(course__board=board),
    "office_bookings": lambda board: BookingFactory(event__course__board=board),
}


@pytest.mark.parametrize("namespace", LISTS)
def test_a_list_takes_the_same_queries_for_one_row_and_for_four(client, officer, halton, namespace):
    url, counts = reverse(f"{namespace}:index"), []
    LISTS[namespace](halton)
    client.get(url)
    for more in (0, 3):
        for _ in range(more):
            LISTS[namespace](halton)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(url)
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 25
