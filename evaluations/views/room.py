"""In the room: the code on the wall leads to a door, a booking reference to one's own form.

A reference stands on the printed register, so it must not show what somebody has answered. It opens a form that
nobody has begun, on the device it was typed on, and no other device after that.
"""

from allauth.core import ratelimit
from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bookings.models import Booking
from bookings.queries import booking_by_reference
from bookings.references import normal_reference
from courses.models import Event
from evaluations import actions
from evaluations.access import is_in_room
from evaluations.keys import KeyGone
from evaluations.models import Run
from evaluations.queries import asked_now
from evaluations.rules import NotNow, room_is_open
from people.access import requires
from people.requests import BoardRequest

from .sheet import GONE, Door, answered, sheet_of

LIMIT, SESSION = "room_reference", "evaluation_room"
WRONG = (
    "No booking for this course has that reference. It is in your email and on the printed register; "
    "if you came without a booking, ask the trainer."
)
TOO_MANY = "Too many wrong references were typed in this room. Wait five minutes, then try again."
NOTHING = "There is nothing to answer just now. Try again when the trainer says so."
SENT = "This form has been sent already. Thank you."
ELSEWHERE = (
    "This form was begun on another device. What was answered there is kept: go on there, or with the link in "
    "your email."
)


class ReferenceForm(forms.Form):
    reference = forms.CharField(
        label="Your booking reference",
        help_text="Seven letters and digits, in your email and on the printed register.",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "c-reference"}
        ),
        error_messages={"required": "Enter your booking reference"},
    )


@requires(is_in_room)
@never_cache
@require_http_methods(["GET", "POST"])
def door(request: BoardRequest, event_id: int, secret: str) -> HttpResponse:
    """Asks for the reference. A right one takes the form for this device; wrong ones are counted."""
    event = _event(event_id)
    is_open = room_is_open(event, timezone.now())
    reference = ReferenceForm(request.POST if request.method == "POST" and is_open else None)
    if reference.is_bound and reference.is_valid():
        problem = _enter(request, event, reference.cleaned_data["reference"])
        if not problem:
            return redirect("evaluations:room_form", event_id=event_id, secret=secret)
        reference.add_error("reference", problem)
    run = Run.objects.filter(event=event).first()
    context = {
        "event": event,
        "form": reference,
        "is_open": is_open and run is not None,
        "key_until": run and run.key_until,
    }
    return render(request, "evaluations/room.html", context)


@requires(is_in_room)
@never_cache
@require_http_methods(["GET", "POST"])
def form(request: BoardRequest, event_id: int, secret: str) -> HttpResponse:
    """The form that this device has taken; without one, back to the door."""
    back = reverse("evaluations:room", args=[event_id, secret])
    reference = _taken(request, event_id)
    if not reference or not room_is_open(_event(event_id), timezone.now()):
        return redirect(back)
    booking = booking_by_reference(reference)
    return answered(request, booking, asked_now(booking, timezone.now()), Door(back=back))


def _event(event_id: int) -> Event:
    return Event.objects.for_lists().get(pk=event_id)


def _taken(request: BoardRequest, event_id: int) -> str:
    return str(request.session.get(SESSION, {}).get(str(event_id), ""))


def _enter(request: BoardRequest, event: Event, typed: str) -> str:
    """Takes the form of the booking for this device; or what to tell instead."""
    if not ratelimit.consume(request, action=LIMIT, dry_run=True):
        return TOO_MANY
    wanted = normal_reference(typed)
    found = Booking.objects.expected_at(event).filter(reference=wanted).select_related("event")
    booking = found.first()
    if booking is None:
        ratelimit.consume(request, action=LIMIT)
        return WRONG
    try:
        problem = _take(booking, is_own=_taken(request, event.pk) == booking.reference)
    except KeyGone:
        return GONE
    except NotNow as why:
        return str(why)
    if not problem:
        taken = request.session.get(SESSION, {})
        request.session[SESSION] = {**taken, str(event.pk): booking.reference}
    return problem


def _take(booking: Booking, *, is_own: bool) -> str:
    """An empty sheet is kept at once, so that a second device finds it taken."""
    waves = asked_now(booking, timezone.now())
    if not waves:
        return NOTHING
    sheet = sheet_of(booking, waves[-1])
    if sheet is None:
        actions.save_answers(booking, waves[-1].pk, {})
        return ""
    if is_own:
        return ""
    return SENT if sheet.is_sent else ELSEWHERE
