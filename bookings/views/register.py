"""Registers: which there are, taking one, completing it."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from bookings import actions, queries, rules
from bookings.access import takes_register, takes_registers
from bookings.actions import Conflict, Wish
from bookings.choices import Mark
from bookings.hooks import register_panels
from bookings.registers import balance_of, rows_of, session_to_take, totals_of
from bookings.rules import Refused
from courses.actions import change_state
from courses.choices import EventState
from courses.models import Event, Session
from courses.rules import EventRefused
from people.access import requires
from people.permissions import may_run_board
from people.requests import BoardRequest


@requires(takes_registers)
@require_GET
def registers(request: BoardRequest) -> HttpResponse:
    events, now = queries.registers_for(request.user, request.board), timezone.now()
    context = {
        "today": queries.registers_today(events, now),
        "coming": queries.registers_coming(events, now),
        "to_complete": queries.registers_to_complete(events, now),
        "now": now,
    }
    return render(request, "bookings/registers.html", context)


@requires(takes_register)
@require_http_methods(["GET", "POST"])
def register(request: BoardRequest, event_id: int) -> HttpResponse:
    """One session of the register on one page; `?session=ID` picks it."""
    event = queries.register_event(request.board, event_id)
    asked = request.POST.get("session") or request.GET.get("session", "")
    session = session_to_take(list(event.sessions.all()), asked, timezone.now())
    if request.method == "GET" or session is None:
        return _register_page(request, event, session)
    rest = Mark.PRESENT if "rest_present" in request.POST else None
    try:
        saved = actions.save_register(
            event.pk, session.pk, _wishes(request.POST), rest=rest, actor=request.user
        )
    except Refused as refused:
        return _register_page(request, event, session, refused=refused)
    if saved.conflicts:
        return _register_page(request, event, session, conflicts=saved.conflicts)
    people = "1 person" if saved.changed == 1 else f"{saved.changed} people"
    messages.success(
        request, f"Saved: {people} marked." if saved.changed else "Saved: nothing had changed."
    )
    return redirect(_address(event, session))


def _address(event: Event, session: Session) -> str:
    return f"{reverse('bookings:register', args=[event.pk])}?session={session.pk}"


def _wishes(posted: Mapping[str, str]) -> dict[int, Wish]:
    """Every row of the form, by booking: `seen-ID` is there for each, `mark-ID` where one is chosen."""
    wishes = {}
    for name, seen in posted.items():
        prefix, _, number = name.partition("-")
        if prefix != "seen" or not number.isdecimal() or len(number) > 18:
            continue
        wanted = posted.get(f"mark-{number}", "")
        wishes[int(number)] = Wish(wanted if wanted in Mark.values else "", seen)
    return wishes


def _register_page(
    request: BoardRequest,
    event: Event,
    session: Session | None,
    *,
    conflicts: list[Conflict] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    clashes = {c.booking_id: (c.wanted, c.now) for c in conflicts or []}
    rows = rows_of(event, session, clashes=clashes) if session else []
    closed = rules.register_is_closed(event, timezone.now())
    context = {
        "event": event,
        "session": session,
        "sessions": list(event.sessions.all()),
        "rows": rows,
        "totals": totals_of(rows),
        "marks": Mark.choices,
        "closed": closed,
        "completed": event.state == EventState.COMPLETED,
        "refusals": refused.reasons if refused else (),
        "clashes": [row for row in rows if row.clash],
        "may_open_again": may_run_board(request.user, event.board),
        "panels": [panel(event) for panel in register_panels],
    }
    return render(request, "bookings/register.html", context)


@requires(takes_register)
@require_http_methods(["GET", "POST"])
def complete(request: BoardRequest, event_id: int) -> HttpResponse:
    """The numbers before the register is closed for good; staff may open it again."""
    event = queries.register_event(request.board, event_id)
    may_open_again = may_run_board(request.user, event.board)
    problem = ""
    if request.method == "POST":
        try:
            answer = _settle(request, event, may_open_again=may_open_again)
            if answer is not None:
                return answer
        except (Refused, EventRefused) as refused:
            problem = str(refused)
    event = queries.register_event(request.board, event_id)
    context = {
        "event": event,
        "balance": balance_of(event),
        "completed": event.state == EventState.COMPLETED,
        "may_open_again": may_open_again,
        "refusals": [{"message": problem, "anchor": ""}] if problem else [],
    }
    return render(request, "bookings/complete.html", context)


def _settle(request: BoardRequest, event: Event, *, may_open_again: bool) -> HttpResponse | None:
    """Does what the pressed button says; None for a button this page does not have."""
    if "rest_absent" in request.POST:
        count = actions.mark_rest_absent(event.pk, actor=request.user)
        people = "1 person" if count == 1 else f"{count} people"
        messages.success(request, f"{people} marked absent.")
        return redirect("bookings:complete", event_id=event.pk)
    if "complete" in request.POST:
        if event.state != EventState.COMPLETED:
            change_state(event.pk, EventState.COMPLETED, actor=request.user, why="register taken")
        messages.success(request, "The register is complete.")
        return redirect("bookings:complete", event_id=event.pk)
    if "open_again" in request.POST and may_open_again:
        change_state(event.pk, EventState.PUBLISHED, actor=request.user, why="register reopened")
        messages.success(request, "The register is open again.")
        return redirect("bookings:register", event_id=event.pk)
    return None
