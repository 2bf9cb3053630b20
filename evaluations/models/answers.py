import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from evaluations.choices import Moderation

from .runs import RunWave


class Sheet(models.Model):
    """What somebody answered in one wave. It carries no person, no booking and no time, only a pseudonym.

    `pseudonym` is an HMAC of the booking with the run's key (`evaluations.pseudonyms`): the same person in
    each wave of a run, nobody without the key. The id is random, and the sheets of a wave are written anew in
    a random order each time one is sent, so that no order of rows tells who came when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(RunWave, on_delete=models.CASCADE, related_name="sheets")
    pseudonym = models.CharField(max_length=64)
    answers = models.JSONField(default=dict)
    is_sent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "pseudonym"], name="one_sheet_a_wave"),
        ]

    def __str__(self) -> str:
        return f"A sheet of {self.wave}"


class Comment(models.Model):
    """Free text, apart from the sheet it came with: linked to a wave and a question, to nobody.

    It may name a child, so it waits until somebody has read it; `shown_text` is what reports print.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(RunWave, on_delete=models.CASCADE, related_name="comments")
    item = models.CharField(max_length=60)
    text = models.TextField(max_length=2000)
    state = models.CharField(max_length=10, choices=Moderation, default=Moderation.WAITING)
    shown_text = models.TextField(max_length=2000, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    moderated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=Moderation.values), name="comment_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=Moderation.WAITING, moderated_at__isnull=True)
                | (~Q(state=Moderation.WAITING) & Q(moderated_at__isnull=False)),
                name="a_comment_read_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"A comment of {self.wave}"
