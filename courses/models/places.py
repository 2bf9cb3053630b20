from django.db import models
from django.db.models import F, Q

from people.models import Agency, Board

from .catalogue import BoardTerm


class Area(BoardTerm):
    """A part of the board's district, so that people find training near them."""


class Venue(models.Model):
    """Where face-to-face sessions are held."""

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="venues")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="venues"
    )
    owner = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        help_text="The partner agency that lends the room, if one does.",
    )
    room_capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    access_notes = models.TextField(
        blank=True, help_text="Parking, step-free access, hearing loop, who to ask for."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["board", "name"], name="venue_name_once_a_board"),
        ]

    def __str__(self) -> str:
        return self.name


class ClosedPeriod(models.Model):
    """Days on which a series makes no event: school holidays and the like. Both ends count."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="closed_periods")
    name = models.CharField(max_length=100)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="closed_period_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name
