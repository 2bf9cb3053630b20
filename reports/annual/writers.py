"""An annual report as files: PDF (PDF/UA-1), one HTML page for the board's own report, and JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string

from reports.models import AnnualReport

from .chapter import Chapter, canonical


@dataclass(frozen=True)
class File:
    label: str
    content_type: str
    write: Callable[[Chapter, AnnualReport], bytes]


def as_pdf(chapter: Chapter, report: AnnualReport) -> bytes:
    from people.pdf import accessible_pdf  # loads WeasyPrint: only where a PDF is made

    return accessible_pdf("pdf/annual.html", {"chapter": chapter, "report": report})


def as_html(chapter: Chapter, report: AnnualReport) -> bytes:
    """One file with nothing to load: opens in a browser and in word processors."""
    context = {"chapter": chapter, "report": report}
    return render_to_string("reports/annual/single.html", context).encode()


def as_json(chapter: Chapter, report: AnnualReport) -> bytes:
    return (report.frozen or canonical(chapter)).encode()


FILES: Mapping[str, File] = {
    "pdf": File("PDF", "application/pdf", as_pdf),
    "html": File("Web page or Word (HTML)", "text/html; charset=utf-8", as_html),
    "json": File("JSON", "application/json", as_json),
}
