from django.conf import settings
from django.db import models
from django.db.models import Q

from notices.choices import Addressed, Channel, LogVerb, MessageState, SuppressionReason
from notices.querysets import MessageQuerySet


class Message(models.Model):
    """One message to one person: a row first, in the transaction of its cause, sent after commit.

    `key` names what, to whom and on which occasion, and is unique, so that a cause repeated says nothing
    twice. `about_type` and `about_id` name what it is about (a booking, an event), `facts` what the cause
    knew that cannot be read later. Subject and body are empty until the message leaves, and then hold what
    was sent; staff who edit a waiting message write them earlier. Every retry carries the same
    `message_id`, so that a mail server which got it twice can tell.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=40)
    board = models.ForeignKey("people.Board", on_delete=models.CASCADE, related_name="messages")
    person = models.ForeignKey(
        "people.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="messages",
        help_text="Whom it concerns; the address may be their manager's.",
    )
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    to_name = models.CharField(max_length=200, blank=True)
    to_email = models.EmailField(max_length=254, blank=True)
    addressed = models.CharField(max_length=10, choices=Addressed, default=Addressed.OWN)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    is_edited = models.BooleanField(default=False)
    calendar = models.TextField(blank=True, help_text="The invitation that went with it, if any.")
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.WAITING)
    send_after = models.DateTimeField(help_text="Not before; moved on after a failed attempt.")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=120, unique=True)
    auto_reply = models.CharField(
        max_length=200,
        blank=True,
        help_text="Subject of an automatic answer, such as out of office.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["send_after", "id"],
                condition=Q(state=MessageState.WAITING, channel=Channel.EMAIL),
                name="message_due",
            ),
            models.Index(fields=["about_type", "about_id"], name="message_about"),
            models.Index(fields=["board", "state", "-created_at"], name="message_by_board"),
            models.Index(fields=["person", "-created_at"], name="message_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MessageState.values), name="message_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="message_channel_is_known"
            ),
            models.CheckConstraint(
                condition=Q(addressed__in=Addressed.values), name="message_addressed_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.EMAIL) | ~Q(to_email=""),
                name="an_email_has_an_address",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(MessageState.SENT, MessageState.BOUNCED))
                | Q(sent_at__isnull=True),
                name="only_what_left_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} → {self.to_name or self.to_email}"

    @property
    def title(self) -> str:
        """The subject once it is written, until then the name of its kind."""
        from notices.kinds import title_of

        return self.subject or title_of(self.kind)

    @property
    def is_letter(self) -> bool:
        return self.channel == Channel.LETTER


class MessageLog(models.Model):
    """What happened to a message, when, and who did it (nobody: the system)."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    verb = models.CharField(max_length=10, choices=LogVerb)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=LogVerb.values), name="message_log_verb_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d %B %Y %H:%M} {self.verb} {self.message_id}"


class Suppression(models.Model):
    """An address nothing is sent to: mail came back, or its owner does not want any."""

    email = models.EmailField(max_length=254, unique=True)
    reason = models.CharField(max_length=12, choices=SuppressionReason)
    detail = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=SuppressionReason.values), name="suppression_reason_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.email
