"""The forms of the event editor: fields, sessions, trainers. They speak local time; actions speak moments."""

import itertools
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminAutoHeightTextInput

from courses.actions import SessionPlan, TrainerPlan
from courses.choices import TrainerRole
from courses.models import Course, Event, Trainer, Venue
from courses.rules import EventRefused
from courses.wallclock import end_of_day, local_moment
from people.backoffice.forms import StaffForm
from people.models import Board

MORE_ROWS = "more_rows"


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


def pounds_to_pence(pounds: Decimal | None) -> int | None:
    return None if pounds is None else int(pounds * 100)


class EventForm(StaffForm):
    """Everything of an event but its sessions, trainers and state. `version` notices a stale form."""

    course = forms.ModelChoiceField(
        Course.objects.filter(is_archived=False),
        error_messages={"required": "Choose the course"},
    )
    capacity = forms.IntegerField(
        label="Places",
        min_value=1,
        max_value=5000,
        required=False,
        help_text="Left empty: the usual number of the course.",
    )
    minimum_numbers = forms.IntegerField(
        label="Minimum numbers",
        min_value=0,
        max_value=5000,
        required=False,
        help_text="Below this, Today warns you two weeks before.",
    )
    closes_on = forms.DateField(
        label="Booking closes on",
        required=False,
        widget=DateInput,
        help_text="Left empty: booking is open until the event starts.",
    )
    closes_time = forms.TimeField(
        label="at",
        required=False,
        widget=TimeInput,
        help_text="Left empty: the end of that day (11:59pm).",
    )
    open_to = forms.ModelMultipleChoiceField(
        Board.objects.all(),
        label="Also open to people of",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    room_hire = forms.DecimalField(
        label="Room hire (£)",
        min_value=0,
        max_digits=9,
        decimal_places=2,
        required=False,
        help_text="0 for a partner's room.",
    )
    joining_notes = forms.CharField(
        label="Joining notes",
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text="Sent to everybody booked, after the course's own notes.",
    )
    staff_notes = forms.CharField(
        label="Notes for staff", required=False, widget=AdminAutoHeightTextInput
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    past_is_meant = forms.BooleanField(
        label="The date in the past is right", required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, event: Event | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        # Any board may be invited: names of boards are public, and inviting gives no rights here.
        boards = Board.objects.all()
        if event is not None:
            self.fields["course"].queryset = Course.objects.filter(pk=event.course_id)  # type: ignore[attr-defined]  # a model choice
            self.fields["course"].disabled = True
            boards = boards.exclude(pk=event.board_id)
        self.fields["open_to"].queryset = boards  # type: ignore[attr-defined]  # a model choice

    def ask_about_the_past(self) -> None:
        """Shows the box to tick when a date in the past is meant."""
        self.fields["past_is_meant"].widget = forms.CheckboxInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day, time = cleaned.get("closes_on"), cleaned.get("closes_time")
        if time and not day:
            self.add_error("closes_on", "Enter the day as well, or clear the time")
        cleaned["booking_closes_at"] = None
        if day:
            try:
                cleaned["booking_closes_at"] = local_moment(day, time) if time else end_of_day(day)
            except EventRefused as refused:
                self.add_error("closes_time", refused.message)
        return cleaned

    def event_fields(self) -> dict[str, Any]:
        """The event's own fields, as `courses.actions` takes them."""
        data = self.cleaned_data
        fields = {name: data[name] for name in ("minimum_numbers", "joining_notes", "staff_notes")}
        fields["booking_closes_at"] = data["booking_closes_at"]
        fields["room_hire_pence"] = pounds_to_pence(data["room_hire"])
        if data["capacity"]:
            fields["capacity"] = data["capacity"]
        return fields

    @staticmethod
    def initial_of(event: Event) -> dict[str, Any]:
        closes = event.booking_closes_at and timezone.localtime(event.booking_closes_at)
        return {
            "course": event.course_id,
            "capacity": event.capacity,
            "minimum_numbers": event.minimum_numbers,
            "closes_on": closes and closes.date(),
            "closes_time": closes and closes.time(),
            "open_to": list(event.open_to.all()),
            "room_hire": None
            if event.room_hire_pence is None
            else Decimal(event.room_hire_pence) / 100,
            "joining_notes": event.joining_notes,
            "staff_notes": event.staff_notes,
            "version": event.version,
        }


class SessionForm(StaffForm):
    """One block of time. A row left empty is no session."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    day = forms.DateField(label="Date", required=False, widget=DateInput)
    starts = forms.TimeField(label="Starts", required=False, widget=TimeInput)
    ends = forms.TimeField(label="Ends", required=False, widget=TimeInput)
    venue = forms.ModelChoiceField(
        Venue.objects.all(), required=False, empty_label="Online, or not known yet"
    )
    joining_link = forms.URLField(
        label="Joining link", required=False, max_length=500, assume_scheme="https"
    )
    title = forms.CharField(
        label="Name", required=False, max_length=120, help_text="For example “Day 1”."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = ("day", "starts", "ends", "venue", "joining_link", "title")
        if self.errors or not any(cleaned.get(name) for name in typed):
            return cleaned
        for name, missing in (("day", "date"), ("starts", "start time"), ("ends", "end time")):
            if not cleaned.get(name):
                self.add_error(name, f"Enter the {missing}, or clear the whole session")
        if not self.errors:
            for name in ("starts", "ends"):
                self._moment(name)
        if not self.errors and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends", "A session must end after it starts")
        return cleaned

    def _moment(self, name: str) -> None:
        try:
            self.cleaned_data[f"{name}_at"] = local_moment(
                self.cleaned_data["day"], self.cleaned_data[name]
            )
        except EventRefused as refused:
            self.add_error(name, refused.message)

    def plan(self) -> SessionPlan:
        data = self.cleaned_data
        return SessionPlan(
            id=data["id"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            venue=data["venue"],
            joining_link=data["joining_link"],
            title=data["title"],
        )


class RowFormSet(forms.BaseFormSet):
    """Rows that are kept when filled in, and gone when cleared or ticked for removal."""

    def filled(self) -> list[Any]:
        return [
            form
            for form in self.forms
            if not (self.can_delete and form.cleaned_data.get("DELETE")) and self.is_filled(form)
        ]

    def is_filled(self, form: forms.Form) -> bool:
        raise NotImplementedError


class BaseSessionFormSet(RowFormSet):
    def is_filled(self, form: forms.Form) -> bool:
        return bool(form.cleaned_data.get("day"))

    def clean(self) -> None:
        if any(self.errors):
            return
        rows = sorted(self.filled(), key=lambda form: form.cleaned_data["starts_at"])
        for earlier, later in itertools.pairwise(rows):
            if later.cleaned_data["starts_at"] < earlier.cleaned_data["ends_at"]:
                later.add_error("starts", "This session overlaps another one of the event")
                raise ValidationError("Two sessions overlap.")

    def in_the_past(self) -> list[Any]:
        """Rows whose date was changed to one before today."""
        today = timezone.localdate()
        return [
            form
            for form in self.filled()
            if "day" in form.changed_data and form.cleaned_data["day"] < today
        ]

    def plans(self) -> list[SessionPlan]:
        return [form.plan() for form in self.filled()]


class TrainerForm(StaffForm):
    trainer = forms.ModelChoiceField(
        Trainer.objects.filter(is_active=True).select_related("person"),
        required=False,
        empty_label="Nobody yet",
    )
    role = forms.ChoiceField(choices=TrainerRole.choices, required=False)


class BaseTrainerFormSet(RowFormSet):
    def is_filled(self, form: forms.Form) -> bool:
        return bool(form.cleaned_data.get("trainer"))

    def clean(self) -> None:
        if any(self.errors):
            return
        seen = set()
        for form in self.filled():
            trainer = form.cleaned_data["trainer"]
            if trainer in seen:
                form.add_error("trainer", f"{trainer} is on the list twice")
                raise ValidationError("A trainer is on the list twice.")
            seen.add(trainer)

    def plans(self) -> list[TrainerPlan]:
        return [
            TrainerPlan(
                trainer=form.cleaned_data["trainer"],
                role=form.cleaned_data["role"] or TrainerRole.LEAD,
            )
            for form in self.filled()
        ]


SessionFormSet = forms.formset_factory(
    SessionForm, formset=BaseSessionFormSet, extra=2, can_delete=True, max_num=40
)
TrainerFormSet = forms.formset_factory(TrainerForm, formset=BaseTrainerFormSet, extra=2, max_num=20)


def sessions_initial(event: Event) -> list[dict[str, Any]]:
    rows = []
    for session in event.sessions.all():
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        rows.append(
            {
                "id": session.pk,
                "day": starts.date(),
                "starts": starts.time(),
                "ends": ends.time(),
                "venue": session.venue_id,
                "joining_link": session.joining_link,
                "title": session.title,
            }
        )
    return rows


def trainers_initial(event: Event) -> list[dict[str, Any]]:
    return [
        {"trainer": each.trainer_id, "role": each.role} for each in event.trainer_assignments.all()
    ]
