"""The board moves everybody of an event to another one: looked at first, then done."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin import messages

from bookings import actions
from bookings.models import Booking
from bookings.moves import Move, foresee_moves
from bookings.rules import reasons_not_to_give
from courses.dates import counted
from courses.models import Event
from people.backoffice.forms import StaffForm
from people.backoffice.pages import StaffFormPage

from .passing_on import EventChoiceField, events_instead_of


class MoveEveryoneForm(StaffForm):
    event = EventChoiceField(
        Event.objects.none(),
        label="To which event",
        error_messages={"required": "Choose the event"},
    )
    why = forms.CharField(
        label="Reason",
        max_length=300,
        help_text="Kept in everybody's history.",
        error_messages={"required": "Enter the reason"},
    )

    def __init__(self, *args: Any, events: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events  # type: ignore[attr-defined]  # an EventChoiceField


class MoveEveryonePage(StaffFormPage):
    """The first POST shows what would become of each; the one with `move` moves them."""

    model = Booking
    index_url_name = "office_bookings:index"
    template_name = "backoffice/bookings/move_everyone.html"
    page_title = "Move everyone to another date"

    @cached_property
    def event(self) -> Event:
        rows = Event.objects.select_related("course", "board", "rules")
        found: Event = self.row_or_404(self.kwargs["event_id"], rows)
        return found

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def make_form(self, data: Any = None) -> MoveEveryoneForm:
        events = events_instead_of(self.event).select_related("board", "rules")
        return MoveEveryoneForm(data, user=self.user, events=events)

    def save(self, form: MoveEveryoneForm) -> HttpResponse | None:
        over = reasons_not_to_give(self.event, timezone.now())
        if over:
            form.add_error(None, " ".join(each.message for each in over))
            return None
        if "move" not in self.request.POST:
            return self.show(form, moves=self._foreseen(form))
        target = form.cleaned_data["event"]
        done = actions.move_everyone(
            self.event.pk, target.pk, actor=self.user, why=form.cleaned_data["why"]
        )
        for booking, reason in done.left:
            messages.warning(self.request, f"{booking.person} stays here. {reason}")
        said = f"{counted(len(done.bookings), 'booking')} moved to {target}."
        return self.back_to("office_bookings:event", self.event.pk, success=said)

    def _foreseen(self, form: MoveEveryoneForm) -> list[Move]:
        return foresee_moves(self.event, form.cleaned_data["event"], timezone.now())

    def show(self, form: Any, **context: Any) -> HttpResponse:
        moves: list[Move] | None = context.get("moves")
        return super().show(
            form,
            event=self.event,
            moves=moves,
            going=[each for each in moves or [] if each.becomes],
            staying=[each for each in moves or [] if not each.becomes],
            target=form.cleaned_data["event"] if moves is not None else None,
        )
