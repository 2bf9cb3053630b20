"""Pages about the notices of one board: staff of several boards pick one."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from notices.kinds import Kind, kind_of
from notices.models import Wording
from people.backoffice.pages import StaffFormPage, StaffPage
from people.backoffice.scope import rows_for
from people.models import Board


class BoardPage(StaffPage):
    """`board` is the one in the address: a board of the user's, or a 404."""

    model = Wording
    permission_required = "view"

    @cached_property
    def board(self) -> Board:
        board: Board = self.row_or_404(self.kwargs["board_id"], Board.objects.all())
        return board

    @cached_property
    def boards(self) -> list[Board]:
        return list(rows_for(self.user, Board.objects.all()))

    def get_page_subtitle(self) -> str:
        return self.board.short_name if len(self.boards) > 1 else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": self.list_url, "label": "Words and times"},
            {"url": "", "label": self.get_header_title()},
        ]

    @property
    def list_url(self) -> str:
        return reverse("office_words_of", args=[self.board.pk])


class KindPage(BoardPage):
    """`kind` is the one in the address, or a 404."""

    @cached_property
    def kind(self) -> Kind:
        try:
            return kind_of(self.kwargs["kind"])
        except LookupError as unknown:
            raise Http404(str(unknown)) from unknown

    def get_page_subtitle(self) -> str:
        board = super().get_page_subtitle()
        return f"{self.kind.title}, {board}" if board else self.kind.title

    def check_address(self) -> None:
        """Raises Http404 before anything is done for a board or kind that is not there."""
        self.board, self.kind  # noqa: B018  read for their 404


class BoardFormPage(BoardPage, StaffFormPage):
    permission_required = "change"


class KindFormPage(KindPage, StaffFormPage):
    permission_required = "change"
