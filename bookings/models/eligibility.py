from django.conf import settings
from django.db import models

from courses.models import Course
from people.models import Board, Person


class AcceptedEvidence(models.Model):
    """Staff accept that somebody did the equivalent of a course elsewhere."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="accepted_evidence")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="accepted_evidence")
    taken_on = models.DateField(help_text="When the person did the equivalent.")
    evidence = models.CharField(max_length=300, help_text="What was seen: certificate, letter.")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_on"]
        verbose_name_plural = "accepted evidence"

    def __str__(self) -> str:
        return f"{self.person}: equivalent of {self.course}"


class RestrictionLifted(models.Model):
    """Staff let somebody book again before a restriction for not attending runs out.

    What happened up to `lifted_at` no longer counts against them.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="restrictions_lifted")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=300)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lifted_at = models.DateTimeField()

    class Meta:
        ordering = ["-lifted_at"]
        verbose_name_plural = "restrictions lifted"

    def __str__(self) -> str:
        return f"{self.person} may book again"
