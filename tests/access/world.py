"""Two boards, one row of everything in each, and somebody in every role."""

import datetime as dt
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from django.db.models import Model
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from bookings.models import AcceptedEvidence, HistoryLoad, PublishedFigure
from courses.models import (
    Area,
    Audience,
    ClosedPeriod,
    Course,
    ELearning,
    Event,
    Level,
    Topic,
    TrainerAssignment,
)
from evaluations.models import Finding, Indicator, LearningNeed
from notices.models import Wording
from people.actions import grant_role, make_feed
from people.choices import FeedPurpose, Role
from people.models import Agency, Board, Person, User, WorkforceFigure
from reports.models import SavedReport
from tests.factories import (
    AgencyFactory,
    AnnualReportFactory,
    ApprovalFactory,
    BoardFactory,
    BookingFactory,
    ChargeFactory,
    CommentFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    InstrumentVersionFactory,
    MessageFactory,
    PersonFactory,
    PolicyVersionFactory,
    ReservedPlaceFactory,
    RoleGroupFactory,
    RunFactory,
    RunWaveFactory,
    SavedReportFactory,
    SlotFactory,
    StatedFigureFactory,
    SuppressionFactory,
    TrainerFactory,
    UserFactory,
    VenueFactory,
)

ANONYMOUS = "anonymous"
OTHER_OFFICER = "officer of another board"
ROLES = (ANONYMOUS, *Role.values, OTHER_OFFICER)

TODAY = dt.date(2026, 4, 1)

FOUND = {
    "analysis": None,
    "response": {},
    "hidden_under": 5,
    "attended": 0,
    "people": 0,
    "events": 1,
}
SUMMARY = {"headline": "", "response": {}, "paired": {}, "changes": {}}

Rows = dict[type[Model], Model]


@dataclass
class World:
    """`here` and `there` hold a row of each model: of the board whose site is asked, and of the other."""

    board: Board
    here: Rows
    there: Rows
    users: dict[str, User] = field(default_factory=dict)
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """A browser in which `role` has signed in."""
        client = Client(raise_request_exception=False)
        if role != ANONYMOUS:
            client.cookies = self.cookies[role]
        return client

    def sign_everybody_in(self) -> None:
        for role, user in self.users.items():
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            self.cookies[role] = client.cookies


def make_world() -> World:
    board, other = BoardFactory(site=Site.objects.get(is_default_site=True)), BoardFactory()
    world = World(board=board, here=_rows_of(board), there=_rows_of(other))
    for role in Role.values:
        world.users[role] = _user(Role(role), board, world.here)
    for row in (world.here[SavedReport], world.there[SavedReport]):
        SavedReport.objects.filter(pk=row.pk).update(owner=world.users[Role.SUBGROUP])
    world.users[OTHER_OFFICER] = _user(Role.OFFICER, other, world.there)
    world.sign_everybody_in()
    return world


def _rows_of(board: Board) -> Rows:
    agency = AgencyFactory(boards=[board])
    person = EmploymentFactory(person__user=UserFactory(), agency=agency).person
    course = CourseFactory(board=board)
    event = EventFactory(course=course)
    trainer = TrainerFactory(board=board, person=EmploymentFactory(agency=agency).person)
    booking = BookingFactory(event=event, person=person, agency=agency)
    rows: list[Model] = [
        board,
        agency,
        person,
        person.user,
        course,
        event,
        trainer,
        event.sessions.get(),
        agency.sector,
        TrainerAssignment.objects.create(event=event, trainer=trainer),
        booking,
        grant_role(person.user, Role.PRACTITIONER, agency=agency),
        MessageFactory(board=board, person=person),
        SuppressionFactory(email=person.email),
        ApprovalFactory(booking=booking),
        ChargeFactory(booking=booking),
        AcceptedEvidence.objects.create(
            person=person, course=course, taken_on=TODAY, evidence="E", accepted_at=timezone.now()
        ),
        ReservedPlaceFactory(event=event, agency=agency),
        make_feed(person.user, FeedPurpose.TRAINING, board=board),
        WorkforceFigure.objects.create(
            agency=agency,
            role_group=RoleGroupFactory(),
            headcount=12,
            counted_on=TODAY,
            source="Made for a test",
        ),
        *_rules_of(board),
        *_evaluation_of(board, event),
        *_reports_of(board, course),
    ]
    return {type(row): row for row in rows}


def _rules_of(board: Board) -> list[Model]:
    """What a board says for itself: its places, lists, policy and words."""
    return [
        VenueFactory(board=board),
        RoleGroupFactory(),
        PolicyVersionFactory(board=board),
        Wording.objects.create(
            board=board, kind="booked", subject="S", body="B", made_at=timezone.now()
        ),
        ELearning.objects.create(board=board, title="E", provider="P", url="https://e.example/"),
        ClosedPeriod.objects.create(board=board, name="Easter", starts_on=TODAY, ends_on=TODAY),
        *(term.objects.create(board=board, name="A") for term in (Area, Audience, Level, Topic)),
    ]


def _reports_of(board: Board, course: Course) -> list[Model]:
    annual = AnnualReportFactory(board=board)
    return [
        annual,
        SlotFactory(report=annual),
        StatedFigureFactory(board=board),
        SavedReportFactory(board=board),
        HistoryLoad.objects.create(board=board, file_name="old.csv", loaded_at=timezone.now()),
        PublishedFigure.objects.create(
            board=board,
            measure="attendance",
            starts_on=TODAY,
            ends_on=TODAY,
            value=1547,
            source="S",
        ),
        LearningNeed.objects.create(
            board=board, source="audit", reference="A", finding="F", found_on=TODAY, owner="O"
        ),
        Indicator.objects.create(
            board=board, code="i", title="I", direction="up", training_from=TODAY, declared_on=TODAY
        ),
        Finding.objects.create(
            course=course,
            key="all",
            first_day=TODAY,
            last_day=TODAY,
            people=12,
            document=FOUND,
            summary=SUMMARY,
            made_at=timezone.now(),
        ),
    ]


def _evaluation_of(board: Board, event: Event) -> list[Model]:
    run = RunFactory(event=event)
    wave = RunWaveFactory(run=run)
    return [run, wave, CommentFactory(wave=wave), InstrumentVersionFactory(board=board)]


def _user(role: Role, board: Board, rows: Rows) -> User:
    """Practitioner: the person booked. Trainer: the one who delivers the event. Others: somebody new."""
    agency, person = rows[Agency], rows[Person]
    assert isinstance(agency, Agency)
    assert isinstance(person, Person)
    if role == Role.PRACTITIONER:
        return person.user
    user = UserFactory()
    if role == Role.TRAINER:
        delivers = rows[TrainerAssignment].trainer.person
        delivers.user = user
        delivers.save()
    else:
        EmploymentFactory(person=PersonFactory(user=user), agency=agency)
    if role == Role.AGENCY_LEAD:
        grant_role(user, role, agency=agency)
    else:
        grant_role(user, role, board=board)
    return user
