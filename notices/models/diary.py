import uuid

from django.db import models

from notices.invitations import Method


def new_uid() -> str:
    return f"{uuid.uuid4().hex}@cohort"


class DiaryEntry(models.Model):
    """What somebody's diary was last told of one session: the sequence number that the next word must top.

    `uid` never changes for a person and a session, also when they cancel and book again. The row outlives
    the session, so that its entry can still be taken out of diaries.
    """

    uid = models.CharField(max_length=60, unique=True, default=new_uid)
    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="diary_entries"
    )
    event_id = models.BigIntegerField()
    session_id = models.BigIntegerField()
    sequence = models.PositiveIntegerField(default=0)
    method = models.CharField(max_length=10, choices=Method)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    summary = models.CharField(max_length=250)
    location = models.CharField(max_length=600, blank=True)

    class Meta:
        verbose_name_plural = "diary entries"
        indexes = [models.Index(fields=["event_id", "person"], name="diary_by_event")]
        constraints = [
            models.UniqueConstraint(
                fields=["session_id", "person"], name="one_diary_entry_a_session"
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=Method.values), name="diary_method_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uid} ({self.sequence}, {self.method})"
