"""An uploaded attendance list, from the upload to the history it becomes."""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bookings.models import HistoryUpload
from courses.imports.uploads import Uploads

from . import report
from .actions import HistoryRefused, apply_history
from .options import Options
from .plan import Plan, plan_file
from .review import ITEM_KEY, Decisions, Item, Kind
from .words import Standing

if TYPE_CHECKING:
    from people.models import User


class HistoryUploads(Uploads[HistoryUpload]):
    model = HistoryUpload
    refused = HistoryRefused

    def plan(self, upload: HistoryUpload) -> Plan:
        options = Options(
            encoding=upload.encoding,
            sheet=upload.sheet,
            columns=upload.columns,
            guessing=False,
            only_board=upload.only_board,
            everyone=Standing(upload.everyone) if upload.everyone else None,
            fill_down=upload.fill_down,
        )
        return plan_file(
            io.BytesIO(upload.content),
            upload.board,
            options,
            decisions_of(upload),
            file_name=upload.file_name,
            progress=lambda rows: self.tell_rows(upload, rows),
        )

    def report(self, plan: Plan) -> dict[str, Any]:
        return report.plan_as_json(plan)

    def write(self, plan: Plan, *, actor: "User") -> Plan:
        return apply_history(plan, actor=actor)

    def check_later(self, upload_id: int) -> None:
        from . import tasks

        tasks.check_upload.enqueue(upload_id)

    def write_later(self, upload_id: int) -> None:
        from . import tasks

        tasks.write_upload.enqueue(upload_id)

    def may_be_written(self, upload: HistoryUpload) -> bool:
        return super().may_be_written(upload) and not undecided(upload)

    def decide(self, upload: HistoryUpload, decided: Mapping[ITEM_KEY, str]) -> None:
        """Adds to what its owner has decided, and checks the file again; an empty decision opens it anew."""
        said = {**decisions_of(upload).said, **decided}
        self.start_check(upload, decisions=[[*key, text] for key, text in said.items() if text])


history_uploads = HistoryUploads()


def decisions_of(upload: HistoryUpload) -> Decisions:
    return Decisions({(kind, text, beside): said for kind, text, beside, said in upload.decisions})


def items_of(upload: HistoryUpload) -> list[Item]:
    """What the last check found to decide, as far as it was kept."""
    return [Item(**{**each, "kind": Kind(each["kind"])}) for each in upload.report["items"]]


def undecided(upload: HistoryUpload) -> int:
    """How many decisions are still open, by the last check."""
    counts = upload.report["counts"]
    return sum(number for name, number in counts.items() if name.startswith("undecided_"))
