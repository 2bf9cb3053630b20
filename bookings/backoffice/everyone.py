"""Writing to everyone at an event: to whom and what, a look at who gets it how, then once each."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.functional import cached_property

from bookings.actions import write_to_everyone
from bookings.messages.everyone import TO_EVERYONE, Group, Reader, readers_of, values_for
from bookings.models import Booking
from courses.models import Event
from notices import wording
from notices.choices import Addressed
from notices.queries import words_of
from people.backoffice.notices.doing import WordsForm
from people.backoffice.pages import StaffFormPage


class WriteForm(WordsForm):
    groups = forms.MultipleChoiceField(
        label="To whom",
        choices=Group.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose to whom you write"},
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["groups"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words = {name: cleaned.get(name, "") for name in ("subject", "body")}
        for field, problems in wording.problems_of(TO_EVERYONE, **words).items():
            for problem in problems:
                self.add_error(field, problem)
        if words["body"].split() == TO_EVERYONE.body.split():
            self.add_error("body", "Add what you want to tell them")
        return cleaned


def how_reached(reader: Reader) -> str:
    """By what way a message reaches somebody."""
    if not reader.to.email:
        return "by letter: print it under Letters to print"
    if reader.to.addressed == Addressed.ON_BEHALF:
        return f"through the manager, {reader.to.name} <{reader.to.email}>"
    return reader.to.email


class WriteToEveryonePage(StaffFormPage):
    """The first POST shows the readers; the one with `send` writes to them."""

    model = Booking
    index_url_name = "office_bookings:index"
    template_name = "backoffice/bookings/write.html"
    page_title = "Write to everyone"

    @cached_property
    def event(self) -> Event:
        rows = Event.objects.select_related("course", "board__site")
        event: Event = self.row_or_404(
            self.kwargs["event_id"], rows.prefetch_related("sessions__venue")
        )
        return event

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def make_form(self, data: Any = None) -> WriteForm:
        subject, body = words_of(self.event.board_id, TO_EVERYONE)
        initial = {
            "groups": [Group.BOOKED],
            "subject": subject,
            "body": body,
            "request_key": uuid.uuid4(),
        }
        return WriteForm(data, initial=initial)

    def save(self, form: WriteForm) -> HttpResponse | None:
        readers = readers_of(self.event, form.cleaned_data["groups"])
        if not readers:
            form.add_error("groups", "There is nobody of these at this event.")
            return None
        if "send" not in self.request.POST:
            return self.show(form, readers=readers)
        written = write_to_everyone(self.event.pk, actor=self.user, **form.cleaned_data)
        if written:
            said = f"{written} message{'' if written == 1 else 's'} written, once each."
        else:
            said = "They were written to already: nobody gets it twice."
        return self.back_to("office_bookings:event", self.event.pk, success=said)

    def show(self, form: Any, **context: Any) -> HttpResponse:
        readers: list[Reader] = context.get("readers", [])
        said = None
        if readers:
            words = (form.cleaned_data["subject"], form.cleaned_data["body"])
            values = values_for(readers[0], self.event)
            said = wording.render(words, values, board_name=self.event.board.name)
        return super().show(
            form,
            event=self.event,
            readers=[(reader.person, how_reached(reader)) for reader in readers],
            through=sum(reader.to.addressed == Addressed.ON_BEHALF for reader in readers),
            letters=sum(not reader.to.email for reader in readers),
            said=said,
            placeholders=TO_EVERYONE.placeholders,
        )
