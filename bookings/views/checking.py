"""The page before the button: what is asked for, what it costs, what will happen, and why it cannot be."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from bookings import links, prospects
from bookings.casework import Applicant, event_facts
from bookings.choices import BookingState
from bookings.forms import AgreementForm
from bookings.models import Booking
from bookings.policy.moments import approval_times_out_at, waiting_list_stops_at
from bookings.policy.words import amount, rules_of_booking
from bookings.prospects import Prospect
from bookings.rules import Refusal
from courses.models import Event
from people.models import Agency, Employment, Person
from people.requests import BoardRequest

from .standing import still_open

TITLES = {
    BookingState.BOOKED: "Check your details and book",
    BookingState.AWAITING: "Check your details and ask your manager",
    BookingState.APPLIED: "Check your details and ask for a place",
    BookingState.WAITING: "Check your details and join the waiting list",
}
BUTTONS = {
    BookingState.BOOKED: "Book this place",
    BookingState.AWAITING: "Hold a place and ask my manager",
    BookingState.APPLIED: "Ask for a place",
    BookingState.WAITING: "Join the waiting list",
}
IN_DETAILS = ("role_group", "sector", "manager_unknown", "no_agency")
"""Refusals that other details may solve."""
SAID_ELSEWHERE = "approval.kind"
"""The rule that the tick, or what happens next, tells."""


@dataclass(frozen=True)
class Asking:
    """Who asks for a place at which event, and where they work."""

    event: Event
    person: Person
    agency: Agency
    employment: Employment | None
    access_need: str = ""

    @property
    def prospect(self) -> Prospect:
        role_group = self.employment.role_group if self.employment else None
        applicant = Applicant(self.person, self.agency, role_group)
        return prospects.prospect_of(self.event, applicant, timezone.now())


def price_seen(prospect: Prospect) -> str:
    """The price in words: in large type on the page, and sent back with the form."""
    return amount(prospect.verdict.price)


def check_page(
    request: BoardRequest,
    asking: Asking,
    prospect: Prospect,
    *,
    key: uuid.UUID,
    form: AgreementForm | None = None,
    reasons: Iterable[Refusal] = (),
    just_filled: bool = False,
) -> HttpResponse:
    """`just_filled`: the last place went while the person read the page."""
    event, verdict = asking.event, prospect.verdict
    facts = event_facts(event)
    rules = rules_of_booking(verdict.policy, verdict.case)
    context = {
        "event": event,
        "rows": _rows(asking),
        "request_key": key,
        "reasons": list(reasons),
        "just_filled": just_filled,
        "prospect": prospect,
        "title": TITLES[prospect.becomes],
        "button": BUTTONS[prospect.becomes],
        "becomes": str(prospect.becomes),
        "price": price_seen(prospect),
        "price_notes": still_open(verdict.price),
        "warnings": explained(request, event, prospect.warnings),
        "sections": [each for each in rules if each.lines[0].rule != SAID_ELSEWHERE],
        "form": form or AgreementForm(asks=prospect.declares_manager),
        "answer_by": approval_times_out_at(verdict.policy, facts, timezone.now()),
        "list_stops_at": waiting_list_stops_at(verdict.policy, facts),
        "list_rules": verdict.policy.waiting_list,
        "details_url": _details_url(event, "id_manager_email"),
        "course_url": links.course_path(event, request.board),
    }
    return render(request, "bookings/check.html", context)


def refused_page(
    request: BoardRequest, event: Event, booking: Booking | None, reasons: Iterable[Refusal]
) -> HttpResponse:
    """Every reason at once, each with what would solve it, and a link where one does."""
    context = {
        "event": event,
        "booking": booking,
        "reasons": explained(request, event, reasons),
        "course_url": links.course_path(event, request.board),
    }
    return render(request, "bookings/refused.html", context)


def explained(
    request: BoardRequest, event: Event, reasons: Iterable[Refusal]
) -> list[dict[str, str]]:
    """Each reason once, with `url` and `label` of the page that solves it, if there is one."""
    once = {(each.code, each.message): each for each in reasons}.values()
    needed = (
        prospects.slugs_of_needed_courses(event)
        if any(each.code == "prerequisite" for each in once)
        else {}
    )
    return [
        {"message": each.message, "remedy": each.remedy, **_link(request, event, each, needed)}
        for each in once
    ]


def _link(
    request: BoardRequest, event: Event, reason: Refusal, needed: Mapping[str, str]
) -> dict[str, str]:
    if reason.code in IN_DETAILS:
        anchor = "id_manager_email" if reason.code == "manager_unknown" else "id_role_group"
        return {"url": _details_url(event, anchor), "label": "Change your details"}
    if reason.code == "clash":
        return {"url": reverse("bookings:my_training"), "label": "See what you have booked"}
    for title, slug in needed.items():
        if reason.code == "prerequisite" and title in reason.message:
            return {
                "url": links.other_course_path(event, slug, request.board),
                "label": f"See {title}",
            }
    return {"url": "", "label": ""}


def _details_url(event: Event, anchor: str) -> str:
    return f"{reverse('bookings:details', args=[event.pk])}?change=1#{anchor}"


def _rows(asking: Asking) -> list[dict[str, str]]:
    event, employment = asking.event, asking.employment
    change = reverse("bookings:details", args=[event.pk]) + "?change=1"
    mine = reverse("bookings:my_details") + "?" + urlencode({"event": event.pk})
    manager = (employment.manager_name or employment.manager_email) if employment else ""
    answers = [
        ("Name", asking.person.full_name, mine, "id_full_name"),
        ("Agency", asking.agency.name, change, "id_agency"),
        ("Role group", str(getattr(employment, "role_group", None) or ""), change, "id_role_group"),
        ("Job title", getattr(employment, "job_title", ""), change, "id_job_title"),
        ("Line manager", manager, change, "id_manager_name"),
        ("Access needs", asking.access_need, change, "id_access_need"),
    ]
    return [
        {"key": key, "value": value, "change_url": f"{url}#{anchor}"}
        for key, value, url, anchor in answers
    ]
