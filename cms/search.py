"""The site's search: courses and e-learning by the database, pages by Wagtail's index; one board only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from wagtail.models import Page, Site

from people.models import Board

from . import links, queries
from .forms import SEARCH_LENGTH

RESULTS_SHOWN = 20


@dataclass(frozen=True)
class Result:
    title: str
    url: str
    text: str


@dataclass(frozen=True)
class Group:
    """The best results of one kind; `count` is of all, and `more_url` leads to the rest."""

    title: str
    count: int
    results: list[Result]
    more_url: str = ""


def found(request: HttpRequest, words: Sequence[str]) -> list[Group]:
    """Results by kind, empty kinds included."""
    board = queries.board_of(request)
    query = urlencode({"q": " ".join(words)})
    return [
        _courses(board, words, query=query),
        _elearning(board, words, query=query),
        _pages(request, words),
    ]


def _courses(board: Board, words: Sequence[str], *, query: str) -> Group:
    courses = queries.matching(queries.catalogue(board), words, *queries.COURSE_TEXTS)
    return Group(
        "Courses",
        courses.count(),
        [
            Result(course.title, links.course_path(course, board), course.summary)
            for course in courses[:RESULTS_SHOWN]
        ],
        f"{links.page_path(links.CATALOGUE_SLUG)}?{query}",
    )


def _elearning(board: Board, words: Sequence[str], *, query: str) -> Group:
    page = links.page_path(links.ELEARNING_SLUG)
    entries = queries.matching(queries.elearning_of(board), words, *queries.ELEARNING_TEXTS)
    return Group(
        "E-learning",
        entries.count(),
        [
            Result(
                entry.title,
                f"{page}?{urlencode({'q': entry.title[:SEARCH_LENGTH]})}",
                entry.summary,
            )
            for entry in entries[:RESULTS_SHOWN]
        ],
        f"{page}?{query}",
    )


def _pages(request: HttpRequest, words: Sequence[str]) -> Group:
    # Quotes and operators mean something to SQLite's full-text index, and nothing to our visitors.
    plain = re.findall(r"\w+", " ".join(words))
    if not plain:
        return Group("Pages", 0, [])
    site = Site.find_for_request(request)
    pages = Page.objects.live().public().descendant_of(site.root_page, inclusive=True).specific()
    hits = pages.search(" ".join(plain), operator="and")
    return Group(
        "Pages",
        hits.count(),
        [
            Result(
                page.title,
                page.get_url(request),
                page.search_description or getattr(page, "introduction", ""),
            )
            for page in hits[:RESULTS_SHOWN]
        ],
    )
