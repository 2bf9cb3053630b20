"""Giving out the places of an event: the proposal with its reasons, the officer's own decisions, then all at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from bookings import actions
from bookings.allocation import Allocation, Decision, Override, Proposal
from bookings.candidates import Seen, Situation, situation_of
from bookings.models import Booking
from bookings.rules import Refused, reasons_not_to_give
from courses.dates import counted
from courses.models import Event
from people.backoffice.pages import StaffFormPage

from .mix import shares_of

SALT = "bookings.backoffice.allocating"
AS_PROPOSED = ("", "As the rules propose")
LOOK_FIRST = "Your decisions have changed. Look at what they come to, then give out the places."


class AllocationForm(forms.Form):
    """For each booking a decision of the officer's own, if any, and its reason."""

    def __init__(self, data: Any = None, *, bookings: list[Booking]) -> None:
        super().__init__(data)
        self.bookings = bookings
        for booking in bookings:
            self.fields[f"decision_{booking.pk}"] = forms.ChoiceField(
                label=f"Decision for {booking.person}",
                choices=[AS_PROPOSED, *Decision.choices],
                required=False,
            )
            self.fields[f"why_{booking.pk}"] = forms.CharField(
                label=f"Reason for {booking.person}",
                max_length=300,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": "Reason"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for booking in self.bookings:
            decision, why = f"decision_{booking.pk}", f"why_{booking.pk}"
            if cleaned.get(decision) and not cleaned.get(why):
                self.add_error(why, "Say why you decide otherwise than the rules propose")
        return cleaned

    def overrides(self) -> dict[int, Override]:
        """The officer's own decisions; of a form with errors, those that are whole."""
        chosen = getattr(self, "cleaned_data", {})
        return {
            pk: Override(Decision(decision), chosen.get(f"why_{pk}", ""))
            for pk in (booking.pk for booking in self.bookings)
            if (decision := chosen.get(f"decision_{pk}"))
        }


def sealed(allocation: Allocation, overrides: Mapping[int, Override]) -> str:
    """What the page shows, so that the button carries out this and nothing else."""
    seen = Seen.of(allocation)
    mine = {pk: [each.decision, each.why] for pk, each in overrides.items()}
    decisions = {pk: decision.value for pk, decision in seen.decisions.items()}
    return signing.dumps([seen.taken, seen.capacity, decisions, mine], salt=SALT, compress=True)


def unsealed(token: str) -> tuple[Seen, dict[int, Override]] | None:
    """What a page has shown, and the officer's decisions it was worked out with; None of what is not ours."""
    try:
        taken, capacity, decisions, mine = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    seen = Seen(taken, capacity, {int(pk): Decision(each) for pk, each in decisions.items()})
    overrides = {int(pk): Override(Decision(each), why) for pk, (each, why) in mine.items()}
    return seen, overrides


class AllocatePage(StaffFormPage):
    """GET proposes; POST recalculates with the officer's decisions, or with `give` carries out what was shown."""

    model = Booking
    index_url_name = "office_bookings:index"
    template_name = "backoffice/bookings/allocate.html"
    page_title = "Give out the places"

    @cached_property
    def event(self) -> Event:
        rows = Event.objects.select_related("course", "board", "rules")
        event: Event = self.row_or_404(self.kwargs["event_id"], rows.prefetch_related("sessions"))
        return event

    @cached_property
    def situation(self) -> Situation:
        return situation_of(self.event, timezone.now())

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def make_form(self, data: Any = None) -> AllocationForm:
        return AllocationForm(data, bookings=[turn.booking for turn in self.situation.turns])

    def save(self, form: AllocationForm) -> HttpResponse | None:
        if "give" not in self.request.POST:
            return None
        shown, overrides = unsealed(self.request.POST.get("seen", "")), form.overrides()
        if shown is None or shown[1] != overrides:
            form.add_error(None, LOOK_FIRST)
            return None
        try:
            done = actions.allocate(
                self.event.pk, seen=shown[0], overrides=overrides, actor=self.user
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, f"{reason.message} {reason.remedy}".strip())
            self._look_again()
            return None
        said = f"{counted(len(done.placed), 'place')} given out, and everybody is told."
        return self.back_to("office_bookings:event", self.event.pk, success=said)

    def _look_again(self) -> None:
        """The world as it is now, for the page that says what has changed."""
        del self.situation, self.event

    def show(self, form: Any, **context: Any) -> HttpResponse:
        overrides = form.overrides() if form.is_bound else {}
        allocation = self.situation.allocate(overrides)
        changed = form.is_bound and form.non_field_errors()
        return super().show(
            form,
            event=self.event,
            reasons=reasons_not_to_give(self.event, timezone.now()),
            allocation=allocation,
            rows=list(self._rows(form, allocation)),
            shares=shares_of(allocation),
            token=sealed(allocation, overrides),
            simulated=bool(overrides),
            may_give=not (form.is_bound and form.errors) or bool(changed),
            **context,
        )

    def _rows(
        self, form: AllocationForm, allocation: Allocation
    ) -> Iterator[tuple[Booking, Proposal, Any, Any]]:
        bookings = {turn.booking.pk: turn.booking for turn in self.situation.turns}
        for proposal in allocation.proposals:
            pk = proposal.candidate.key
            decision, why = (
                form[name] if name in form.fields else None
                for name in (f"decision_{pk}", f"why_{pk}")
            )
            yield bookings[pk], proposal, decision, why
