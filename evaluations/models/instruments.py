from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.models import Course
from evaluations.choices import Purpose, Wave
from people.models import Board


class InstrumentVersion(models.Model):
    """A questionnaire as it was asked from some day on. Rows are only added: answers stay with their version.

    `document` is what `evaluations.instruments.schema` reads; nothing else interprets it. Without a board it
    belongs to the bank that every board may use.
    """

    board = models.ForeignKey(
        Board, null=True, blank=True, on_delete=models.PROTECT, related_name="instruments"
    )
    code = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20, choices=Purpose)
    document = models.JSONField()
    note = models.CharField(max_length=300, blank=True, help_text="What changed, and why.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["board", "code", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "code", "number"],
                condition=Q(board__isnull=False),
                name="instrument_number_once_a_board",
            ),
            models.UniqueConstraint(
                fields=["code", "number"],
                condition=Q(board__isnull=True),
                name="instrument_number_once_in_the_bank",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="instrument_purpose_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class WavePlan(models.Model):
    """What a course asks in one wave, and when: whole days after the moment the wave hangs on.

    That moment is the booking (T0), the start (T1) or the end of the event (all others). `reminders` are days
    after the wave opened. The version is the latest of `code` when a run of the course is opened.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="wave_plans")
    wave = models.CharField(max_length=12, choices=Wave)
    codes = models.JSONField(help_text="The codes of the questionnaires asked, in order.")
    opens_days = models.PositiveSmallIntegerField(default=0)
    open_for_days = models.PositiveSmallIntegerField(default=14)
    reminders = models.JSONField(default=list)

    class Meta:
        ordering = ["course", "wave"]
        constraints = [
            models.UniqueConstraint(fields=["course", "wave"], name="one_plan_a_wave"),
            models.CheckConstraint(condition=Q(wave__in=Wave.values), name="planned_wave_is_known"),
            models.CheckConstraint(condition=Q(open_for_days__gte=1), name="a_wave_is_open_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.get_wave_display()}"


class EvaluationSetting(models.Model):
    """A board's own numbers. Without a row the defaults hold."""

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="evaluation_setting")
    key_days = models.PositiveSmallIntegerField(
        default=30, help_text="Days after the last wave until the key is destroyed."
    )
    hidden_under = models.PositiveSmallIntegerField(
        default=5, help_text="Results of fewer people are not shown to anybody."
    )
    headline_pairs = models.PositiveSmallIntegerField(
        default=10, help_text="Pairs of answers that a headline needs."
    )
    is_public = models.BooleanField(
        default=False, help_text="Shows the headline of each course on its public page."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_under__gte=5), name="hidden_under_5_at_least"
            ),
            models.CheckConstraint(
                condition=Q(key_days__lte=366), name="key_is_kept_a_year_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluation at {self.board}"
