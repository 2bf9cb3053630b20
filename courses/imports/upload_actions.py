"""What happens to an uploaded calendar, from the upload to the import."""

import io
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from courses.choices import ImportState
from courses.models import CalendarImport
from people.models import Board

from . import report
from .actions import ImportRefused, apply_import
from .plan import Plan, Request, plan_file
from .problems import FileRefused

if TYPE_CHECKING:
    from people.models import User

SHORT_BYTES = 200_000
MOST_BYTES = 25 * 1024 * 1024
WENT_WRONG = "Something went wrong on our side. Nothing was imported; please try again."


def keep_upload(content: bytes, *, file_name: str, board: Board, owner: "User") -> CalendarImport:
    """Keeps a file for its owner for a day. Side effects: expired uploads of everybody go; the new row."""
    CalendarImport.objects.filter(expires_at__lt=timezone.now()).delete()
    return CalendarImport.objects.create(
        content=content, file_name=file_name[-200:], board=board, owner=owner
    )


def read_as(upload: CalendarImport, *, encoding: str, sheet: str) -> None:
    """Another encoding or sheet: the columns are guessed afresh."""
    _set(
        upload,
        encoding=encoding[:40],
        sheet=sheet[:100],
        columns={},
        refusal="",
        state=ImportState.UPLOADED,
    )


def start_check(
    upload: CalendarImport,
    *,
    columns: dict[str, str],
    encoding: str,
    sheet: str,
    only_board: str,
    replace: bool,
) -> None:
    """Keeps how the file is to be read and checks it: a short one at once, a long one in the background."""
    from . import tasks

    upload.columns = columns
    upload.encoding, upload.sheet = encoding, sheet
    upload.only_board, upload.replace = only_board, replace
    upload.state, upload.rows_read, upload.refusal = ImportState.CHECKING, 0, ""
    upload.save()
    if _is_short(upload):
        check_upload(upload.pk)
    else:
        transaction.on_commit(lambda: tasks.check_upload.enqueue(upload.pk))


def start_write(upload: CalendarImport) -> bool:
    """Starts the import of a checked file. A second click, or a file with errors, starts nothing: False."""
    from . import tasks

    if upload.report["counts"]["errors"]:
        return False
    started = CalendarImport.objects.filter(pk=upload.pk, state=ImportState.CHECKED).update(
        state=ImportState.WRITING
    )
    if started and _is_short(upload):
        write_upload(upload.pk)
    elif started:
        transaction.on_commit(lambda: tasks.write_upload.enqueue(upload.pk))
    return bool(started)


def check_upload(upload_id: int) -> None:
    """Reads the file and keeps the report; a file that cannot be read keeps the reason instead."""
    upload = CalendarImport.objects.select_related("board").get(pk=upload_id)
    try:
        plan = _plan(upload)
    except FileRefused as refused:
        _set(upload, state=ImportState.UPLOADED, refusal=str(refused))
    except Exception:
        _set(upload, state=ImportState.UPLOADED, refusal=WENT_WRONG)
        raise
    else:
        _set(upload, state=ImportState.CHECKED, report=report.as_json(plan))


def write_upload(upload_id: int) -> None:
    """Reads the file again and imports it: all or nothing.

    Side effects, in order: those of `apply_import`; the upload is done and its content emptied, in the
    same transaction. With errors (the catalogue may have changed) it is back at its check.
    """
    upload = CalendarImport.objects.select_related("board", "owner").get(pk=upload_id)
    try:
        plan = _plan(upload)
        with transaction.atomic():
            done = apply_import(plan, actor=upload.owner)
            _set(upload, state=ImportState.DONE, report=report.as_json(done), content=b"")
    except ImportRefused as refused:
        _set(upload, state=ImportState.CHECKED, report=report.as_json(refused.plan))
    except Exception:
        _set(upload, state=ImportState.UPLOADED, refusal=WENT_WRONG)
        raise


def request_of(upload: CalendarImport) -> Request:
    return Request(
        encoding=upload.encoding,
        sheet=upload.sheet,
        chosen=upload.columns,
        guessing=False,
        only_board=upload.only_board,
        replace=upload.replace,
    )


def _plan(upload: CalendarImport) -> Plan:
    return plan_file(
        io.BytesIO(upload.content),
        upload.board,
        request_of(upload),
        progress=lambda rows: _set(upload, rows_read=rows),
    )


def _set(upload: CalendarImport, **fields: object) -> None:
    CalendarImport.objects.filter(pk=upload.pk).update(**fields)


def _is_short(upload: CalendarImport) -> bool:
    return len(upload.content) <= SHORT_BYTES
