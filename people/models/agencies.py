from django.conf import settings
from django.db import models

from people.choices import ContributorCategory

from .boards import Board


class Sector(models.Model):
    """The line of the sub-group's report that an agency is counted in."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class RoleGroup(models.Model):
    """A group of jobs with the same training needs, for example social workers or teachers."""

    name = models.CharField(max_length=100, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """Who employs the delegate. Merging sets `merged_into`; old bookings keep their snapshot."""

    name = models.CharField(max_length=200)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="agencies")
    contributor_category = models.CharField(
        max_length=30, choices=ContributorCategory, default=ContributorCategory.UNVERIFIED
    )
    boards = models.ManyToManyField(Board, related_name="agencies")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "agencies"
        constraints = [
            models.UniqueConstraint(models.functions.Lower("name"), name="agency_name_is_unique"),
            models.CheckConstraint(
                condition=models.Q(contributor_category__in=ContributorCategory.values),
                name="agency_category_is_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="agency_is_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")),
                name="agency_is_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WorkforceFigure(models.Model):
    """How many people an agency employs in one role group, as counted on a date.

    The denominator of reach. No row means unknown: shown blank, never 0 %.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="workforce_figures")
    role_group = models.ForeignKey(RoleGroup, on_delete=models.PROTECT)
    headcount = models.PositiveIntegerField()
    counted_on = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["agency", "role_group", "-counted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "role_group", "counted_on"], name="one_workforce_figure_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.headcount} {self.role_group} on {self.counted_on}"


class AgencyStanding(models.Model):
    """How one board sees an agency: its contributor category there, and whether it works in the area.

    Without a row the agency's own category holds, and it counts as local.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="standings")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="standings")
    category = models.CharField(max_length=30, choices=ContributorCategory)
    in_area = models.BooleanField(default=True, help_text="Works in or for the board's area.")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verified_at = models.DateTimeField()

    class Meta:
        ordering = ["board", "agency__name"]
        constraints = [
            models.UniqueConstraint(fields=["board", "agency"], name="one_standing_a_board"),
            models.CheckConstraint(
                condition=models.Q(category__in=ContributorCategory.values),
                name="standing_category_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} at {self.board}: {self.get_category_display()}"

    @property
    def in_words(self) -> str:
        """ "School or college, in the area"."""
        where = "in the area" if self.in_area else "outside the area"
        return f"{self.get_category_display()}, {where}"
