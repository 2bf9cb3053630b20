"""Staff book: one person, also against a rule with a reason, or several of an agency at once."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from bookings import actions
from bookings.agency_forms import people_in
from bookings.asked import PlaceFor, Request, foresee
from bookings.choices import BookingState, Origin
from bookings.models import Booking
from bookings.named import Named
from bookings.rules import Refusal, Refused, RefusedInGroup
from courses.models import Event
from people.backoffice.base import SEARCH_LENGTH
from people.backoffice.forms import StaffForm
from people.backoffice.pages import StaffFormPage, StaffPage
from people.backoffice.scope import rows_for
from people.models import Agency, Person
from people.queries import current_employment, people_with_employment

from .setting_aside import ASK_NO_MANAGER, SetAsideForm
from .telling import how_told

FOUND_AT_MOST = 20


class FindPersonPage(StaffPage):
    """First step of booking somebody: who is it?"""

    model = Booking
    permission_required = "add"
    index_url_name = "office_bookings:index"
    template_name = "backoffice/bookings/find.html"
    page_title = "Book somebody"

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.event = self.row_or_404(kwargs["event_id"], Event.objects.select_related("course"))
        return super().get(request, *args, **kwargs)

    def url_of(self, person: Person) -> str:
        return reverse("office_bookings:book", args=[self.event.pk, person.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = " ".join(self.request.GET.get("q", "")[:SEARCH_LENGTH].split())
        people: Iterable[Person] = ()
        if words:
            mine = rows_for(self.user, people_with_employment())
            match = Q(full_name__icontains=words) | Q(email__icontains=words)
            people = mine.filter(match)[:FOUND_AT_MOST]
        return {
            **super().get_context_data(**kwargs),
            "event": self.event,
            "q": words,
            "people": [(person, self.url_of(person)) for person in people],
            "most": FOUND_AT_MOST,
        }


class StaffBookingForm(SetAsideForm, StaffForm):
    agency = forms.ModelChoiceField(
        Agency.objects.filter(merged_into__isnull=True).select_related("sector"),
        label="Comes for the agency",
        error_messages={"required": "Choose the agency"},
    )
    or_wait = forms.BooleanField(
        label="If there is no place, put them on the waiting list", required=False, initial=True
    )
    access_need = forms.CharField(
        label="What they need in order to take part", max_length=500, required=False
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["agency", "or_wait", "access_need", "despite", "why"]


class BookPersonPage(StaffFormPage):
    """Second step: for which agency, may they wait, and what is set aside for them?"""

    model = Booking
    permission_required = "add"
    index_url_name = "office_bookings:index"
    page_title = "Book"
    submit_label = "Book"

    @cached_property
    def event(self) -> Event:
        events = Event.objects.select_related("course__board", "board", "rules")
        return self.row_or_404(self.kwargs["event_id"], events)

    @cached_property
    def person(self) -> Person:
        return self.row_or_404(self.kwargs["person_id"], Person.objects.all())

    def get_page_subtitle(self) -> str:
        return f"{self.person}, {self.event}"

    def make_form(self, data: Any = None) -> StaffBookingForm:
        free = f"{self.event.places_left} of {self.event.capacity} places are free."
        self.lead = f"{free} {how_told(self.person)}"
        work = current_employment(self.person)
        initial = {"agency": work and work.agency_id, "request_key": uuid.uuid4()}
        form = StaffBookingForm(data, user=self.user, initial=initial)
        form.offer(self.reasons(form["agency"].value()))
        return form

    def reasons(self, agency_id: Any) -> list[Refusal]:
        """Everything that speaks against it now, for the agency that is chosen."""
        agencies = rows_for(self.user, Agency.objects.select_related("sector"))
        agency = agencies.filter(pk=agency_id).first() if str(agency_id).isdecimal() else None
        work = current_employment(self.person)
        place = PlaceFor(self.person, agency, work.role_group if work else None)
        asked = Request(actor=self.user, at=timezone.now(), origin=Origin.STAFF)
        seen = foresee(self.event, [place], asked)[0]
        asks = [ASK_NO_MANAGER] if seen.state == BookingState.AWAITING else []
        return [*seen.refusals, *seen.no_place, *asks]

    def save(self, form: Any) -> HttpResponse | None:
        work = current_employment(self.person)
        answers = {name: form.cleaned_data[name] for name in ("agency", "or_wait", "access_need")}
        try:
            booking = actions.book_place(
                self.person,
                self.event.pk,
                role_group=work.role_group if work else None,
                actor=self.user,
                origin=Origin.STAFF,
                request_key=form.cleaned_data["request_key"],
                **answers,
                **form.set_aside(),
            )
        except Refused as refused:
            form.refuse(refused.reasons)
            return None
        return self.back_to(
            "office_bookings:event",
            self.event.pk,
            success=f"{self.person}: {booking.get_state_display().lower()} ({booking.reference}).",
        )


class StaffGroupForm(StaffForm):
    agency = forms.ModelChoiceField(
        Agency.objects.filter(merged_into__isnull=True).select_related("sector"),
        label="For the agency",
        error_messages={"required": "Choose the agency"},
    )
    people = forms.CharField(
        label="People",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="One person a line: name, e-mail address. The address may be missing.",
        error_messages={"required": "Enter at least one person"},
    )
    manager_email = forms.EmailField(
        label="E-mail address of their manager",
        required=False,
        help_text="Where we write for people without an address, and ask where a manager must agree.",
    )
    manager_agrees = forms.BooleanField(label="Their managers agree", required=False)
    or_wait = forms.BooleanField(
        label="Those for whom there is no place join the waiting list", required=False, initial=True
    )
    why = forms.CharField(label="Note for the history", max_length=300, required=False)
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_people(self) -> list[Named]:
        return [Named(name, email) for name, email in people_in(self.cleaned_data["people"])]


class BookGroupPage(StaffFormPage):
    """Several named people of one agency: all of them, or nobody and every reason."""

    model = Booking
    permission_required = "add"
    index_url_name = "office_bookings:index"
    page_title = "Book several people of an agency"
    submit_label = "Book them all"
    lead = "If one of them cannot be booked nobody is, and you see why."

    @cached_property
    def event(self) -> Event:
        return self.row_or_404(self.kwargs["event_id"], Event.objects.select_related("course"))

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def make_form(self, data: Any = None) -> StaffGroupForm:
        return StaffGroupForm(data, user=self.user, initial={"request_key": uuid.uuid4()})

    def save(self, form: Any) -> HttpResponse | None:
        answers = dict(form.cleaned_data)
        named = answers.pop("people")
        try:
            made = actions.book_group(
                self.event.pk,
                answers.pop("agency"),
                named,
                key=answers.pop("request_key"),
                actor=self.user,
                origin=Origin.STAFF,
                **answers,
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, f"{reason.message} {reason.remedy}".strip())
            return None
        except RefusedInGroup as refused:
            for number, reasons in refused.by_number.items():
                for reason in reasons:
                    words = f"{named[number].full_name}: {reason.message} {reason.remedy}"
                    form.add_error("people", words.strip())
            return None
        states = [each.get_state_display().lower() for each in made]
        counted = ", ".join(f"{states.count(each)} {each}" for each in dict.fromkeys(states))
        return self.back_to(
            "office_bookings:event", self.event.pk, success=f"{counted}.".capitalize()
        )
