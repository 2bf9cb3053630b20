"""The waiting list of an event: who comes next, who is passed over and why, and serving it by hand."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from bookings import actions
from bookings.choices import BookingState
from bookings.models import Booking
from bookings.policies import rules_at, version_in_force
from bookings.policy.choices import Placing
from bookings.room import Room, room_of
from bookings.rules import Refused, reasons_not_to_give
from bookings.turns import Turn, has_stopped, turns_of, whole_list
from courses.models import Event
from people.backoffice.pages import StaffFormPage, StaffPage

OFFER, PLACE = "offer", "place"


@dataclass(frozen=True)
class InLine:
    """Somebody's position, and how it stands with their turn."""

    position: int
    turn: Turn
    against: tuple[str, ...]
    is_next: bool


def line_of(event: Event, room: Room, at: dt.datetime) -> list[InLine]:
    """The waiting list in order, judged as it would be if a place were given out now."""
    turns = turns_of(list(whole_list(event)), event, at) if event.starts_at else []
    found, given = [], False
    for position, turn in enumerate(turns, start=1):
        against = (*turn.against, *turn.against_in(room, at))
        found.append(InLine(position, turn, against, is_next=not against and not given))
        given = given or not against
    return found


class WaitingPage(StaffPage):
    """Everybody who waits, in order, and the places that are held for an answer."""

    model = Booking
    permission_required = "view"
    index_url_name = "office_bookings:index"
    template_name = "backoffice/bookings/waiting.html"
    page_title = "Waiting list"

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Event.objects.select_related("course", "rules").prefetch_related("sessions")
        self.event = self.row_or_404(kwargs["event_id"], rows)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, event = timezone.now(), self.event
        room = room_of(event)
        placing = rules_at(event, version_in_force(event.board_id, now)).waiting_list.placing
        offered = Booking.objects.filter(event=event, state=BookingState.OFFERED)
        return {
            **super().get_context_data(**kwargs),
            "event": event,
            "room": room,
            "placing": placing.label,
            "by_staff": placing == Placing.BY_STAFF,
            "stopped": has_stopped(event, now),
            "reasons": reasons_not_to_give(event, now),
            "line": line_of(event, room, now),
            "offered": list(
                offered.select_related("person", "agency").order_by("offer_expires_at")
            ),
        }


class ServeForm(forms.Form):
    why = forms.CharField(
        label="Reason",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed when it is not their turn. Kept in the history of all whom it passes over.",
    )


class ServePage(StaffFormPage):
    """Offers or gives a free place to one of those who wait."""

    model = Booking
    index_url_name = "office_bookings:index"

    @cached_property
    def booking(self) -> Booking:
        found: Booking = self.row_or_404(
            self.kwargs["pk"], Booking.objects.select_related("person", "event__course")
        )
        return found

    @property
    def offers(self) -> bool:
        if self.kwargs["how"] not in (OFFER, PLACE):
            raise Http404
        return bool(self.kwargs["how"] == OFFER)

    def get_page_title(self) -> str:
        return "Offer them a place" if self.offers else "Give them a place"

    def get_page_subtitle(self) -> str:
        return f"{self.booking.person}, {self.booking.event}"

    def make_form(self, data: Any = None) -> ServeForm:
        self.submit_label = self.get_page_title()
        self.lead = (
            "The place is held until they take it or the offer ends; nobody else gets it before."
            if self.offers
            else "They have the place at once and are told; if a manager must agree, it is held."
        )
        return ServeForm(data)

    def save(self, form: ServeForm) -> HttpResponse | None:
        try:
            booking = actions.serve_waiter(
                self.booking.pk, offer=self.offers, actor=self.user, why=form.cleaned_data["why"]
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, f"{reason.message} {reason.remedy}".strip())
            return None
        said = f"{booking.person}: {booking.get_state_display().lower()}, and told."
        return self.back_to("office_bookings:waiting", booking.event_id, success=said)
