"""An uploaded calendar, from the upload to the import."""

import io
from typing import TYPE_CHECKING, Any

from courses.models import CalendarImport

from . import report
from .actions import ImportRefused, apply_import
from .plan import Plan, Request, plan_file
from .uploads import Uploads

if TYPE_CHECKING:
    from people.models import User


class CalendarUploads(Uploads[CalendarImport]):
    model = CalendarImport
    refused = ImportRefused

    def plan(self, upload: CalendarImport) -> Plan:
        return plan_file(
            io.BytesIO(upload.content),
            upload.board,
            request_of(upload),
            progress=lambda rows: self.tell_rows(upload, rows),
        )

    def report(self, plan: Plan) -> dict[str, Any]:
        return report.as_json(plan)

    def write(self, plan: Plan, *, actor: "User") -> Plan:
        return apply_import(plan, actor=actor)

    def check_later(self, upload_id: int) -> None:
        from . import tasks

        tasks.check_upload.enqueue(upload_id)

    def write_later(self, upload_id: int) -> None:
        from . import tasks

        tasks.write_upload.enqueue(upload_id)


calendar_uploads = CalendarUploads()


def request_of(upload: CalendarImport) -> Request:
    return Request(
        encoding=upload.encoding,
        sheet=upload.sheet,
        chosen=upload.columns,
        guessing=False,
        only_board=upload.only_board,
        replace=upload.replace,
    )
