"""On a person's page: their bookings, what counts as taken elsewhere, what they missed and what follows."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.widgets import AdminDateInput

from bookings import actions
from bookings.models import AcceptedEvidence, Booking
from bookings.restrictions import Missed, missed_by
from courses.models import Course
from people.backoffice.forms import StaffForm
from people.backoffice.pages import StaffFormPage
from people.backoffice.persons import PersonPanel
from people.backoffice.scope import rows_for
from people.models import Board, Person
from people.queries import staff_boards

LATEST = 20


def facts_of(person: Person, user: Any) -> dict[str, Any]:
    """What the panel prints, of the boards that `user` runs only."""
    bookings = rows_for(user, Booking.objects.filter(person=person))
    evidence = rows_for(user, AcceptedEvidence.objects.filter(person=person))
    return {
        "person": person,
        "bookings": list(bookings.select_related("event__course").order_by("-made_at")[:LATEST]),
        "most": LATEST,
        "evidence": list(evidence.select_related("course", "accepted_by")),
        "missed": missed_by(person, list(staff_boards(user)), timezone.now()),
    }


panel = PersonPanel("backoffice/bookings/person_panel.html", facts_of)


class _OfPerson(StaffFormPage):
    """A form about one person of the user's boards."""

    model = Booking
    index_url_name = "office_bookings:index"

    @cached_property
    def person(self) -> Person:
        found: Person = self.row_or_404(self.kwargs["person_id"], Person.objects.all())
        return found

    def get_page_subtitle(self) -> str:
        return str(self.person)


class EvidenceForm(StaffForm):
    course = forms.ModelChoiceField(
        Course.objects.order_by("title"),
        label="Counts as the course",
        error_messages={"required": "Choose the course"},
    )
    taken_on = forms.DateField(
        label="Taken on",
        widget=AdminDateInput,
        error_messages={
            "required": "Enter when it was taken",
            "invalid": "Enter a date like 2026-05-12",
        },
    )
    evidence = forms.CharField(
        label="What you have seen",
        max_length=300,
        help_text="Such as a certificate of another board, and its title.",
        error_messages={"required": "Say what you have seen"},
    )

    def clean_taken_on(self) -> Any:
        if self.cleaned_data["taken_on"] > timezone.localdate():
            raise forms.ValidationError("Enter a day that has passed")
        return self.cleaned_data["taken_on"]


class EvidencePage(_OfPerson):
    """An equivalent taken elsewhere is accepted, and counts where the course is asked for."""

    permission_required = "add"
    page_title = "Accept training taken elsewhere"
    submit_label = "Accept it"
    lead = "It counts wherever that course must be taken first, for as long as the rules let it."

    def make_form(self, data: Any = None) -> EvidenceForm:
        return EvidenceForm(data, user=self.user)

    def save(self, form: EvidenceForm) -> HttpResponse:
        accepted = actions.accept_evidence(self.person, actor=self.user, **form.cleaned_data)
        done = f"Accepted as {accepted.course}."
        return self.back_to("office_people:inspect", self.person.pk, success=done)


class ReasonForm(forms.Form):
    why = forms.CharField(
        label="Reason",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason"},
        help_text="Kept in the history of the person.",
    )


class TakeEvidenceBackPage(StaffFormPage):
    """Evidence accepted by mistake."""

    model = Booking
    index_url_name = "office_bookings:index"
    page_title = "No longer accept"
    submit_label = "No longer accept it"
    lead = "Bookings that were made with it stay as they are."

    @cached_property
    def evidence(self) -> AcceptedEvidence:
        rows = AcceptedEvidence.objects.select_related("person", "course")
        found: AcceptedEvidence = self.row_or_404(self.kwargs["evidence_id"], rows)
        return found

    def get_page_subtitle(self) -> str:
        return str(self.evidence)

    def make_form(self, data: Any = None) -> ReasonForm:
        return ReasonForm(data)

    def save(self, form: ReasonForm) -> HttpResponse:
        person = self.evidence.person_id
        actions.take_evidence_back(self.evidence.pk, actor=self.user, why=form.cleaned_data["why"])
        return self.back_to("office_people:inspect", person, success="It no longer counts.")


class LetBookPage(_OfPerson):
    """Staff let somebody book again before a restriction runs out."""

    page_title = "Let them book again"
    submit_label = "Let them book again"

    @cached_property
    def board(self) -> Board:
        found: Board = self.row_or_404(self.kwargs["board_id"], Board.objects.all())
        return found

    @cached_property
    def missed(self) -> Missed | None:
        return next(iter(missed_by(self.person, [self.board], timezone.now())), None)

    def make_form(self, data: Any = None) -> ReasonForm:
        if self.missed is None or self.missed.restricted is None:
            self.lead = f"Nothing restricts them at {self.board} now."
        else:
            until = f"{self.missed.restricted.until:%-d %B %Y}"
            self.lead = (
                f"By the rules of {self.board} they {self.missed.restricted.then.label} until {until}. "
                "What they have missed so far will no longer count."
            )
        return ReasonForm(data)

    def save(self, form: ReasonForm) -> HttpResponse | None:
        if self.missed is None or self.missed.restricted is None:
            form.add_error(None, "There is no restriction to lift.")
            return None
        actions.lift_restriction(
            self.person, self.board, actor=self.user, why=form.cleaned_data["why"]
        )
        done = f"{self.person} may book again."
        return self.back_to("office_people:inspect", self.person.pk, success=done)
