from django.db import models
from django.db.models import Q

from courses.choices import Delivery
from people.models import Board, RoleGroup, Sector


class BoardTerm(models.Model):
    """A word of one board's own vocabulary: boards differ, so levels and audiences are data."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "name"], name="%(app_label)s_%(class)s_once_a_board"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Level(BoardTerm):
    """A step of the board's training levels, for example "Level 2" or "Group B"."""


class Audience(BoardTerm):
    """Whom a course is for, in the board's words."""


class Topic(BoardTerm):
    """What a course is about."""


class Course(models.Model):
    """A catalogue entry. Its dated runs are events."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="courses")
    code = models.CharField(max_length=20, help_text="Short and unique within the board.")
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80)
    summary = models.CharField(max_length=300, blank=True, help_text="One sentence for lists.")
    description = models.TextField(blank=True)
    level = models.ForeignKey(
        Level, null=True, blank=True, on_delete=models.PROTECT, related_name="courses"
    )
    audiences = models.ManyToManyField(Audience, blank=True, related_name="courses")
    topics = models.ManyToManyField(Topic, blank=True, related_name="courses")
    mandatory_for = models.ManyToManyField(RoleGroup, blank=True, related_name="mandatory_courses")
    duration_minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text="Training time in minutes, without breaks between days."
    )
    delivery = models.CharField(max_length=20, choices=Delivery, default=Delivery.CLASSROOM)
    refresher_months = models.PositiveSmallIntegerField(null=True, blank=True)
    joining_notes = models.TextField(
        blank=True,
        help_text="Sent to everybody booked: what to bring, what to read first, what to expect.",
    )
    default_capacity = models.PositiveSmallIntegerField(default=20)
    only_for_sectors = models.ManyToManyField(
        Sector, blank=True, related_name="+", help_text="Left empty: for every sector."
    )
    only_for_role_groups = models.ManyToManyField(
        RoleGroup, blank=True, related_name="+", help_text="Left empty: for every role group."
    )
    equivalents = models.ManyToManyField(
        "self",
        blank=True,
        help_text="Courses that count as this one where it must have been taken before.",
    )
    charge_group = models.CharField(
        max_length=40,
        blank=True,
        help_text="The policy's name for how it is priced, such as conference. Empty: as most are.",
    )
    is_archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["board", "code"], name="course_code_once_a_board"),
            models.UniqueConstraint(fields=["board", "slug"], name="course_slug_once_a_board"),
            models.CheckConstraint(
                condition=Q(delivery__in=Delivery.values), name="course_delivery_is_known"
            ),
            models.CheckConstraint(
                condition=Q(default_capacity__gte=1), name="course_capacity_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Prerequisite(models.Model):
    """A course to be taken before another, perhaps not too long ago."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="prerequisites")
    requires = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="required_by")
    within_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Left empty: however long ago."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "requires"], name="prerequisite_once"),
            models.CheckConstraint(
                condition=~Q(course=models.F("requires")), name="course_does_not_require_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} requires {self.requires}"


class CourseObjective(models.Model):
    """What a delegate will be able to do afterwards; evaluation asks about each one."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="objectives")
    text = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class ELearning(models.Model):
    """A course somebody else runs online; the board links to it."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="elearning")
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=120)
    url = models.URLField("link", max_length=500)
    summary = models.CharField(max_length=300, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="elearning")
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    last_checked_on = models.DateField(
        null=True, blank=True, help_text="When somebody last made sure that the link works."
    )
    is_archived = models.BooleanField(default=False)

    class Meta:
        ordering = ["title"]
        verbose_name = "e-learning"
        verbose_name_plural = "e-learning"
        constraints = [
            models.UniqueConstraint(fields=["board", "title"], name="elearning_once_a_board"),
        ]

    def __str__(self) -> str:
        return self.title
