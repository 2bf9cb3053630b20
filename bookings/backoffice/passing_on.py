"""Staff pass a place to somebody else, or move a person to another event."""

import uuid
from typing import Any

from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from bookings import actions
from bookings.asked import PlaceFor, Request, foresee
from bookings.casework import case_of
from bookings.choices import BookingState, CancelledBy
from bookings.models import Booking
from bookings.policies import rules_of
from bookings.policy.charges import quote_cancellation
from bookings.policy.words import amount
from bookings.rules import Refusal, Refused
from courses.choices import EventState
from courses.dates import when_event
from courses.models import Event
from people.backoffice.forms import StaffForm
from people.backoffice.pages import StaffFormPage
from people.models import Agency, Person
from people.queries import current_employment

from .booking_people import FindPersonPage
from .setting_aside import SetAsideForm
from .telling import how_told


def whole_bookings() -> QuerySet[Booking]:
    """Bookings with all that passing on and moving look at."""
    return Booking.objects.select_related(
        "person", "event__course", "event__board", "event__rules", "agency__sector", "sector"
    ).select_related("role_group", "policy")


class FindColleaguePage(FindPersonPage):
    """Who goes instead?"""

    permission_required = "change"
    page_title = "Find who goes instead"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.booking = self.row_or_404(kwargs["pk"], whole_bookings())
        return super().get(request, *args, **{**kwargs, "event_id": self.booking.event_id})

    def get_page_subtitle(self) -> str:
        return f"Instead of {self.booking.person}, {self.event}"

    def url_of(self, person: Person) -> str:
        return reverse("office_bookings:substitute", args=[self.booking.pk, person.pk])


class SubstituteForm(StaffForm):
    agency = forms.ModelChoiceField(
        Agency.objects.filter(merged_into__isnull=True).select_related("sector"),
        label="Comes for the agency",
        error_messages={"required": "Choose the agency"},
    )
    manager_agrees = forms.BooleanField(label="Their manager agrees", required=False)
    access_need = forms.CharField(
        label="What they need in order to take part", max_length=500, required=False
    )
    why = forms.CharField(label="Reason", max_length=300, required=False)
    request_key = forms.UUIDField(widget=forms.HiddenInput)


class SubstitutePage(StaffFormPage):
    """Somebody takes the place over; the rules are asked again, and both are told."""

    model = Booking
    index_url_name = "office_bookings:index"
    page_title = "Pass the place on"
    submit_label = "Pass the place on"

    @cached_property
    def booking(self) -> Booking:
        return self.row_or_404(self.kwargs["pk"], whole_bookings())

    @cached_property
    def person(self) -> Person:
        return self.row_or_404(self.kwargs["person_id"], Person.objects.all())

    def get_page_subtitle(self) -> str:
        return f"{self.person} instead of {self.booking.person}, {self.booking.event}"

    def make_form(self, data: Any = None) -> SubstituteForm:
        self.lead = f"{self.person}: {how_told(self.person)} {self.booking.person} is told as well."
        work = current_employment(self.person)
        initial = {"agency": work and work.agency_id, "request_key": uuid.uuid4()}
        return SubstituteForm(data, user=self.user, initial=initial)

    def save(self, form: Any) -> HttpResponse | None:
        work = current_employment(self.person)
        try:
            new = actions.substitute(
                self.booking.pk,
                self.person,
                role_group=work.role_group if work else None,
                actor=self.user,
                **form.cleaned_data,
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, f"{reason.message} {reason.remedy}".strip())
            return None
        stands = new.get_state_display().lower()
        return self.back_to("office_bookings:inspect", new.pk, success=f"{self.person}: {stands}.")


class EventChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, event: Any) -> str:
        left = f"{event.places_left} of {event.capacity} places free"
        return f"{event.course.title}: {when_event(event)} ({left})"


class MoveForm(SetAsideForm, StaffForm):
    event = EventChoiceField(
        Event.objects.none(),
        label="To which event",
        error_messages={"required": "Choose the event"},
    )
    moved_by = forms.ChoiceField(
        label="Who wants it",
        choices=[
            (CancelledBy.BOARD, "The board moves them: leaving costs nothing"),
            (CancelledBy.DELEGATE, "They asked for it: leaving costs what cancelling costs"),
            (CancelledBy.AGENCY, "Their agency asked for it: leaving costs what cancelling costs"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who wants it"},
    )
    or_wait = forms.BooleanField(
        label="If there is no place there, put them on the waiting list", required=False
    )
    field_order = ["event", "moved_by", "or_wait", "despite", "why"]

    def __init__(self, *args: Any, user: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["event"].queryset = events_instead_of(booking.event)  # type: ignore[attr-defined]  # an EventChoiceField


def events_instead_of(event: Event) -> QuerySet[Event]:
    """Events to come of the same board, the same course's first."""
    coming = Event.objects.filter(
        board=event.board_id, state=EventState.PUBLISHED, starts_at__gt=timezone.now()
    )
    same = When(course=event.course_id, then=Value(0))
    return (
        coming.exclude(pk=event.pk)
        .select_related("course")
        .prefetch_related("sessions")
        .annotate(other=Case(same, default=Value(1), output_field=IntegerField()))
        .order_by("other", "starts_at", "pk")
    )


class MovePage(StaffFormPage):
    """A person goes to another event instead."""

    model = Booking
    index_url_name = "office_bookings:index"
    page_title = "Move to another event"
    submit_label = "Move"

    @cached_property
    def booking(self) -> Booking:
        return self.row_or_404(self.kwargs["pk"], whole_bookings())

    def get_page_subtitle(self) -> str:
        return f"{self.booking.person}, {self.booking.event}"

    def make_form(self, data: Any = None) -> MoveForm:
        self.lead = f"{self._cost()} {how_told(self.booking.person)}"
        form = MoveForm(data, user=self.user, booking=self.booking)
        form.offer(self._reasons(form["event"].value()))
        return form

    def _reasons(self, event_id: Any) -> list[Refusal]:
        """Everything that speaks against the event that is chosen, if one is."""
        chosen = str(event_id) if str(event_id).isdecimal() else "0"
        target = (
            events_instead_of(self.booking.event)
            .select_related("board", "rules")
            .filter(pk=chosen)
            .first()
        )
        if target is None:
            return []
        old = self.booking
        place = PlaceFor(old.person, old.agency, old.role_group, replaces=old)
        asked = Request(actor=self.user, at=timezone.now(), manager_agrees=True)
        seen = foresee(target, [place], asked)[0]
        return [*seen.refusals, *seen.no_place]

    def _cost(self) -> str:
        if self.booking.state != BookingState.BOOKED:
            return "Leaving costs nothing: they have no place yet."
        policy = rules_of(self.booking.policy)
        quote = quote_cancellation(policy, case_of(self.booking), timezone.now())
        return f"If they asked for it, leaving now costs: {amount(quote)}."

    def save(self, form: Any) -> HttpResponse | None:
        try:
            new = actions.transfer(
                self.booking.pk,
                form.cleaned_data["event"].pk,
                actor=self.user,
                moved_by=CancelledBy(form.cleaned_data["moved_by"]),
                or_wait=form.cleaned_data["or_wait"],
                **form.set_aside(),
            )
        except Refused as refused:
            form.refuse(refused.reasons)
            return None
        stands = new.get_state_display().lower()
        return self.back_to(
            "office_bookings:inspect", new.pk, success=f"{new.person} has moved: {stands}."
        )
