"""Which files a report can be had as."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.documents import Document, Table

from . import text, workbook


@dataclass(frozen=True)
class FileKind:
    """`write` takes a document and the key of a table, which only a file that `holds_one` table needs ("" for the
    first)."""

    label: str
    content_type: str
    write: Callable[[Document, str], bytes]
    holds_one: bool = False

    def name(self, document: Document, table: str) -> str:
        """Without an ending."""
        return document.file_name(_chosen(document, table).key if self.holds_one else "")


def _chosen(document: Document, table: str) -> Table:
    tables = {made.key: made for made in document.tables}
    return tables[table] if table else document.tables[0]


def _csv(document: Document, table: str) -> bytes:
    return text.as_csv(_chosen(document, table)).encode()


def _pdf(document: Document, table: str) -> bytes:
    from .pdf import as_pdf  # loads WeasyPrint: only where a PDF is made

    return as_pdf(document)


FILES: dict[str, FileKind] = {
    "pdf": FileKind("PDF", "application/pdf", _pdf),
    "xlsx": FileKind(
        "Spreadsheet (XLSX)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda document, table: workbook.as_xlsx(document),
    ),
    "csv": FileKind("CSV", "text/csv; charset=utf-8", _csv, holds_one=True),
    "json": FileKind(
        "JSON", "application/json", lambda document, table: text.as_json(document).encode()
    ),
}
