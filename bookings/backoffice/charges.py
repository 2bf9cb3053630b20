"""Charges: what is owed to a board, why, and letting it go."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Model, Q, QuerySet, Sum
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import AdminDateTimeInput

from bookings import actions
from bookings.choices import ChargeKind, ChargeState
from bookings.models import Charge
from bookings.references import normal_reference
from bookings.rules import Refused
from bookings.waiving import WaiverChoice, waiver_choices
from courses.backoffice.event_forms import DateInput
from courses.models import Course
from people.backoffice.base import BoardFilterSet, BoardViewSet, ScopedIndexView
from people.backoffice.forms import runs_one_board
from people.backoffice.pages import StaffFormPage, StaffPage
from people.choices import Role
from people.models import Agency, Board
from people.queries import roles_at

DISCRETION = "discretion"
WITH_THE_CHARGE = (
    "policy",
    "booking__person",
    "booking__agency",
    "booking__sector",
    "booking__role_group",
    "booking__event__course",
    "booking__event__board",
    "booking__event__rules",
)


class ChargeFilterSet(BoardFilterSet):
    state = django_filters.ChoiceFilter(choices=ChargeState.choices, empty_label="Any state")
    kind = django_filters.ChoiceFilter(choices=ChargeKind.choices, empty_label="Any kind")
    agency = django_filters.ModelChoiceFilter(
        label="Agency when booked",
        field_name="booking__agency",
        queryset=Agency.objects.all(),
        empty_label="Any agency",
    )
    course = django_filters.ModelChoiceFilter(
        label="Course",
        field_name="booking__event__course",
        queryset=Course.objects.all(),
        empty_label="Any course",
    )
    made_from = django_filters.DateFilter(
        label="Charged from", field_name="made_at", lookup_expr="date__gte", widget=DateInput
    )
    made_to = django_filters.DateFilter(
        label="Charged until", field_name="made_at", lookup_expr="date__lte", widget=DateInput
    )
    board = django_filters.ModelChoiceFilter(
        field_name="booking__event__board", queryset=Board.objects.all(), empty_label="Any board"
    )

    class Meta:
        model = Charge
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if runs_one_board(self.request.user):
            del self.filters["board"]


class AmountColumn(Column):
    cell_template_name = "backoffice/charges/amount_cell.html"


class StateColumn(Column):
    cell_template_name = "backoffice/charges/state_cell.html"


class ChargeIndexView(ScopedIndexView):
    results_template_name = "backoffice/charges/index_results.html"
    default_ordering = "-made_at"

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn(
                "person",
                accessor="booking.person",
                get_url=lambda charge: reverse("office_charges:inspect", args=[charge.pk]),
            ),
            AmountColumn("amount_pence", label="Amount", sort_key="amount_pence"),
            Column("kind", accessor="get_kind_display", sort_key="kind"),
            StateColumn("state", sort_key="state"),
            Column("agency", accessor="booking.agency"),
            Column("event", accessor="booking.event"),
            Column("made_at", label="Charged", accessor="made_on", sort_key="made_at"),
            "reason",
            Column("policy", accessor="policy.number"),
        ]

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related(*WITH_THE_CHARGE, "waived_by")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """By the person's name or the booking's reference."""
        if not self.is_searching:
            return queryset
        words = self.search_query
        return queryset.filter(
            Q(booking__person__full_name__icontains=words)
            | Q(booking__reference=normal_reference(words))
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {**context, "totals": totals_of(self.object_list)}


def totals_of(charges: QuerySet) -> list[tuple[str, int, int]]:
    """For each state that is there: its words, how many charges, how many pence. One query."""
    rows = charges.order_by().values_list("state").annotate(Count("pk"), Sum("amount_pence"))
    found = {state: (number, pence) for state, number, pence in rows}
    return [(state.label, *found[state]) for state in ChargeState if state in found]


class _ChargePages:
    """What pages about one charge share."""

    model: type[Model] = Charge
    index_url_name = "office_charges:index"
    kwargs: dict[str, Any]

    @cached_property
    def charge(self) -> Charge:
        rows = Charge.objects.select_related(*WITH_THE_CHARGE, "waived_by")
        found: Charge = self.row_or_404(  # type: ignore[attr-defined]  # mixed into a StaffPage
            self.kwargs["pk"], rows.prefetch_related("booking__event__sessions")
        )
        return found


class ChargePage(_ChargePages, StaffPage):
    """One charge, with every reason of the policy's."""

    permission_required = "view"
    template_name = "backoffice/charges/inspect.html"

    def get_page_title(self) -> str:
        return f"{self.charge.get_kind_display()}: {self.charge.booking.person}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "charge": self.charge}


class WaiveForm(forms.Form):
    code = forms.ChoiceField(
        label="Why",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it is let go"},
    )
    told_at = forms.DateTimeField(
        label="When they told the board",
        required=False,
        widget=AdminDateTimeInput,
        help_text="Where the reason asks for it.",
        error_messages={"invalid": "Enter a date and time like 2026-05-12 09:15"},
    )
    evidence = forms.CharField(
        label="What you have seen",
        max_length=300,
        required=False,
        help_text="Such as a note from the manager. Kept with the charge; do not write down an illness.",
    )
    reason = forms.CharField(
        label="In your words",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed at your discretion. Kept in the history.",
    )

    def __init__(self, data: Any, *, choices: list[tuple[str, str]], initial: Any) -> None:
        super().__init__(data, initial=initial)
        self.fields["code"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("code") == DISCRETION and not cleaned.get("reason", "").strip():
            self.add_error("reason", "Say why you let it go")
        return cleaned


class WaivePage(_ChargePages, StaffFormPage):
    """The policy's reasons with what each needs and whether it is met, and the officer's discretion."""

    template_name = "backoffice/charges/waive.html"
    page_title = "Let a charge go"
    submit_label = "Let it go"

    def get_page_subtitle(self) -> str:
        return f"{self.charge.booking.person}, {self.charge.booking.event}"

    @cached_property
    def decides(self) -> bool:
        """Whether this user may decide what policies leave to the training officer."""
        return Role.OFFICER in roles_at(self.user, self.charge.booking.event.board)

    @cached_property
    def known_told_at(self) -> dt.datetime | None:
        """A cancellation is when they told us; of somebody who did not come we know nothing yet."""
        return self.charge.booking.cancelled_at

    @cached_property
    def choices(self) -> list[WaiverChoice]:
        return waiver_choices(self.charge, told_at=self.known_told_at)

    def make_form(self, data: Any = None) -> WaiveForm:
        mine = [each for each in self.choices if self.decides or not each.for_officers]
        choices = [
            (each.waiver.code, each.waiver.words[:1].upper() + each.waiver.words[1:])
            for each in mine
        ]
        if self.decides:
            choices.append((DISCRETION, "At the officer's discretion"))
        return WaiveForm(data, choices=choices, initial={"told_at": self.known_told_at})

    def save(self, form: WaiveForm) -> HttpResponse | None:
        wanted = dict(form.cleaned_data)
        if wanted["code"] == DISCRETION:
            wanted["code"] = ""
        try:
            charge = actions.waive_charge(self.charge.pk, actor=self.user, **wanted)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, f"{reason.message} {reason.remedy}".strip())
            return None
        done = "The charge is let go. It stays in the list with your reason."
        return self.back_to("office_bookings:inspect", charge.booking_id, success=done)

    def show(self, form: Any, **context: Any) -> HttpResponse:
        return super().show(
            form,
            charge=self.charge,
            choices=self.choices,
            decides=self.decides,
            **context,
        )


class ChargeViewSet(BoardViewSet):
    """No page writes a charge's fields: the policy makes charges, staff may let one go."""

    model = Charge
    name = "charges"
    icon = "tag"
    menu_label = "Charges"
    menu_order = 17
    index_view_class = ChargeIndexView
    inspect_view_enabled = True
    filterset_class = ChargeFilterSet
    form_fields: list[str] = []
    hidden_views = ("history", "add", "edit")
    search_fields = ["booking__person__full_name", "booking__reference"]
    list_export = [
        "booking.reference",
        "booking.person",
        "booking.person.email",
        "booking.agency",
        "booking.event",
        "booking.event.course.code",
        "get_kind_display",
        "pounds",
        "get_state_display",
        "made_at",
        "policy.number",
        "reason",
        "every_reason",
        "waiver_reason",
        "waiver_evidence",
        "waived_by",
        "waived_at",
    ]
    export_headings = {
        "booking.reference": "Reference",
        "booking.person": "Person",
        "booking.person.email": "E-mail",
        "booking.agency": "Agency when booked",
        "booking.event": "Event",
        "booking.event.course.code": "Course code",
        "get_kind_display": "Kind",
        "pounds": "Pounds",
        "get_state_display": "State",
        "made_at": "Charged",
        "policy.number": "Policy",
        "waiver_reason": "Let go because",
        "waiver_evidence": "Seen",
        "waived_by": "Let go by",
        "waived_at": "Let go",
    }

    def get_urlpatterns(self) -> list[URLPattern]:
        ours = [
            path("inspect/<int:pk>/", self.construct_view(ChargePage), name="inspect"),
            path("waive/<int:pk>/", self.construct_view(WaivePage), name="waive"),
        ]
        named = {each.name for each in ours}
        return [*(e for e in super().get_urlpatterns() if e.name not in named), *ours]
