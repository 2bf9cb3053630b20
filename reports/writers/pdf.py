"""A report as a tagged PDF (PDF/UA-1)."""

from people.pdf import accessible_pdf
from reports.documents import Document

from .page import shown_parts


def as_pdf(document: Document) -> bytes:
    parts = shown_parts(document)
    boards = ", ".join(board.name for board in document.boards)
    return accessible_pdf(
        "pdf/report.html", {"document": document, "parts": parts, "boards": boards}
    )
