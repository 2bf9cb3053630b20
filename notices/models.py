from django.db import models

from .choices import MessageState


class Message(models.Model):
    """One e-mail: a row first, written in the transaction of its cause, sent after commit.

    `key` names what, to whom and on which occasion, and is unique, so that a cause repeated says
    nothing twice.
    """

    key = models.CharField(max_length=200, unique=True)
    to_email = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True, help_text="An iCalendar attachment, if any.")
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=MessageState.values), name="message_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to_email}"
