"""My training: what is coming, what one waits for, what has been."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bookings import links, queries
from bookings.choices import BookingState, Outcome
from bookings.forms import MyDetailsForm
from bookings.models import Booking
from people.access import requires, signed_in
from people.actions import correct_person, person_for_user, set_employment
from people.models import Person
from people.queries import current_employment
from people.requests import BoardRequest

OUTCOME_TAGS = {
    Outcome.ATTENDED: ("Attended", "free"),
    Outcome.NO_SHOW: ("Did not attend", "quiet"),
    Outcome.OPEN: ("Register not completed yet", "quiet"),
}


@requires(signed_in)
@require_GET
def my_training(request: BoardRequest) -> HttpResponse:
    person = queries.person_of(request.user)
    bookings = queries.bookings_of(person) if person else []
    booked = [b for b in bookings if b.state == BookingState.BOOKED]
    now = timezone.now()
    past = [b for b in booked if b.event.is_over]
    waits = [b for b in bookings if b.state == BookingState.WAITING]
    cancelled = [b for b in bookings if b.state == BookingState.CANCELLED]
    context = {
        "rows": _details(request, person),
        "coming": [b for b in booked if not b.event.is_over],
        "waiting": [b for b in waits if not b.event.has_started],
        "past": [_with_tag(b) for b in reversed(past)],
        "cancelled": [b for b in cancelled if b.event.starts_at and b.event.starts_at > now],
        "calendar_url": links.calendar_path(),
    }
    return render(request, "bookings/my_training.html", context)


def _details(request: BoardRequest, person: Person | None) -> list[dict[str, str]]:
    employment = current_employment(person) if person else None
    url = reverse("bookings:my_details")
    return [
        {
            "key": "Name",
            "value": person.full_name if person else request.user.full_name,
            "change_url": url,
        },
        {
            "key": "Agency",
            "value": employment.agency.name if employment else "",
            "change_url": f"{url}#id_agency",
        },
        {"key": "Email address", "value": request.user.email},
    ]


def _with_tag(booking: Booking) -> dict[str, object]:
    text, tone = OUTCOME_TAGS[Outcome(booking.outcome)]
    return {"booking": booking, "text": text, "tone": tone}


@requires(signed_in)
@require_http_methods(["GET", "POST"])
def my_details(request: BoardRequest) -> HttpResponse:
    """Name and workplace. `?event=ID` goes back to the check page of that booking."""
    event_id = request.GET.get("event", "")
    going_back = event_id.isdecimal() and len(event_id) < 12
    person = queries.person_of(request.user)
    if request.method == "POST":
        form = MyDetailsForm(request.POST, board=request.board)
        if form.is_valid():
            _save(request, form)
            if going_back:
                return redirect("bookings:check", event_id=int(event_id))
            messages.success(request, "Your details have been saved.")
            return redirect("bookings:my_training")
    else:
        employment = current_employment(person) if person else None
        name = person.full_name if person else request.user.full_name
        initial = {"full_name": name, **MyDetailsForm.initial_of(employment)}
        form = MyDetailsForm(board=request.board, initial=initial)
    back = (
        reverse("bookings:check", args=[int(event_id)])
        if going_back
        else reverse("bookings:my_training")
    )
    context = {"form": form, "back_url": back}
    return render(request, "bookings/my_details.html", context)


@transaction.atomic
def _save(request: BoardRequest, form: MyDetailsForm) -> None:
    answers = dict(form.cleaned_data)
    person = person_for_user(request.user)
    correct_person(
        person.pk,
        full_name=answers.pop("full_name"),
        email=person.email,
        phone=person.phone,
        actor=request.user,
    )
    set_employment(person, answers.pop("agency"), **answers)
