"""The closed lists of the notices floor."""

from django.db import models


class MessageState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
