"""Booking several people at once: who they are, then check, then all of them or nobody."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from bookings import actions, agencies, links, queries, rules
from bookings.access import leads_agency
from bookings.agency_forms import (
    BLANK_ROWS,
    MOST_ROWS,
    ConfirmGroupForm,
    GroupForm,
    PersonRow,
    PersonRows,
    Roles,
    role_groups,
)
from bookings.asked import Foreseen, PlaceFor, Request, foresee
from bookings.choices import BookingState
from bookings.models import Booking
from bookings.named import Named, Recognised, recognise
from bookings.policies import rules_at, version_in_force
from bookings.policy.choices import ApprovalKind
from bookings.policy.money import pounds
from bookings.policy.schema import Policy
from bookings.rules import Refusal, Refused, RefusedInGroup, of_others
from bookings.views.journey import EVENT_CHANGED, uuid_typed
from courses.models import Event
from people.access import requires
from people.models import Agency, Person
from people.queries import agencies_led_by
from people.requests import BoardRequest

NOBODY = Refusal(
    "nobody", "Name at least one person.", "Tick somebody, type a name or paste a list."
)
BECOMES = {
    BookingState.BOOKED: ("Gets a place", "free"),
    BookingState.AWAITING: ("Place held, manager is asked", "few"),
    BookingState.APPLIED: ("Asks the training team", "few"),
    BookingState.WAITING: ("Would wait", "full"),
}
REFUSED = ("Cannot be booked", "stop")


@dataclass(frozen=True)
class Party:
    """Whom a lead books, for which event and agency."""

    agency: Agency
    event: Event
    policy: Policy
    named: Sequence[Named] = ()
    manager_email: str = ""

    @property
    def largest(self) -> int:
        """How many people may be booked at once."""
        return min(self.policy.groups.largest, MOST_ROWS)

    @property
    def declares(self) -> bool:
        """Whether the lead must say that managers agree."""
        return self.policy.approval.kind == ApprovalKind.DECLARED


@requires(leads_agency)
@require_http_methods(["GET", "POST"])
def book(request: BoardRequest, agency_id: int, event_id: int) -> HttpResponse:
    """One address for all steps: what was typed goes along in the form, and nothing is kept before the end."""
    event = queries.bookable_event(request.board, event_id)
    policy = rules_at(event, version_in_force(event.board_id, timezone.now()))
    party = Party(agencies_led_by(request.user, request.board).get(pk=agency_id), event, policy)
    roles = role_groups()
    if request.method == "GET":
        return _form_page(request, party, roles, {"manager_email": request.user.email})
    if "check" not in request.POST and "book" not in request.POST:
        return _form_page(request, party, roles, request.POST)
    form = GroupForm(request.POST, agency=party.agency, roles=roles)
    rows = PersonRows(roles, request.POST)
    if not (rows.is_valid() & form.is_valid()):
        return _form_page(request, party, roles, request.POST, form=form, rows=rows)
    named = _named(form, rows, roles)
    too_many = len(named) > party.largest
    if not named or too_many:
        reason = rules.group_too_large(party.largest) if too_many else NOBODY
        return _form_page(request, party, roles, request.POST, reasons=[reason])
    party = Party(party.agency, event, policy, named, form.cleaned_data["manager_email"])
    if "book" in request.POST:
        return _book(request, party)
    return check_page(request, party)


def _named(form: GroupForm, rows: PersonRows, roles: Roles) -> list[Named]:
    role_group = roles.get(form.cleaned_data["pasted_role_group"])
    pasted = [Named(name, email, role_group) for name, email in form.cleaned_data["pasted"]]
    picked = [Named(person=person) for person in form.cleaned_data["people"]]
    return [*picked, *rows.named, *pasted]


def _form_page(
    request: BoardRequest,
    party: Party,
    roles: Roles,
    typed: Mapping[str, Any],
    *,
    form: GroupForm | None = None,
    rows: PersonRows | None = None,
    reasons: Sequence[Refusal] = (),
) -> HttpResponse:
    """`form` and `rows` where something in them is wrong; otherwise what was `typed` is shown as it is."""
    words = str(typed.get("q", ""))[:100].strip()
    picked = _picked(party.agency, typed)
    ticked = {person.pk for person in picked}
    there = agencies.colleagues(party.agency, words)
    initial = {
        name: typed.get(name, "") for name in ("pasted", "pasted_role_group", "manager_email")
    }
    shown = rows.forms if rows else _rows_as_typed(roles, typed)
    context = {
        "agency": party.agency,
        "event": party.event,
        "form": form or GroupForm(agency=party.agency, roles=roles, initial=initial),
        "rows": shown,
        "reasons": reasons,
        "refusals": _row_errors(shown) if rows else [],
        "picked": picked,
        "found": [each for each in there.found if each.pk not in ticked],
        "known": there.known,
        "found_limit": agencies.PEOPLE_SHOWN,
        "q": words,
        "largest": party.largest,
    }
    return render(request, "bookings/agency/book.html", context)


def _picked(agency: Agency, typed: Mapping[str, Any]) -> list[Person]:
    ids = typed.getlist("people") if isinstance(typed, MultiValueDict) else []
    wanted = [each for each in ids if each.isdecimal() and len(each) < 18]
    return list(agencies.people_of_agency(agency).filter(pk__in=wanted).order_by("full_name", "pk"))


def _rows_as_typed(roles: Roles, typed: Mapping[str, Any]) -> list[PersonRow]:
    named = [
        Named(
            form["full_name"].value(), form["email"].value(), roles.get(form["role_group"].value())
        )
        for form in PersonRows(roles, typed).forms
        if form["full_name"].value() or form["email"].value()
    ]
    more = "more" in typed or len(named) < BLANK_ROWS
    return PersonRows.unbound(roles, named, BLANK_ROWS if more else 0)


def _row_errors(rows: Sequence[PersonRow]) -> list[dict[str, str]]:
    return [
        {"message": f"Person {number}: {error}", "anchor": row[name].id_for_label}
        for number, row in enumerate(rows, start=1)
        for name, errors in row.errors.items()
        for error in errors
    ]


@dataclass
class Line:
    """One person on the check page."""

    who: Recognised
    foreseen: Foreseen
    refusals: list[Refusal]
    tag: tuple[str, str] = field(default=REFUSED)

    @property
    def notes(self) -> list[Refusal]:
        said = (*self.who.warnings, *self.foreseen.warnings, *self.foreseen.no_place)
        return [of_others(each) for each in said if each.code != "manager_will_be_asked"]


def lines_of(
    request: BoardRequest, party: Party, against: Mapping[int, Sequence[Refusal]]
) -> list[Line]:
    """A line for each person, with all that speaks against them; `against`: what an attempt has met."""
    now = timezone.now()
    asked = Request(
        actor=request.user, at=now, manager_agrees=True, manager_email=party.manager_email
    )
    found = recognise(party.agency, party.named)
    wanted = [PlaceFor(each.person, party.agency, each.role_group) for each in found]
    lines = []
    for number, (who, seen) in enumerate(
        zip(found, foresee(party.event, wanted, asked), strict=True)
    ):
        said = [*who.refusals, *(() if who.refusals else seen.refusals), *against.get(number, ())]
        refusals = [of_others(each) for each in dict.fromkeys(said) if each != rules.FULL]
        tag = BECOMES[seen.state] if seen.state is not None and not refusals else REFUSED
        lines.append(Line(who, seen, refusals, tag))
    return lines


def check_page(
    request: BoardRequest,
    party: Party,
    *,
    form: ConfirmGroupForm | None = None,
    reasons: Sequence[Refusal] = (),
    against: Mapping[int, Sequence[Refusal]] | None = None,
) -> HttpResponse:
    """Each person with price, what becomes of them and every reason, all at once. Nothing is booked yet."""
    lines = lines_of(request, party, against or {})
    waiting = [line for line in lines if line.foreseen.state == BookingState.WAITING]
    placed = [line for line in lines if not line.refusals and line not in waiting]
    context = {
        "agency": party.agency,
        "event": party.event,
        "lines": lines,
        "placed": placed,
        "waiting": waiting,
        "refused": [line for line in lines if line.refusals],
        "pence": sum(line.foreseen.pence for line in placed),
        "pence_of_all": sum(line.foreseen.pence for line in lines if not line.refusals),
        "provisional": any(line.foreseen.provisional for line in lines),
        "form": form or ConfirmGroupForm(some_wait=bool(waiting), declares=party.declares),
        "reasons": reasons,
        "hidden": _hidden(party),
        "request_key": uuid.uuid4(),
        "course_url": links.course_path(party.event, request.board),
    }
    return render(request, "bookings/agency/check.html", context)


def _hidden(party: Party) -> list[tuple[str, object]]:
    """What was typed, as fields of the check page."""
    typed = [each for each in party.named if each.person is None]
    picked = [each.person.pk for each in party.named if each.person is not None]
    found: list[tuple[str, object]] = [("people", pk) for pk in picked]
    for number, each in enumerate(typed):
        role = each.role_group.pk if each.role_group else ""
        found += [
            (f"row-{number}-full_name", each.full_name),
            (f"row-{number}-email", each.email),
            (f"row-{number}-role_group", role),
        ]
    return [*found, ("rows", len(typed)), ("manager_email", party.manager_email)]


def _book(request: BoardRequest, party: Party) -> HttpResponse:
    key = uuid_typed(request.POST.get("request_key", ""))
    made = agencies.group_made(key, party.agency, party.event.pk)
    if made:
        return _done(request, party, made)
    if request.POST.get("seen_version") != str(party.event.version):
        return check_page(request, party, reasons=[EVENT_CHANGED])
    some_wait = "or_wait" in request.POST or "some_wait" in request.POST
    form = ConfirmGroupForm(request.POST, some_wait=some_wait, declares=party.declares)
    if not form.is_valid():
        return check_page(request, party, form=form)
    try:
        made = actions.book_group(
            party.event.pk,
            party.agency,
            party.named,
            key=key,
            actor=request.user,
            manager_email=party.manager_email,
            manager_agrees=form.cleaned_data.get("manager_agrees", False),
            or_wait=form.cleaned_data.get("or_wait") == "wait",
        )
    except Refused as refused:
        return check_page(request, party, reasons=refused.reasons)
    except RefusedInGroup as refused:
        party.event.refresh_from_db()
        return check_page(request, party, reasons=refused.reasons, against=refused.by_number)
    return _done(request, party, made)


def _done(request: BoardRequest, party: Party, made: Sequence[Booking]) -> HttpResponse:
    states = [booking.get_state_display().lower() for booking in made]
    counted = ", ".join(f"{states.count(each)} {each}" for each in dict.fromkeys(states))
    people = "1 person" if len(made) == 1 else f"{len(made)} people"
    owed = sum(b.price_pence for b in made if b.state == BookingState.BOOKED)
    cost = f" They cost {pounds(owed)}." if owed else ""
    messages.success(request, f"{people} at {party.event.course.title}: {counted}.{cost}")
    back = reverse("bookings:agency", args=[party.agency.pk])
    return redirect(f"{back}?event={party.event.pk}")
