"""The closed lists of the bookings floor."""

from django.db import models


class BookingState(models.TextChoices):
    """waiting → booked → cancelled, or waiting → withdrawn. Groups of states are spelt only here."""

    WAITING = "waiting", "On the waiting list"
    BOOKED = "booked", "Booked"
    CANCELLED = "cancelled", "Cancelled"
    WITHDRAWN = "withdrawn", "Left the waiting list"


LIVE_STATES = (BookingState.WAITING, BookingState.BOOKED)
REGISTERED_STATES = (BookingState.BOOKED, BookingState.CANCELLED)
BOOKING_TRANSITIONS: dict[str, tuple[BookingState, ...]] = {
    BookingState.WAITING: (BookingState.BOOKED, BookingState.WITHDRAWN),
    BookingState.BOOKED: (BookingState.CANCELLED,),
    BookingState.CANCELLED: (),
    BookingState.WITHDRAWN: (),
}


class Origin(models.TextChoices):
    ONLINE = "online", "Booked online"
    STAFF = "staff", "Booked by staff"
    WALK_IN = "walk_in", "Walked in"
    IMPORTED = "imported", "Loaded from an older system"


class CancelledBy(models.TextChoices):
    DELEGATE = "delegate", "The delegate"
    AGENCY = "agency", "The agency"
    BOARD = "board", "The board"


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
