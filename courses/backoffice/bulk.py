"""Changing many chosen events at once: what to change, a preview of every event, then all or none."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from courses.actions import BulkChange, BulkLine, BulkRefused, TrainerPlan, bulk_update_events
from courses.actions.bulk import MAX_BULK
from courses.choices import REASONS_TO_CANCEL, EventState, TrainerRole, WhyCancelled
from courses.hooks import event_counts
from courses.models import Event, Trainer, Venue
from people.backoffice.forms import StaffForm
from people.backoffice.pages import StaffFormPage
from people.backoffice.scope import rows_for
from people.text import typed_id

from .event_forms import TimeInput


class BulkForm(StaffForm):
    """Fields left empty change nothing."""

    venue = forms.ModelChoiceField(
        Venue.objects.all(), required=False, empty_label="Leave as it is"
    )
    capacity = forms.IntegerField(label="Places", min_value=1, max_value=5000, required=False)
    starts = forms.TimeField(label="Every session starts", required=False, widget=TimeInput)
    ends = forms.TimeField(label="Every session ends", required=False, widget=TimeInput)
    trainers = forms.ModelMultipleChoiceField(
        Trainer.objects.filter(is_active=True).select_related("person"),
        required=False,
        help_text="Those you choose replace the present trainers; the first one leads.",
    )
    closes_days = forms.IntegerField(
        label="Booking closes, days before the first day",
        help_text="At the end of that day. 0: when the event starts.",
        min_value=0,
        max_value=365,
        required=False,
    )
    state = forms.ChoiceField(choices=[("", "Leave as it is"), *EventState.choices], required=False)
    because = forms.ChoiceField(
        label="Why they are cancelled",
        choices=[("", "They are not"), *((why.value, why.label) for why in REASONS_TO_CANCEL)],
        help_text="Only where the state becomes cancelled.",
        required=False,
    )
    why = forms.CharField(
        label="Reason",
        max_length=300,
        required=False,
        help_text="In your words. Where an event is cancelled, its people are told this.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        changes = {name: value for name, value in cleaned.items() if name not in ("because", "why")}
        empty = all(value in (None, "") or value_is_empty(value) for value in changes.values())
        if not self.errors and empty:
            raise forms.ValidationError("Choose something to change.")
        because = cleaned.get("because")
        if cleaned.get("state") == EventState.CANCELLED and not because:
            self.add_error("because", "Choose why the events are cancelled")
        if because == WhyCancelled.OTHER and not cleaned.get("why"):
            self.add_error("why", "Enter why the events are cancelled")
        return cleaned

    def change(self) -> BulkChange:
        data = self.cleaned_data
        roles = [TrainerRole.LEAD] + [TrainerRole.CO_TRAINER] * len(data["trainers"])
        plans = [TrainerPlan(t, role) for t, role in zip(data["trainers"], roles, strict=False)]
        return BulkChange(
            venue=data["venue"],
            capacity=data["capacity"],
            starts=data["starts"],
            ends=data["ends"],
            trainers=plans or None,
            closes_days=data["closes_days"],
            state=EventState(data["state"]) if data["state"] else None,
            because=data["because"],
            why=data["why"],
        )


def value_is_empty(value: Any) -> bool:
    return hasattr(value, "exists") and not value.exists()


class BulkEditPage(StaffFormPage):
    """The events come as `event=ID` (from the list) or `event=ID:VERSION` (from the preview)."""

    model = Event
    index_url_name = "office_events:index"
    page_title = "Change several events"
    template_name = "backoffice/events/bulk.html"

    @cached_property
    def events(self) -> list[Event]:
        asked = self.request.POST.getlist("event") or self.request.GET.getlist("event")
        ids = [typed_id(each.split(":")[0]) for each in asked[: MAX_BULK + 1]]
        rows = rows_for(self.user, Event.objects.select_related("course"))
        return list(rows.filter(pk__in=[i for i in ids if i is not None]).order_by("starts_at"))

    @cached_property
    def seen_versions(self) -> dict[int, int]:
        """Versions as first seen: what somebody else changed since the preview is refused as stale."""
        posted = dict(
            each.split(":") for each in self.request.POST.getlist("event") if each.count(":") == 1
        )
        versions = {}
        for event in self.events:
            seen = typed_id(posted.get(str(event.pk), ""))
            versions[event.pk] = event.version if seen is None else seen
        return versions

    def make_form(self, data: Any = None) -> BulkForm:
        return BulkForm(data, user=self.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.events:
            return self.back_to("office_events:index", success="")
        return super().get(request, *args, **kwargs)

    def save(self, form: BulkForm) -> HttpResponse | None:
        if len(self.events) > MAX_BULK:
            form.add_error(None, f"Choose at most {MAX_BULK} events at a time.")
            return None
        apply = "apply" in self.request.POST
        try:
            lines = bulk_update_events(
                self.seen_versions, form.change(), actor=self.user, dry_run=not apply
            )
        except BulkRefused as refused:
            return self._preview(form, refused.lines)
        if not apply:
            return self._preview(form, lines)
        changed = sum(bool(line.changes) for line in lines)
        cancelled = form.change().state == EventState.CANCELLED
        undo = " You can undo this for 15 minutes, under Today." if cancelled else ""
        return self.back_to("office_events:index", success=f"{changed} events changed.{undo}")

    def _preview(self, form: BulkForm, lines: Iterable[BulkLine]) -> HttpResponse:
        rows = list(lines)
        ids = [line.event.pk for line in rows]
        concerned = event_counts.concerned(ids)
        return self.show(
            form,
            lines=[(line, concerned.get(line.event.pk, 0)) for line in rows],
            refused=sum(bool(line.refusal) for line in rows),
            affected=sum(concerned.values()),
            unreached=sum(event_counts.without_email(ids).values()),
            changed=sum(bool(line.changes) for line in rows),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "events": [(event, self.seen_versions[event.pk]) for event in self.events],
            "most": MAX_BULK,
        }
