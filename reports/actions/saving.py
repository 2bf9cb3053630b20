"""What one reader keeps."""

from django.db import transaction
from django.utils import timezone

from people.models import Board, User
from reports.choices import Span
from reports.models import SavedReport
from reports.saved import trouble_on


class CannotBeRead(Exception):
    """Its owner cannot read the saved report, so that its link is not mailed. The reason says what to do."""


@transaction.atomic
def save_report(
    *, board: Board, owner: User, name: str, kind: str, query: str, span: Span, is_mailed: bool
) -> SavedReport:
    """Keeps a report under `name`; one of the same name, owner and board is replaced.

    Side effects: the saved report.
    """
    saved, _ = SavedReport.objects.update_or_create(
        board=board,
        owner=owner,
        name=name,
        defaults={"kind": kind, "query": query, "span": span, "is_mailed": is_mailed},
    )
    return saved


@transaction.atomic
def change_report(saved_id: int, *, name: str, span: Span, is_mailed: bool) -> SavedReport:
    """Gives a saved report another name, other days or another way to hear of it.

    Side effects: the row. Raises CannotBeRead.
    """
    saved = SavedReport.objects.select_for_update(of=("self",)).get(pk=saved_id)
    saved.name, saved.span, saved.is_mailed = name, span, is_mailed
    _check(saved)
    saved.save(update_fields=["name", "span", "is_mailed"])
    return saved


@transaction.atomic
def set_mailed(saved_id: int, *, is_mailed: bool) -> SavedReport:
    """Starts or stops the link by mail each quarter. Side effects: the saved report. Raises CannotBeRead."""
    saved = SavedReport.objects.select_for_update(of=("self",)).get(pk=saved_id)
    saved.is_mailed = is_mailed
    _check(saved)
    saved.save(update_fields=["is_mailed"])
    return saved


@transaction.atomic
def delete_report(saved_id: int) -> None:
    """Forgets a saved report; a message about it that waits does not leave. Side effects: the row."""
    SavedReport.objects.filter(pk=saved_id).delete()


def _check(saved: SavedReport) -> None:
    """Nobody is mailed a link that leads them to a refusal."""
    if saved.is_mailed and (trouble := trouble_on(saved, timezone.localdate())):
        raise CannotBeRead(trouble)
