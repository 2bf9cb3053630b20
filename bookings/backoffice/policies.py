"""The versions of a board's rules: their list, one of them in plain words, and its file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from bookings.models import PolicyVersion
from bookings.policies import rules_of, version_in_force, versions_of
from bookings.policy.differences import Difference, differences
from bookings.policy.documents import policy_to_yaml
from bookings.policy.examples import typical_case, worked_examples
from bookings.policy.explain import explain
from bookings.policy.schema import Policy
from bookings.policy.words import Line, before_booking
from people.backoffice.pages import OneBoardPage, StaffPage
from people.backoffice.scope import rows_for
from people.models import Board

from .rules.labels import PARTS
from .rules.policy_form import top_key

RULES, COMING, PAST = "In force", "Comes next", "Past"


class FirstPoliciesPage(StaffPage):
    """Leads to the rules of the first of one's boards."""

    model = PolicyVersion
    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        board = get_object_or_404(rows_for(self.user, Board.objects.all())[:1])
        return redirect("office_policies", board.pk)


class PolicyPage(OneBoardPage):
    """A page about the rules of the board in the address."""

    model = PolicyVersion
    permission_required = "view"
    header_icon = "clipboard-list"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        there = reverse("office_policies", args=[self.board.pk])
        return [
            {"url": there, "label": "Booking rules"},
            {"url": "", "label": self.get_header_title()},
        ]


@dataclass(frozen=True)
class Row:
    version: PolicyVersion
    state: str

    @property
    def tone(self) -> str:
        return {RULES: "is-good", COMING: "is-warned"}.get(self.state, "is-quiet")


def with_states(versions: Iterable[PolicyVersion]) -> list[Row]:
    """Which of the versions (latest first) rules today, which are to come, which are over."""
    today = timezone.localdate()
    rows, ruling = [], False
    for version in versions:
        if version.starts_on > today:
            state = COMING
        else:
            state, ruling = (PAST if ruling else RULES), True
        rows.append(Row(version, state))
    return rows


class PoliciesPage(PolicyPage):
    """A board's versions, the latest first."""

    page_title = "Booking rules"
    template_name = "backoffice/policies/index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = versions_of(self.board.pk).select_related("made_by")
        rows = with_states(versions.annotate(bookings_made=Count("bookings")))
        return {
            **super().get_context_data(**kwargs),
            "board": self.board,
            "boards": self.boards,
            "rows": rows,
            "ruling": next((row.version for row in rows if row.state == RULES), None),
        }


class VersionPage(PolicyPage):
    """`version`: the one of the board in the address with the number in the address."""

    @cached_property
    def versions(self) -> QuerySet[PolicyVersion]:
        return PolicyVersion.objects.filter(board=self.board).select_related("made_by")

    @cached_property
    def version(self) -> PolicyVersion:
        return get_object_or_404(self.versions, number=self.kwargs["number"])


@dataclass(frozen=True)
class Said:
    """One part of a policy in plain words, or what a version changes in it."""

    title: str
    lines: list[Line]
    changes: list[Difference]


def by_part(lines: Iterable[Line], changes: Iterable[Difference] = ()) -> list[Said]:
    lines, changes = list(lines), list(changes)
    found = [
        Said(
            part.title,
            [each for each in lines if top_key(each.rule) in part.keys],
            [each for each in changes if each.key in part.keys],
        )
        for part in PARTS
    ]
    return [each for each in found if each.lines or each.changes]


def reading_of(policy: Policy) -> dict[str, Any]:
    """A policy for people: in words, worked out, and as a practitioner reads it."""
    place, case = typical_case(policy)
    return {
        "policy": policy,
        "said": by_part(explain(policy)),
        "examples": worked_examples(policy),
        "place": place,
        "shown": before_booking(policy, case),
    }


class ReadPolicyPage(VersionPage):
    """One version: in plain words, worked out, and what it changed."""

    template_name = "backoffice/policies/version.html"

    def get_page_title(self) -> str:
        return f"Version {self.version.number}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policy = rules_of(self.version)
        before = self.versions.filter(number__lt=self.version.number).order_by("-number").first()
        in_force = version_in_force(self.board.pk, timezone.now())
        return {
            **super().get_context_data(**kwargs),
            **reading_of(policy),
            "board": self.board,
            "version": self.version,
            "is_ruling": self.version == in_force,
            "is_coming": self.version.starts_on > timezone.localdate(),
            "before": before,
            "changes": by_part((), differences(rules_of(before), policy)) if before else [],
            "bookings_made": self.version.bookings.count(),
        }


class PolicyFilePage(VersionPage):
    """The version as YAML: what differs from the usual, or with `full` every key."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = kwargs["format"]
        if kind not in ("short", "full"):
            raise Http404
        text = policy_to_yaml(rules_of(self.version), full=kind == "full")
        response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
        name = f"booking-rules-{self.version.number}{'-full' if kind == 'full' else ''}.yaml"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
