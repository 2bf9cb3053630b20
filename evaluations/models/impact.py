from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.models import CourseObjective
from people.models import Agency, Board


class LearningNeed(models.Model):
    """A finding that training should answer, and what has come of it."""

    class Source(models.TextChoices):
        CASE_REVIEW = "case_review", "Case review"
        AUDIT = "audit", "Audit"
        SECTION_11 = "section_11", "Section 11 return"
        VISIT = "visit", "Front-line visit"
        LAW = "law", "New law or guidance"
        FEEDBACK = "feedback", "Evaluation of earlier training"
        OTHER = "other", "Other"

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="learning_needs")
    source = models.CharField(max_length=20, choices=Source)
    reference = models.CharField(max_length=80, help_text="Where it can be found again.")
    finding = models.TextField(max_length=2000)
    found_on = models.DateField()
    owner = models.CharField(max_length=120, help_text="Who answers for it: a role or a group.")
    owner_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closing_words = models.TextField(max_length=2000, blank=True)
    closing_evidence = models.ForeignKey(
        "Evidence", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-found_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closing_evidence__isnull=False),
                name="a_need_closes_on_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.finding[:60]}"


class NeedObjective(models.Model):
    """A course's objective that answers a learning need."""

    need = models.ForeignKey(LearningNeed, on_delete=models.CASCADE, related_name="answers")
    objective = models.ForeignKey(CourseObjective, on_delete=models.CASCADE, related_name="needs")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "objective"], name="objective_once_a_need"),
        ]

    def __str__(self) -> str:
        return f"{self.need}: {self.objective}"


class Evidence(models.Model):
    """What a later audit or count says about a learning need."""

    need = models.ForeignKey(LearningNeed, on_delete=models.CASCADE, related_name="evidence")
    seen_on = models.DateField()
    source = models.CharField(max_length=200, help_text="Which audit, visit or count.")
    words = models.TextField(max_length=2000, help_text="What it shows; it may show nothing.")
    numerator = models.PositiveIntegerField(null=True, blank=True)
    denominator = models.PositiveIntegerField(null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["seen_on", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(
                    numerator__isnull=False,
                    denominator__gt=0,
                    numerator__lte=models.F("denominator"),
                ),
                name="evidence_counts_are_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}, {self.seen_on:%-d %B %Y}"
