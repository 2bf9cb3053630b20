"""My agency: who of us goes where, what we hold without names, what we owe, who did not come."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bookings import agencies
from bookings.access import leads_agency, leads_an_agency
from bookings.agencies import AgencyEvent
from people.access import requires
from people.queries import agencies_led_by
from people.requests import BoardRequest

TEXT_LENGTH = 100


@requires(leads_an_agency)
@require_GET
def my_agency(request: BoardRequest) -> HttpResponse:
    """The one agency somebody leads here, or a choice."""
    led = list(agencies_led_by(request.user, request.board))
    if len(led) == 1:
        return redirect("bookings:agency", agency_id=led[0].pk)
    return render(request, "bookings/agency/choose.html", {"agencies": led})


@requires(leads_agency)
@require_GET
def agency(request: BoardRequest, agency_id: int) -> HttpResponse:
    """`?event=ID` and `?q=NAME` narrow the list of who goes where."""
    ours = agencies_led_by(request.user, request.board).get(pk=agency_id)
    now = timezone.now()
    name = request.GET.get("q", "")[:TEXT_LENGTH].strip()
    coming = agencies.coming_of(ours, request.board, now, name=name)
    chosen = request.GET.get("event", "")
    context = {
        "agency": ours,
        "coming": [each for each in coming if chosen in ("", str(each.event.pk))],
        "events": [each.event for each in coming],
        "chosen": chosen,
        "q": name,
        "numbers": _numbers(coming),
        "near": now + agencies.NAMES_ARE_NEAR,
        "owed": agencies.owed_by(ours, request.board),
        "missed": agencies.missed_by(ours, request.board, now),
        "shown_at_most": agencies.SHOWN_AT_MOST,
    }
    return render(request, "bookings/agency/agency.html", context)


def _numbers(coming: list[AgencyEvent]) -> list[tuple[int, str]]:
    """How many of the agency's bookings stand how, and places without a name."""
    states = [booking.get_state_display() for each in coming for booking in each.bookings]
    counted = [(states.count(label), label.lower()) for label in dict.fromkeys(sorted(states))]
    places = sum(len(each.places) for each in coming)
    return [*counted, (places, "without a name")] if places else counted


@requires(leads_agency)
@require_GET
def events(request: BoardRequest, agency_id: int) -> HttpResponse:
    """Which event to book others on; `?q=` narrows the list by the course's title."""
    title = request.GET.get("q", "")[:TEXT_LENGTH].strip()
    context = {
        "agency": agencies_led_by(request.user, request.board).get(pk=agency_id),
        "events": agencies.bookable_events(request.board, timezone.now(), title=title),
        "q": title,
        "limit": agencies.SHOWN_AT_MOST,
    }
    return render(request, "bookings/agency/events.html", context)
