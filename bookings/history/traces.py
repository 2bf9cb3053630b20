"""What has come of the rows of a load: which something else uses by now. Reads only, the same number of queries for
any size."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, ManyToManyRel, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ModelLogEntry

from bookings.choices import LoadedKind
from bookings.models import Attendance, Booking, HistoryLoad, LoadedRow
from courses.actions.past import ROOM_CHANGED
from courses.models import Course, Event, Session, Venue
from notices.models import Message
from people.models import Agency, AgencyStanding, AuditEntry, Employment, Person

Uses = dict[int, set[str]]
"""By the id of a row: what uses it, in words."""
CHANGED = "changed since"
OTHERS = "people from elsewhere than this load"
MESSAGES = "messages"
TOLD_OF = (LoadedKind.BOOKING, LoadedKind.EVENT)
COUNTED = (
    *(LoadedKind.BOOKING, LoadedKind.EVENT, LoadedKind.COURSE),
    *(LoadedKind.VENUE, LoadedKind.PERSON, LoadedKind.AGENCY),
)
"""Kinds that a summary counts."""


@dataclass(frozen=True)
class _Loaded:
    """One booking of the load."""

    event: int
    person: int
    agency: int


class Traces:
    """The rows of one load, and of them those that stay when it is taken back.

    An event that the load made and that somebody has worked on since stays whole, with its people of the load.
    At an event that was there before, a booking stays only if it was itself worked on. People, agencies, courses
    and venues stay while anything but what goes uses them.
    """

    def __init__(self, load: HistoryLoad) -> None:
        self.load = load

    def rows(self, kind: LoadedKind) -> QuerySet[Any]:
        """The ids of the load's rows of a kind, as a subquery."""
        return LoadedRow.objects.filter(load=self.load, kind=kind).values("row_id")

    @cached_property
    def own(self) -> Mapping[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for kind, row in LoadedRow.objects.filter(load=self.load).values_list("kind", "row_id"):
            found[kind].add(row)
        return found

    @cached_property
    def bookings(self) -> dict[int, _Loaded]:
        """Those that are still there."""
        rows = Booking.objects.filter(pk__in=self.rows(LoadedKind.BOOKING)).order_by()
        columns = ("pk", "event_id", "person_id", "agency_id")
        return {pk: _Loaded(*rest) for pk, *rest in rows.values_list(*columns)}

    @cached_property
    def used_bookings(self) -> Uses:
        return self._uses(Booking, LoadedKind.BOOKING, {Attendance}, made_by="loaded")

    @cached_property
    def used_events(self) -> Uses:
        """Events of the load, or that it added to, which somebody has worked on since."""
        found = self._uses(Event, LoadedKind.EVENT, {Session, Booking}, made_by="created")
        others = Booking.objects.filter(event__in=self.rows(LoadedKind.EVENT))
        others = others.exclude(pk__in=self.rows(LoadedKind.BOOKING)).order_by()
        for event in others.values_list("event", flat=True).distinct():
            found.setdefault(event, set()).add(OTHERS)
        for booking, uses in self.used_bookings.items():
            if booking in self.bookings:
                found.setdefault(self.bookings[booking].event, set()).update(uses)
        return found

    @cached_property
    def staying(self) -> dict[LoadedKind, set[int]]:
        """The ids of the load's rows that stay, by kind."""
        events = self.used_events.keys() & self.own[LoadedKind.EVENT]
        bookings = {pk for pk, each in self.bookings.items() if each.event in events}
        bookings |= self.used_bookings.keys() & self.bookings.keys()
        kept = [self.bookings[pk] for pk in bookings]
        people = self._people() | {each.person for each in kept}
        people &= self.own[LoadedKind.PERSON]
        agencies = {each.agency for each in kept}
        return {
            LoadedKind.BOOKING: bookings,
            LoadedKind.EVENT: events,
            LoadedKind.PERSON: people,
            LoadedKind.AGENCY: self._agencies(people) | agencies & self.own[LoadedKind.AGENCY],
            LoadedKind.SHARED_AGENCY: self._shared_agencies()
            | agencies & self.own[LoadedKind.SHARED_AGENCY],
            LoadedKind.COURSE: self._courses(events),
            LoadedKind.VENUE: self._venues(events),
            LoadedKind.ROOM: self._rooms(),
        }

    def _people(self) -> set[int]:
        ids = self.rows(LoadedKind.PERSON)
        used = self._uses(Person, LoadedKind.PERSON, {Booking, Employment}, made_by="added")
        others = Booking.objects.filter(person__in=ids).order_by()
        others = others.exclude(pk__in=self.rows(LoadedKind.BOOKING))
        later = Q(starts_on__gte=timezone.localdate(self.load.loaded_at)) | ~Q(
            job_title="", manager_name="", manager_email=""
        )
        jobs = Employment.objects.filter(later, person__in=ids).order_by()
        sign_ins = Person.objects.filter(pk__in=ids, user__isnull=False).order_by()
        return {
            *used,
            *others.values_list("person", flat=True).distinct(),
            *jobs.values_list("person", flat=True).distinct(),
            *sign_ins.values_list("pk", flat=True),
        }

    def _agencies(self, people: set[int]) -> set[int]:
        """`people` are those of the load who stay."""
        ids, links = self.rows(LoadedKind.AGENCY), Agency.boards.through
        besides: set[type[Model]] = {Booking, Employment, links}
        used = self._uses(Agency, LoadedKind.AGENCY, besides, made_by="added", in_office=True)
        others = Booking.objects.filter(agency__in=ids).order_by()
        others = others.exclude(pk__in=self.rows(LoadedKind.BOOKING))
        going = self.own[LoadedKind.PERSON] - people
        jobs = Employment.objects.filter(agency__in=ids).order_by().values_list("agency", "person")
        elsewhere = links.objects.filter(agency__in=ids).exclude(board=self.load.board_id)
        return {
            *used,
            *others.values_list("agency", flat=True).distinct(),
            *(agency for agency, person in jobs.iterator() if person not in going),
            *elsewhere.values_list("agency", flat=True),
        }

    def _shared_agencies(self) -> set[int]:
        """Other boards' agencies that people of this board's events come from, or that it has looked at."""
        ids = self.rows(LoadedKind.SHARED_AGENCY)
        others = Booking.objects.filter(agency__in=ids, event__board=self.load.board_id).order_by()
        others = others.exclude(pk__in=self.rows(LoadedKind.BOOKING))
        standings = AgencyStanding.objects.filter(agency__in=ids, board=self.load.board_id)
        return {
            *others.values_list("agency", flat=True).distinct(),
            *standings.values_list("agency", flat=True),
        }

    def _courses(self, events: set[int]) -> set[int]:
        """`events` are those of the load that stay."""
        ids = self.rows(LoadedKind.COURSE)
        used = self._uses(Course, LoadedKind.COURSE, {Event}, made_by="created", in_office=True)
        going = self.own[LoadedKind.EVENT] - events
        held = Event.objects.filter(course__in=ids).order_by().values_list("course", "pk")
        return {*used, *(course for course, event in held.iterator() if event not in going)}

    def _venues(self, events: set[int]) -> set[int]:
        """`events` are those of the load that stay."""
        ids = self.rows(LoadedKind.VENUE)
        used = self._uses(Venue, LoadedKind.VENUE, {Session}, made_by="", in_office=True)
        going = self.own[LoadedKind.EVENT] - events
        held = Session.objects.filter(venue__in=ids).order_by().values_list("venue", "event")
        return {*used, *(venue for venue, event in held.iterator() if event not in going)}

    def _rooms(self) -> set[int]:
        """Events that got more places from the load, and were changed by hand afterwards."""
        since = AuditEntry.objects.filter(
            target_type=Event._meta.label_lower,
            target_id__in=self.rows(LoadedKind.ROOM),
            at__gt=self.load.loaded_at,
        ).exclude(verb=ROOM_CHANGED)
        return set(since.order_by().values_list("target_id", flat=True).distinct())

    def _uses(
        self,
        model: type[Model],
        kind: LoadedKind,
        besides: Collection[type[Model]],
        *,
        made_by: str,
        in_office: bool = False,
    ) -> Uses:
        """What points at rows of a kind, apart from `besides`; what was done to them after `made_by`, the verb that
        made them, or with `in_office` in Wagtail's editor; and messages about them."""
        ids, found = self.rows(kind), defaultdict[int, set[str]](set)

        def note(rows: QuerySet[Any], words: str) -> None:
            for pk in rows.order_by().distinct():
                found[pk].add(words)

        for pointing, name, words in _pointing_at(model):
            if pointing not in besides:
                rows = pointing._base_manager.filter(**{f"{name}__in": ids})
                note(rows.values_list(name, flat=True), words)
        label = model._meta.label_lower
        done = AuditEntry.objects.filter(target_type=label, target_id__in=ids)
        note(
            done.exclude(verb__in=(made_by, ROOM_CHANGED)).values_list("target_id", flat=True),
            CHANGED,
        )
        if kind in TOLD_OF:
            told = Message.objects.filter(about_type=label, about_id__in=ids)
            note(told.values_list("about_id", flat=True), MESSAGES)
        if in_office:
            for pk in _edited(model, ids):
                found[pk].add(CHANGED)
        return found


def _pointing_at(model: type[Model]) -> list[tuple[type[Model], str, str]]:
    """Every table that names rows of `model`, of whatever floor: the model, its column, and it in words."""
    found: list[tuple[Any, str, str]] = []
    for relation in model._meta.related_objects:
        words = str(relation.related_model._meta.verbose_name_plural)
        if isinstance(relation, ManyToManyRel):
            found.append((relation.through, relation.field.m2m_reverse_field_name(), words))
        else:
            found.append((relation.related_model, relation.field.name, words))
    for field in model._meta.many_to_many:
        words = str(field.verbose_name)
        found.append((field.remote_field.through, field.m2m_field_name(), words))
    return found


def _edited(model: type[Model], ids: QuerySet[Any]) -> set[int]:
    texts = ids.annotate(text=Cast("row_id", CharField())).values("text")
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=texts
    )
    return {int(pk) for pk in entries.order_by().values_list("object_id", flat=True).distinct()}
