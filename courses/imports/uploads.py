"""What happens to an uploaded file of any kind: kept for a day, checked, and written once."""

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import transaction
from django.utils import timezone

from courses.choices import ImportState
from courses.models.imports import Upload
from people.models import Board

from .problems import FileRefused

if TYPE_CHECKING:
    from people.models import User

U = TypeVar("U", bound=Upload)

SHORT_BYTES = 200_000
MOST_BYTES = 25 * 1024 * 1024
WENT_WRONG = "Something went wrong on our side. Nothing was imported; please try again."


class Uploads(Generic[U]):
    """The steps of one kind of upload. A short file is checked and written at once, a long one in the background.

    A kind says how its files are planned (`plan`), told (`report`) and written (`write`, which raises
    `refused` with the plan it found instead), and which tasks call `check` and `write_kept` later.
    """

    model: type[U]
    refused: type[Exception]

    def plan(self, upload: U) -> Any:
        """What the file would do. Raises FileRefused; tells `upload.rows_read` through `progress_of`."""
        raise NotImplementedError

    def report(self, plan: Any) -> dict[str, Any]:
        raise NotImplementedError

    def write(self, plan: Any, *, actor: "User") -> Any:
        raise NotImplementedError

    def check_later(self, upload_id: int) -> None:
        raise NotImplementedError

    def write_later(self, upload_id: int) -> None:
        raise NotImplementedError

    def may_be_written(self, upload: U) -> bool:
        return not upload.report["counts"]["errors"]

    def keep(self, content: bytes, *, file_name: str, board: Board, owner: "User") -> U:
        """Keeps a file for its owner for a day. Side effects: expired uploads of everybody go; the new row."""
        uploads = self.model._default_manager
        uploads.filter(expires_at__lt=timezone.now()).delete()
        return uploads.create(content=content, file_name=file_name[-200:], board=board, owner=owner)

    def read_as(self, upload: U, *, encoding: str, sheet: str) -> None:
        """Another encoding or sheet: the columns are guessed afresh."""
        self._set(
            upload,
            encoding=encoding[:40],
            sheet=sheet[:100],
            columns={},
            refusal="",
            state=ImportState.UPLOADED,
        )

    def start_check(self, upload: U, **chosen: Any) -> None:
        """Keeps how the file is to be read (`chosen`: fields of the upload) and checks it."""
        for name, value in chosen.items():
            setattr(upload, name, value)
        upload.state, upload.rows_read, upload.refusal = ImportState.CHECKING, 0, ""
        upload.save()
        if _is_short(upload):
            self.check(upload.pk)
        else:
            transaction.on_commit(lambda: self.check_later(upload.pk))

    def start_write(self, upload: U) -> bool:
        """Starts the import of a checked file. A second click, or a file with errors, starts nothing: False."""
        if not self.may_be_written(upload):
            return False
        checked = self.model._default_manager.filter(pk=upload.pk, state=ImportState.CHECKED)
        started = checked.update(state=ImportState.WRITING)
        if started and _is_short(upload):
            self.write_kept(upload.pk)
        elif started:
            transaction.on_commit(lambda: self.write_later(upload.pk))
        return bool(started)

    def check(self, upload_id: int) -> None:
        """Reads the file and keeps the report; a file that cannot be read keeps the reason instead."""
        upload = self.model._default_manager.select_related("board").get(pk=upload_id)
        try:
            plan = self.plan(upload)
        except FileRefused as refused:
            self._set(upload, state=ImportState.UPLOADED, refusal=str(refused))
        except Exception:
            self._set(upload, state=ImportState.UPLOADED, refusal=WENT_WRONG)
            raise
        else:
            self._set(upload, state=ImportState.CHECKED, report=self.report(plan))

    def write_kept(self, upload_id: int) -> None:
        """Reads the file again and imports it: all or nothing.

        Side effects, in order: those of `write`; the upload is done and its content emptied, in the same
        transaction. Where it is refused (things may have changed since) it is back at its check.
        """
        upload = self.model._default_manager.select_related("board", "owner").get(pk=upload_id)
        try:
            plan = self.plan(upload)
            with transaction.atomic():
                done = self.write(plan, actor=upload.owner)
                self._set(upload, state=ImportState.DONE, report=self.report(done), content=b"")
        except self.refused as refused:
            self._set(
                upload,
                state=ImportState.CHECKED,
                report=self.report(refused.plan),  # type: ignore[attr-defined]  # what it refused
            )
        except Exception:
            self._set(upload, state=ImportState.UPLOADED, refusal=WENT_WRONG)
            raise

    def tell_rows(self, upload: U, rows: int) -> None:
        self._set(upload, rows_read=rows)

    def _set(self, upload: U, **fields: object) -> None:
        self.model._default_manager.filter(pk=upload.pk).update(**fields)


def _is_short(upload: Upload) -> bool:
    return len(upload.content) <= SHORT_BYTES
