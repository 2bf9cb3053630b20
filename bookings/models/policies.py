from django.conf import settings
from django.db import models

from people.models import Board


class PolicyVersion(models.Model):
    """A board's booking rules from a day on. Rows are only added: old bookings keep theirs.

    `document` is what `bookings.policy.schema` reads and writes; nothing else interprets it.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    starts_on = models.DateField(help_text="Bookings made from this day on follow it.")
    document = models.JSONField()
    note = models.CharField(max_length=300, blank=True, help_text="What changed, and who decided.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["board", "-starts_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="policy_number_once_a_board"),
        ]

    def __str__(self) -> str:
        return f"Policy {self.number} of {self.board}, from {self.starts_on:%-d %B %Y}"
