from django.contrib.auth.models import Group
from django.db import models
from wagtail.models import Site

from people.choices import BoardKind


class Board(models.Model):
    """A safeguarding board or partnership: the tenant everything else belongs to.

    `site` is its Wagtail site (one per board). `staff_group` carries the Wagtail permissions of its
    officers and administrators; `people.actions.grant_role` keeps the membership.
    """

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=60, help_text="Shown where space is short.")
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=BoardKind, default=BoardKind.CHILDREN)
    contact_email = models.EmailField(help_text="Where practitioners ask for help.")
    contact_phone = models.CharField(max_length=30, blank=True)
    site = models.OneToOneField(
        Site, null=True, blank=True, on_delete=models.SET_NULL, related_name="board"
    )
    staff_group = models.OneToOneField(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="board"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=BoardKind.values), name="board_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
