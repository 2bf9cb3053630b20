import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from notices.choices import OffsetUnit


class Wording(models.Model):
    """One version of a board's own words for a kind of notice. The latest decides; none: the default's.

    Rows are only added. `is_default` is a version that goes back to the words the product came with.
    """

    board = models.ForeignKey("people.Board", on_delete=models.CASCADE, related_name="wordings")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["board", "kind", "-made_at"], name="wording_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_default=True) | (~Q(subject="") & ~Q(body="")),
                name="wording_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.made_at:%d %B %Y %H:%M}"


class NoticeSetting(models.Model):
    """Whether, when and to whom else a board sends a kind of notice; no row: the kind's defaults.

    `amount` and `unit` say how long before (or after) its occasion a scheduled notice leaves, `at_time` at
    which time of that day. Notices with an immediate cause have no schedule.
    """

    board = models.ForeignKey(
        "people.Board", on_delete=models.CASCADE, related_name="notice_settings"
    )
    kind = models.CharField(max_length=40)
    is_on = models.BooleanField(default=True)
    copy_to_manager = models.BooleanField(default=False)
    amount = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(365)]
    )
    unit = models.CharField(max_length=15, choices=OffsetUnit, blank=True)
    at_time = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["board", "kind"], name="one_notice_setting_a_kind"),
            models.CheckConstraint(
                condition=Q(unit__in=["", *OffsetUnit.values]), name="notice_unit_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class SendingHours(models.Model):
    """When a board's notices may leave, and as whom. What cannot wait (booked, cancelled) leaves at once."""

    board = models.OneToOneField(
        "people.Board", on_delete=models.CASCADE, related_name="sending_hours"
    )
    opens_at = models.TimeField(
        default=dt.time(7), help_text="Nothing that can wait leaves earlier."
    )
    closes_at = models.TimeField(
        default=dt.time(20), help_text="Nor later: it leaves next morning."
    )
    weekends = models.BooleanField(
        default=False, help_text="Whether it may leave on Saturdays and Sundays, too."
    )
    bank_holidays = models.BooleanField(
        default=False, help_text="Whether it may leave on bank holidays, too."
    )
    sender_name = models.CharField(max_length=100, blank=True, help_text="Empty: the board's name.")
    sender_email = models.EmailField(
        blank=True,
        help_text="Empty: the installation's address. Your mail server must be allowed to send as it.",
    )

    class Meta:
        verbose_name_plural = "sending hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="sending_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.opens_at} to {self.closes_at}"
