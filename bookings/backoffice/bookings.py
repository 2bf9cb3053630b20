"""Bookings: finding one, reading its history, and acting on it through `bookings.actions`."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column

from bookings import actions
from bookings.choices import PENDING_STATES, BookingState, CancelledBy, Outcome
from bookings.models import Booking, ReservedPlace
from bookings.references import normal_reference
from bookings.rules import Refused, may_be_set_aside, reasons_not_to_book
from courses.models import Event
from people.backoffice.base import BoardFilterSet, BoardViewSet, ScopedIndexView
from people.backoffice.pages import StaffFormPage, StaffPage
from people.models import Agency

from .allocating import AllocatePage
from .booking_page import BookingPage
from .booking_people import BookGroupPage, BookPersonPage, FindPersonPage
from .everyone import WriteToEveryonePage
from .moving_everyone import MoveEveryonePage
from .passing_on import FindColleaguePage, MovePage, SubstitutePage
from .people import EvidencePage, LetBookPage, TakeEvidenceBackPage
from .telling import how_told
from .waiting import ServePage, WaitingPage

UNANSWERED = (BookingState.APPLIED, BookingState.OFFERED, BookingState.AWAITING)
CAME_TO_NOTHING = (
    BookingState.WITHDRAWN,
    BookingState.REFUSED,
    BookingState.LAPSED,
    BookingState.SUBSTITUTED,
    BookingState.TRANSFERRED,
)


class BookingFilterSet(BoardFilterSet):
    state = django_filters.ChoiceFilter(choices=BookingState.choices, empty_label="Any state")
    outcome = django_filters.ChoiceFilter(
        choices=[c for c in Outcome.choices if c[0]], empty_label="Any outcome"
    )
    agency = django_filters.ModelChoiceFilter(
        queryset=Agency.objects.all(), empty_label="Any agency"
    )

    class Meta:
        model = Booking
        fields: list[str] = []


class MadeColumn(Column):
    cell_template_name = "backoffice/bookings/made_cell.html"


class BookingIndexView(ScopedIndexView):
    default_ordering = "-made_at"

    def get_base_queryset(self) -> QuerySet:
        rows = super().get_base_queryset()
        return rows.select_related("person", "event__course", "agency")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By name, e-mail or course; a reference may be typed with spaces, hyphens, in any case."""
        if not self.is_searching:
            return queryset
        words = self.search_query
        return queryset.filter(
            Q(person__full_name__icontains=words)
            | Q(person__email__icontains=words)
            | Q(event__course__title__icontains=words)
            | Q(reference=normal_reference(words))
        )


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Reason",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason"},
        help_text="Kept in the history of the booking.",
    )


class CancelForm(WhyForm):
    cancelled_by = forms.ChoiceField(
        label="Who cancels", choices=CancelledBy.choices, widget=forms.RadioSelect
    )
    field_order = ["cancelled_by", "why"]


class EndBookingPage(StaffFormPage):
    """Cancels a place, or takes back what is not booked yet: whichever the booking is."""

    model = Booking
    index_url_name = "office_bookings:index"

    @cached_property
    def booking(self) -> Booking:
        return self.row_or_404(
            self.kwargs["pk"], Booking.objects.select_related("person", "event__course")
        )

    @property
    def waits(self) -> bool:
        return self.booking.state in PENDING_STATES

    def get_page_title(self) -> str:
        if self.booking.state == BookingState.WAITING:
            return "Take off the waiting list"
        return "Take the request back" if self.waits else "Cancel a place"

    def get_page_subtitle(self) -> str:
        return f"{self.booking.person}, {self.booking.event}"

    def make_form(self, data: Any = None) -> forms.Form:
        self.submit_label = self.get_page_title()
        self.lead = how_told(self.booking.person)
        if not self.waits:
            self.lead += " The place goes to the first who waits."
        return WhyForm(data) if self.waits else CancelForm(data)

    def save(self, form: Any) -> HttpResponse | None:
        try:
            if self.waits:
                actions.withdraw(self.booking.pk, actor=self.user, why=form.cleaned_data["why"])
            else:
                actions.cancel_booking(
                    self.booking.pk,
                    actor=self.user,
                    cancelled_by=CancelledBy(form.cleaned_data["cancelled_by"]),
                    why=form.cleaned_data["why"],
                )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, f"{reason.message} {reason.remedy}".strip())
            return None
        return self.back_to("office_bookings:inspect", self.booking.pk, success="Done.")


class EventBookingsPage(StaffPage):
    """Everybody of one event: booked, waiting in order, walked in, cancelled."""

    model = Booking
    permission_required = "view"
    index_url_name = "office_bookings:index"
    template_name = "backoffice/bookings/event.html"
    page_title = "Bookings"

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.event = self.row_or_404(kwargs["event_id"], Event.objects.select_related("course"))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(
            Booking.objects.filter(event=self.event)
            .select_related("person", "agency")
            .order_by("made_at", "pk")
        )
        booked = [row for row in rows if row.state == BookingState.BOOKED]
        reasons = reasons_not_to_book(self.event, timezone.now())
        return {
            **super().get_context_data(**kwargs),
            "event": self.event,
            "reasons": reasons,
            "may_book": all(may_be_set_aside(each) for each in reasons),
            "reserved": list(
                ReservedPlace.objects.filter(event=self.event, closed_at__isnull=True)
                .order_by("name_by")
                .values("agency__name", "name_by")
                .annotate(places=Count("pk"))
            ),
            "applied": sum(row.state == BookingState.APPLIED for row in rows),
            "lists": [
                ("Booked", [row for row in booked if not row.is_walk_in]),
                ("Waiting list", [row for row in rows if row.state == BookingState.WAITING]),
                ("Waiting for an answer", [row for row in rows if row.state in UNANSWERED]),
                ("Walked in", [row for row in booked if row.is_walk_in]),
                ("Cancelled", [row for row in rows if row.state == BookingState.CANCELLED]),
                ("Came to nothing", [row for row in rows if row.state in CAME_TO_NOTHING]),
            ],
        }


class BookingViewSet(BoardViewSet):
    """No page writes a booking's fields: what can be done to one is a verb with a reason."""

    model = Booking
    name = "bookings"
    icon = "tick-inverse"
    menu_label = "Bookings"
    menu_order = 15
    index_view_class = BookingIndexView
    inspect_view_enabled = True
    filterset_class = BookingFilterSet
    form_fields: list[str] = []
    hidden_views = ("history", "add", "edit")
    search_fields = ["person__full_name", "person__email", "reference"]
    list_display = [
        "person",
        "reference",
        Column("event", accessor="event"),
        "agency",
        "state",
        MadeColumn("made_at", label="Made", sort_key="made_at"),
    ]
    list_export = [
        "reference",
        "person",
        "person.email",
        "event",
        "agency",
        "get_state_display",
        "get_outcome_display",
        "made_at",
    ]
    export_headings = {"person.email": "E-mail", "get_state_display": "State"}

    def get_urlpatterns(self) -> list[URLPattern]:
        ours = [*self._of_a_booking(), *self._of_an_event(), *self._of_a_person()]
        named = {each.name for each in ours}
        return [*(e for e in super().get_urlpatterns() if e.name not in named), *ours]

    def _of_a_booking(self) -> list[URLPattern]:
        view = self.construct_view
        return [
            path("inspect/<int:pk>/", view(BookingPage), name="inspect"),
            path("end/<int:pk>/", view(EndBookingPage), name="end"),
            path("pass/<int:pk>/", view(FindColleaguePage), name="find_colleague"),
            path("pass/<int:pk>/<int:person_id>/", view(SubstitutePage), name="substitute"),
            path("move/<int:pk>/", view(MovePage), name="move"),
            path("serve/<int:pk>/<slug:how>/", view(ServePage), name="serve"),
        ]

    def _of_an_event(self) -> list[URLPattern]:
        view, event = self.construct_view, "event/<int:event_id>/"
        return [
            path(event, view(EventBookingsPage), name="event"),
            path(f"{event}group/", view(BookGroupPage), name="group"),
            path(f"{event}move-everyone/", view(MoveEveryonePage), name="move_everyone"),
            path(f"{event}waiting/", view(WaitingPage), name="waiting"),
            path(f"{event}allocate/", view(AllocatePage), name="allocate"),
            path(f"{event}write/", view(WriteToEveryonePage), name="write"),
            path(f"{event}book/", view(FindPersonPage), name="find"),
            path(f"{event}book/<int:person_id>/", view(BookPersonPage), name="book"),
        ]

    def _of_a_person(self) -> list[URLPattern]:
        view, person = self.construct_view, "person/<int:person_id>/"
        back = "evidence/<int:evidence_id>/take-back/"
        return [
            path(f"{person}evidence/", view(EvidencePage), name="evidence"),
            path(back, view(TakeEvidenceBackPage), name="take_evidence_back"),
            path(f"{person}<int:board_id>/let-book/", view(LetBookPage), name="let_book"),
        ]
