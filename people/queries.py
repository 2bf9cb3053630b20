"""Reading boards, agencies, people and what each user may reach."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Max, Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.models import Site

from .choices import BOARD_ROLES, STAFF_ROLES, Role
from .models import Agency, AuditEntry, Board, Employment, Person, RoleAssignment

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import Model

    from .models import User


def board_for_request(request: HttpRequest) -> Board:
    """The board of the site the request's host belongs to. Raises Http404 when there is none."""
    site = Site.find_for_request(request)
    board = Board.objects.filter(site=site).first() if site else None
    if board is None:
        raise Http404("No board is published at this address.")
    return board


def site_url(board: Board) -> str:
    """Where `board` is published, without a slash at the end: the start of every link in a message."""
    base = board.site.root_url if board.site else settings.WAGTAILADMIN_BASE_URL
    return base.rstrip("/")


def boards_with_role(user: "User | AnonymousUser", *roles: Role) -> QuerySet[Board]:
    """Boards for which `user` holds any of `roles`; every board for a superuser."""
    if not user.is_authenticated:
        return Board.objects.none()
    if user.is_superuser:
        return Board.objects.all()
    held = RoleAssignment.objects.filter(user=user, role__in=roles, board__isnull=False)
    return Board.objects.filter(pk__in=held.values("board"))


def roles_at(user: "User | AnonymousUser", board: Board) -> frozenset[str]:
    """The roles `user` holds at `board` or for its agencies; every one of a board for a superuser."""
    if not user.is_authenticated:
        return frozenset()
    if user.is_superuser:
        return frozenset(BOARD_ROLES)
    held = RoleAssignment.objects.filter(Q(board=board) | Q(agency__boards=board), user=user)
    return frozenset(held.values_list("role", flat=True))


def staff_boards(user: "User | AnonymousUser") -> QuerySet[Board]:
    """Boards whose back office `user` may run."""
    return boards_with_role(user, *STAFF_ROLES)


def officers_by_board(board_ids: Collection[int]) -> Mapping[int, list["User"]]:
    """Officers and administrators with an active sign-in, by board id, in one query."""
    officers: dict[int, list[User]] = {board_id: [] for board_id in board_ids}
    held = RoleAssignment.objects.filter(
        board__in=board_ids, role__in=STAFF_ROLES, user__is_active=True
    )
    for role in held.select_related("user").order_by("user__email"):
        if role.user not in officers[role.board_id or 0]:
            officers[role.board_id or 0].append(role.user)
    return officers


def agencies_with_role(user: "User | AnonymousUser", *roles: Role) -> QuerySet[Agency]:
    """Agencies for which `user` holds any of `roles`."""
    if not user.is_authenticated:
        return Agency.objects.none()
    held = RoleAssignment.objects.filter(user=user, role__in=roles, agency__isnull=False)
    return Agency.objects.filter(pk__in=held.values("agency"))


def agencies_led_by(user: "User | AnonymousUser", board: Board) -> QuerySet[Agency]:
    """Agencies of `board` for which `user` books; none that has been merged into another."""
    led = agencies_with_role(user, Role.AGENCY_LEAD)
    return led.filter(boards=board, merged_into__isnull=True).select_related("sector")


def people_of_agency(agency: Agency) -> QuerySet[Person]:
    """People who work for `agency` now, or worked for one that was merged into it."""
    jobs = Employment.objects.filter(ends_on__isnull=True).filter(
        Q(agency=agency) | Q(agency__merged_into=agency)
    )
    return Person.objects.filter(pk__in=jobs.values("person"))


def agencies_of_board(board: Board) -> QuerySet[Agency]:
    """Agencies people of this board may say they work for: merged ones are gone from the list."""
    return board.agencies.filter(merged_into__isnull=True).select_related("sector")


def employment_on(person: Person, day: dt.date) -> Employment | None:
    """Where `person` worked on `day`; the latest start wins where rows touch."""
    return (
        person.employments.select_related("agency__sector", "role_group")
        .filter(starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .order_by("-starts_on", "-id")
        .first()
    )


def current_employment(person: Person) -> Employment | None:
    """Where `person` works today."""
    return employment_on(person, timezone.localdate())


def people_with_employment() -> QuerySet[Person]:
    """People with their open employment prefetched as `current_employments` (a list of 0 or 1)."""
    return Person.objects.prefetch_related(
        Prefetch(
            "employments",
            queryset=Employment.objects.filter(ends_on__isnull=True).select_related(
                "agency__sector", "role_group"
            ),
            to_attr="current_employments",
        )
    )


def history_of(target: "Model") -> QuerySet[AuditEntry]:
    """Every recorded change of `target`, oldest first."""
    return AuditEntry.objects.filter(
        target_type=target._meta.label_lower, target_id=target.pk
    ).select_related("actor")


def latest_of(targets: "Sequence[Model]") -> dict[int, AuditEntry]:
    """The latest recorded change of each of `targets` (of one model) by its id: one query for all."""
    if not targets:
        return {}
    entries = AuditEntry.objects.filter(
        target_type=targets[0]._meta.label_lower, target_id__in=[each.pk for each in targets]
    )
    latest = entries.order_by().values("target_id").annotate(pk_of_last=Max("pk"))
    last = AuditEntry.objects.filter(pk__in=latest.values("pk_of_last"))
    return {entry.target_id: entry for entry in last}
