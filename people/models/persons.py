from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from people.choices import AGENCY_ROLES, BOARD_ROLES, Role
from people.text import one_line

from .agencies import Agency, RoleGroup
from .boards import Board
from .users import normal_email


class Person(models.Model):
    """Someone who learns or teaches. Has an account only if `user` is set, and may have no e-mail."""

    full_name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["full_name", "id"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="person_email_is_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = normal_email(self.email)
        self.full_name = one_line(self.full_name)
        super().save(*args, **kwargs)


class Employment(models.Model):
    """Where a person worked between two dates; the open row is where they work now."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="employments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="employments")
    role_group = models.ForeignKey(RoleGroup, null=True, blank=True, on_delete=models.PROTECT)
    job_title = models.CharField(max_length=120, blank=True)
    manager_name = models.CharField(max_length=200, blank=True)
    manager_email = models.EmailField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="employment_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on__isnull=True),
                name="one_current_employment_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.agency}"


class RoleAssignment(models.Model):
    """A role, held by a user, for exactly one board or exactly one agency."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_assignments"
    )
    role = models.CharField(max_length=20, choices=Role)
    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.CASCADE, related_name="role_assignments"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="role_assignments"
    )

    class Meta:
        ordering = ["user", "role"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(role__in=BOARD_ROLES, board__isnull=False, agency__isnull=True)
                    | Q(role__in=AGENCY_ROLES, agency__isnull=False, board__isnull=True)
                ),
                name="role_has_the_right_scope",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "board"],
                condition=Q(board__isnull=False),
                name="role_once_a_board",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "agency"],
                condition=Q(agency__isnull=False),
                name="role_once_an_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} for {self.board or self.agency}"
