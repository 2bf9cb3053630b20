from django.conf import settings
from django.db import models
from django.db.models import Q

from courses.models import Event
from people.models import Agency

from .bookings import Booking


class EventRules(models.Model):
    """Where an event differs from its board's policy: how its places are given, for whom, and its price.

    `channel` and `mix` are sections of a policy document (`bookings.policy.schema`), in force instead of the
    policy's; null: the policy's hold.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="rules")
    channel = models.JSONField(null=True, blank=True)
    mix = models.JSONField(null=True, blank=True)
    price_pence = models.PositiveIntegerField(
        null=True, blank=True, help_text="Where the policy leaves the price to the event."
    )
    charge_group = models.CharField(
        max_length=40, blank=True, help_text="The policy's name for how this event is priced."
    )

    class Meta:
        verbose_name_plural = "event rules"

    def __str__(self) -> str:
        return f"Rules of {self.event}"


class ReservedPlace(models.Model):
    """One place an agency lead holds without a name; named by a day, or released to everybody.

    It counts against the capacity, by the same triggers as bookings, until one or the other happens.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="reserved_places")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reserved_places")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    name_by = models.DateTimeField(help_text="Released to everybody unless named by then.")
    booking = models.OneToOneField(
        Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="reserved_place"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    request_key = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(
                fields=["name_by"], condition=Q(closed_at__isnull=True), name="reserved_unnamed"
            ),
            models.Index(fields=["event", "closed_at"], name="reserved_by_event"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(booking__isnull=True) | Q(closed_at__isnull=False),
                name="a_named_place_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"A place for {self.agency} at {self.event}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
