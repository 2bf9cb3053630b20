"""The frame of the pages on evaluation, and the first of them: what waits, and the runs."""

from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from evaluations.choices import Moderation
from evaluations.models import Comment, Run, RunWave
from people.backoffice.pages import OneBoardPage, StaffPage
from people.backoffice.scope import rows_for
from people.models import Board

SHOWN = 50


class FirstPage(StaffPage):
    """Leads to the evaluation of the first of one's boards."""

    model = Run
    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        board = get_object_or_404(rows_for(self.user, Board.objects.all())[:1])
        return redirect("office_evaluation", board.pk)


class EvaluationPage(OneBoardPage):
    """A page about evaluation at the board in the address."""

    model: type[Model] = Run
    permission_required = "view"
    header_icon = "clipboard-list"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        there = reverse("office_evaluation", args=[self.board.pk])
        return [
            {"url": there, "label": "Evaluation"},
            {"url": "", "label": self.get_header_title()},
        ]


def waiting_comments(board: Board) -> QuerySet[Comment]:
    """In an order that says nothing of who wrote when: ids are random."""
    waiting = Comment.objects.filter(wave__run__event__board=board, state=Moderation.WAITING)
    return waiting.order_by("pk")


def waves_with_counts(runs: list[Run]) -> dict[int, list[RunWave]]:
    """By run: each wave with `asked` and `sent`, final once the key is gone; one query."""
    waves = RunWave.objects.filter(run__in=runs).annotate(
        all_invited=Count("invitations"),
        all_answered=Count("invitations", filter=Q(invitations__is_answered=True)),
    )
    found: dict[int, list[RunWave]] = {run.pk: [] for run in runs}
    gone = {run.pk for run in runs if run.key_destroyed_at}
    for wave in waves.order_by("run_id", "wave"):
        if wave.run_id not in gone:
            wave.invited, wave.answered = wave.all_invited, wave.all_answered
        found[wave.run_id].append(wave)
    return found


class HomePage(EvaluationPage):
    """What waits for the officer, and the runs of the board's events, the latest first."""

    page_title = "Evaluation"
    template_name = "backoffice/evaluation/index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.get_header_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = list(
            Run.objects.filter(event__board=self.board)
            .select_related("event__course")
            .order_by("-event__starts_at", "-pk")[:SHOWN]
        )
        waves = waves_with_counts(runs)
        return {
            **super().get_context_data(**kwargs),
            "board": self.board,
            "boards": self.boards,
            "waiting": waiting_comments(self.board).count(),
            "runs": [(run, waves[run.pk]) for run in runs],
            "now": timezone.now(),
        }
