"""People and where they work. Every change goes through `people.actions`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminDateInput

from people import actions
from people.models import Agency, Person, RoleGroup
from people.models.users import normal_email
from people.queries import history_of, people_with_employment

from .base import BoardViewSet, ScopedIndexView
from .forms import StaffForm
from .notices.told import told_to
from .pages import StaffFormPage, StaffPage
from .scope import rows_for


@dataclass(frozen=True)
class PersonPanel:
    """What a floor above says of a person on their page: a template, which gets the facts as `panel`."""

    template_name: str
    facts_of: Callable[[Person, Any], Mapping[str, Any]]


person_panels: list[PersonPanel] = []
"""The floors above register here."""


class WhoForm(StaffForm):
    """A name and how to reach somebody. `person` is left out of the check for a second holder."""

    full_name = forms.CharField(
        label="Full name", max_length=200, error_messages={"required": "Enter the full name"}
    )
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        required=False,
        help_text="Leave empty for somebody without one.",
        error_messages={"invalid": "Enter an e-mail address like name@agency.org.uk"},
    )
    phone = forms.CharField(label="Phone", max_length=30, required=False)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email = normal_email(self.cleaned_data["email"])
        others = Person.objects.filter(email=email)
        if self.person is not None:
            others = others.exclude(pk=self.person.pk)
        if email and others.exists():
            raise forms.ValidationError(
                "Somebody with this address is known already. Look for them under People."
            )
        return email


class WorkForm(StaffForm):
    """Where somebody works, and from when."""

    agency = forms.ModelChoiceField(
        Agency.objects.filter(merged_into__isnull=True),
        label="Agency",
        error_messages={"required": "Choose the agency"},
    )
    role_group = forms.ModelChoiceField(
        RoleGroup.objects.all(), label="Role group", required=False, empty_label="Not known"
    )
    job_title = forms.CharField(label="Job title", max_length=120, required=False)
    manager_name = forms.CharField(label="Line manager", max_length=200, required=False)
    manager_email = forms.EmailField(label="Line manager's e-mail", max_length=254, required=False)
    starts_on = forms.DateField(
        label="From",
        required=False,
        widget=AdminDateInput,
        help_text="Left empty: from today.",
        error_messages={"invalid": "Enter a date like 2026-05-12"},
    )


class NewPersonForm(WhoForm, WorkForm):
    field_order = ["full_name", "email", "phone"]
    manager_name = None  # type: ignore[assignment]  # taken away: not asked of somebody new
    manager_email = None  # type: ignore[assignment]  # taken away: not asked of somebody new


class PeopleIndexView(ScopedIndexView):
    def get_base_queryset(self) -> Any:
        return rows_for(self.request.user, people_with_employment())


class PersonPage(StaffFormPage):
    """A form about one person of the user's boards."""

    model = Person
    index_url_name = "office_people:index"

    @cached_property
    def person(self) -> Person:
        return self.row_or_404(self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.person)


class AddPersonPage(PersonPage):
    permission_required = "add"
    page_title = "New person"
    submit_label = "Add this person"

    def get_page_subtitle(self) -> str:
        return ""

    def make_form(self, data: Any = None) -> forms.Form:
        return NewPersonForm(data, user=self.user)

    def save(self, form: Any) -> HttpResponse:
        person = actions.add_person(actor=self.user, **form.cleaned_data)
        return self.back_to("office_people:inspect", person.pk, success=f"{person} added.")


class EditPersonPage(PersonPage):
    page_title = "Correct"

    def make_form(self, data: Any = None) -> forms.Form:
        initial = {name: getattr(self.person, name) for name in ("full_name", "email", "phone")}
        return WhoForm(data, user=self.user, person=self.person, initial=initial)

    def save(self, form: Any) -> HttpResponse:
        actions.correct_person(self.person.pk, actor=self.user, **form.cleaned_data)
        return self.back_to("office_people:inspect", self.person.pk, success="Saved.")


class MovePersonPage(PersonPage):
    page_title = "Moves to another agency"
    lead = (
        "The present row ends the day before. Bookings already made keep the agency of the day they "
        "were made."
    )

    def make_form(self, data: Any = None) -> forms.Form:
        return WorkForm(data, user=self.user)

    def save(self, form: Any) -> HttpResponse:
        row = actions.set_employment(self.person, **form.cleaned_data)
        actions.record_change(
            self.person,
            "moved",
            actor=self.user,
            now=str(row.agency)[:60],
        )
        return self.back_to("office_people:inspect", self.person.pk, success="Saved.")


class InspectPersonPage(StaffPage):
    model = Person
    permission_required = "view"
    index_url_name = "office_people:index"
    template_name = "backoffice/person.html"

    def get_page_title(self) -> str:
        return str(self.person)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = self.row_or_404(kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "person": self.person,
            "employments": self.person.employments.select_related("agency", "role_group"),
            "panels": [
                (each.template_name, each.facts_of(self.person, self.user))
                for each in person_panels
            ],
            "history": history_of(self.person),
            "told": told_to(self.person, self.user),
        }


class PersonViewSet(BoardViewSet):
    model = Person
    name = "people"
    icon = "user"
    menu_label = "People"
    menu_order = 60
    index_view_class = PeopleIndexView
    inspect_view_enabled = True
    form_fields = ["full_name", "email", "phone"]
    hidden_views = ("history",)
    search_fields = ["full_name", "email"]
    list_export = ["full_name", "email", "phone"]

    @property
    def list_display(self) -> list:
        def works_at(person: Any) -> str:
            return ", ".join(str(row.agency) for row in person.current_employments)

        return ["full_name", "email", Column("agency", label="Works at", accessor=works_at)]

    def get_urlpatterns(self) -> list[URLPattern]:
        ours = [
            path("new/", self.construct_view(AddPersonPage), name="add"),
            path("edit/<int:pk>/", self.construct_view(EditPersonPage), name="edit"),
            path("move/<int:pk>/", self.construct_view(MovePersonPage), name="move"),
            path("inspect/<int:pk>/", self.construct_view(InspectPersonPage), name="inspect"),
        ]
        named = {each.name for each in ours}
        return [*(e for e in super().get_urlpatterns() if e.name not in named), *ours]
