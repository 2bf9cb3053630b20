"""What the notice about a saved report says, read just before it leaves."""

from django.urls import reverse
from django.utils import timezone

from notices.kinds import Facts, NoLongerTrue
from notices.models import Message
from people.models import Board, User
from people.permissions import may_read_reports
from people.queries import site_url
from reports.models import SavedReport
from reports.saved import trouble_on


def saved_report_facts(message: Message) -> Facts:
    """True while the report is kept, its owner wants it by mail and may read it."""
    found = SavedReport.objects.select_related("owner", "board__site").filter(
        pk=message.about_id or 0
    )
    saved = found.first()
    if saved is None or not saved.is_mailed:
        raise NoLongerTrue("The saved report is gone, or its owner no longer wants it by mail.")
    if not saved.owner.is_active or not may_read_reports(saved.owner, saved.board):
        raise NoLongerTrue("Its owner may no longer read this board's reports.")
    if trouble_on(saved, timezone.localdate()):
        raise NoLongerTrue("Its owner cannot read what it asks for with small numbers hidden.")
    return _facts(saved)


def sample(board_id: int) -> Facts | None:
    """Of the board's latest saved report; before there is one, of one that nobody saved."""
    found = SavedReport.objects.select_related("owner", "board__site").filter(board=board_id)
    latest = found.order_by("pk").last()
    if latest is not None:
        return _facts(latest)
    board = Board.objects.select_related("site").get(pk=board_id)
    return _facts(
        SavedReport(pk=0, board=board, owner=User(full_name="A reader"), name="Attendance")
    )


def _facts(saved: SavedReport) -> Facts:
    site = site_url(saved.board)
    return Facts(
        {
            "name": str(saved.owner),
            "report": saved.name,
            "report_link": site + reverse("reports:open_saved", args=[saved.pk]),
            "stop_link": site + reverse("reports:saved"),
            "board": saved.board.name,
        }
    )
