"""Free text is read here before anybody else reads it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from evaluations import actions
from evaluations.choices import Moderation
from evaluations.instruments.documents import load_questionnaire
from evaluations.models import Comment

from .pages import EvaluationPage, waiting_comments

SHOWN, SHORTENED, WITHHELD = "shown", "shortened", "withheld"
SAID = {SHOWN: "Shown as it is.", SHORTENED: "Shown as you wrote it.", WITHHELD: "Withheld."}


class CommentsPage(EvaluationPage):
    """One at a time: when one is done the next is there, with the first button in focus."""

    model = Comment
    permission_required = "change"
    page_title = "Text waiting to be read"
    template_name = "backoffice/evaluation/comments.html"

    @cached_property
    def comment(self) -> Comment | None:
        rows = waiting_comments(self.board).select_related("wave__run__event__course")
        return rows.first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comment = self.comment
        items = load_questionnaire(comment.wave.document).items if comment else ()
        return {
            **super().get_context_data(**kwargs),
            "board": self.board,
            "comment": comment,
            "left": waiting_comments(self.board).count(),
            "question": next((i.text for i in items if comment and i.code == comment.item), ""),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        comment = get_object_or_404(waiting_comments(self.board), pk=_id(request))
        done = request.POST.get("do", "")
        if done not in SAID:
            return self.get(request, *args, **kwargs)
        actions.moderate_comment(
            comment.pk,
            Moderation.WITHHELD if done == WITHHELD else Moderation.SHOWN,
            shown_text=request.POST.get("text", "")[:2000] if done == SHORTENED else "",
            actor=self.user,
        )
        return self.back_to("office_evaluation_comments", self.board.pk, success=SAID[done])


def _id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("comment", ""))
    except ValueError:
        return None
