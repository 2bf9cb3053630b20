"""Agencies, their workforce figures, and the lists of sectors and role groups."""

from typing import Any

from wagtail.admin.viewsets.model import ModelViewSet

from people.models import Agency, RoleGroup, Sector, WorkforceFigure
from people.queries import staff_boards

from .base import BoardViewSet
from .forms import BoardModelForm


class AgencyForm(BoardModelForm):
    """An agency belongs to at least one of the boards of whoever writes it down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "merged_into"
        ].help_text = (
            "Set this when the agency has become part of another. Past bookings keep the old name."
        )
        self.fields[
            "contributor_category"
        ].help_text = (
            "What it counts as where a board has said nothing itself: see Category and area."
        )
        boards = list(staff_boards(self.for_user))
        if not self.instance.pk and len(boards) == 1:
            self.initial["boards"] = boards

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("parent", "merged_into"):
            if self.instance.pk and cleaned.get(name) == self.instance:
                self.add_error(name, "Choose another agency: this is the agency itself.")
        return cleaned


class AgencyViewSet(BoardViewSet):
    model = Agency
    name = "agencies"
    icon = "group"
    menu_label = "Agencies"
    menu_order = 80
    form_base_class = AgencyForm
    form_fields = ["name", "sector", "contributor_category", "boards", "parent", "merged_into"]
    list_display = ["name", "sector", "contributor_category", "merged_into"]
    list_filter = ["sector", "contributor_category"]
    list_export = ["name", "sector", "get_contributor_category_display", "merged_into"]
    search_fields = ["name"]


class WorkforceViewSet(BoardViewSet):
    model = WorkforceFigure
    name = "workforce"
    icon = "group"
    menu_label = "Workforce figures"
    menu_order = 85
    form_fields = ["agency", "role_group", "headcount", "counted_on", "source"]
    list_display = ["agency", "role_group", "headcount", "counted_on", "source"]
    list_filter = ["agency", "role_group"]
    list_export = ["agency", "role_group", "headcount", "counted_on", "source"]
    search_fields = ["agency__name", "source"]


class SectorViewSet(ModelViewSet):
    """Shared by all boards, so only a superuser reaches it (Wagtail's own model permissions)."""

    model = Sector
    name = "sectors"
    icon = "list-ul"
    menu_order = 90
    menu_hook = "register_training_menu_item"
    add_to_reference_index = False
    form_fields = ["name", "slug", "position"]
    list_display = ["name", "position"]


class RoleGroupViewSet(ModelViewSet):
    """Shared by all boards, so only a superuser reaches it (Wagtail's own model permissions)."""

    model = RoleGroup
    name = "role-groups"
    icon = "list-ul"
    menu_order = 91
    menu_hook = "register_training_menu_item"
    add_to_reference_index = False
    form_fields = ["name", "position"]
    list_display = ["name", "position"]
