"""Answering without an account, by the link of a mail: the delegate's forms and the manager's."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.queries import booking_by_reference
from evaluations.access import holds_form, holds_managers_form
from evaluations.queries import asked_now
from people.access import requires
from people.requests import BoardRequest

from .sheet import answered


@requires(holds_form)
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """The form that is open now for this person; of two, the one that began last."""
    booking = booking_by_reference(reference)
    return answered(request, booking, asked_now(booking, timezone.now()))


@requires(holds_managers_form)
@never_cache
@require_http_methods(["GET", "POST"])
def manager(request: BoardRequest, reference: str, secret: str) -> HttpResponse:
    """One minute from the line manager, who sees nothing of what the delegate answered."""
    booking = booking_by_reference(reference)
    return answered(request, booking, asked_now(booking, timezone.now(), is_manager=True))
