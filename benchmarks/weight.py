"""What a first visit to a public page loads: the page and all its styles, scripts, fonts and images."""

import datetime as dt
import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from cms import links
from courses.choices import EventState
from courses.models import Event

from . import world

MOST_BYTES = 150_000
MOST_SCRIPT_BYTES = 30_000
PACKED_ALREADY = {".woff2", ".png", ".jpg", ".webp"}
IN_PAGE = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="(/static/[^"]+)"')
IN_STYLES = re.compile(r"url\([\"']?([^\"')]+)")


def run(scale: float) -> dict[str, object]:
    if not Event.objects.filter(state=EventState.PUBLISHED).exists():
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        world.add_events(60, first_day=tomorrow, days=365, state=EventState.PUBLISHED)
    course = world.courses(1)[0]
    calendar = links.page_path(links.CALENDAR_SLUG)
    pages = {
        "home": "/",
        "calendar": calendar,
        "calendar_month": f"{calendar}?view=month",
        "course": links.page_path(links.CATALOGUE_SLUG) + f"{course.slug}/",
        "elearning": links.page_path(links.ELEARNING_SLUG),
        "sign_in": "/accounts/login/",
    }
    return {name: _weigh(address) for name, address in pages.items()}


def _weigh(address: str) -> dict[str, object]:
    answer = Client().get(address)
    if answer.status_code != 200:
        return {"address": address, "status": answer.status_code}
    html = answer.content.decode()
    files = {_file(found) for found in IN_PAGE.findall(html)}
    for style in [file for file in files if file.suffix == ".css"]:
        named = IN_STYLES.findall(style.read_text())
        files |= {(style.parent / name).resolve() for name in named if not name.startswith("data:")}
    sizes = {file: _sent(file) for file in files}
    scripts = sum(size for file, size in sizes.items() if file.suffix == ".js")
    page = len(gzip.compress(answer.content))
    total = page + sum(sizes.values())
    return {
        "bytes": total,
        "script_bytes": scripts,
        "page_bytes": page,
        "within_budget": total <= MOST_BYTES and scripts <= MOST_SCRIPT_BYTES,
    }


def _file(address: str) -> Path:
    name = address.split("/static/", 1)[1].split("?")[0].split("#")[0]
    found = finders.find(name)
    if not isinstance(found, str):
        raise RuntimeError(f"{address} is not there")
    return Path(found)


def _sent(file: Path) -> int:
    """Bytes on the wire: text is sent compressed."""
    content = file.read_bytes()
    return len(content) if file.suffix in PACKED_ALREADY else len(gzip.compress(content))
