"""The QuerySet of bookings, and what each word of the register counts.

Source of the identity: the quarterly monitoring of real boards, `docs/measures.md`.
"""

from typing import TYPE_CHECKING, Self

from django.db.models import Prefetch, Q, QuerySet

from .choices import (
    LIVE_STATES,
    PLACE_STATES,
    REGISTERED_STATES,
    BookingState,
    Origin,
    Outcome,
)

if TYPE_CHECKING:
    from courses.models import Event
    from people.models import Person

    from .models import Booking  # noqa: F401  named in the base class below

WALK_IN = Q(origin=Origin.WALK_IN)
REGISTERED = Q(state__in=REGISTERED_STATES) & ~WALK_IN
CANCELLED = REGISTERED & Q(state=BookingState.CANCELLED)
CANCELLED_LATE = CANCELLED & Q(cancelled_late=True)
CANCELLED_EARLY = CANCELLED & Q(cancelled_late=False)
NO_SHOW = Q(state=BookingState.BOOKED, outcome=Outcome.NO_SHOW) & ~WALK_IN
WALKED_IN = WALK_IN & Q(outcome=Outcome.ATTENDED)
ATTENDED = Q(outcome=Outcome.ATTENDED)
UNMARKED = Q(state=BookingState.BOOKED, outcome=Outcome.OPEN)
HOLDS_A_PLACE = Q(state__in=PLACE_STATES) & ~WALK_IN


class BookingQuerySet(QuerySet["Booking"]):
    """Bookings, filtered by what they mean."""

    def live(self) -> Self:
        return self.filter(state__in=LIVE_STATES)

    def of_person(self, person: "Person") -> Self:
        return self.filter(person=person)

    def with_whole_event(self) -> Self:
        """With all that a message or page says of the person, the event and its sessions: 2 queries."""
        from courses.models import Session

        sessions = Session.objects.select_related("venue")
        return self.select_related(
            "person", "agency", "event__course", "event__board__site"
        ).prefetch_related(Prefetch("event__sessions", queryset=sessions))

    def waiting_for(self, event: "Event") -> Self:
        """The waiting list of `event`, first come first."""
        return self.filter(event=event, state=BookingState.WAITING).order_by("made_at", "id")

    def expected_at(self, event: "Event") -> Self:
        """Who stands on the register of `event`: booked places and walk-ins."""
        return self.filter(event=event, state=BookingState.BOOKED)
