"""The closed lists of the bookings floor."""

from django.db import models


class BookingState(models.TextChoices):
    """What a booking is; `bookings.machine` says which state follows which, and by whose hand.

    Groups of states are spelt only here.
    """

    APPLIED = "applied", "Applied"
    WAITING = "waiting", "On the waiting list"
    OFFERED = "offered", "Offered a place"
    AWAITING = "awaiting", "Waiting for the manager's approval"
    BOOKED = "booked", "Booked"
    CANCELLED = "cancelled", "Cancelled"
    SUBSTITUTED = "substituted", "Passed to a colleague"
    TRANSFERRED = "transferred", "Moved to another event"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REFUSED = "refused", "Not approved"
    LAPSED = "lapsed", "Not taken up in time"


LIVE_STATES = (
    BookingState.APPLIED,
    BookingState.WAITING,
    BookingState.OFFERED,
    BookingState.AWAITING,
    BookingState.BOOKED,
)
"""At most one of these for each person and event."""
PLACE_STATES = (BookingState.OFFERED, BookingState.AWAITING, BookingState.BOOKED)
"""These hold a place: nobody else gets it."""
PENDING_STATES = (
    BookingState.APPLIED,
    BookingState.WAITING,
    BookingState.OFFERED,
    BookingState.AWAITING,
)
"""Not booked yet: its person may still withdraw without a charge."""
MOVABLE_STATES = (BookingState.APPLIED, BookingState.WAITING, BookingState.BOOKED)
"""From these a person may move to another event."""
PASSED_STATES = (BookingState.SUBSTITUTED, BookingState.TRANSFERRED)
"""The place, or the person, went on: the booking that `replaces` this one says where."""
REGISTERED_STATES = (BookingState.BOOKED, BookingState.CANCELLED)
"""What reports count as booked. A place passed on is counted once, with the person who took it over."""


class Origin(models.TextChoices):
    ONLINE = "online", "Booked online"
    STAFF = "staff", "Booked by staff"
    WALK_IN = "walk_in", "Walked in"
    IMPORTED = "imported", "Loaded from an older system"


class CancelledBy(models.TextChoices):
    DELEGATE = "delegate", "The delegate"
    AGENCY = "agency", "The agency"
    BOARD = "board", "The board"
    UNCONFIRMED = "unconfirmed", "Nobody confirmed in time"


class Mark(models.TextChoices):
    """What the register says of one person at one session."""

    PRESENT = "present", "Present"
    LATE = "late", "Late"
    LEFT_EARLY = "left_early", "Left early"
    ABSENT = "absent", "Absent"


CAME_MARKS = (Mark.PRESENT, Mark.LATE, Mark.LEFT_EARLY)


class Outcome(models.TextChoices):
    """What a booking came to, worked out from its marks by `rules.outcome_of`."""

    OPEN = "", "Not known yet"
    ATTENDED = "attended", "Attended"
    NO_SHOW = "no_show", "Did not attend"


class ChargeKind(models.TextChoices):
    PLACE = "place", "Place"
    LATE_CANCELLATION = "late_cancellation", "Late cancellation"
    NO_SHOW = "no_show", "Did not attend"
    SUBSTITUTION = "substitution", "Passing the place on"


class ChargeState(models.TextChoices):
    """owed → waived, or → void when its cause is gone."""

    OWED = "owed", "Owed"
    WAIVED = "waived", "Waived"
    VOID = "void", "No longer owed"


class Answer(models.TextChoices):
    """A manager's answer; nothing yet is the empty string."""

    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Not approved"
    TIMED_OUT = "timed_out", "Not answered in time"


class PublishedMeasure(models.TextChoices):
    """What boards print of a year's training, as far as trends can use it."""

    ATTENDANCE = "attendance", "Attended"
    LEARNING_EVENTS = "learning_events", "Learning events"
    TRAINING_DAYS = "training_days", "Training days"
    EVENTS_CANCELLED = "events_cancelled", "Events cancelled"
    PLACES_AVAILABLE = "places_available", "Places available"
    NO_SHOWS = "no_shows", "Did not attend"
    TRAINER_DAYS = "trainer_days", "Trainer days lent"


class FigureKind(models.TextChoices):
    PRINTED = "printed", "As printed"
    RECONSTRUCTED = "reconstructed", "Put together again from a damaged table"


class LoadedKind(models.TextChoices):
    """What a load of an older register makes or changes."""

    AGENCY = "agency", "Agency"
    SHARED_AGENCY = "shared_agency", "Agency of another board that became this board's too"
    COURSE = "course", "Course"
    VENUE = "venue", "Venue"
    PERSON = "person", "Person"
    EVENT = "event", "Event"
    ROOM = "room", "Event that was there and got more places"
    BOOKING = "booking", "Booking"
