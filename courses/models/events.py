from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from courses.choices import EventState, TrainerRole, WhyCancelled
from courses.querysets import EventQuerySet
from people.models import Board

from .catalogue import Course
from .places import Venue
from .trainers import Trainer


class Event(models.Model):
    """One dated run of a course that people book.

    `places_taken` is kept by database triggers (see `bookings.capacity`): no code writes it, and the
    check constraint refuses one booking too many. `starts_at` and `ends_at` are the first start and the
    last end of its sessions, kept by `courses.actions`. `version` rises with every edit, so that a
    stale form is noticed. An imported event is history: nobody is told of it, charged or restricted for it.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="events")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=20, choices=EventState, default=EventState.DRAFT)
    open_to = models.ManyToManyField(
        Board,
        blank=True,
        related_name="events_open_to_it",
        help_text="Other boards whose people may book as well.",
    )
    capacity = models.PositiveSmallIntegerField()
    places_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    minimum_numbers = models.PositiveSmallIntegerField(null=True, blank=True)
    booking_closes_at = models.DateTimeField(
        null=True, blank=True, help_text="Left empty: booking is open until the event starts."
    )
    starts_at = models.DateTimeField(null=True, blank=True, editable=False)
    ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    room_hire_pence = models.PositiveIntegerField(
        null=True, blank=True, help_text="What the room cost, in pence; 0 for a partner's room."
    )
    joining_notes = models.TextField(
        blank=True,
        help_text="Sent to everybody booked, after the course's own: for this event only.",
    )
    staff_notes = models.TextField(blank=True, help_text="Seen by staff only.")
    series = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    cancelled_because = models.CharField(
        max_length=20, choices=WhyCancelled, blank=True, editable=False
    )
    cancelled_words = models.CharField(max_length=300, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    is_invented = models.BooleanField(
        default=False, editable=False, help_text="Made by the demo; labelled wherever it is shown."
    )
    is_imported = models.BooleanField(
        default=False, editable=False, help_text="Loaded from a register kept elsewhere."
    )
    capacity_is_known = models.BooleanField(
        default=True,
        editable=False,
        help_text="False: an old list names no places, so capacity only makes room for who was there.",
    )

    objects: ClassVar[models.Manager["Event"]] = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            models.Index(fields=["board", "state", "starts_at"], name="event_calendar"),
            models.Index(fields=["course", "starts_at"], name="event_by_course"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="event_capacity_is_positive"),
            models.CheckConstraint(
                condition=Q(places_taken__lte=F("capacity")), name="event_places_within_capacity"
            ),
            models.CheckConstraint(
                condition=Q(state__in=EventState.values), name="event_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state=EventState.PUBLISHED) | Q(starts_at__isnull=False),
                name="published_event_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.CANCELLED, cancelled_because__in=WhyCancelled.values)
                | (~Q(state=EventState.CANCELLED) & Q(cancelled_because="", cancelled_words="")),
                name="cancelled_events_say_why",
            ),
            models.CheckConstraint(
                condition=~Q(cancelled_because=WhyCancelled.OTHER) | ~Q(cancelled_words=""),
                name="other_reason_is_in_words",
            ),
        ]

    def __str__(self) -> str:
        if self.starts_at is None:
            return f"{self.course.title} (no date yet)"
        return f"{self.course.title}, {timezone.localtime(self.starts_at):%-d %B %Y}"

    @property
    def places_left(self) -> int:
        return max(self.capacity - self.places_taken, 0)

    @property
    def places_offered(self) -> int | None:
        """How many places there were; None where nobody wrote it down."""
        return self.capacity if self.capacity_is_known else None

    @property
    def is_full(self) -> bool:
        return self.places_taken >= self.capacity

    @property
    def is_below_minimum(self) -> bool:
        return self.places_taken < (self.minimum_numbers or 0)

    @property
    def has_started(self) -> bool:
        return self.starts_at is not None and self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= timezone.now()


class Session(models.Model):
    """One block of time within an event, at a venue or online; attendance is taken per session."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    venue = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    joining_link = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["starts_at"], name="session_by_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["event", "starts_at"], name="sessions_of_an_event_start_apart"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{timezone.localtime(self.starts_at):%a %-d %b %Y, %H:%M}"

    @property
    def is_online(self) -> bool:
        return self.venue_id is None and bool(self.joining_link)


class TrainerAssignment(models.Model):
    """Who delivers an event, and as what."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="trainer_assignments")
    trainer = models.ForeignKey(Trainer, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=20, choices=TrainerRole, default=TrainerRole.LEAD)

    class Meta:
        ordering = ["-role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "trainer"], name="trainer_once_an_event"),
            models.CheckConstraint(
                condition=Q(role__in=TrainerRole.values), name="trainer_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainer} ({self.get_role_display()})"
