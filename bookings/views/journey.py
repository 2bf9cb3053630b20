"""Booking a place: your details, then check and book."""

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings import actions, links, prospects, queries, rules
from bookings.forms import AgreementForm, DetailsForm
from bookings.models import Booking
from bookings.rules import Refusal, Refused
from courses.models import Event
from people.access import requires, signed_in
from people.actions import person_for_user, set_employment
from people.models import Person
from people.queries import current_employment
from people.requests import BoardRequest

from .checking import Asking, check_page, price_seen, refused_page

EVENT_CHANGED = Refusal(
    "event_changed",
    "The board has changed this event since you opened this page. Nothing is booked yet.",
    "Check the date and place below, then book.",
)
NO_ROOM = frozenset({"full", "mix_cap", "mix_floor", "agency_full"})
"""Refusals after which one may still wait."""


@requires(signed_in)
@require_http_methods(["GET", "POST"])
def details(request: BoardRequest, event_id: int) -> HttpResponse:
    """Step 1. Somebody whose agency is known goes straight to step 2, unless they came to change it."""
    event = queries.bookable_event(request.board, event_id)
    person = queries.person_of(request.user)
    stop = _stopped(request, event, person)
    if stop is not None:
        return stop
    employment = current_employment(person) if person else None
    asks_manager = prospects.may_ask_manager(event, timezone.now())
    if request.method == "POST":
        form = DetailsForm(request.POST, board=request.board, asks_manager=asks_manager)
        if form.is_valid() and _manager_is_known(request, event, form):
            _keep_details(request, event, form)
            return redirect("bookings:check", event_id=event.pk)
    else:
        known = person is not None and queries.agency_for(person, request.board) is not None
        if known and "change" not in request.GET:
            return redirect("bookings:check", event_id=event.pk)
        initial = DetailsForm.initial_of(employment)
        initial["access_need"] = request.session.get(_need_key(event), "")
        form = DetailsForm(board=request.board, asks_manager=asks_manager, initial=initial)
    context = {
        "event": event,
        "form": form,
        "course_url": links.course_path(event, request.board),
    }
    return render(request, "bookings/details.html", context)


def _manager_is_known(request: BoardRequest, event: Event, form: DetailsForm) -> bool:
    """Whether the manager can be asked, where one must agree; the form says what is missing."""
    agency, role_group = form.cleaned_data["agency"], form.cleaned_data["role_group"]
    if not prospects.asks_manager(event, agency, role_group, timezone.now()):
        return True
    return form.need_manager(request.user.email)


@requires(signed_in)
@require_http_methods(["GET", "POST"])
def check(request: BoardRequest, event_id: int) -> HttpResponse:
    """Step 2: everything on one page; POST books, applies, or joins the waiting list when asked to."""
    event = queries.bookable_event(request.board, event_id)
    person = queries.person_of(request.user)
    agency = queries.agency_for(person, request.board) if person else None
    if person is None or agency is None:
        return _stopped(request, event, person) or redirect("bookings:details", event_id=event.pk)
    need = request.session.get(_need_key(event), "")
    asking = Asking(event, person, agency, current_employment(person), need)
    if request.method == "POST":
        return _book(request, asking)
    return _stopped(request, event, person) or _next_page(request, asking, key=uuid.uuid4())


def _stopped(request: BoardRequest, event: Event, person: Person | None) -> HttpResponse | None:
    """The page that says why nobody, or not this person again, can book this event."""
    booking = queries.live_booking(person, event)
    reasons = [
        *rules.reasons_not_to_book(event, timezone.now()),
        rules.already_live(booking.state if booking else None),
    ]
    found = [reason for reason in reasons if reason is not None]
    return refused_page(request, event, booking, found) if found else None


def _next_page(
    request: BoardRequest,
    asking: Asking,
    *,
    key: uuid.UUID,
    form: AgreementForm | None = None,
    reasons: tuple[Refusal, ...] = (),
    just_filled: bool = False,
) -> HttpResponse:
    """The check page as things stand now, or the one that says why this person cannot book."""
    prospect = asking.prospect
    if prospect.refusals:
        return refused_page(request, asking.event, None, prospect.refusals)
    return check_page(
        request, asking, prospect, key=key, form=form, reasons=reasons, just_filled=just_filled
    )


def _need_key(event: Event) -> str:
    return f"access_need_{event.pk}"


@transaction.atomic
def _keep_details(request: BoardRequest, event: Event, form: DetailsForm) -> None:
    answers = form.cleaned_data
    request.session[_need_key(event)] = answers.pop("access_need")
    set_employment(person_for_user(request.user), answers.pop("agency"), **answers)


def _book(request: BoardRequest, asking: Asking) -> HttpResponse:
    """Books as the page said; if something has changed since, shows the page again with what has."""
    event, person = asking.event, asking.person
    key = uuid_typed(request.POST.get("request_key", ""))
    made = Booking.objects.filter(request_key=key, person=person).first()
    if made is not None:
        return redirect("bookings:confirmation", reference=made.reference)
    stop = _stopped(request, event, person)
    if stop is not None:
        return stop
    if request.POST.get("seen_version") != str(event.version):
        return _next_page(request, asking, key=key, reasons=(EVENT_CHANGED,))
    prospect = asking.prospect
    form = AgreementForm(request.POST, asks=prospect.declares_manager)
    seen = request.POST.get("seen_price", "free")
    if seen != price_seen(prospect):
        changed = rules.price_changed(seen[:40], price_seen(prospect))
        return _next_page(request, asking, key=key, form=form, reasons=(changed,))
    if not form.is_valid():
        return _next_page(request, asking, key=key, form=form)
    return _place(request, asking, key, form)


def _place(
    request: BoardRequest, asking: Asking, key: uuid.UUID, form: AgreementForm
) -> HttpResponse:
    event, person = asking.event, asking.person
    try:
        booking = actions.book_place(
            person,
            event.pk,
            agency=asking.agency,
            role_group=asking.employment.role_group if asking.employment else None,
            actor=request.user,
            request_key=key,
            or_wait="or_wait" in request.POST,
            manager_agrees="manager_agrees" in form.cleaned_data,
            access_need=asking.access_need,
        )
    except Refused as refused:
        event.refresh_from_db()
        if {reason.code for reason in refused.reasons} <= NO_ROOM:
            return _next_page(request, asking, key=key, form=form, just_filled=True)
        there = queries.live_booking(person, event)
        return refused_page(request, event, there, refused.reasons)
    request.session.pop(_need_key(event), None)
    return redirect("bookings:confirmation", reference=booking.reference)


def uuid_typed(typed: str) -> uuid.UUID:
    """The key a form sent, or a new one."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.uuid4()
