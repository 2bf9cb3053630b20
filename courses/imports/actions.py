"""Writes an import: all of it or nothing."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from courses.choices import EventState
from courses.models import Course, Event, Level, Session, Venue
from courses.naming import CODE_LENGTH, SLUG_LENGTH, free_name, initials
from people.actions import record_change
from people.models import AuditEntry, Board

from .plan import CoursePlan, EventPlan, Outcome, Plan, compare, postcode_in
from .reading import key_of

if TYPE_CHECKING:
    from people.models import User

BATCH = 500


class ImportRefused(Exception):
    """The plan has errors, so nothing was written. `plan` says which."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(f"{len(plan.errors)} errors: nothing was imported.")


@transaction.atomic
def apply_import(plan: Plan, *, actor: "User | None") -> Plan:
    """Writes what `plan` says, compared afresh with the catalogue, and returns that fresh plan.

    Raises ImportRefused if there is any error. The same file a second time writes nothing.
    Side effects, in order: the board is locked, so that two imports cannot make the same course twice;
    levels; venues; courses, with an audit entry for each made or changed; events (drafts) with their
    sessions and audit entries; an audit entry on the board with the counts.
    """
    board = Board.objects.select_for_update(of=("self",)).get(pk=plan.board.pk)
    plan = compare(board, plan.reading, replace=plan.replace)
    if plan.errors:
        raise ImportRefused(plan)
    if plan.changes_nothing:
        return plan
    levels = _make_levels(plan)
    venues = _make_venues(plan)
    courses = _write_courses(plan, levels, actor)
    new = [each for each in plan.events if each.outcome == Outcome.CREATE]
    for first in range(0, len(new), BATCH):
        _make_events(new[first : first + BATCH], courses, venues, actor)
    record_change(board, "imported", actor=actor, details=dict(plan.counts()))
    return plan


def _make_levels(plan: Plan) -> dict[str, Level]:
    last = Level.objects.filter(board=plan.board).aggregate(last=Max("position"))["last"] or 0
    for position, name in enumerate(plan.levels.values(), start=last + 1):
        Level.objects.create(board=plan.board, name=name, position=position)
    return {key_of(level.name): level for level in Level.objects.filter(board=plan.board)}


def _make_venues(plan: Plan) -> dict[str, Venue]:
    Venue.objects.bulk_create(
        [
            Venue(board=plan.board, name=name, postcode=postcode_in(name))
            for name in plan.venues.values()
        ],
        batch_size=BATCH,
    )
    return {key_of(venue.name): venue for venue in Venue.objects.filter(board=plan.board)}


def _write_courses(plan: Plan, levels: dict[str, Level], actor: "User | None") -> dict[str, Course]:
    codes = {code.casefold() for code in plan.board.courses.values_list("code", flat=True)}
    codes |= {each.wanted.code.casefold() for each in plan.courses.values() if each.wanted.code}
    slugs = set(plan.board.courses.values_list("slug", flat=True))
    courses = {}
    for key, course_plan in plan.courses.items():
        if course_plan.existing is None:
            courses[key] = _make_course(plan.board, course_plan, levels, codes, slugs, actor)
        else:
            courses[key] = _change_course(course_plan.existing, course_plan, levels, actor)
    return courses


def _make_course(
    board: Board,
    course_plan: CoursePlan,
    levels: dict[str, Level],
    codes: set[str],
    slugs: set[str],
    actor: "User | None",
) -> Course:
    wanted = course_plan.wanted
    code = wanted.code or free_name(initials(wanted.title), codes, CODE_LENGTH)
    slug = free_name(slugify(wanted.title) or "course", slugs, SLUG_LENGTH)
    codes.add(code.casefold())
    slugs.add(slug)
    fields: dict[str, Any] = {
        "level": levels[key_of(wanted.level)] if wanted.level else None,
        "duration_minutes": wanted.duration_minutes,
        "summary": wanted.summary or "",
    }
    if wanted.delivery:
        fields["delivery"] = wanted.delivery
    if wanted.places:
        fields["default_capacity"] = wanted.places
    course = Course.objects.create(board=board, title=wanted.title, code=code, slug=slug, **fields)
    record_change(course, "created", actor=actor, why="imported")
    return course


def _change_course(
    course: Course, course_plan: CoursePlan, levels: dict[str, Level], actor: "User | None"
) -> Course:
    if not course_plan.changes:
        return course
    for name, (_, value) in course_plan.changes.items():
        setattr(course, name, levels[key_of(str(value))] if name == "level" else value)
    course.save(update_fields=list(course_plan.changes))
    changed = {
        name: [str(was or ""), str(value)] for name, (was, value) in course_plan.changes.items()
    }
    record_change(course, "changed", actor=actor, why="imported", details=dict(changed))
    return course


def _make_events(
    batch: list[EventPlan],
    courses: dict[str, Course],
    venues: dict[str, Venue],
    actor: "User | None",
) -> None:
    """What `create_event` does for one draft with one session, for many at once (tens of thousands)."""
    events = Event.objects.bulk_create(
        [
            Event(
                board_id=courses[each.wanted.course].board_id,
                course=courses[each.wanted.course],
                state=EventState.DRAFT,
                capacity=each.wanted.places or courses[each.wanted.course].default_capacity,
                starts_at=each.wanted.starts_at,
                ends_at=each.wanted.ends_at,
                staff_notes=each.wanted.staff_notes,
            )
            for each in batch
        ]
    )
    Session.objects.bulk_create(
        [
            Session(
                event=event,
                starts_at=each.wanted.starts_at,
                ends_at=each.wanted.ends_at,
                venue=venues[key_of(each.wanted.venue)] if each.wanted.venue else None,
                joining_link=each.wanted.joining_link,
            )
            for event, each in zip(events, batch, strict=True)
        ]
    )
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(
                target_type=Event._meta.label_lower,
                target_id=event.pk,
                verb="created",
                actor=actor,
                now=EventState.DRAFT,
                why=f"imported, row {each.wanted.row}",
                at=timezone.now(),
            )
            for event, each in zip(events, batch, strict=True)
        ]
    )
