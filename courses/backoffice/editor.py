"""The event editor: one page with the event, its sessions and its trainers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin import messages

from courses import actions
from courses.hooks import before_changing
from courses.models import Event
from courses.rules import EventRefused
from people.backoffice.pages import StaffPage

from .event_forms import (
    MORE_ROWS,
    EventForm,
    SessionFormSet,
    TrainerFormSet,
    sessions_initial,
    trainers_initial,
)


class EventEditor(StaffPage):
    """Shows the three forms together; nothing is saved unless all are right, and all is kept if not."""

    model = Event
    index_url_name = "office_events:index"
    template_name = "backoffice/events/edit.html"

    @cached_property
    def event(self) -> Event | None:
        return None

    def make_forms(self, data: Any = None) -> dict[str, Any]:
        user, event = {"user": self.user}, self.event
        if data is not None and MORE_ROWS in data:
            data = with_more_rows(data)
        return {
            "form": EventForm(
                data, event=event, initial=EventForm.initial_of(event) if event else {}, **user
            ),
            "sessions": SessionFormSet(
                data,
                prefix="sessions",
                initial=sessions_initial(event) if event else [],
                form_kwargs=user,
            ),
            "trainers": TrainerFormSet(
                data,
                prefix="trainers",
                initial=trainers_initial(event) if event else [],
                form_kwargs=user,
            ),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.make_forms())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = self.make_forms(request.POST)
        if MORE_ROWS in request.POST:
            return self.show(forms)
        problems = []
        if self._all_right(forms):
            try:
                return self.saved(self.save(forms))
            except EventRefused as refused:
                problems = self._place(refused, forms["form"])
        return self.show(forms, problems=problems or self._row_problems(forms))

    def show(self, forms: dict[str, Any], **context: Any) -> HttpResponse:
        media = forms["form"].media + forms["sessions"].media + forms["trainers"].media
        return self.render_to_response(
            self.get_context_data(media=media, submit_label="Save", **forms, **context)
        )

    def _all_right(self, forms: dict[str, Any]) -> bool:
        valid = [
            each.is_valid() for each in forms.values()
        ]  # every form says what is wrong with it
        if not all(valid):
            return False
        past = forms["sessions"].in_the_past()
        if past and not forms["form"].cleaned_data["past_is_meant"]:
            for row in past:
                row.add_error("day", "This date is in the past")
            forms["form"].ask_about_the_past()
            forms["form"].add_error(
                "past_is_meant", "A session is in the past. Change it, or tick here if it is right"
            )
            return False
        return True

    @staticmethod
    def _place(refused: EventRefused, form: EventForm) -> list[str]:
        """Puts the refusal beside its field; what belongs to no field is returned for the summary."""
        if refused.field in form.fields:
            form.add_error(refused.field, refused.message)
            return []
        return [refused.message]

    @staticmethod
    def _row_problems(forms: dict[str, Any]) -> list[str]:
        problems = []
        for name, label in (("sessions", "Session"), ("trainers", "Trainer")):
            for number, row in enumerate(forms[name].forms, 1):
                problems += [
                    f"{label} {number}: {error}"
                    for errors in row.errors.values()
                    for error in errors
                ]
        return problems

    def save(self, forms: dict[str, Any]) -> Event:
        raise NotImplementedError

    def saved(self, event: Event) -> HttpResponse:
        return self.back_to("office_events:inspect", event.pk, success=f"Saved: {event}.")


class AddEventPage(EventEditor):
    permission_required = "add"
    page_title = "New event"

    def save(self, forms: dict[str, Any]) -> Event:
        form = forms["form"]
        return actions.create_event(
            form.cleaned_data["course"],
            sessions=forms["sessions"].plans(),
            trainers=forms["trainers"].plans(),
            open_to=form.cleaned_data["open_to"],
            actor=self.user,
            **form.event_fields(),
        )


class EditEventPage(EventEditor):
    page_title = "Edit"

    @cached_property
    def event(self) -> Event:
        return self.row_or_404(self.kwargs["pk"], Event.objects.select_related("course", "board"))

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Before a change: who may then leave free of charge."""
        said = before_changing.who_may_leave(self.event) if not self.event.has_started else ()
        return {**super().get_context_data(**kwargs), "lead": " ".join(said)}

    def save(self, forms: dict[str, Any]) -> Event:
        form = forms["form"]
        fields = form.event_fields()
        fields.setdefault("capacity", self.event.course.default_capacity)
        return actions.update_event(
            self.event.pk,
            fields=fields,
            sessions=forms["sessions"].plans(),
            trainers=forms["trainers"].plans(),
            open_to=form.cleaned_data["open_to"],
            seen_version=form.cleaned_data["version"] or 0,
            actor=self.user,
        )

    def saved(self, event: Event) -> HttpResponse:
        if event.places_taken:
            messages.info(
                self.request,
                "People with a place or on the waiting list have been told by e-mail if the date, time "
                "or venue changed.",
            )
        return super().saved(event)


def with_more_rows(data: Any) -> Any:
    """The posted data with two more empty rows in the formset that its button names."""
    data = data.copy()
    key = f"{data[MORE_ROWS]}-TOTAL_FORMS"
    if str(data.get(key, "")).isdigit():
        data[key] = str(min(int(data[key]) + 2, 40))
    return data
