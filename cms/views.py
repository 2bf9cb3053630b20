"""Public addresses that are not pages: the calendar's feed and the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from courses import ical
from people.access import public, requires

from . import links, queries
from .forms import CalendarFilterForm, SearchForm
from .search import found


@requires(public)
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The filtered calendar as iCalendar, for diaries that subscribe: what is coming, cancelled included."""
    board = queries.board_of(request)
    form = CalendarFilterForm(request.GET, board=board)
    events = form.between(form.narrow(queries.shown_events(board)))
    feed = ical.calendar_of(
        events,
        name=f"{board.short_name} training",
        url_of=lambda event: request.build_absolute_uri(links.event_path(event, board)),
    )
    response = HttpResponse(feed, content_type=ical.CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="training.ics"'
    return response


@requires(public)
def search(request: HttpRequest) -> HttpResponse:
    """Courses, e-learning and pages of this board that hold every word asked for."""
    form = SearchForm(request.GET)
    groups = found(request, form.words()) if form.words() else []
    context = {
        "form": form,
        "asked": " ".join(form.words()),
        "groups": [group for group in groups if group.count],
        "count": sum(group.count for group in groups),
    }
    return render(request, "cms/search.html", context)
