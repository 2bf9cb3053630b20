import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from courses.choices import ImportState
from people.models import Board

KEPT_FOR = dt.timedelta(hours=24)


def a_day_from_now() -> dt.datetime:
    return timezone.now() + KEPT_FOR


class Upload(models.Model):
    """A file between its steps; seen by its owner only and gone after a day.

    `columns` maps field names to headings. `report` is the last check: counts, what would be made, and the
    first problems. `content` is emptied once the import is done.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    encoding = models.CharField(max_length=40, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    columns = models.JSONField(default=dict)
    only_board = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.UPLOADED)
    rows_read = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=a_day_from_now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_running(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.WRITING)


class CalendarImport(Upload):
    """An uploaded calendar."""

    replace = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="import_state_is_known"
            ),
        ]
