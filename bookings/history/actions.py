"""Writes a board's history: all of it or nothing."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from bookings.actions.moving import begin
from bookings.choices import BookingState, LoadedKind, Mark, Origin, Outcome
from bookings.models import Attendance, Booking
from bookings.references import new_reference
from courses.actions.past import (
    PastEvent,
    make_room,
    record_past_courses,
    record_past_events,
    record_venues,
)
from courses.imports.reading import key_of
from courses.models import Course, Event, Session, Venue
from courses.querysets import END_NOT_RECORDED, TIMES_NOT_RECORDED
from courses.wallclock import local_moment
from people.actions import PastJob, PastPerson, add_agency, record_change, record_past_people
from people.models import Agency, Board, RoleGroup

from .loads import LOADED, Made, as_details, keep_load
from .people import chunks
from .plan import CANCELLED, Plan, Wanted, compare, new_courses
from .reading import EventKey, PersonKey, SheetEvent
from .words import Standing

if TYPE_CHECKING:
    from people.models import User

BATCH = 2_000
NINE, FIVE = dt.time(9), dt.time(17)
STILL_THERE = dt.timedelta(days=365)
"""Whoever was last seen at an agency longer ago than this is not taken to work there still."""
WHEN_UNKNOWN = "As an older register says; when is not recorded."
PLACES_HELD = (Standing.ATTENDED, Standing.NO_SHOW)


class HistoryRefused(Exception):
    """The plan has errors or open decisions, so nothing was written. `plan` says which."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(
            f"{len(plan.errors)} errors, {len(plan.undecided)} undecided: nothing was loaded."
        )


@transaction.atomic
def apply_history(plan: Plan, *, actor: "User | None") -> Plan:
    """Writes what `plan` says, compared afresh with what there is, and returns that fresh plan.

    Raises HistoryRefused if there is any error or anything undecided. The same rows a second time write
    nothing. No message is sent, nothing is charged, no evaluation is opened.
    Side effects, in order: the board is locked, so that two loads cannot make the same rows twice; agencies;
    courses (archived) and venues; people with their employments; events (completed); places in events that are
    there already; bookings with their marks; an audit entry for each of all these; what was made is kept with the
    load, so that it can be taken back; an audit entry on the board.
    """
    board = Board.objects.select_for_update(of=("self",)).get(pk=plan.board.pk)
    plan = compare(board, plan.reading, plan.options, plan.decisions, file_name=plan.file_name)
    if not plan.may_be_written:
        raise HistoryRefused(plan)
    if plan.changes_nothing:
        return plan
    why = f"history loaded from {plan.file_name}"[:200]
    made = Made()
    agencies = _agencies(plan, made, actor, why)
    people = _people(plan, agencies, made, actor, why)
    events = _events(plan, made, actor, why)
    _bookings(plan, agencies, people, events, made, actor, why)
    load = keep_load(board, plan.file_name, made, actor=actor)
    record_change(board, LOADED, actor=actor, details=as_details(load, plan.counts()))
    return plan


def _agencies(plan: Plan, made: Made, actor: "User | None", why: str) -> dict[int | str, Agency]:
    """By what the plan calls them. Those of other boards become this board's too."""
    used = {each.agency for each in plan.bookings}
    found: dict[int | str, Agency] = {}
    by_name: dict[str, Agency] = {}
    for key, new in plan.agencies.new.items():
        if key in used:
            name = key_of(new.name)
            if name not in by_name:
                by_name[name] = add_agency(
                    new.name, sector=new.sector, board=plan.board, actor=actor, why=why
                )
            found[key] = by_name[name]
    ours = Agency.objects.select_related("sector").in_bulk(
        [each for each in used if isinstance(each, int)]
    )
    made.add(LoadedKind.AGENCY, [agency.pk for agency in by_name.values()])
    known = set(plan.board.agencies.filter(pk__in=ours).values_list("pk", flat=True))
    made.add(LoadedKind.SHARED_AGENCY, ours.keys() - known)
    plan.board.agencies.add(*ours)
    return {**found, **ours}


@dataclass(frozen=True)
class _Seen:
    """Somebody was at an event for an agency."""

    day: dt.date
    agency: Agency
    role_group: RoleGroup | None


def _people(
    plan: Plan, agencies: Mapping[int | str, Agency], made: Made, actor: "User | None", why: str
) -> dict[PersonKey, int]:
    """The ids of those who are new."""
    groups = RoleGroup.objects.in_bulk()
    seen: dict[PersonKey, list[_Seen]] = defaultdict(list)
    for each in plan.bookings:
        if isinstance(each.who, PersonKey):
            group = groups[each.role_group] if each.role_group else None
            seen[each.who].append(_Seen(each.event.day, agencies[each.agency], group))
    ids: dict[PersonKey, int] = {}
    keys = list(seen)
    for first in range(0, len(keys), BATCH):
        batch = keys[first : first + BATCH]
        people = record_past_people(
            [_person(plan, key, seen[key]) for key in batch], actor=actor, why=why
        )
        ids |= {key: person.pk for key, person in zip(batch, people, strict=True)}
    made.add(LoadedKind.PERSON, ids.values())
    return ids


def _person(plan: Plan, key: PersonKey, seen: list[_Seen]) -> PastPerson:
    """An address that is somebody else's stays theirs."""
    email = "" if key in plan.people.without_address else key.email
    return PastPerson(plan.reading.people[key].name, email, tuple(_jobs(seen)))


def _jobs(seen: list[_Seen]) -> Iterator[PastJob]:
    """From the first event for an agency to the last before the next agency's, one agency a day."""
    stretches: list[list[_Seen]] = []
    for each in sorted(seen, key=lambda one: one.day):
        if not stretches or stretches[-1][-1].agency.pk != each.agency.pk:
            if stretches and stretches[-1][-1].day == each.day:
                continue
            stretches.append([])
        stretches[-1].append(each)
    recently = timezone.localdate() - STILL_THERE
    for stretch in stretches:
        last = stretch[-1]
        is_open = stretch is stretches[-1] and last.day >= recently
        yield PastJob(last.agency, stretch[0].day, None if is_open else last.day, last.role_group)


def _events(plan: Plan, made: Made, actor: "User | None", why: str) -> dict[EventKey, Event]:
    """Every event that gets a booking, made where it is new, with room for those who held a place."""
    holders = Counter(each.event for each in plan.bookings if each.standing in PLACES_HELD)
    used = dict.fromkeys(each.event for each in plan.bookings)
    new = [key for key in used if key not in plan.events.existing]
    courses, venues = _courses(plan, made, actor), _venues(plan, new, made)
    recorded = record_past_events(
        [
            _event(
                plan.reading.events[key],
                courses[plan.events.courses[key]],
                venues.get(key.venue),
                holders[key],
                why,
            )
            for key in new
        ],
        actor=actor,
    )
    there = {key: plan.events.existing[key] for key in used if key in plan.events.existing}
    ours: dict[int, Event] = {}
    for chunk in chunks(list(set(there.values()))):
        ours |= Event.objects.in_bulk(chunk)
    needed: Counter[int] = Counter()
    for key, pk in there.items():
        needed[pk] += holders[key]
    wanted = {pk: ours[pk].places_taken + more for pk, more in needed.items()}
    made.rooms |= make_room(wanted, actor=actor)
    made.add(LoadedKind.EVENT, [event.pk for event in recorded])
    return {
        **dict(zip(new, recorded, strict=True)),
        **{key: ours[pk] for key, pk in there.items()},
    }


def _courses(plan: Plan, made: Made, actor: "User | None") -> dict[int | str, Course]:
    keys = new_courses(plan)
    wanted = [plan.events.new_courses[key] for key in keys]
    recorded = record_past_courses(plan.board, wanted, actor=actor)
    made.add(LoadedKind.COURSE, [course.pk for course in recorded])
    ours = Course.objects.filter(board=plan.board).in_bulk()
    return {**ours, **dict(zip(keys, recorded, strict=True))}


def _venues(plan: Plan, keys: Iterable[EventKey], made: Made) -> dict[str, Venue]:
    """By name as it is compared."""
    known = {key_of(venue.name): venue for venue in Venue.objects.filter(board=plan.board)}
    names = {key.venue: plan.reading.events[key].venue for key in keys}
    new = [name for key, name in names.items() if key and key not in known]
    made.add(LoadedKind.VENUE, [venue.pk for venue in record_venues(plan.board, new)])
    return {key_of(venue.name): venue for venue in Venue.objects.filter(board=plan.board)}


def _event(
    sheet: SheetEvent, course: Course, venue: Venue | None, holders: int, why: str
) -> PastEvent:
    """Nine to five stands for times that nobody wrote down; the session's title says so."""
    starts = sheet.starts or NINE
    later = dt.time(min(starts.hour + 1, 23), 59)
    ends = FIVE if starts < dt.time(16) else later
    title = END_NOT_RECORDED
    if sheet.starts and sheet.ends:
        ends, title = sheet.ends, ""
    return PastEvent(
        course=course,
        starts_at=local_moment(sheet.day, starts),
        ends_at=local_moment(sheet.day, ends),
        venue=venue,
        places=sheet.places,
        holders=holders,
        session_title=title if sheet.starts else TIMES_NOT_RECORDED,
        why=f"{why}, row {sheet.row}",
    )


def _bookings(
    plan: Plan,
    agencies: Mapping[int | str, Agency],
    people: Mapping[PersonKey, int],
    events: Mapping[EventKey, Event],
    made: Made,
    actor: "User | None",
    why: str,
) -> None:
    sessions = _sessions(events.values())
    references = _references(len(plan.bookings))
    at = timezone.now()
    for batch in chunks(plan.bookings, BATCH):
        bookings = []
        for each in batch:
            person = people[each.who] if isinstance(each.who, PersonKey) else each.who
            bookings.append(
                _booking(each, next(references), person, events[each.event], agencies[each.agency])
            )
        begin(bookings, "loaded", why=why, actor=actor, at=at)
        made.add(LoadedKind.BOOKING, [booking.pk for booking in bookings])
        Attendance.objects.bulk_create(
            [
                Attendance(
                    booking=booking,
                    session_id=session,
                    mark=Mark.ABSENT if each.standing == Standing.NO_SHOW else Mark.PRESENT,
                    marked_at=_dated(booking.event.ends_at),
                    marked_by=actor,
                )
                for booking, each in zip(bookings, batch, strict=True)
                if each.standing not in CANCELLED
                for session in sessions[booking.event_id]
            ]
        )


def _booking(each: Wanted, reference: str, person: int, event: Event, agency: Agency) -> Booking:
    is_cancelled = each.standing in CANCELLED
    outcome = Outcome.NO_SHOW if each.standing == Standing.NO_SHOW else Outcome.ATTENDED
    walked_in = each.standing == Standing.WALKED_IN
    return Booking(
        reference=reference,
        person_id=person,
        event=event,
        state=BookingState.CANCELLED if is_cancelled else BookingState.BOOKED,
        origin=Origin.WALK_IN if walked_in else Origin.IMPORTED,
        outcome=Outcome.OPEN if is_cancelled else outcome,
        agency=agency,
        sector_id=agency.sector_id,
        role_group_id=each.role_group,
        made_at=_dated(event.starts_at),
        cancelled_at=event.starts_at if is_cancelled else None,
        cancelled_late=each.standing == Standing.CANCELLED_LATE,
        cancel_reason=WHEN_UNKNOWN if is_cancelled else "",
        request_key=each.key,
    )


def _dated(moment: dt.datetime | None) -> dt.datetime:
    """Every event of the past has its day. Raises ValueError otherwise."""
    if moment is None:
        raise ValueError("An event of the past has no date.")
    return moment


def _sessions(events: Iterable[Event]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for chunk in chunks(list({event.pk for event in events})):
        for event, session in Session.objects.filter(event__in=chunk).values_list("event", "pk"):
            found[event].append(session)
    return found


def _references(number: int) -> Iterator[str]:
    """So many references that nobody has: among a hundred thousand, two alike are to be expected."""
    found: dict[str, None] = {}
    while len(found) < number:
        fresh = list({new_reference() for _ in range(number - len(found))} - found.keys())
        for chunk in chunks(fresh):
            taken = Booking.objects.filter(reference__in=chunk).values_list("reference", flat=True)
            found |= dict.fromkeys(set(chunk) - set(taken))
    return iter(found)
