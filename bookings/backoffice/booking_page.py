"""One booking: what it is, what is owed for it, who was asked, and its history to read aloud."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bookings.casework import case_of
from bookings.choices import MOVABLE_STATES, BookingState
from bookings.models import Booking, Charge
from bookings.policies import rules_of
from bookings.policy.charges import quote_cancellation
from bookings.policy.quotes import Quote
from bookings.sentences import booking_sentence
from people.backoffice.notices.told import told_about
from people.backoffice.pages import StaffPage
from people.queries import history_of

WITH_THE_BOOKING = (
    "person",
    "event__course",
    "event__rules",
    "agency",
    "sector",
    "role_group",
    "policy",
    "approval",
    "replaces__person",
    "replaces__event__course",
    "replaced_by__person",
    "replaced_by__event__course",
)


class BookingPage(StaffPage):
    """One booking with its history; the buttons lead to pages that ask for the reason."""

    model = Booking
    permission_required = "view"
    index_url_name = "office_bookings:index"
    template_name = "backoffice/bookings/inspect.html"

    def get_page_title(self) -> str:
        return f"{self.booking.person} ({self.booking.reference})"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Booking.objects.select_related(*WITH_THE_BOOKING)
        self.booking = self.row_or_404(kwargs["pk"], rows.prefetch_related("event__sessions"))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        booking = self.booking
        return {
            **super().get_context_data(**kwargs),
            "booking": booking,
            "may_move": MOVABLE_STATES,
            "approval": getattr(booking, "approval", None),
            "replaced_by": getattr(booking, "replaced_by", None),
            "together": together_with(booking),
            "charges": list(
                Charge.objects.filter(booking=booking).select_related("policy", "waived_by")
            ),
            "leaving": cost_of_leaving(booking),
            "history": [booking_sentence(booking, each) for each in history_of(booking)],
            "told": told_about(booking, self.user),
        }


def together_with(booking: Booking) -> list[Booking]:
    """The other bookings that one form made with this one."""
    if booking.group is None:
        return []
    others = Booking.objects.filter(group=booking.group).exclude(pk=booking.pk)
    return list(others.select_related("person"))


def cost_of_leaving(booking: Booking) -> Quote | None:
    """What cancelling would cost the person now, and why; None where there is nothing to cancel."""
    now, starts_at = timezone.now(), booking.event.starts_at
    over = starts_at is None or starts_at <= now
    if booking.state != BookingState.BOOKED or booking.policy is None or over:
        return None
    return quote_cancellation(rules_of(booking.policy), case_of(booking), now)
