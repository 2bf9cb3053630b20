from django.conf import settings
from django.db import models

from people.models import Board
from reports.choices import Span


class SavedReport(models.Model):
    """A report with its filters, kept by one reader under a name; `query` are the fields of its form.

    With `is_mailed` its owner gets a link to it each quarter: never the figures themselves.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="saved_reports")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_reports"
    )
    name = models.CharField(max_length=80)
    kind = models.SlugField(max_length=40)
    query = models.CharField(max_length=500, blank=True)
    span = models.CharField(max_length=20, choices=Span, default=Span.LAST_QUARTER)
    is_mailed = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "owner", "name"], name="saved_report_once_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(span__in=Span.values), name="saved_report_span_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def moves_on(self) -> bool:
        """Whether it shows other days as time passes."""
        return self.span != Span.AS_SAVED
