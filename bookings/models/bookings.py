from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bookings.choices import (
    LIVE_STATES,
    PASSED_STATES,
    PLACE_STATES,
    BookingState,
    CancelledBy,
    Mark,
    Origin,
    Outcome,
)
from bookings.policy.choices import Change
from bookings.querysets import BookingQuerySet
from courses.models import Event, Session
from people.choices import ContributorCategory
from people.models import Agency, Person, RoleGroup, Sector

from .policies import PolicyVersion


class Booking(models.Model):
    """One person and one event, with a state (`bookings.machine` says which follows which).

    Agency, sector, role group, contributor category, price and policy are snapshots of the day of booking:
    people move, agencies merge and boards change their rules, history stays. A walk-in is a booking made at
    the register; it takes no place of the capacity.
    """

    reference = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bookings")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=12, choices=BookingState)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.ONLINE)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.OPEN, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="bookings")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="bookings")
    role_group = models.ForeignKey(RoleGroup, null=True, blank=True, on_delete=models.PROTECT)
    category = models.CharField(
        max_length=30, choices=ContributorCategory, default=ContributorCategory.UNVERIFIED
    )
    in_area = models.BooleanField(default=True)
    policy = models.ForeignKey(
        PolicyVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bookings",
        help_text="The rules it was made under; none: the board had none.",
    )
    price_pence = models.PositiveIntegerField(default=0)
    price_is_provisional = models.BooleanField(
        default=False, help_text="Until staff have verified the agency's category."
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.CharField(max_length=12, choices=CancelledBy, blank=True)
    cancelled_late = models.BooleanField(
        default=False, help_text="After the last moment to cancel free of charge."
    )
    cancel_reason = models.CharField(max_length=300, blank=True)
    request_key = models.UUIDField(
        null=True,
        blank=True,
        unique=True,
        help_text="The form that made it: one form, one booking.",
    )
    group = models.UUIDField(
        null=True, blank=True, db_index=True, help_text="Bookings that one form made together."
    )
    replaces = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        help_text="The booking whose place this one took over: a colleague's, or another event's.",
    )
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    confirm_asked_at = models.DateTimeField(null=True, blank=True)
    confirm_by = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    board_change = models.CharField(
        max_length=20,
        choices=Change,
        blank=True,
        help_text="What the board did to the event, where that lets this person leave free of charge.",
    )
    moved_by_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How far the board moved the event then."
    )

    objects: ClassVar[models.Manager["Booking"]] = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(fields=["event", "state", "made_at"], name="booking_by_event"),
            models.Index(fields=["person", "state"], name="booking_by_person"),
            models.Index(fields=["agency", "event"], name="booking_by_agency"),
            models.Index(
                fields=["offer_expires_at"],
                condition=Q(state=BookingState.OFFERED),
                name="offer_expiring",
            ),
            models.Index(
                fields=["confirm_by"],
                condition=Q(state=BookingState.BOOKED, confirmed_at__isnull=True),
                name="confirmation_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "event"],
                condition=Q(state__in=LIVE_STATES),
                name="one_live_booking_per_person_and_event",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BookingState.values), name="booking_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="booking_origin_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN) | Q(state=BookingState.BOOKED),
                name="only_a_booked_place_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.WALK_IN) | Q(state=BookingState.BOOKED),
                name="a_walk_in_is_booked",
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.CANCELLED, cancelled_at__isnull=False)
                | Q(state__in=PASSED_STATES)
                | (
                    ~Q(state__in=[BookingState.CANCELLED, *PASSED_STATES])
                    & Q(cancelled_at__isnull=True)
                ),
                name="cancelled_bookings_say_when",
            ),
            models.CheckConstraint(
                condition=Q(state=BookingState.OFFERED, offer_expires_at__isnull=False)
                | (~Q(state=BookingState.OFFERED) & Q(offer_expires_at__isnull=True)),
                name="an_offer_expires",
            ),
            models.CheckConstraint(
                condition=Q(category__in=ContributorCategory.values),
                name="booking_category_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.person} · {self.event}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def holds_a_place(self) -> bool:
        return self.state in PLACE_STATES and not self.is_walk_in

    @property
    def is_walk_in(self) -> bool:
        return self.origin == Origin.WALK_IN


class AccessNeed(models.Model):
    """What somebody needs in order to take part. Health data: apart from the booking, for its event only."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="access_need")
    text = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"Access need of {self.booking.reference}"


class Attendance(models.Model):
    """The register's mark of one booking at one session."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    mark = models.CharField(max_length=12, choices=Mark)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "session"], name="one_mark_a_session"),
            models.CheckConstraint(condition=Q(mark__in=Mark.values), name="mark_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.booking.reference} {self.get_mark_display()} at {self.session}"
