from django.db import models
from django.db.models import Q

from courses.models import Course
from people.models import Board


class Indicator(models.Model):
    """A monthly figure of practice that training is expected to move, declared before looking.

    For example assessments that use the Graded Care Profile. `lag_months` and `direction` are fixed when it is
    declared: choosing them after seeing the series would find what one looks for.
    """

    class Direction(models.TextChoices):
        UP = "up", "Should rise"
        DOWN = "down", "Should fall"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    definition = models.TextField(max_length=2000, help_text="What is counted, and what is not.")
    source = models.CharField(max_length=200, help_text="Whose system it comes from.")
    unit = models.CharField(max_length=60, help_text="What one is, such as assessments.")
    courses = models.ManyToManyField(Course, blank=True, related_name="indicators")
    direction = models.CharField(max_length=5, choices=Direction)
    lag_months = models.PositiveSmallIntegerField(
        default=0, help_text="How long after training a change is expected."
    )
    training_from = models.DateField(
        help_text="The first day of the month in which the training began that should move it."
    )
    declared_on = models.DateField(help_text="When all of this was fixed.")
    findings = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        help_text="What the statistics say; null: not worked out.",
    )

    class Meta:
        ordering = ["board", "title"]
        constraints = [
            models.UniqueConstraint(fields=["board", "code"], name="indicator_code_once_a_board"),
            models.CheckConstraint(
                condition=Q(training_from__day=1), name="training_began_with_a_month"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["up", "down"]), name="indicator_direction_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IndicatorValue(models.Model):
    """One month of an indicator; `month` is its first day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    month = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["indicator", "month"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "month"], name="one_value_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.month:%B %Y}"
