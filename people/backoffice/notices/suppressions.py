"""Addresses nothing is sent to any more: see them, add one, take one off."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.menus import MenuItem

from notices import actions
from notices.models import Suppression
from people.backoffice.base import BoardViewSet, ScopedIndexView
from people.backoffice.pages import StaffFormPage

from .scoping import knows_address


class BlockForm(forms.Form):
    email = forms.EmailField(
        label="Address",
        max_length=254,
        error_messages={
            "required": "Enter the address",
            "invalid": "Enter an e-mail address like name@agency.org.uk",
        },
    )
    why = forms.CharField(
        label="Reason", max_length=250, error_messages={"required": "Enter the reason"}
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if not knows_address(self.user, email):
            raise forms.ValidationError(
                "Nobody of your agencies has this address, and you never wrote to it. Check the spelling"
            )
        return email


class BlockPage(StaffFormPage):
    model = Suppression
    permission_required = "add"
    index_url_name = "office_blocked:index"
    page_title = "Block an address"
    submit_label = "Block this address"
    lead = (
        "Nothing is sent to it from now on. What the person has to know goes to their manager, "
        "or is printed."
    )

    def make_form(self, data: Any = None) -> BlockForm:
        return BlockForm(data, user=self.user)

    def save(self, form: BlockForm) -> HttpResponse:
        email, why = form.cleaned_data["email"], form.cleaned_data["why"]
        actions.suppress(email, detail=why, actor=self.user)
        return self.back_to("office_blocked:index", success=f"{email} is blocked.")


class UnblockPage(StaffFormPage):
    model = Suppression
    permission_required = "delete"
    index_url_name = "office_blocked:index"
    page_title = "Take off the list"
    submit_label = "Send to this address again"
    lead = "Do this when the mailbox works again, or its owner wants our mail after all."

    @cached_property
    def suppression(self) -> Suppression:
        row: Suppression = self.row_or_404(self.kwargs["pk"])
        return row

    def get_page_subtitle(self) -> str:
        return self.suppression.email

    def make_form(self, data: Any = None) -> forms.Form:
        self.suppression  # noqa: B018  read for its 404
        return forms.Form(data)

    def save(self, form: Any) -> HttpResponse:
        email = self.suppression.email
        actions.unsuppress(self.suppression.pk)
        said = f"{email} gets mail again. What it missed is under Messages: send that again."
        return self.back_to("office_blocked:index", success=said)


class SuppressionIndexView(ScopedIndexView):
    page_title = "Blocked addresses"
    add_item_label = "Block an address"
    default_ordering = "-since"

    def get_list_more_buttons(self, instance: Suppression) -> list[MenuItem]:
        url = reverse("office_blocked:delete", args=[instance.pk])
        return [MenuItem("Take off the list", url, icon_name="bin")]


class SuppressionViewSet(BoardViewSet):
    model = Suppression
    name = "blocked"
    icon = "no-view"
    menu_label = "Blocked addresses"
    menu_order = 19
    index_view_class = SuppressionIndexView
    form_fields = ["email"]
    hidden_views = ("history", "edit")
    list_display = ["email", "reason", "detail", "since"]
    list_filter = ["reason"]
    search_fields = ["email"]

    def get_urlpatterns(self) -> list[URLPattern]:
        ours = [
            path("new/", self.construct_view(BlockPage), name="add"),
            path("off/<int:pk>/", self.construct_view(UnblockPage), name="delete"),
        ]
        named = {each.name for each in ours}
        return [*(e for e in super().get_urlpatterns() if e.name not in named), *ours]
