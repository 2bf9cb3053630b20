"""What the rules are asked about, read from the database: many people for one event in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.db.models.functions import TruncDate

from bookings.policy.cases import (
    Case,
    ChangeFacts,
    Delegate,
    EventFacts,
    NeededCourse,
    OwnBooking,
    PastIncident,
    SessionTimes,
    TakenCourse,
)
from bookings.policy.choices import ApprovalKind, Change, Incident, Strictness, Whose
from bookings.policy.london import LONDON, date_in_london
from bookings.policy.schema import Policy, Restriction
from courses.models import Course, Event, Prerequisite, Session
from people.choices import ContributorCategory
from people.models import Agency, AgencyStanding, Person, RoleGroup

from .choices import PLACE_STATES, BookingState, ChargeKind, ChargeState, Outcome
from .models import AcceptedEvidence, Booking, Charge, RestrictionLifted
from .policies import own_rules
from .querysets import NO_SHOW

OVERDUE = (ChargeKind.LATE_CANCELLATION, ChargeKind.NO_SHOW)


@dataclass(frozen=True)
class Applicant:
    """Who would have a place, and for whom they work."""

    person: Person
    agency: Agency
    role_group: RoleGroup | None = None


@dataclass(frozen=True)
class Standing:
    """How a board sees an agency: its contributor category there, and whether it works in the area."""

    category: ContributorCategory
    in_area: bool

    @property
    def is_verified(self) -> bool:
        return self.category != ContributorCategory.UNVERIFIED


def standings_of(agencies: Collection[Agency], board_id: int) -> Mapping[int, Standing]:
    """By agency id, in one query. Without a word of the board's own the agency's category holds, as local."""
    own = {
        row.agency_id: Standing(ContributorCategory(row.category), row.in_area)
        for row in AgencyStanding.objects.filter(board=board_id, agency__in=agencies)
    }
    return {
        agency.pk: own.get(agency.pk)
        or Standing(ContributorCategory(agency.contributor_category), in_area=True)
        for agency in agencies
    }


def event_facts(event: Event) -> EventFacts:
    """An event as the rules see it; `event.sessions` and `event.course` are best at hand. It has a session."""
    rules = own_rules(event)
    group = (rules.charge_group if rules else "") or event.course.charge_group
    return EventFacts(
        sessions=tuple(
            SessionTimes(starts_at=session.starts_at, ends_at=session.ends_at)
            for session in event.sessions.all()
        ),
        course=event.course.code,
        course_types=tuple(each for each in (event.course.delivery, group) if each),
        capacity=event.capacity,
        own_price_pence=rules.price_pence if rules else None,
    )


def case_of(booking: Booking) -> Case:
    """What the rules of money are asked about a booking that is made: no query but for its event."""
    change = None
    if booking.board_change:
        change = ChangeFacts(
            change=Change(booking.board_change), moved_by_days=booking.moved_by_days
        )
    return Case(
        event=event_facts(booking.event),
        delegate=Delegate(
            category=ContributorCategory(booking.category),
            in_area=booking.in_area,
            agency=booking.agency.name,
            sector=booking.sector.name,
            role_group=booking.role_group.name if booking.role_group else "",
        ),
        booked_at=booking.made_at,
        price_pence=None if booking.price_is_provisional else booking.price_pence,
        board_change=change,
    )


@dataclass(frozen=True)
class Records:
    """What is on record of some people that matters for booking one event, by person id."""

    needs: tuple[NeededCourse, ...] = ()
    taken: Mapping[int, Sequence[TakenCourse]] = field(default_factory=dict)
    own_bookings: Mapping[int, Sequence[OwnBooking]] = field(default_factory=dict)
    incidents: Mapping[int, Sequence[PastIncident]] = field(default_factory=dict)
    unpaid: frozenset[int] = frozenset()


def cases_for(
    event: Event,
    applicants: Sequence[Applicant],
    policy: Policy,
    at: dt.datetime,
    *,
    manager_agrees: bool = False,
    leaving: Collection[int] = (),
) -> list[Case]:
    """A case for each of `applicants`, in their order. `leaving`: ids of bookings that would make way."""
    facts = event_facts(event)
    standings = standings_of([each.agency for each in applicants], event.board_id)
    found = records_of(event, applicants, policy, at, leaving=leaving)
    manager = ApprovalKind.DECLARED if manager_agrees else ApprovalKind.NONE
    return [
        Case(
            event=facts,
            delegate=delegate_of(each, standings[each.agency.pk]),
            booked_at=at,
            manager=manager,
            unpaid=each.person.pk in found.unpaid,
            needs=found.needs,
            taken=tuple(found.taken.get(each.person.pk, ())),
            own_bookings=tuple(found.own_bookings.get(each.person.pk, ())),
            incidents=tuple(found.incidents.get(each.person.pk, ())),
        )
        for each in applicants
    ]


def delegate_of(applicant: Applicant, standing: Standing) -> Delegate:
    somebody = delegate_of_agency(applicant.agency, standing)
    role_group = applicant.role_group.name if applicant.role_group else ""
    return replace(somebody, role_group=role_group)


def delegate_of_agency(agency: Agency, standing: Standing) -> Delegate:
    """Somebody of an agency, whoever it will be."""
    return Delegate(
        category=standing.category,
        in_area=standing.in_area,
        agency=agency.name,
        sector=agency.sector.name,
    )


def records_of(
    event: Event,
    applicants: Sequence[Applicant],
    policy: Policy,
    at: dt.datetime,
    *,
    leaving: Collection[int] = (),
) -> Records:
    """Only what the policy asks for is read."""
    people = [each.person.pk for each in applicants]
    required = list(Prerequisite.objects.filter(course=event.course_id).select_related("requires"))
    looks_at_clashes = policy.eligibility.clash != Strictness.IGNORE
    looks_at_debts = policy.eligibility.unpaid != Strictness.IGNORE
    return Records(
        needs=tuple(
            NeededCourse(course=each.requires.title, within_months=each.within_months)
            for each in required
        ),
        taken=_taken([each.requires for each in required], people) if required else {},
        own_bookings=_own_bookings(event, people, leaving) if looks_at_clashes else {},
        incidents=(
            incidents_of(event.board_id, applicants, policy.restriction, at)
            if policy.restriction
            else {}
        ),
        unpaid=_unpaid(event.board_id, people) if looks_at_debts else frozenset(),
    )


def _taken(required: Sequence[Course], people: Collection[int]) -> dict[int, list[TakenCourse]]:
    """What people have done of the required courses: attended them or an equivalent, or shown evidence."""
    counts_as: dict[int, list[str]] = defaultdict(list)
    titles = {course.pk: course.title for course in required}
    for pk, title in titles.items():
        counts_as[pk].append(title)
    equal = Course.equivalents.through.objects.filter(from_course__in=required)
    for asked, given in equal.values_list("from_course_id", "to_course_id"):
        counts_as[given].append(titles[asked])
    attended = Booking.objects.filter(
        person__in=people,
        event__course__in=counts_as,
        event__ends_at__isnull=False,
        outcome=Outcome.ATTENDED,
    ).order_by()
    evidence = AcceptedEvidence.objects.filter(person__in=people, course__in=counts_as).order_by()
    days = TruncDate("event__ends_at", tzinfo=LONDON)
    done = [
        *attended.annotate(day=days).values_list("person_id", "event__course_id", "day"),
        *evidence.values_list("person_id", "course_id", "taken_on"),
    ]
    found: dict[int, list[TakenCourse]] = defaultdict(list)
    for person, course, day in done:
        found[person] += [TakenCourse(course=title, day=day) for title in counts_as[course]]
    return found


def _own_bookings(
    event: Event, people: Collection[int], leaving: Collection[int]
) -> dict[int, list[OwnBooking]]:
    """The sessions of places that people hold at other events while this one runs."""
    held = Booking.objects.filter(person__in=people, state__in=PLACE_STATES).exclude(event=event)
    held = held.exclude(pk__in=leaving).filter(
        event__starts_at__lt=event.ends_at, event__ends_at__gt=event.starts_at
    )
    sessions: dict[int, list[Session]] = defaultdict(list)
    bookings = list(held.select_related("event__course"))
    for session in Session.objects.filter(event__in=[each.event_id for each in bookings]):
        sessions[session.event_id].append(session)
    found: dict[int, list[OwnBooking]] = defaultdict(list)
    for booking in bookings:
        found[booking.person_id] += [
            OwnBooking(
                title=booking.event.course.title, starts_at=each.starts_at, ends_at=each.ends_at
            )
            for each in sessions[booking.event_id]
        ]
    return found


def incidents_of(
    board_id: int, applicants: Sequence[Applicant], restriction: Restriction, at: dt.datetime
) -> dict[int, list[PastIncident]]:
    """What people (or their agencies, as the policy counts) did at events of this board and not yet outlived.

    What happened before staff let somebody book again no longer counts against them, nor does history out of
    an older register: nobody was told of it under these rules.
    """
    by_agency = restriction.whose == Whose.AGENCY
    months = restriction.within_months + restriction.for_months
    since = at - relativedelta(months=months)
    bookings = Booking.objects.filter(
        event__board=board_id, event__starts_at__gte=since, event__is_imported=False
    )
    bookings = bookings.filter(
        NO_SHOW | Q(state=BookingState.CANCELLED, cancelled_late=True)
    ).order_by()
    key = "agency_id" if by_agency else "person_id"
    wanted = {each.agency.pk if by_agency else each.person.pk for each in applicants}
    rows = bookings.filter(**{f"{key}__in": wanted}).values_list(
        key, "person_id", "state", "event__starts_at"
    )
    lifted = _lifted(board_id, [person for _, person, _, _ in rows])
    found: dict[int, list[PastIncident]] = defaultdict(list)
    for whose, person, state, starts_at in rows:
        day = date_in_london(starts_at)
        if day <= lifted.get(person, dt.date.min):
            continue
        kind = Incident.NO_SHOW if state == BookingState.BOOKED else Incident.LATE_CANCELLATION
        found[whose].append(PastIncident(kind=kind, day=day))
    return {
        each.person.pk: found[each.agency.pk if by_agency else each.person.pk]
        for each in applicants
    }


def _lifted(board_id: int, people: Collection[int]) -> dict[int, dt.date]:
    """The day up to which nothing counts any more, by person id."""
    rows = RestrictionLifted.objects.filter(board=board_id, person__in=people)
    latest: dict[int, dt.date] = {}
    for person, lifted_at in rows.order_by("lifted_at").values_list("person_id", "lifted_at"):
        latest[person] = date_in_london(lifted_at)
    return latest


def _unpaid(board_id: int, people: Collection[int]) -> frozenset[int]:
    """People who owe this board for a place they did not use."""
    owed = Charge.objects.filter(
        state=ChargeState.OWED,
        kind__in=OVERDUE,
        booking__event__board=board_id,
        booking__person__in=people,
    )
    return frozenset(owed.order_by().values_list("booking__person_id", flat=True))
