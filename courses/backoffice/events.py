"""Events: the list the officer works from all day, and one event's page."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.widgets.button import HeaderButton

from courses.actions import recently_cancelled
from courses.actions.bulk import MAX_BULK
from courses.choices import EventState, WhyCancelled
from courses.hooks import event_counts
from courses.models import Course, Event, Venue
from courses.sentences import event_sentence
from people.backoffice.base import BoardFilterSet, BoardViewSet, ScopedIndexView
from people.backoffice.forms import runs_one_board
from people.backoffice.pages import StaffPage
from people.models import Board
from people.queries import history_of

from .bulk import BulkEditPage
from .editor import AddEventPage, EditEventPage
from .event_forms import DateInput
from .series import SeriesPage
from .states import ChangeStatePage, CopyEventPage, UndoPage, next_states

COMING, PAST, EVERY = "", "past", "all"


def today_at_midnight() -> dt.datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class EventFilterSet(BoardFilterSet):
    """Without a choice of `when`, the list holds what is to come and what has no date yet."""

    when = django_filters.ChoiceFilter(
        label="When",
        choices=[(PAST, "Past"), (EVERY, "Past and coming")],
        empty_label="Coming, or no date yet",
        method="no_filter",
    )
    state = django_filters.ChoiceFilter(choices=EventState.choices, empty_label="Any state")
    course = django_filters.ModelChoiceFilter(
        queryset=Course.objects.all(), empty_label="Any course"
    )
    cancelled_because = django_filters.ChoiceFilter(
        label="Cancelled because", choices=WhyCancelled.choices, empty_label="Any reason"
    )
    venue = django_filters.ModelChoiceFilter(
        queryset=Venue.objects.all(), empty_label="Any venue", method="at_venue"
    )
    starts_from = django_filters.DateFilter(
        label="From", field_name="starts_at", lookup_expr="date__gte", widget=DateInput
    )
    starts_to = django_filters.DateFilter(
        label="To", field_name="starts_at", lookup_expr="date__lte", widget=DateInput
    )

    board = django_filters.ModelChoiceFilter(queryset=Board.objects.all(), empty_label="Any board")

    class Meta:
        model = Event
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if runs_one_board(self.request.user):
            del self.filters["board"]

    def no_filter(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset

    def at_venue(self, queryset: QuerySet, name: str, value: Venue) -> QuerySet:
        return queryset.filter(sessions__venue=value).distinct()

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        when = self.form.cleaned_data["when"]
        if when == PAST:
            return queryset.filter(ends_at__lt=today_at_midnight())
        if when == EVERY:
            return queryset
        return queryset.filter(Q(ends_at__isnull=True) | Q(ends_at__gte=today_at_midnight()))


class ChooseColumn(BaseColumn):
    """A box to choose the event for a bulk edit; it belongs to the form above the table."""

    cell_template_name = "backoffice/events/choose_cell.html"


class WhenColumn(Column):
    cell_template_name = "backoffice/events/when_cell.html"


class StateColumn(Column):
    cell_template_name = "backoffice/events/state_cell.html"


class PlacesColumn(Column):
    cell_template_name = "backoffice/events/places_cell.html"


def place_of(event: Event) -> str:
    """Where its sessions are: venues by name, or online."""
    names = {
        str(session.venue) if session.venue else "Online" if session.joining_link else "Not set"
        for session in event.sessions.all()
    }
    return ", ".join(sorted(names)) or "Not set"


class EventIndexView(ScopedIndexView):
    template_name = "backoffice/events/index.html"
    results_template_name = "backoffice/events/index_results.html"
    default_ordering = "starts_at"

    @property
    def list_display(self) -> list[Any]:
        return [
            "course",
            WhenColumn("starts_at", label="Date", sort_key="starts_at"),
            Column("place", accessor=place_of),
            StateColumn("state", sort_key="state"),
            PlacesColumn("places_taken", label="Booked"),
            Column("waiting", accessor="people_waiting"),
            Column("board", accessor="board.short_name"),
        ]

    @cached_property
    def columns(self) -> list[Any]:
        return [ChooseColumn("choose", label="Choose"), *super().columns]

    def get_base_queryset(self) -> QuerySet:
        rows = super().get_base_queryset()
        return rows.select_related("course", "board").prefetch_related("sessions__venue")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """An event whose sessions match more than once is found once."""
        found = super().search_queryset(queryset)
        return found.distinct() if self.is_searching else found

    def get_ordering(self) -> str:
        when = self.request.GET.get("when")
        if when == PAST and not self.is_explicitly_ordered:
            return "-starts_at"
        return super().get_ordering()

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        if self.ordering == "starts_at":
            return queryset.order_by(F("starts_at").asc(nulls_last=True), "pk")
        return super().order_queryset(queryset)

    def get_table(self, object_list: Any) -> Any:
        waiting: Mapping[int, int] = event_counts.waiting([event.pk for event in object_list])
        for event in object_list:
            event.people_waiting = waiting.get(event.pk, 0) or ""
        return super().get_table(object_list)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With `change_all`, the address that chooses every event of the list, over all its pages."""
        context = super().get_context_data(*args, **kwargs)
        if 0 < context["items_count"] <= MAX_BULK:
            chosen = [("event", pk) for pk in self.object_list.values_list("pk", flat=True)]
            context["change_all"] = f"{reverse('office_events:bulk')}?{urlencode(chosen)}"
        return context

    @property
    def header_buttons(self) -> list[Any]:
        series = HeaderButton(
            "Make a series", url=reverse("office_events:series"), icon_name="calendar-alt"
        )
        return [*super().header_buttons, series]

    def get_list_more_buttons(self, instance: Event) -> list[Any]:
        links = [
            ("Edit", "office_events:edit", "edit"),
            ("Copy", "office_events:copy", "copy"),
            ("Bookings", "office_bookings:event", "group"),
            ("Register", "bookings:register", "tick-inverse"),
        ]
        return [
            MenuItem(label, reverse(name, args=[instance.pk]), icon_name=icon, priority=order)
            for order, (label, name, icon) in enumerate(links)
        ]

    def get_edit_url(self, instance: Event) -> str:
        """The title leads to the event's page, where everything about it is."""
        return reverse("office_events:inspect", args=[instance.pk])


class EventPage(StaffPage):
    """One event: what it is, what can be done with it, what was done."""

    model = Event
    permission_required = "view"
    index_url_name = "office_events:index"
    template_name = "backoffice/events/inspect.html"

    def get_page_title(self) -> str:
        return str(self.event)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.event = self.row_or_404(
            kwargs["pk"],
            Event.objects.select_related("course", "board").prefetch_related(
                "sessions__venue", "trainer_assignments__trainer__person", "open_to"
            ),
        )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = event_counts.waiting([self.event.pk]).get(self.event.pk, 0)
        return {
            **super().get_context_data(**kwargs),
            "event": self.event,
            "waiting": waiting,
            "next_states": next_states(self.event),
            "history": [event_sentence(entry) for entry in history_of(self.event)],
            "can_undo": recently_cancelled(
                Event.objects.filter(pk=self.event.pk), timezone.now()
            ).exists(),
            "can_edit": self.event.state not in (EventState.CANCELLED, EventState.COMPLETED),
        }


class EventViewSet(BoardViewSet):
    model = Event
    name = "events"
    icon = "calendar"
    menu_label = "Events"
    menu_order = 10
    index_view_class = EventIndexView
    inspect_view_enabled = True
    copy_view_enabled = True
    filterset_class = EventFilterSet
    form_fields = ["capacity"]
    hidden_views = ("history",)
    search_fields = ["course__title", "course__code", "sessions__venue__name", "staff_notes"]
    list_export = [
        "pk",
        "course",
        "course.code",
        "starts_at",
        "ends_at",
        "get_state_display",
        "capacity",
        "places_taken",
        "get_cancelled_because_display",
        "cancelled_words",
    ]
    export_headings = {
        "pk": "Event number",
        "course.code": "Course code",
        "get_state_display": "State",
        "places_taken": "Booked",
        "get_cancelled_because_display": "Why cancelled",
        "cancelled_words": "Why cancelled, in words",
    }

    def get_urlpatterns(self) -> list[URLPattern]:
        ours = [
            path("new/", self.construct_view(AddEventPage), name="add"),
            path("series/", self.construct_view(SeriesPage), name="series"),
            path("bulk/", self.construct_view(BulkEditPage), name="bulk"),
            path("edit/<int:pk>/", self.construct_view(EditEventPage), name="edit"),
            path("undo/", self.construct_view(UndoPage), name="undo"),
            path("copy/<int:pk>/", self.construct_view(CopyEventPage), name="copy"),
            path("inspect/<int:pk>/", self.construct_view(EventPage), name="inspect"),
            path("state/<int:pk>/<slug:to>/", self.construct_view(ChangeStatePage), name="state"),
        ]
        named = {each.name for each in ours}
        return [*(e for e in super().get_urlpatterns() if e.name not in named), *ours]
