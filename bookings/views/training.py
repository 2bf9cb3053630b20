"""My training: what is coming, what one waits for, what has been."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from bookings import links, queries
from bookings.choices import BookingState, ChargeState, Outcome
from bookings.forms import MyDetailsForm
from bookings.models import Booking
from bookings.policy.money import pounds
from bookings.policy.words import moment_words
from courses.choices import EventState
from people.access import requires, signed_in
from people.actions import correct_person, person_for_user, set_employment
from people.models import Person
from people.queries import current_employment
from people.requests import BoardRequest

from .standing import approval_of, asks_coming, stage_of

OUTCOME_TAGS = {
    Outcome.ATTENDED: ("Attended", "free"),
    Outcome.NO_SHOW: ("Did not attend", "quiet"),
    Outcome.OPEN: ("Register not completed yet", "quiet"),
}
ENDED_TAGS = {
    BookingState.SUBSTITUTED: "Passed to a colleague",
    BookingState.TRANSFERRED: "Moved to another date",
    BookingState.REFUSED: "No place",
}


@dataclass(frozen=True)
class Row:
    """One booking in the list: its tag, and in `note` what is asked of the person or owed by them."""

    booking: Booking
    text: str
    tone: str
    note: str = ""


@requires(signed_in)
@require_GET
def my_training(request: BoardRequest) -> HttpResponse:
    person = queries.person_of(request.user)
    groups: dict[str, list[Row]] = {name: [] for name in GROUPS}
    for booking in queries.bookings_of(person) if person else []:
        name = _group_of(booking)
        if name:
            groups[name].append(ROW_OF[name](booking))
    groups["past"].reverse()
    context = {
        **groups,
        "is_empty": not any(groups.values()),
        "rows": _details(request, person),
        "calendar_url": links.calendar_path(),
    }
    return render(request, "bookings/my_training.html", context)


def _group_of(booking: Booking) -> str:
    """Which list a booking stands in; none for what is over and leaves nothing to say."""
    event, stage = booking.event, stage_of(booking)
    if stage in ("offered", "awaiting"):
        return "first"
    if stage == "booked" and asks_coming(booking):
        return "first"
    if booking.state == BookingState.BOOKED and event.state != EventState.CANCELLED:
        return "past" if event.is_over else "coming"
    if stage in ("waiting", "applied"):
        return "waiting"
    return "ended" if not event.has_started or _owed(booking) else ""


def _first(booking: Booking) -> Row:
    if booking.state == BookingState.OFFERED:
        return Row(booking, "Place offered", "few", f"Take it by {_by(booking.offer_expires_at)}.")
    if booking.state == BookingState.AWAITING:
        by = _by(booking.approval.times_out_at) if approval_of(booking) else ""
        note = f"Your manager must answer by {by}. Remind them." if by else ""
        return Row(booking, "Manager not answered", "few", note)
    by = _by(booking.confirm_by)
    note = f"Answer by {by}, or your place goes to somebody else." if by else ""
    return Row(booking, "Are you still coming?", "few", note)


def _coming(booking: Booking) -> Row:
    return Row(booking, "Booked", "free")


def _waiting(booking: Booking) -> Row:
    if booking.state == BookingState.APPLIED:
        return Row(booking, "Asked for a place", "full", "The training team decides.")
    return Row(booking, f"Waiting: number {booking.position}", "full")  # type: ignore[attr-defined]  # annotated by bookings_of


def _past(booking: Booking) -> Row:
    text, tone = OUTCOME_TAGS[Outcome(booking.outcome)]
    return Row(booking, text, tone, _owed(booking))


def _ended(booking: Booking) -> Row:
    if booking.event.state == EventState.CANCELLED:
        return Row(booking, "Event cancelled", "stop", _owed(booking))
    text = ENDED_TAGS.get(BookingState(booking.state), "Cancelled")
    return Row(booking, text, "quiet", _owed(booking))


GROUPS = ("first", "coming", "waiting", "past", "ended")
ROW_OF: Mapping[str, Callable[[Booking], Row]] = dict(
    zip(GROUPS, (_first, _coming, _waiting, _past, _ended), strict=True)
)


def _owed(booking: Booking) -> str:
    """What is owed for a booking that has ended, in words."""
    owed = [each for each in booking.charges.all() if each.state == ChargeState.OWED]
    total = sum(each.amount_pence for each in owed)
    return f"Owed: {pounds(total)}" if total else ""


def _by(moment: dt.datetime | None) -> str:
    return moment_words(moment) if moment else ""


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
