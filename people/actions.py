"""The only code that changes boards, people, employments and roles."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from .choices import STAFF_ROLES, ContributorCategory, FeedPurpose, Role
from .hooks import standing_hooks
from .models import (
    Agency,
    AgencyStanding,
    AuditEntry,
    Board,
    CalendarFeed,
    Employment,
    Person,
    RoleAssignment,
    RoleGroup,
    Sector,
)
from .models.users import normal_email
from .queries import employment_on
from .removing import remove_at_once
from .text import one_line

if TYPE_CHECKING:
    from .models import User


def record_change(
    target: Model,
    verb: str,
    *,
    actor: "User | None",
    was: str = "",
    now: str = "",
    why: str = "",
    at: dt.datetime | None = None,
    details: dict[str, object] | None = None,
) -> AuditEntry:
    """Writes who changed `target`, when, from what, to what and why, in the caller's transaction."""
    entry = change_of(target, verb, actor=actor, was=was, now=now, why=why, at=at, details=details)
    entry.save()
    return entry


def record_changes(entries: Sequence[AuditEntry]) -> None:
    """`record_change` for many, each made by `change_of`, in one query."""
    AuditEntry.objects.bulk_create(entries)


def change_of(
    target: Model,
    verb: str,
    *,
    actor: "User | None",
    was: str = "",
    now: str = "",
    why: str = "",
    at: dt.datetime | None = None,
    details: dict[str, object] | None = None,
) -> AuditEntry:
    """What `record_change` writes, not written yet."""
    return AuditEntry(
        target_type=target._meta.label_lower,
        target_id=target.pk,
        verb=verb,
        actor=actor,
        was=was,
        now=now,
        why=why[:500],
        at=at or timezone.now(),
        details=details or {},
    )


@transaction.atomic
def grant_role(
    user: "User",
    role: Role,
    *,
    board: Board | None = None,
    agency: Agency | None = None,
    actor: "User | None" = None,
) -> RoleAssignment:
    """Gives `user` a role for one board or one agency; granting it twice changes nothing.

    Side effects, in order: the assignment; for officers and administrators, membership of the board's
    staff group (Wagtail's permissions hang on it); an audit entry.
    """
    assignment, made = RoleAssignment.objects.get_or_create(
        user=user, role=role, board=board, agency=agency
    )
    if not made:
        return assignment
    if role in STAFF_ROLES and board is not None:
        user.groups.add(staff_group_of(board))
    record_change(assignment, "granted", actor=actor, now=role)
    return assignment


@transaction.atomic
def withdraw_role(assignment: RoleAssignment, *, actor: "User | None") -> None:
    """Takes a role away. Side effects: audit entry; the assignment goes; staff group left if it was the last."""
    user, board, role = assignment.user, assignment.board, Role(assignment.role)
    record_change(assignment, "withdrawn", actor=actor, was=role)
    assignment.delete()
    if role in STAFF_ROLES and board is not None:
        still = RoleAssignment.objects.filter(user=user, board=board, role__in=STAFF_ROLES)
        if not still.exists():
            user.groups.remove(staff_group_of(board))


def staff_group_of(board: Board) -> Group:
    """The auth group of the board's officers and administrators; made on first use.

    It opens the back office; what its members may do there is decided by `people.backoffice.scope`.
    """
    if board.staff_group is None:
        board.staff_group, _ = Group.objects.get_or_create(name=f"Staff of {board.name}"[:150])
        board.save(update_fields=["staff_group"])
        door = Permission.objects.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
        board.staff_group.permissions.add(*door)
    return board.staff_group


@transaction.atomic
def create_account(*, email: str, full_name: str, password: str | None = None) -> "User":
    """A sign-in whose address counts as verified, for people the board vouches for.

    Side effects, in order: the user; allauth's verified address; an audit entry.
    """
    user = get_user_model().objects.create_user(email, password, full_name=full_name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record_change(user, "created", actor=None)
    return user


@transaction.atomic
def add_person(
    *,
    full_name: str,
    email: str = "",
    phone: str = "",
    agency: Agency,
    role_group: RoleGroup | None = None,
    job_title: str = "",
    starts_on: dt.date | None = None,
    actor: "User | None",
) -> Person:
    """Somebody the staff write down: on the phone, from a list, at the door.

    Side effects, in order: the person; where they work (see `set_employment`); an audit entry.
    """
    person = Person.objects.create(full_name=full_name, email=email, phone=phone)
    set_employment(person, agency, role_group=role_group, job_title=job_title, starts_on=starts_on)
    record_change(person, "added", actor=actor)
    return person


@dataclass(frozen=True)
class Newcomer:
    """Somebody nobody has written down yet, and whom to ask or write to for them."""

    full_name: str
    email: str = ""
    role_group: RoleGroup | None = None
    manager_name: str = ""
    manager_email: str = ""


@transaction.atomic
def add_people(
    newcomers: Sequence[Newcomer], *, agency: Agency, actor: "User | None"
) -> list[Person]:
    """`add_person` for many at one agency, in a number of queries that does not grow with them.

    Side effects, in order: the people; where they work; an audit entry for each.
    """
    people = Person.objects.bulk_create(
        Person(full_name=one_line(each.full_name), email=normal_email(each.email))
        for each in newcomers
    )
    Employment.objects.bulk_create(
        Employment(
            person=person,
            agency=agency,
            starts_on=timezone.localdate(),
            role_group=each.role_group,
            manager_name=each.manager_name,
            manager_email=each.manager_email,
        )
        for person, each in zip(people, newcomers, strict=True)
    )
    record_changes([change_of(person, "added", actor=actor) for person in people])
    return people


@dataclass(frozen=True)
class PastJob:
    """Where somebody worked as far as an older record tells; `ends_on` None: as far as we know, still."""

    agency: Agency
    starts_on: dt.date
    ends_on: dt.date | None
    role_group: RoleGroup | None = None


@dataclass(frozen=True)
class PastPerson:
    """Somebody out of an older record, with where they worked, in order and without overlap."""

    full_name: str
    email: str
    jobs: tuple[PastJob, ...]


@transaction.atomic
def record_past_people(
    wanted: Sequence[PastPerson], *, actor: "User | None", why: str
) -> list[Person]:
    """Writes down people of the past with their employments.

    Side effects, in order: the people; where they worked; an audit entry for each.
    """
    people = Person.objects.bulk_create(
        [
            Person(full_name=one_line(each.full_name), email=normal_email(each.email))
            for each in wanted
        ]
    )
    Employment.objects.bulk_create(
        Employment(
            person=person,
            agency=job.agency,
            role_group=job.role_group,
            starts_on=job.starts_on,
            ends_on=job.ends_on,
        )
        for person, each in zip(people, wanted, strict=True)
        for job in each.jobs
    )
    record_changes([change_of(person, "added", actor=actor, why=why) for person in people])
    return people


@transaction.atomic
def add_agency(
    name: str, *, sector: Sector, board: Board, actor: "User | None", why: str = ""
) -> Agency:
    """A new agency of one board. Side effects, in order: the agency; its board; an audit entry."""
    agency = Agency.objects.create(name=name, sector=sector)
    agency.boards.add(board)
    record_change(agency, "added", actor=actor, why=why)
    return agency


@transaction.atomic
def remove_past_people(ids: QuerySet[Any]) -> int:
    """Takes back `record_past_people`; nothing else may use them. Side effects: their employments; the people."""
    remove_at_once(Employment.objects.filter(person__in=ids))
    return remove_at_once(Person.objects.filter(pk__in=ids))


@transaction.atomic
def remove_agencies(ids: QuerySet[Any]) -> int:
    """Takes back `add_agency`; nothing else may use them. Side effects: their boards; the agencies."""
    remove_at_once(Agency.boards.through.objects.filter(agency__in=ids))
    return remove_at_once(Agency.objects.filter(pk__in=ids))


def set_manager(people: Sequence[Person], *, name: str, email: str) -> None:
    """Says who manages `people`, where nobody is known yet. Side effect: their employments."""
    jobs = Employment.objects.filter(person__in=people, ends_on__isnull=True)
    jobs.filter(manager_email="", manager_name="").update(manager_name=name, manager_email=email)
    jobs.filter(manager_email="").update(manager_email=email)


@transaction.atomic
def correct_person(
    person_id: int, *, full_name: str, email: str, phone: str, actor: "User | None"
) -> Person:
    """Corrects a name or how to reach somebody. Side effects: the person; an audit entry with what changed."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    new = {"full_name": full_name, "email": normal_email(email), "phone": phone}
    changed: dict[str, object] = {
        name: [getattr(person, name), value]
        for name, value in new.items()
        if getattr(person, name) != value
    }
    for name, value in new.items():
        setattr(person, name, value)
    person.save(update_fields=list(new))
    if changed:
        record_change(person, "corrected", actor=actor, details=changed)
    return person


@transaction.atomic
def person_for_user(user: "User") -> Person:
    """The learner behind a sign-in whose address is verified.

    Takes over a person already known by that address (booked by a lead, walked in), so that the
    learning record is one; otherwise makes a new person.
    """
    person = Person.objects.filter(user=user).first()
    if person is not None:
        return person
    person = Person.objects.select_for_update().filter(email=normal_email(user.email)).first()
    if person is None or person.user_id is not None:
        return Person.objects.create(
            user=user,
            full_name=user.full_name or user.email.split("@")[0],
            email=user.email if person is None else "",
        )
    person.user = user
    if user.full_name:
        person.full_name = user.full_name
    person.save(update_fields=["user", "full_name"])
    return person


@transaction.atomic
def set_employment(
    person: Person,
    agency: Agency,
    *,
    role_group: RoleGroup | None = None,
    job_title: str = "",
    manager_name: str = "",
    manager_email: str = "",
    starts_on: dt.date | None = None,
) -> Employment:
    """Records where a person works from `starts_on` (default today).

    The same agency: the open row is corrected. Another agency: the open row ends the day before and a
    new one opens, so that the past stays true.
    """
    starts_on = starts_on or timezone.localdate()
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    details = {
        "role_group": role_group,
        "job_title": job_title,
        "manager_name": manager_name,
        "manager_email": manager_email,
    }
    current = person.employments.filter(ends_on__isnull=True).first()
    if current is not None and (current.agency_id == agency.pk or current.starts_on >= starts_on):
        Employment.objects.filter(pk=current.pk).update(agency=agency, **details)
        current.refresh_from_db()
        return current
    if current is not None:
        current.ends_on = starts_on - dt.timedelta(days=1)
        current.save(update_fields=["ends_on"])
    return Employment.objects.create(person=person, agency=agency, starts_on=starts_on, **details)


def agency_snapshot(person: Person, day: dt.date) -> tuple[Agency | None, RoleGroup | None]:
    """The agency and role group to write on a booking made on `day`."""
    employment = employment_on(person, day)
    if employment is None:
        return None, None
    return employment.agency, employment.role_group


@transaction.atomic
def make_feed(
    user: "User", purpose: FeedPurpose, *, board: Board, agency: Agency | None = None
) -> CalendarFeed:
    """A secret calendar address; the one there is, where there is one. Side effects: the feed; an audit entry."""
    feed, made = CalendarFeed.objects.get_or_create(
        owner=user,
        purpose=purpose,
        board=board,
        agency=agency,
        revoked_at=None,
        defaults={"made_at": timezone.now()},
    )
    if made:
        record_change(feed, "made", actor=user, now=purpose)
    return feed


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, actor: "User") -> None:
    """The address stops at once and for good. Side effects: the feed; an audit entry."""
    if feed.revoked_at is None:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        record_change(feed, "revoked", actor=actor, was=feed.purpose)


@transaction.atomic
def renew_feed(feed: CalendarFeed, *, actor: "User") -> CalendarFeed:
    """Another address in place of one that somebody else may know. Side effects of `revoke_feed` and `make_feed`."""
    revoke_feed(feed, actor=actor)
    return make_feed(feed.owner, FeedPurpose(feed.purpose), board=feed.board, agency=feed.agency)


@transaction.atomic
def set_standing(
    agency: Agency,
    board: Board,
    *,
    category: ContributorCategory,
    in_area: bool,
    actor: "User | None",
    why: str = "",
    at: dt.datetime | None = None,
) -> AgencyStanding:
    """Staff say how a board sees an agency: its contributor category, and whether it works in the area.

    Side effects, in order: the standing; an audit entry on the agency; what the floors above do with it
    (prices that were provisional are settled).
    """
    at = at or timezone.now()
    Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    was = AgencyStanding.objects.filter(agency=agency, board=board).first()
    standing, _ = AgencyStanding.objects.update_or_create(
        agency=agency,
        board=board,
        defaults={
            "category": category,
            "in_area": in_area,
            "verified_by": actor,
            "verified_at": at,
        },
    )
    record_change(
        agency,
        "standing set",
        actor=actor,
        was=was.in_words if was else "",
        now=standing.in_words,
        why=why,
        at=at,
        details={"board": board.pk},
    )
    for hook in standing_hooks.set:
        hook(agency, board, actor=actor, at=at)
    return standing
