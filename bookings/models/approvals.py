from django.db import models
from django.db.models import Q

from bookings.choices import Answer

from .bookings import Booking


class Approval(models.Model):
    """What a manager was asked about a booking, and answered, through a link without an account."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="approval")
    manager_name = models.CharField(max_length=200, blank=True)
    manager_email = models.EmailField(blank=True, help_text="Empty: none is known, staff answer.")
    deputy_email = models.EmailField(
        blank=True, help_text="To whom the manager passed the question on."
    )
    asked_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    times_out_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(
        max_length=254,
        blank=True,
        help_text="The address whose link was used, or a member of staff.",
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["times_out_at"], condition=Q(answer=""), name="approval_timing_out"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["", *Answer.values]), name="approval_answer_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answer_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Approval of {self.booking.reference} by {self.manager_email}"
