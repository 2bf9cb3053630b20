"""Which rows of the back office a member of staff may reach: the rows of the boards they run.

Each model states its way to the board once, by registering a `BoardStaffPolicy`. The views, the forms,
the filters and Wagtail itself all ask that policy; a model without one is closed.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from people.models import Board, RoleGroup, Sector
from people.queries import staff_boards

if TYPE_CHECKING:
    from people.models import User

SHARED_LISTS: tuple[type[Model], ...] = (Sector, RoleGroup)
"""Lists that every board uses as they are; only a superuser changes them."""


def staff_board_ids(user: "User") -> frozenset[int]:
    """Ids of the boards `user` runs; read once for each request's user object."""
    known: frozenset[int] | None = getattr(user, "_staff_board_ids", None)
    if known is None:
        known = frozenset(staff_boards(user).values_list("pk", flat=True))
        user._staff_board_ids = known  # type: ignore[attr-defined]  # kept for the life of the request
    return known


class BoardStaffPolicy(BasePermissionPolicy):
    """Officers and administrators have `actions` on the rows of their boards, and nobody else has any.

    `paths` are the lookups from the model to its board; a row belongs to every board that any of them
    reaches. Superusers see every row, but have no more actions than staff: what is left out here (deleting
    a booking, say) has no door at all.
    """

    def __init__(
        self, model: type[Model], *, paths: Iterable[str], actions: Collection[str]
    ) -> None:
        super().__init__(model)
        self.paths = tuple(paths)
        self.actions = frozenset(actions)

    def rows_for(self, user: "User", queryset: QuerySet | None = None) -> QuerySet:
        """Rows of `queryset` (default: all) that belong to the boards of `user`."""
        rows = self.model._default_manager.all() if queryset is None else queryset
        if user.is_superuser:
            return rows
        boards = staff_board_ids(user)
        reachable = Q()
        for path in self.paths:
            if "__" in path or self.model._meta.get_field(path).many_to_many:
                own = self.model._default_manager.filter(
                    pk=OuterRef("pk"), **{f"{path}__in": boards}
                )
                reachable |= Q(Exists(own))
            else:
                reachable |= Q(**{f"{path}__in": boards})
        return rows.filter(reachable)

    def user_has_permission(self, user: "User", action: str) -> bool:
        return bool(
            action in self.actions
            and user.is_active
            and (user.is_superuser or staff_board_ids(user))
        )

    def user_has_permission_for_instance(self, user: "User", action: str, instance: Model) -> bool:
        return (
            self.user_has_permission(user, action)
            and self.rows_for(user).filter(pk=instance.pk).exists()
        )

    def user_has_any_permission_for_instance(
        self, user: "User", actions: Iterable[str], instance: Model
    ) -> bool:
        return any(self.user_has_permission_for_instance(user, a, instance) for a in actions)

    def instances_user_has_any_permission_for(
        self, user: "User", actions: Iterable[str]
    ) -> QuerySet:
        if any(self.user_has_permission(user, action) for action in actions):
            return self.rows_for(user)
        return self.model._default_manager.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        from people.choices import STAFF_ROLES
        from people.models import User

        if not self.actions & set(actions):
            return User.objects.none()
        staff = Q(role_assignments__role__in=STAFF_ROLES, role_assignments__board__isnull=False)
        return User.objects.filter(Q(is_superuser=True) | staff, is_active=True).distinct()


def scope(
    model: type[Model],
    *paths: str,
    actions: Collection[str] = ("add", "change", "delete", "view"),
) -> None:
    """Registers the way from `model` to its boards, and what staff may do with its rows."""
    register_permission_policy(model, BoardStaffPolicy(model, paths=paths, actions=actions))


def policy_of(model: type[Model]) -> BoardStaffPolicy:
    """The model's registered policy. Raises ImproperlyConfigured when it states no way to a board."""
    policy = policy_registry.get_by_type(model, fallback=False)
    if not isinstance(policy, BoardStaffPolicy):
        raise ImproperlyConfigured(
            f"{model.__name__} does not say which boards its rows belong to."
        )
    return policy


def rows_for(user: "User", queryset: QuerySet) -> QuerySet:
    """`queryset` limited to what `user` may see or choose in the back office."""
    model: Any = queryset.model
    if model in SHARED_LISTS:
        return queryset
    if model is Board:
        return queryset if user.is_superuser else queryset.filter(pk__in=staff_board_ids(user))
    return policy_of(model).rows_for(user, queryset)
