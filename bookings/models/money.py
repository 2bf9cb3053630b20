from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from bookings.choices import ChargeKind, ChargeState

from .bookings import Booking
from .policies import PolicyVersion


class Charge(models.Model):
    """An amount owed for a booking, with the rule that says so. Collecting it is another floor's matter.

    `reasons` are the policy's own, as a list of {"code", "message", "rule"}; `waiver_*` say who let it go and
    why.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="charges")
    kind = models.CharField(max_length=20, choices=ChargeKind)
    amount_pence = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="GBP")
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="charges")
    reason = models.CharField(max_length=300)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ChargeState, default=ChargeState.OWED)
    made_at = models.DateTimeField()
    waiver_code = models.CharField(max_length=40, blank=True)
    waiver_reason = models.CharField(max_length=300, blank=True)
    waiver_evidence = models.CharField(max_length=300, blank=True)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    waived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "kind"],
                condition=~Q(state=ChargeState.VOID),
                name="one_charge_of_a_kind_a_booking",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ChargeKind.values), name="charge_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ChargeState.values), name="charge_state_is_known"
            ),
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="charge_is_not_nothing"),
            models.CheckConstraint(
                condition=Q(state=ChargeState.WAIVED, waived_at__isnull=False)
                & ~Q(waiver_reason="")
                | ~Q(state=ChargeState.WAIVED),
                name="a_waived_charge_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_pence / 100:.2f} {self.currency}"

    @property
    def made_on(self) -> str:
        return f"{timezone.localtime(self.made_at):%-d %b %Y}"

    @property
    def pounds(self) -> Decimal:
        return Decimal(self.amount_pence) / 100

    @property
    def every_reason(self) -> str:
        """All that the policy says about it, in one line."""
        return " ".join(each["message"] for each in self.reasons)
