"""The public pages: requests a second with few and with many events, and their weight on the wire."""

import datetime as dt
import gzip
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.choices import EventState

from . import world
from .timing import p95_ms, seconds

REQUESTS = 100
FEW, MANY = 60, 1000
WEIGHT_LIMIT_KB, SCRIPT_LIMIT_KB = 150, 30
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def calendar() -> dict[str, Any]:
    """The anonymous calendar list with 60 and with 1,000 events of the board."""
    board = world.new_board()
    courses = world.new_courses(board, 12)
    first = timezone.now() + dt.timedelta(days=1)
    world.new_events(board, courses, FEW, first=first, state=EventState.PUBLISHED)
    few = _requests("/calendar/")
    more = first + dt.timedelta(days=30)
    world.new_events(board, courses, MANY - FEW, first=more, state=EventState.PUBLISHED)
    many = _requests("/calendar/")
    return {
        f"{FEW}_events": few,
        f"{MANY}_events": many,
        "time_ratio_many_to_few": round(
            few["requests_per_second"] / many["requests_per_second"], 2
        ),
    }


def _requests(path: str) -> dict[str, Any]:
    client = Client(HTTP_HOST=world.HOST)
    assert client.get(path).status_code == 200  # noqa: S101  a benchmark of an error page misleads
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    sql_queries = len(queries)
    samples = [seconds(lambda: client.get(path)) for _ in range(REQUESTS)]
    return {
        "requests_per_second": round(REQUESTS / sum(samples), 1),
        "p95_ms": p95_ms(samples),
        "sql_queries": sql_queries,
    }


def weight() -> dict[str, Any]:
    """Kilobytes of each public page with everything it loads, compressed, as a first visit fetches it."""
    board = world.new_board(hostname="weight.localhost")
    courses = world.new_courses(board, 12)
    first = timezone.now() + dt.timedelta(days=1)
    world.new_events(board, courses, FEW, first=first, state=EventState.PUBLISHED)
    paths = ("/", "/calendar/", "/calendar/?view=month", "/courses/", "/courses/course-1/",
             "/e-learning/", "/search/?q=course", "/accounts/login/")  # fmt: skip
    client = Client(HTTP_HOST="weight.localhost", HTTP_ACCEPT_ENCODING="gzip")
    pages = {path: _weight(client, path) for path in paths}
    return {
        "limit_kb": WEIGHT_LIMIT_KB,
        "script_limit_kb": SCRIPT_LIMIT_KB,
        "heaviest_kb": max(page["all_kb"] for page in pages.values()),
        "most_script_kb": max(page["script_kb"] for page in pages.values()),
        "pages": pages,
    }


def _weight(client: Client, path: str) -> dict[str, float]:
    response = client.get(path)
    assert response.status_code == 200, path  # noqa: S101  a benchmark of an error page misleads
    body = response.content
    html = (
        gzip.decompress(body).decode() if response.has_header("Content-Encoding") else body.decode()
    )
    assets = {url: _compressed(url) for url in set(ASSET.findall(html))}
    return {
        "html_kb": round(len(body) / 1000, 1),
        "script_kb": round(sum(n for url, n in assets.items() if url.endswith(".js")) / 1000, 1),
        "all_kb": round((len(body) + sum(assets.values())) / 1000, 1),
    }


def _compressed(url: str) -> int:
    found = finders.find(url.removeprefix(settings.STATIC_URL))
    data = Path(str(found)).read_bytes()
    return len(data) if url.endswith(".woff2") else len(gzip.compress(data))
