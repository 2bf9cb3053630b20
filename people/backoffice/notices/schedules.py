"""Whether and when a board sends each kind of notice, in which hours, and as whom."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from notices import actions
from notices.choices import Audience, OffsetUnit
from notices.hours import moment_of, next_open
from notices.kinds import Kind, Offset
from notices.models import SendingHours
from notices.queries import Choice, choice_of, hours_of
from people.text import one_line

from .boards import BoardFormPage, KindFormPage
from .sentences import offset_sentence

EXAMPLE_AHEAD, EXAMPLE_TIME = dt.timedelta(days=42), dt.time(9, 30)
MOST = {
    OffsetUnit.HOURS: 24 * 14,
    OffsetUnit.DAYS: 365,
    OffsetUnit.WORKING_DAYS: 250,
    OffsetUnit.WEEKS: 52,
}


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


class WhenForm(forms.Form):
    is_on = forms.BooleanField(label="Send this notice", required=False)
    copy_to_manager = forms.BooleanField(
        label="Send the line manager a copy",
        required=False,
        help_text="Where we know their address.",
    )
    amount = forms.IntegerField(
        label="How long",
        min_value=0,
        max_value=365,
        error_messages={"required": "Enter a number"},
    )
    unit = forms.ChoiceField(label="Hours, days or weeks", choices=OffsetUnit.choices)
    at_time = forms.TimeField(
        label="At what time of day",
        required=False,
        widget=TimeInput,
        help_text="Left empty: the time of day of what it is about.",
        error_messages={"invalid": "Enter a time like 09:30"},
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if not kind.may_be_off:
            self.fields["is_on"].disabled = True
            self.fields["is_on"].help_text = "People have to know this, so it is always sent."
        if kind.audience != Audience.DELEGATE:
            del self.fields["copy_to_manager"]
        if kind.schedule is None:
            for name in ("amount", "unit", "at_time"):
                del self.fields[name]
        else:
            way = "after" if kind.schedule.is_after else "before"
            self.fields["amount"].help_text = f"Counted {way} what it is about: 0 is the same day."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        most = MOST.get(cleaned.get("unit", ""), 0)
        if "amount" in cleaned and "unit" in cleaned and cleaned["amount"] > most:
            unit = OffsetUnit(cleaned["unit"]).label
            self.add_error("amount", f"Enter at most {most} {unit}")
        return cleaned

    def offset(self) -> Offset | None:
        if self.kind.schedule is None:
            return None
        chosen = self.cleaned_data
        is_after = self.kind.schedule.is_after
        return Offset(chosen["amount"], OffsetUnit(chosen["unit"]), chosen["at_time"], is_after)


class WhenPage(KindFormPage):
    """Shows what the setting means, with an example; "Show what it means" changes nothing."""

    template_name = "backoffice/notices/when.html"
    page_title = "When"

    @cached_property
    def choice(self) -> Choice:
        return choice_of(self.board.pk, self.kind)

    def make_form(self, data: Any = None) -> WhenForm:
        choice = self.choice
        initial: dict[str, Any] = {
            "is_on": choice.is_on,
            "copy_to_manager": choice.copy_to_manager,
        }
        if choice.offset:
            offset = choice.offset
            initial |= {"amount": offset.amount, "unit": offset.unit, "at_time": offset.at_time}
        return WhenForm(data, kind=self.kind, initial=initial)

    def save(self, form: WhenForm) -> HttpResponse | None:
        if "preview" in self.request.POST:
            return self.show(form)
        chosen = form.cleaned_data
        actions.choose(
            self.board.pk,
            self.kind,
            is_on=chosen["is_on"],
            copy_to_manager=chosen.get("copy_to_manager", self.choice.copy_to_manager),
            amount=chosen.get("amount"),
            unit=chosen.get("unit", ""),
            at_time=chosen.get("at_time"),
        )
        said = f"{self.kind.title}: saved. What is planned already keeps its time."
        return self.back_to("office_words_of", self.board.pk, success=said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form, offset = kwargs["form"], self.choice.offset
        if form.is_bound:
            offset = form.offset() if form.is_valid() else None
        return {
            **super().get_context_data(**kwargs),
            "board": self.board,
            "kind": self.kind,
            "meaning": self._meaning(offset) if offset else "",
        }

    def _meaning(self, offset: Offset) -> str:
        day = timezone.localdate() + EXAMPLE_AHEAD
        while day.weekday() > 4:
            day += dt.timedelta(days=1)
        anchor = timezone.make_aware(dt.datetime.combine(day, EXAMPLE_TIME))
        due = moment_of(anchor, offset)
        leaves = due if self.kind.is_urgent else next_open(due, hours_of(self.board.pk))
        said = (
            f"It leaves {offset_sentence(offset)}. For an event on {in_words(anchor)} "
            f"that is {in_words(due)}"
        )
        if leaves == due:
            return f"{said}."
        return f"{said}; outside your sending hours, so it leaves on {in_words(leaves)}."


def in_words(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%A %-d %B %Y, %H:%M}"


class HoursForm(forms.Form):
    opens_at = forms.TimeField(label="Not before", widget=TimeInput)
    closes_at = forms.TimeField(
        label="Not after", widget=TimeInput, help_text="What comes later leaves next morning."
    )
    weekends = forms.BooleanField(label="Also on Saturdays and Sundays", required=False)
    bank_holidays = forms.BooleanField(label="Also on bank holidays", required=False)
    sender_name = forms.CharField(
        label="Sender's name",
        max_length=100,
        required=False,
        help_text="Left empty: the board's name.",
    )
    sender_email = forms.EmailField(
        label="Sender's address",
        max_length=254,
        required=False,
        help_text="Left empty: the address of this installation. "
        "Ask your IT first: the mail server must be allowed to send as this address.",
        error_messages={"invalid": "Enter an e-mail address like training@board.org.uk"},
    )

    def clean_sender_name(self) -> str:
        return one_line(self.cleaned_data["sender_name"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", "Enter a time after the first one")
        return cleaned


class HoursPage(BoardFormPage):
    page_title = "Sending hours and sender"
    lead = (
        "Outside these hours nothing leaves that can wait. What people must know at once "
        "(booked, changed, cancelled) leaves at any time."
    )

    def make_form(self, data: Any = None) -> HoursForm:
        row = SendingHours.objects.filter(board=self.board).first() or SendingHours()
        fields = HoursForm.base_fields
        return HoursForm(data, initial={name: getattr(row, name) for name in fields})

    def save(self, form: HoursForm) -> HttpResponse:
        actions.set_sending_hours(self.board.pk, **form.cleaned_data)
        said = "Saved. What is planned already keeps its time."
        return self.back_to("office_words_of", self.board.pk, success=said)
