"""The training calendar: the list by month, the month's grid, and the heading both carry."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from people.days import FIRST_YEAR, LAST_YEAR
from people.models import Board

from . import queries
from .forms import CalendarFilterForm, FilterForm, start_of
from .month import Entry, Month
from .rows import EventRow, rows_of
from .templatetags.cohort import plural

EVENTS_PER_PAGE = 25
BAD_MONTH = "There is no such month: this one is shown instead. Write it like 2026-05."


def wants_month(request: HttpRequest) -> bool:
    return request.GET.get("view") == "month"


def list_context(request: HttpRequest, board: Board) -> dict[str, Any]:
    """`rows` are EventRows of one page, soonest first; `page` is the paginator's page."""
    form = CalendarFilterForm(request.GET, board=board)
    events = form.between(form.narrow(queries.shown_events(board)))
    page = Paginator(events, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    query = form.query()
    return {
        "form": form,
        "chips": form.chips(request.path),
        "page_of_events": page,
        "rows": rows_of(list(page), board, request.user, timezone.now()),
        "heading": heading(form, page.paginator.count, "event,events")
        + ("" if form.active() else " to come"),
        "query": query,
        "month_url": f"{request.path}?{without_dates(form, view='month')}",
        **feed_links(request, query),
    }


def month_context(request: HttpRequest, board: Board) -> dict[str, Any]:
    """`weeks` are the days of the month in weeks; `rows` serves the count in the heading."""
    form = CalendarFilterForm(request.GET, board=board, with_dates=False)
    month, error = month_from(request.GET.get("month", ""))
    events = form.narrow(queries.shown_events(board).prefetch_related(None))
    last = start_of(month.next.first)
    sessions = list(queries.sessions_between(events, start_of(month.first), last))
    count = len({session.event_id for session in sessions})
    now = timezone.now()
    entries = [Entry(session, EventRow(session.event, board, now)) for session in sessions]
    path = request.path

    def url(other: Month) -> str:
        if not FIRST_YEAR <= other.first.year <= LAST_YEAR:
            return ""
        return f"{path}?{form.query(view='month', month=other.value)}"

    chips = form.chips(path)
    return {
        "form": form,
        "chips": [{"label": chip.label, "url": _in_month(chip.url, path, month)} for chip in chips],
        "clear_url": _in_month(path, path, month),
        "month": month,
        "count": count,
        "carried": [("view", "month"), ("month", month.value)],
        "month_error": error,
        "weeks": month.weeks(entries, today=timezone.localdate()),
        "previous_url": url(month.previous),
        "next_url": url(month.next),
        "list_url": f"{path}?{form.query()}" if form.query() else path,
        "heading": f"{heading(form, count, 'event,events')}, {month}"
        if form.active()
        else f"{month}: {plural(count, 'event,events')}",
        "query": form.query(),
        **feed_links(request, form.query()),
    }


def _in_month(url: str, path: str, month: Month) -> str:
    query = url.removeprefix(path).removeprefix("?")
    return f"{path}?{query}{'&' if query else ''}view=month&month={month.value}"


def without_dates(form: CalendarFilterForm, **changes: str) -> str:
    """The filters as a query string for the grid: its month stands for the dates, and starts at them."""
    first = form.value("from")
    if first:
        changes["month"] = f"{first:%Y-%m}"
    parts = form.query(**changes).split("&")
    return "&".join(part for part in parts if not part.startswith(("from=", "to=")))


def month_from(text: str) -> tuple[Month, str]:
    """The month written as "2026-05", or this month and a message where that is impossible."""
    this_month = Month(timezone.localdate().replace(day=1))
    if not text:
        return this_month, ""
    try:
        first = dt.datetime.strptime(text[:10], "%Y-%m").date()  # noqa: DTZ007  a month, not a moment
    except ValueError:
        return this_month, BAD_MONTH
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        return this_month, BAD_MONTH
    return Month(first), ""


def feed_links(request: HttpRequest, query: str) -> dict[str, str]:
    """The address of the filtered feed, and the same for programs that subscribe."""
    feed_path = reverse("cms:calendar_feed")
    feed_url = request.build_absolute_uri(f"{feed_path}?{query}" if query else feed_path)
    return {"feed_url": feed_url, "webcal_url": f"webcal:{feed_url.partition(':')[2]}"}


def heading(form: FilterForm, count: int, words: str) -> str:
    """ "14 events in Domestic abuse, Level 2": the count, then every filter in force."""
    phrases = []
    for name in form.active():
        label = form.label_of(name)
        phrases.append(
            {"topic": f"in {label}", "q": f"matching {label}", "free": "with free places"}.get(
                name, label[0].lower() + label[1:] if name in ("from", "to") else label
            )
        )
    phrases.sort(key=lambda phrase: not phrase.startswith("in "))
    rest = ", ".join(phrases)
    if not rest:
        return plural(count, words)
    joint = " " if rest.startswith(("in ", "matching ", "with ", "from ", "to ")) else ": "
    return f"{plural(count, words)}{joint}{rest}"
