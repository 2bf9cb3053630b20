"""Pages as tagged PDF files (PDF/UA-1).

Import this module only where a PDF is made: WeasyPrint takes more than a second to load and needs Pango.
"""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC_SCHEME = "static:"
DRAWING = "data:image/svg+xml;base64,"


class OwnStaticFiles(URLFetcher):
    """WeasyPrint's way to files: our own static ones (`static:fonts/x.woff2`) and charts that stand in the
    page itself (`people.charts`), nothing else.

    Raises ValueError for every other address, so that no text in a page can make the server fetch.
    """

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith(DRAWING):
            svg = base64.b64decode(url.removeprefix(DRAWING))
            return URLFetcherResponse(url, svg, {"Content-Type": "image/svg+xml"})
        if not url.startswith(STATIC_SCHEME):
            raise ValueError(f"Not one of our own files: {url}")
        path = finders.find(url.removeprefix(STATIC_SCHEME))
        if not isinstance(path, str):
            raise ValueError(f"No such static file: {url}")
        return URLFetcherResponse(url, Path(path).read_bytes())


def accessible_pdf(template: str, context: Mapping[str, Any]) -> bytes:
    page = render_to_string(template, dict(context))
    document = HTML(string=page, base_url=STATIC_SCHEME, url_fetcher=OwnStaticFiles())
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))
