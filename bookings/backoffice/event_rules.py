"""Where one event differs from its board's rules."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from bookings import actions
from bookings.models import EventRules
from bookings.policies import own_rules, rules_of, version_in_force
from bookings.policy.checks import check_mix
from bookings.policy.documents import BadPolicy, read_policy
from bookings.policy.reading import Problem, read_section, write_section
from bookings.policy.schema import Policy
from courses.models import Event
from people.backoffice.pages import StaffPage

from .rules.form import RulesForm, pressed_row
from .rules.lists import lists_of
from .rules.own import OwnRules
from .rules.typed import SWITCH, Typed, typed_from, typed_of

SECTIONS = ("channel", "mix")


class EventRulesPage(StaffPage):
    """The form of an event's own rules, with what the board's rules are beside it."""

    model = EventRules
    page_title = "Booking rules of this event"
    header_icon = "clipboard-list"
    template_name = "backoffice/policies/event.html"

    @cached_property
    def event(self) -> Event:
        rows = Event.objects.select_related("course", "board", "rules")
        event: Event = self.row_or_404(self.kwargs["event_id"], rows)
        return event

    @cached_property
    def policy(self) -> Policy:
        return rules_of(version_in_force(self.event.board_id, timezone.now()))

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        there = reverse("office_events:inspect", args=[self.event.pk])
        return [
            {"url": there, "label": str(self.event)},
            {"url": "", "label": self.get_header_title()},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_form(self.typed_now()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = typed_from(request.POST)
        row = pressed_row(OwnRules, typed)
        if row is not None:
            return self.show(self.make_form(row[0]), look_at=row[1])
        form = self.make_form(typed, check=True)
        if not form.is_sound:
            return self.show(form)
        self.save(form)
        said = "Saved. Bookings made from now on follow them."
        return self.back_to("office_events:inspect", self.event.pk, success=said)

    def typed_now(self) -> Typed:
        """The event's own rules; parts it has none of start from the board's, switched off."""
        own = own_rules(self.event)
        usual = write_section(self.policy, full=True)
        data = {name: usual[name] for name in SECTIONS}
        if own is not None:
            data |= {name: value for name in SECTIONS if (value := getattr(own, name)) is not None}
            data |= {"price_pence": own.price_pence, "charge_group": own.charge_group}
        typed = typed_of(OwnRules, data)
        for name in SECTIONS:
            if own is None or getattr(own, name) is None:
                del typed[name + SWITCH]
        return typed

    def make_form(self, typed: Typed, *, check: bool = False) -> RulesForm:
        groups = [(each.code, each.words) for each in self.policy.charge_groups]
        lists = lists_of(self.event.board, groups)
        return RulesForm(OwnRules, typed, lists, read=self.problems_of, check=check)

    def problems_of(self, document: dict[str, Any]) -> Sequence[Problem]:
        own, problems = read_section(OwnRules, document)
        if problems or own is None:
            return problems
        sections = {name: document[name] for name in SECTIONS if document[name] is not None}
        problems = [*read_policy({"name": self.policy.name, **sections}).problems]
        if own.mix and not problems:
            problems = check_mix(replace(self.policy, mix=own.mix), self.event.capacity)
        return problems

    def save(self, form: RulesForm) -> None:
        own, problems = read_section(OwnRules, form.document)
        if own is None:
            raise BadPolicy(tuple(problems))
        actions.set_event_rules(
            self.event,
            channel=None if own.channel is None else write_section(own.channel),
            mix=None if own.mix is None else [write_section(rule) for rule in own.mix],
            price_pence=own.price_pence,
            charge_group=own.charge_group,
            actor=self.user,
            why=self.request.POST.get("why", "").strip(),
        )

    def show(self, form: RulesForm, *, look_at: str = "") -> HttpResponse:
        node = form.nearest(look_at) if look_at else None
        context = {
            "form": form,
            "event": self.event,
            "look_at": node.id if node else "",
            "why": self.request.POST.get("why", ""),
        }
        return self.render_to_response(self.get_context_data(**context))
