"""What every test is held to: no logged error, no unresolved template variable, no stale cache.

Naive datetimes are errors too: see `filterwarnings` in pyproject.toml.
"""

import gc
import logging
import os
import re
import shutil
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.servers.basehttp import WSGIServer
from django.db import connection, transaction
from django.template import engines
from hypothesis import settings
from playwright.sync_api import Page as BrowserPage
from pytest_django import DjangoDbBlocker
from wagtail.models import Collection, Locale, Page

from tests.unresolved import Unresolved

# Playwright's synchronous API keeps an event loop in the main thread, which Django would refuse.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Hypothesis: few examples at each run, `--hypothesis-profile=long` looks for longer.
settings.register_profile("short", deadline=None, max_examples=40)
settings.load_profile("short")
settings.register_profile("long", deadline=None, max_examples=1_000, stateful_step_count=60)

PAGES = re.compile(
    r"tests/cms/|tests/bookings/boards/|test_views|test_backoffice|_pages\.py|config/test_demo"
)
CHROMIUM = shutil.which("chromium")


# Thousands of tests keep millions of objects, and each migration makes models by the hundred: looking through all of
# them for garbage as often as Python does by itself took a third of the time.
gc.set_threshold(50_000, 20, 20)

# Races connect by the dozen in the same moment; Django's test server keeps ten waiting and turns the others away.
WSGIServer.request_queue_size = 128


def _commits(item: pytest.Item) -> bool:
    """Whether a test commits for real, so that the database is emptied after it."""
    marker = item.get_closest_marker("django_db")
    return marker is not None and marker.kwargs.get("transaction", False)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    """Marks tests before `-m` selects; puts last those that commit: they take Wagtail's rows away."""
    for item in items:
        if "tests/access/" in item.path.as_posix():
            item.add_marker("entrance")
        elif PAGES.search(item.path.as_posix()):
            item.add_marker("pages")
        if {"page", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    yield
    items.sort(key=_commits)


def pytest_collection_finish() -> None:
    """What has been imported stays: no look for garbage goes through it again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: DATABASE_URL=$(bin/postgres start) ./test ...")
    if item.get_closest_marker("browser") and CHROMIUM is None:
        if os.environ.get("COHORT_CI"):
            pytest.fail("Chromium is not installed: bin/system-packages test installs it.")
        pytest.skip("needs Chromium: bin/system-packages test installs it")


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def logged_errors() -> Iterator[list[logging.LogRecord]]:
    """Errors logged so far; the test fails if any is left. One that expects them checks and clears it."""
    handler = _Records()
    loggers = [logging.getLogger(name) for name in ("", "django.server")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler.records
    for logger in loggers:
        logger.removeHandler(handler)
    if handler.records:
        pytest.fail("Logged: " + "; ".join(r.getMessage() for r in handler.records))


@pytest.fixture(autouse=True)
def unresolved_variables() -> Iterator[list[str]]:
    """Variables that our templates used without their being there; the test fails if any is left."""
    engine = engines["django"].engine
    was, engine.string_if_invalid = engine.string_if_invalid, Unresolved()
    yield engine.string_if_invalid.found
    found, engine.string_if_invalid = engine.string_if_invalid.found, was
    if found:
        pytest.fail("Unresolved in templates: " + "; ".join(dict.fromkeys(found)))


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _wagtail_roots(request: pytest.FixtureRequest) -> None:
    """Puts back what Wagtail's migrations made and an emptied database has lost: locale and roots."""
    if not _commits(request.node):
        return
    request.getfixturevalue("transactional_db")
    Locale.objects.get_or_create(language_code="en-gb")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database for fixtures of a whole module: what they make is there for each of its tests.

    It is rolled back after the last of them; what a test itself does, after that test, as ever. Not for
    tests that commit.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, able to run as root in a container and silent on the network."""
    switches = (
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "disable-default-apps",
        "disable-dev-shm-usage",
    )
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": [f"--{switch}" for switch in switches],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def page(page: BrowserPage) -> Iterator[BrowserPage]:
    """A browser page; the test fails on an uncaught script error or anything our CSP had to stop."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    if complaints:
        pytest.fail("The browser complained: " + "; ".join(complaints))
