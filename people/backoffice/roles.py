"""Who may do what: granting and withdrawing roles, through `people.actions`."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.menus import MenuItem

from people import actions
from people.choices import AGENCY_ROLES, STAFF_ROLES, Role
from people.models import Agency, Board, RoleAssignment
from people.models.users import normal_email

from .base import BoardViewSet, ScopedIndexView
from .forms import StaffForm
from .pages import StaffFormPage


class GrantForm(StaffForm):
    email = forms.EmailField(
        label="E-mail of the person",
        max_length=254,
        help_text="They sign in with this address. Somebody new gets a sign-in now.",
        error_messages={"required": "Enter the e-mail address"},
    )
    full_name = forms.CharField(
        label="Full name", max_length=200, required=False, help_text="Needed for somebody new."
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices)
    board = forms.ModelChoiceField(
        Board.objects.all(), label="For the board", required=False, empty_label="No board"
    )
    agency = forms.ModelChoiceField(
        Agency.objects.filter(merged_into__isnull=True),
        label="For the agency",
        required=False,
        empty_label="No agency",
        help_text="Practitioners and agency leads belong to an agency, all other roles to a board.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards = list(self.fields["board"].queryset[:2])  # type: ignore[attr-defined]  # a model choice
        if len(boards) == 1:
            self.initial["board"] = boards[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        needs_agency = cleaned.get("role") in AGENCY_ROLES
        if needs_agency and not cleaned.get("agency") and "agency" not in self.errors:
            self.add_error("agency", "Choose the agency this role is for")
        if not needs_agency and not cleaned.get("board") and "board" not in self.errors:
            self.add_error("board", "Choose the board this role is for")
        cleaned["board" if needs_agency else "agency"] = None
        users = get_user_model().objects.filter(email=normal_email(cleaned.get("email") or ""))
        if cleaned.get("email") and not cleaned.get("full_name") and not users.exists():
            self.add_error("full_name", "Nobody signs in with this address yet: enter their name")
        return cleaned


class GrantPage(StaffFormPage):
    model = RoleAssignment
    permission_required = "add"
    index_url_name = "office_roles:index"
    page_title = "Give a role"
    submit_label = "Give this role"

    def make_form(self, data: Any = None) -> forms.Form:
        return GrantForm(data, user=self.user)

    def save(self, form: Any) -> HttpResponse:
        wanted = form.cleaned_data
        user = get_user_model().objects.filter(email=normal_email(wanted["email"])).first()
        if user is None:
            user = actions.create_account(email=wanted["email"], full_name=wanted["full_name"])
        held = actions.grant_role(
            user,
            Role(wanted["role"]),
            board=wanted["board"],
            agency=wanted["agency"],
            actor=self.user,
        )
        return self.back_to("office_roles:index", success=f"{held}.")


class WithdrawForm(forms.Form):
    """Nothing to fill in; refuses when somebody would lock themselves out."""

    def __init__(self, *args: Any, assignment: RoleAssignment, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assignment, self.user = assignment, user

    def clean(self) -> dict[str, Any]:
        if self.assignment.user_id == self.user.pk and self.assignment.role in STAFF_ROLES:
            raise forms.ValidationError(
                "You cannot withdraw your own role: you would be locked out. Ask a colleague."
            )
        return super().clean() or {}


class WithdrawPage(StaffFormPage):
    model = RoleAssignment
    permission_required = "delete"
    index_url_name = "office_roles:index"
    page_title = "Withdraw"
    submit_label = "Withdraw this role"
    lead = "They lose what the role lets them see and do at once. Their own training record stays."

    @cached_property
    def assignment(self) -> RoleAssignment:
        return self.row_or_404(self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.assignment)

    def make_form(self, data: Any = None) -> forms.Form:
        return WithdrawForm(data, assignment=self.assignment, user=self.user)

    def save(self, form: Any) -> HttpResponse:
        said = str(self.assignment)
        actions.withdraw_role(self.assignment, actor=self.user)
        return self.back_to("office_roles:index", success=f"Withdrawn: {said}.")


class RolesIndexView(ScopedIndexView):
    page_title = "Roles"
    add_item_label = "Give a role"

    def get_list_more_buttons(self, instance: RoleAssignment) -> list[MenuItem]:
        url = reverse("office_roles:delete", args=[instance.pk])
        return [MenuItem("Withdraw", url, icon_name="bin")]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("user", "board", "agency")


class RoleViewSet(BoardViewSet):
    model = RoleAssignment
    name = "roles"
    icon = "key"
    menu_label = "Roles"
    menu_order = 95
    index_view_class = RolesIndexView
    form_fields = ["role"]
    hidden_views = ("history",)
    list_display = ["user", "role", "board", "agency"]
    list_filter = ["role"]
    search_fields = ["user__full_name", "user__email"]

    def get_urlpatterns(self) -> list[URLPattern]:
        ours = [
            path("new/", self.construct_view(GrantPage), name="add"),
            path("withdraw/<int:pk>/", self.construct_view(WithdrawPage), name="delete"),
        ]
        named = {each.name for each in ours}
        return [*(e for e in super().get_urlpatterns() if e.name not in named), *ours]
