"""Which files a report can be had as."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.documents import Document

from . import text, workbook


@dataclass(frozen=True)
class FileKind:
    """`write` takes a document and the key of a table, which only CSV needs ("" for the first)."""

    label: str
    content_type: str
    write: Callable[[Document, str], bytes]


def _csv(document: Document, table: str) -> bytes:
    tables = {made.key: made for made in document.tables}
    chosen = tables[table] if table else next(iter(tables.values()))
    return text.as_csv(chosen).encode()


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
    "csv": FileKind("CSV", "text/csv; charset=utf-8", _csv),
    "json": FileKind(
        "JSON", "application/json", lambda document, table: text.as_json(document).encode()
    ),
}
