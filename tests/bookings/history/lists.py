"""Old attendance lists as tests write them."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from bookings.history.options import Options
from bookings.history.plan import Plan, plan_file
from bookings.history.review import Decisions, read_decisions
from people.models import Board

HEAD = "course,date,name,email,agency,attendance\n"


def workbook(*rows: Sequence[object], merged: Sequence[str] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plan_of(
    content: bytes | str, board: Board, decisions: Decisions | None = None, **options: Any
) -> Plan:
    """The plan for a file; text that has no headings gets `HEAD`."""
    if isinstance(content, str):
        has_head = content.startswith(("course", "Course"))
        content = (content if has_head else HEAD + content).encode()
    said = decisions or Decisions()
    return plan_file(io.BytesIO(content), board, Options(**options), said, file_name="old.xlsx")


def decided(*lines: tuple[str, str, str, str]) -> Decisions:
    """(kind, in the file, beside, decision) of each."""
    text = "kind,in the file,beside,decision\n"
    return read_decisions(text + "".join(",".join(f'"{c}"' for c in line) + "\n" for line in lines))


def said(plan: Plan) -> list[tuple[str, int, str]]:
    return [(str(p.severity), p.row, p.message) for p in plan.problems]
