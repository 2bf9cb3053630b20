"""Pages about the notices of one board: staff of several boards pick one."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from notices.kinds import Kind, kind_of
from notices.models import Wording
from people.backoffice.pages import OneBoardPage, StaffFormPage


class BoardPage(OneBoardPage):
    """A page about the notices of the board in the address."""

    model = Wording
    permission_required = "view"

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
