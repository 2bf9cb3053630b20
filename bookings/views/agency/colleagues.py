"""The page on which one person of the agency is picked or typed."""

import uuid
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bookings import agencies
from bookings.agency_forms import ColleagueForm
from bookings.policies import rules_at, version_in_force
from bookings.policy.choices import ApprovalKind
from bookings.rules import Refusal, of_others
from courses.models import Event
from people.models import Agency
from people.requests import BoardRequest

TEXT_LENGTH = 100


def form_for(request: BoardRequest, agency: Agency, event: Event) -> ColleagueForm:
    """The form for a place at `event`, bound if it was sent."""
    policy = rules_at(event, version_in_force(event.board_id, timezone.now()))
    return ColleagueForm(
        request.POST or None,
        agency=agency,
        declares=policy.approval.kind == ApprovalKind.DECLARED,
        initial={"manager_email": request.user.email, "request_key": uuid.uuid4()},
    )


def colleague_page(
    request: BoardRequest,
    form: ColleagueForm,
    *,
    agency: Agency,
    event: Event,
    reasons: Sequence[Refusal],
    title: str,
    button: str,
    back: str,
    notes: Sequence[str] = (),
    without: int | None = None,
) -> HttpResponse:
    """`?q=` looks for somebody known at the agency. `without`: the id of a person who is not to be offered."""
    words = request.GET.get("q", "")[:TEXT_LENGTH].strip()
    there = agencies.colleagues(agency, words)
    context = {
        "agency": agency,
        "event": event,
        "form": form,
        "reasons": [of_others(each) for each in reasons],
        "title": title,
        "button": button,
        "back": back,
        "notes": notes,
        "declares": "manager_agrees" in form.fields,
        "q": words,
        "found": [each for each in there.found if each.pk != without],
        "known": there.known,
        "limit": agencies.PEOPLE_SHOWN,
        "picked": form["person"].value() or "",
    }
    return render(request, "bookings/agency/colleague.html", context)
