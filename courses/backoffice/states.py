"""Moving an event along its states: a page that says what will happen, and a button."""

import datetime as dt
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from courses.actions import (
    cancel_event,
    change_state,
    copy_event,
    recently_cancelled,
    undo_cancellation,
)
from courses.choices import EVENT_TRANSITIONS, REASONS_TO_CANCEL, EventState, WhyCancelled
from courses.hooks import event_counts
from courses.models import Event
from courses.rules import EventRefused
from people.backoffice.forms import StaffForm
from people.backoffice.pages import StaffFormPage
from people.backoffice.scope import rows_for

from .event_forms import DateInput

VERBS: dict[tuple[str, str], tuple[str, str]] = {
    (EventState.DRAFT, EventState.TENTATIVE): (
        "Announce as tentative",
        "It appears in the calendar as planned. Nobody can book it yet.",
    ),
    (EventState.DRAFT, EventState.PUBLISHED): (
        "Publish",
        "It appears in the calendar and people can book it at once.",
    ),
    (EventState.TENTATIVE, EventState.DRAFT): (
        "Back to draft",
        "It disappears from the calendar.",
    ),
    (EventState.TENTATIVE, EventState.PUBLISHED): ("Publish", "People can book it at once."),
    (EventState.PUBLISHED, EventState.COMPLETED): (
        "Complete",
        "The register is closed and counts in the reports. Everybody on it must have a mark.",
    ),
    (EventState.COMPLETED, EventState.PUBLISHED): (
        "Re-open",
        "The register can be changed again. Complete the event once more when you are done.",
    ),
}
CANCEL = (
    "Cancel the event",
    "You can undo this for 15 minutes; nobody is told before, unless the event starts within four hours.",
)


def verb_of(event: Event, to: str) -> tuple[str, str]:
    """What the button says and what the page warns of."""
    return CANCEL if to == EventState.CANCELLED else VERBS[(event.state, to)]


def cannot_be_booked(event: Event, now: dt.datetime) -> str:
    """What the officer may have overlooked: an event that nobody could book once it is published."""
    if event.has_started:
        return "Look at the date: the event is in the past, so nobody can book it."
    if event.booking_closes_at is not None and event.booking_closes_at <= now:
        return "Look at the closing date: booking has closed already, so nobody can book it."
    return ""


def who_is_told(event_id: int) -> str:
    """How many people of the event an e-mail reaches, and how many are told another way."""
    concerned = event_counts.concerned([event_id]).get(event_id, 0)
    unreached = event_counts.without_email([event_id]).get(event_id, 0)
    told = concerned - unreached
    people = "1 person" if told == 1 else f"{told} people"
    words = f"{people} with a place or on the waiting list will be told by e-mail."
    if unreached:
        have = "1 more has" if unreached == 1 else f"{unreached} more have"
        words += f" {have} no e-mail address: the manager is told, or a letter waits to be printed."
    return words


def next_states(event: Event) -> list[tuple[str, str]]:
    """The states `event` may go to, each with the words of its button."""
    return [(to, verb_of(event, to)[0]) for to in EVENT_TRANSITIONS[event.state]]


class ReasonForm(forms.Form):
    why = forms.CharField(
        label="Reason",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the event's history.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class CancelForm(forms.Form):
    because = forms.ChoiceField(
        label="Why it is cancelled",
        choices=[(why.value, why.label) for why in REASONS_TO_CANCEL],
        widget=forms.RadioSelect,
        help_text="Counted in the report of events.",
        error_messages={"required": "Choose why the event is cancelled"},
    )
    why = forms.CharField(
        label="In your words",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "Needed for “Other”. People are told this as the reason; left empty, they are told the one chosen above, "
            "such as “too few people had booked”."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("because") == WhyCancelled.OTHER and not cleaned.get("why"):
            self.add_error("why", "Enter why the event is cancelled")
        return cleaned


class ChangeStatePage(StaffFormPage):
    """GET asks, POST does."""

    model = Event
    index_url_name = "office_events:index"

    @cached_property
    def event(self) -> Event:
        return self.row_or_404(self.kwargs["pk"], Event.objects.select_related("course"))

    @property
    def to(self) -> EventState:
        if self.kwargs["to"] not in EventState.values:
            raise Http404
        return EventState(self.kwargs["to"])

    @property
    def is_possible(self) -> bool:
        return self.to in EVENT_TRANSITIONS[self.event.state]

    def get_page_title(self) -> str:
        return verb_of(self.event, self.to)[0] if self.is_possible else self.to.label

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def make_form(self, data: Any = None) -> ReasonForm | CancelForm:
        form_class = CancelForm if self.to == EventState.CANCELLED else ReasonForm
        form = form_class(data, initial={"version": self.event.version})
        self.submit_label = self.get_page_title()
        self.lead = self._what_happens()
        return form

    def _what_happens(self) -> str:
        if not self.is_possible:
            return (
                f"The event is {self.event.get_state_display().lower()} now, "
                f"so it cannot become {self.to.label.lower()}."
            )
        warning = verb_of(self.event, self.to)[1]
        if self.to == EventState.PUBLISHED and self.event.state != EventState.COMPLETED:
            return f"{warning} {cannot_be_booked(self.event, timezone.now())}".strip()
        if self.to != EventState.CANCELLED:
            return warning
        return f"{who_is_told(self.event.pk)} {warning}"

    def save(self, form: ReasonForm | CancelForm) -> HttpResponse | None:
        try:
            event = self._change(form.cleaned_data)
        except EventRefused as refused:
            form.add_error(None, refused.message)
            return None
        return self.back_to(
            "office_events:inspect",
            event.pk,
            success=f"{event} is now {event.get_state_display().lower()}.",
        )

    def _change(self, data: dict[str, Any]) -> Event:
        who_and_when: dict[str, Any] = {"actor": self.user, "seen_version": data["version"]}
        if self.to == EventState.CANCELLED:
            return cancel_event(
                self.event.pk, because=data["because"], words=data["why"], **who_and_when
            )
        return change_state(self.event.pk, self.to, why=data["why"], **who_and_when)


class UndoForm(StaffForm):
    events = forms.ModelMultipleChoiceField(
        Event.objects.none(),
        label="Bring back",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the events to bring back"},
    )

    def __init__(self, *args: Any, events: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, initial={"events": [e.pk for e in events]}, **kwargs)
        self.fields["events"].queryset = events  # type: ignore[attr-defined]  # a model choice


class UndoPage(StaffFormPage):
    """Events cancelled within the last 15 minutes, to be brought back together."""

    model = Event
    index_url_name = "office_events:index"
    page_title = "Undo a cancellation"
    submit_label = "Bring back"

    @cached_property
    def undoable(self) -> QuerySet[Event]:
        events = rows_for(self.user, Event.objects.select_related("course", "board"))
        return recently_cancelled(events, timezone.now()).order_by("starts_at", "pk")

    @property
    def lead(self) -> str:  # type: ignore[override]  # worked out for each visit
        if not self.undoable:
            return "No event was cancelled within the last 15 minutes, so there is nothing to undo."
        return (
            "Everybody has again the place they had, or their place in the queue. Nobody is told."
        )

    def make_form(self, data: Any = None) -> UndoForm:
        return UndoForm(data, user=self.user, events=self.undoable)

    def save(self, form: UndoForm) -> HttpResponse | None:
        chosen = list(form.cleaned_data["events"])
        try:
            with transaction.atomic():
                for event in sorted(chosen, key=lambda event: event.pk):
                    undo_cancellation(event.pk, actor=self.user)
        except EventRefused as refused:
            form.add_error(None, f"{refused.message} No event was brought back.")
            return None
        words = "1 event is" if len(chosen) == 1 else f"{len(chosen)} events are"
        return self.back_to("office_events:index", success=f"{words} back as before.")


class CopyForm(forms.Form):
    first_day = forms.DateField(
        label="First day of the copy",
        widget=DateInput,
        help_text="Times, venues, trainers and places are kept; further days keep their distance.",
        error_messages={"required": "Enter the first day of the copy"},
    )


class CopyEventPage(StaffFormPage):
    model = Event
    permission_required = "add"
    index_url_name = "office_events:index"
    page_title = "Copy"
    submit_label = "Make a draft copy"
    lead = "The copy is a draft: nobody sees it until you publish it."

    @cached_property
    def event(self) -> Event:
        return self.row_or_404(self.kwargs["pk"], Event.objects.select_related("course"))

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def make_form(self, data: Any = None) -> CopyForm:
        return CopyForm(data)

    def save(self, form: CopyForm) -> HttpResponse | None:
        try:
            copy = copy_event(
                self.event.pk, first_day=form.cleaned_data["first_day"], actor=self.user
            )
        except EventRefused as refused:
            form.add_error("first_day", refused.message)
            return None
        return self.back_to("office_events:edit", copy.pk, success=f"Copied: {copy}.")
