from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from courses.models import Course


class Finding(models.Model):
    """A finished result: what evaluation says of the events of a course that are reported together.

    Pages only read it: it is worked out beforehand (`actions.work_out_findings`), of waves that have closed, and
    again only when `basis`, which sums up those waves and the board's numbers, has become another. `key` names
    the events: see `evaluations.scopes`. `document` is what `impact.published` gives, with small groups taken out
    already; `summary` is the little of it that lists and other runs need. `people` answered.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="findings")
    key = models.CharField(max_length=24)
    first_day = models.DateField()
    last_day = models.DateField()
    people = models.PositiveIntegerField()
    basis = models.CharField(max_length=64)
    document = models.JSONField(encoder=DjangoJSONEncoder)
    summary = models.JSONField(encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["course", "first_day", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "key"], name="one_finding_of_the_same_events"
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=models.F("last_day")),
                name="a_finding_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.key}"


class Span(models.Model):
    """Days that a reader asked to have reported together: the first and the last with an event of the course.

    Its finding has the key `scopes.span_key`; the newest few of a course are kept (`actions.ask_for_span`).
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="spans")
    first_day = models.DateField()
    last_day = models.DateField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["course", "-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "first_day", "last_day"], name="one_span_of_the_same_days"
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=models.F("last_day")),
                name="a_span_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.first_day} to {self.last_day}"
