"""How a board sees its agencies: the list of those that wait to be verified, and verifying one."""

from typing import Any

from django import forms
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem

from people.actions import set_standing
from people.choices import ContributorCategory
from people.hooks import Settled, standing_hooks
from people.models import Agency, AgencyStanding, Board

from .menu import StaffMenuItem
from .pages import OneBoardPage, StaffFormPage, StaffPage
from .scope import rows_for

UNVERIFIED = ContributorCategory.UNVERIFIED
VERIFIED = [each for each in ContributorCategory.choices if each[0] != UNVERIFIED]
IN, OUT = "in", "out"


def agencies_of(board: Board) -> QuerySet[Any]:
    """A board's agencies with the category that counts there (`counts_as`) and whether it is local."""
    own = AgencyStanding.objects.filter(board=board, agency=OuterRef("pk"))
    return (
        Agency.objects.filter(boards=board, merged_into=None)
        .select_related("sector")
        .annotate(
            counts_as=Coalesce(Subquery(own.values("category")[:1]), F("contributor_category")),
            works_in_area=Subquery(own.values("in_area")[:1]),
            verified_at=Subquery(own.values("verified_at")[:1]),
        )
        .order_by("name")
    )


class FirstStandingsPage(StaffPage):
    """Leads to the agencies of the first of one's boards."""

    model = AgencyStanding
    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        board = get_object_or_404(rows_for(self.user, Board.objects.all())[:1])
        return redirect("office_standings", board.pk)


class StandingPage(OneBoardPage):
    model = AgencyStanding
    permission_required = "view"
    header_icon = "group"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        there = reverse("office_standings", args=[self.board.pk])
        return [
            {"url": there, "label": "Category and area"},
            {"url": "", "label": self.get_header_title()},
        ]


class StandingsPage(StandingPage):
    """Those that wait to be verified first: their bookings have no sure price."""

    page_title = "Category and area of agencies"
    template_name = "backoffice/standings/index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agencies = list(agencies_of(self.board))
        waiting = [each for each in agencies if each.counts_as == UNVERIFIED]
        unsettled = standing_hooks.unsettled(self.board, [each.pk for each in waiting])
        words = dict(ContributorCategory.choices)
        return {
            **super().get_context_data(**kwargs),
            "board": self.board,
            "boards": self.boards,
            "waiting": [(each, unsettled.get(each.pk, 0)) for each in waiting],
            "verified": [
                (each, words[each.counts_as]) for each in agencies if each.counts_as != UNVERIFIED
            ],
        }


class StandingForm(forms.Form):
    category = forms.ChoiceField(
        label="Category",
        choices=VERIFIED,
        widget=forms.RadioSelect,
        help_text="What it gives the board. Prices go by it.",
        error_messages={"required": "Choose the category"},
    )
    area = forms.ChoiceField(
        label="Area",
        choices=[(IN, "Works in or for the board's area"), (OUT, "Works outside it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it works"},
    )
    why = forms.CharField(
        label="How you know", max_length=300, required=False, help_text="Kept in the history."
    )

    def standing(self) -> dict[str, Any]:
        return {
            "category": ContributorCategory(self.cleaned_data["category"]),
            "in_area": self.cleaned_data["area"] == IN,
        }


class VerifyPage(StandingPage, StaffFormPage):
    """What staff know of an agency; a look at what it settles, and recording it."""

    permission_required = "change"
    page_title = "Category and area"
    submit_label = "Record it"
    template_name = "backoffice/standings/verify.html"

    @cached_property
    def agency(self) -> Agency:
        rows = agencies_of(self.board)
        agency: Agency = self.row_or_404(self.kwargs["agency_id"], rows)
        return agency

    def get_page_subtitle(self) -> str:
        board = super().get_page_subtitle()
        return f"{self.agency}, {board}" if board else str(self.agency)

    def make_form(self, data: Any = None) -> StandingForm:
        agency: Any = self.agency
        initial: dict[str, Any] = {"category": agency.counts_as}
        if agency.works_in_area is not None or agency.counts_as != UNVERIFIED:
            initial["area"] = OUT if agency.works_in_area is False else IN
        return StandingForm(data, initial=initial)

    def save(self, form: StandingForm) -> HttpResponse:
        if "preview" in self.request.POST:
            return self.show(form)
        set_standing(
            self.agency,
            self.board,
            **form.standing(),
            actor=self.user,
            why=form.cleaned_data["why"],
        )
        return self.back_to("office_standings", self.board.pk, success=f"{self.agency}: recorded.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs["form"]
        settled: list[Settled] | None = None
        if form.is_bound and form.is_valid():
            settled = list(standing_hooks.outlook(self.agency, self.board, **form.standing()))
        unsettled = standing_hooks.unsettled(self.board, [self.agency.pk])
        return {
            **super().get_context_data(**kwargs),
            "agency": self.agency,
            "settled": settled,
            "unsettled": unsettled.get(self.agency.pk, 0),
        }


def standing_urls() -> list[URLPattern]:
    board = "agency-standing/<int:board_id>/"
    return [
        path("agency-standing/", FirstStandingsPage.as_view(), name="office_standings_first"),
        path(board, StandingsPage.as_view(), name="office_standings"),
        path(f"{board}<int:agency_id>/", VerifyPage.as_view(), name="office_standing"),
    ]


def standing_menu_item() -> MenuItem:
    return StaffMenuItem(
        "Category and area", reverse("office_standings_first"), icon_name="group", order=81
    )
