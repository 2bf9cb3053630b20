"""Making a series: the pattern, a preview of every date, then all events at once."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from courses import actions
from courses.choices import EventState, TrainerRole
from courses.models import ClosedPeriod, Course, Event, Trainer, Venue
from courses.rules import EventRefused
from courses.series import ClosedDays, Occurrence, Pattern, in_words, occurrences
from courses.wallclock import local_moment
from notices.workdays import bank_holidays
from people.backoffice.forms import StaffForm
from people.backoffice.pages import StaffFormPage

from .event_forms import DateInput, TimeInput

RHYTHMS = [
    (1, "Every week"),
    (2, "Every second week"),
    (3, "Every third week"),
    (4, "Every fourth week"),
    (0, "Every month, on the same weekday (for example the second Tuesday)"),
]
MAKE_UP = [
    ("1", "Make it up: take the next free date, so that the number of events stays the same"),
    ("", "Leave it out: there will be fewer events"),
]


class SeriesForm(StaffForm):
    course = forms.ModelChoiceField(
        Course.objects.filter(is_archived=False), error_messages={"required": "Choose the course"}
    )
    first_day = forms.DateField(
        label="First date",
        widget=DateInput,
        help_text="Its weekday is that of the series.",
        error_messages={"required": "Enter the first date"},
    )
    rhythm = forms.TypedChoiceField(label="How often", choices=RHYTHMS, coerce=int, initial=2)
    count = forms.IntegerField(
        label="How many times",
        min_value=1,
        max_value=60,
        initial=6,
        error_messages={"required": "Enter how many events"},
    )
    not_on_bank_holidays = forms.BooleanField(
        label="Not on bank holidays", required=False, initial=True
    )
    not_in_closed_periods = forms.BooleanField(
        label="Not in school holidays and other closed periods",
        required=False,
        initial=True,
        help_text="They are kept under Closed periods.",
    )
    make_up = forms.ChoiceField(
        label="When a date is skipped",
        choices=MAKE_UP,
        required=False,
        initial="1",
        widget=forms.RadioSelect,
    )
    starts = forms.TimeField(widget=TimeInput, error_messages={"required": "Enter the start time"})
    ends = forms.TimeField(widget=TimeInput, error_messages={"required": "Enter the end time"})
    venue = forms.ModelChoiceField(
        Venue.objects.all(), required=False, empty_label="Online, or not known yet"
    )
    joining_link = forms.URLField(required=False, max_length=500, assume_scheme="https")
    trainer = forms.ModelChoiceField(
        Trainer.objects.filter(is_active=True).select_related("person"),
        label="Lead trainer",
        required=False,
        empty_label="Nobody yet",
    )
    capacity = forms.IntegerField(
        label="Places",
        min_value=1,
        max_value=5000,
        required=False,
        help_text="Left empty: the usual number of the course.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "It must end after it starts")
        course = cleaned.get("course")
        for name in ("venue", "trainer"):
            if course and cleaned.get(name) and cleaned[name].board_id != course.board_id:
                self.add_error(name, f"{cleaned[name]} belongs to another board")
        if not self.errors:
            for day in self.dates():
                self._check_clock(day.day)
        return cleaned

    def _check_clock(self, day: Any) -> None:
        for name in ("starts", "ends"):
            try:
                local_moment(day, self.cleaned_data[name])
            except EventRefused as refused:
                self.add_error(name, refused.message)

    def pattern(self) -> Pattern:
        data = self.cleaned_data
        return Pattern(
            first_day=data["first_day"],
            weeks=data["rhythm"],
            count=data["count"],
            make_up=bool(data["make_up"]),
        )

    def dates(self) -> list[Occurrence]:
        data = self.cleaned_data
        periods = ClosedPeriod.objects.filter(board=data["course"].board_id)
        closed = [ClosedDays(p.name, p.starts_on, p.ends_on) for p in periods]
        return occurrences(
            self.pattern(),
            closed=closed if data["not_in_closed_periods"] else (),
            holidays=bank_holidays() if data["not_on_bank_holidays"] else None,
        )


class SeriesPage(StaffFormPage):
    model = Event
    permission_required = "add"
    index_url_name = "office_events:index"
    page_title = "Make a series"
    submit_label = "Show the dates"
    template_name = "backoffice/events/series.html"

    def make_form(self, data: Any = None) -> SeriesForm:
        return SeriesForm(data, user=self.user)

    def save(self, form: SeriesForm) -> HttpResponse | None:
        dates = form.dates()
        if "create" not in self.request.POST:
            return self._preview(form, dates)
        data = form.cleaned_data
        trainer = data["trainer"]
        try:
            events = actions.create_series(
                data["course"],
                days=[each.day for each in dates if not each.reason],
                starts=data["starts"],
                ends=data["ends"],
                venue=data["venue"],
                joining_link=data["joining_link"],
                capacity=data["capacity"],
                trainers=[actions.TrainerPlan(trainer, TrainerRole.LEAD)] if trainer else [],
                actor=self.user,
            )
        except EventRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return None
        messages.success(
            self.request, f"{len(events)} drafts made. This list shows the drafts of the course."
        )
        drafts = urlencode({"state": EventState.DRAFT, "course": data["course"].pk})
        return redirect(f"{reverse('office_events:index')}?{drafts}")

    def _preview(self, form: SeriesForm, dates: list[Occurrence]) -> HttpResponse:
        return self.show(
            form,
            dates=dates,
            kept=sum(not each.reason for each in dates),
            in_words=in_words(form.pattern()),
        )
