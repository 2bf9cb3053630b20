"""Real boards, set up by an officer in the form, and what then happens to those who book."""

import datetime as dt

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from bookings import actions
from bookings.choices import BookingState, CancelledBy, ChargeState, Mark, Origin
from bookings.models import Charge, PolicyVersion
from bookings.policies import rules_of
from bookings.policy.documents import write_policy
from bookings.rules import Refused
from courses.actions import change_state
from courses.choices import EventState
from people.actions import grant_role, set_standing
from people.choices import ContributorCategory, Role
from people.models import Board, RoleGroup, User
from tests.bookings.officers_form import OfficersForm
from tests.bookings.policy.making import BOARDS, london
from tests.bookings.policy.making import board as written_board
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    RoleGroupFactory,
    SessionFactory,
    UserFactory,
)

from .tables import KCSC, NO_LINE_MANAGER, TABLES, Row, Table

pytestmark = pytest.mark.django_db

LONG_AGO = dt.date(2025, 1, 1)
CASES = [
    pytest.param(table.board, row, id=f"{table.board}: {row.what}")
    for table in TABLES
    for row in table.rows
]


def set_up(table: Table, client: Client, board: Board) -> None:
    """What an officer does: name and sources, then the rules, then Check, then Publish."""
    words = yaml.safe_load((BOARDS / f"{table.board}.yaml").read_text())
    form = OfficersForm(client, client.get(reverse("office_policy_new", args=[board.pk])))
    form.type(
        {
            "name": words["name"],
            "sources": "\n".join(words["sources"]),
            "note": words["note"],
            "assumed": "\n".join(words["assumed"]),
        }
    )
    for step in table.steps:
        form = form.press("add", step) if isinstance(step, str) else form.type(step)
    checked = form.press()
    assert checked.errors() == {}
    checked.type({"version-starts_on": str(LONG_AGO), "version-note": "As published"})
    assert checked.send("publish").status_code == 302


def make_board(table: Table) -> tuple[Board, User]:
    board, officer, client = BoardFactory(), UserFactory(), Client()
    grant_role(officer, Role.OFFICER, board=board)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    set_up(table, client, board)
    return board, officer


@pytest.fixture(scope="module")
def made(module_db):
    """Every board of the tables, each set up through the form once."""
    RoleGroupFactory(name=NO_LINE_MANAGER)
    return {table.board: make_board(table) for table in TABLES}


@pytest.fixture
def boards(made, db):
    return made


def in_any_order(policy):
    """The document with its ticks sorted: which box was ticked first says nothing."""

    def tidy(value):
        if isinstance(value, dict):
            return {name: tidy(each) for name, each in value.items()}
        if isinstance(value, list):
            items = [tidy(each) for each in value]
            return sorted(items) if all(isinstance(each, str) for each in items) else items
        return value

    return tidy(write_policy(policy, full=True))


@pytest.mark.parametrize("name", [table.board for table in TABLES])
def test_what_the_officer_published_is_the_boards_document(boards, name):
    board, officer = boards[name]

    version = PolicyVersion.objects.get(board=board)

    assert in_any_order(rules_of(version)) == in_any_order(written_board(name))
    assert version.made_by == officer


def test_enough_boards_are_set_up():
    assert len(TABLES) >= 8
    assert all(row.source for table in TABLES for row in table.rows)


def event_of(row, board):
    course = CourseFactory(board=board, charge_group=row.charge_group, delivery=row.delivery)
    starts = [london(text.split(" to ")[0]) for text in row.sessions]
    ends = [london(f"{text[:10]} {text.split(' to ')[1]}") for text in row.sessions]
    event = EventFactory(course=course, starts_at=starts[0], ends_at=ends[-1], sessions=0)
    for starts_at, ends_at in zip(starts, ends, strict=True):
        SessionFactory(event=event, starts_at=starts_at, ends_at=ends_at)
    if row.own_price is not None:
        actions.set_event_rules(
            event, channel=None, mix=None, price_pence=row.own_price, charge_group="", actor=None
        )
    return event


def job_of(row, board):
    agency = AgencyFactory(boards=[board], contributor_category=ContributorCategory.UNVERIFIED)
    category = ContributorCategory(row.category)
    set_standing(agency, board, category=category, in_area=row.in_area, actor=None)
    more = {"role_group": RoleGroup.objects.get(name=row.role_group)} if row.role_group else {}
    return EmploymentFactory(agency=agency, manager_email="manager@agency.example", **more)


def book(row, event, job):
    return actions.book_place(
        job.person,
        event.pk,
        agency=job.agency,
        role_group=job.role_group,
        actor=None,
        manager_agrees=row.manager_agrees,
        origin=Origin.STAFF if row.by_staff else Origin.ONLINE,
        at=london(row.books),
    )


def owed(booking):
    charges = Charge.objects.filter(booking=booking, state=ChargeState.OWED)
    return sum(charge.amount_pence for charge in charges)


def miss(event, booking, came_to=0):
    """The register: present at the first so many sessions, absent from the rest; then it is completed."""
    sessions = list(event.sessions.order_by("starts_at"))
    marks = {s.pk: Mark.PRESENT if n < came_to else Mark.ABSENT for n, s in enumerate(sessions)}
    after = event.ends_at + dt.timedelta(hours=1)
    actions.record_attendance(event.pk, {booking.pk: marks}, actor=None, at=after)
    change_state(event.pk, EventState.COMPLETED, actor=None, at=after)


@pytest.mark.parametrize(("name", "row"), CASES)
def test_a_case_comes_to_what_the_facts_say(boards, name, row: Row):
    board, officer = boards[name]
    event, job = event_of(row, board), job_of(row, board)

    if row.refused:
        with pytest.raises(Refused) as refused:
            book(row, event, job)
        assert {reason.code for reason in refused.value.reasons} == row.refused
        return
    booking = book(row, event, job)
    assert (booking.state, booking.price_pence) == (row.state, row.price)
    assert booking.policy == PolicyVersion.objects.get(board=board)

    if row.cancels is not None:
        at, pence = row.cancels
        actions.cancel_booking(
            booking.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=london(at)
        )
        assert owed(booking) == pence
    if row.misses is not None:
        miss(event, booking, row.came_to)
        if row.waived:
            waive(row, booking, officer)
        assert owed(booking) == row.misses


def waive(row, booking, officer):
    code, told_at, evidence = row.waived
    charge = Charge.objects.get(booking=booking, state=ChargeState.OWED)

    def let_go():
        actions.waive_charge(
            charge.pk, actor=officer, code=code, evidence=evidence, told_at=london(told_at)
        )

    if not row.waiver_refused:
        return let_go()
    with pytest.raises(Refused) as refused:
        let_go()
    assert {reason.code for reason in refused.value.reasons} == row.waiver_refused
    return None


@pytest.mark.parametrize(
    ("books", "may"), [("2026-12-01 10:00", False), ("2026-12-16 00:00", True)]
)
def test_agency_that_missed_training_twice_is_barred_for_six_months(boards, books, may):
    """KCSC, repeat_offender: twice without three working days' notice, the organisation barred for 6 months."""
    board, _ = boards[KCSC.board]
    first, second, later = (
        Row(what="", source="", books="2026-01-05 10:00", sessions=(text,))
        for text in (
            "2026-02-10 09:30 to 16:00",
            "2026-06-16 09:30 to 16:00",
            "2027-01-12 09:30 to 16:00",
        )
    )
    job = job_of(first, board)
    colleague = EmploymentFactory(agency=job.agency)
    missed = event_of(first, board)
    miss(missed, book(first, missed, job))
    late = book(second, event_of(second, board), colleague)
    actions.cancel_booking(
        late.pk, actor=None, cancelled_by=CancelledBy.DELEGATE, at=london("2026-06-15 12:00")
    )
    somebody = EmploymentFactory(agency=job.agency)
    wish = Row(what="", source="", books=books, sessions=later.sessions)

    if may:
        assert book(wish, event_of(wish, board), somebody).state == BookingState.BOOKED
        return
    with pytest.raises(Refused) as refused:
        book(wish, event_of(wish, board), somebody)
    assert refused.value.has("restricted")
