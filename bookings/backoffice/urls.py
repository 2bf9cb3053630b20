"""The addresses and menu entry of a board's booking rules."""

from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem

from people.backoffice.menu import StaffMenuItem

from .event_rules import EventRulesPage
from .policies import FirstPoliciesPage, PoliciesPage, PolicyFilePage, ReadPolicyPage
from .policy_editor import EditorPage, UploadPolicyPage


def rules_urls() -> list[URLPattern]:
    board = "booking-rules/<int:board_id>/"
    version = f"{board}<int:number>/"
    return [
        path("booking-rules/", FirstPoliciesPage.as_view(), name="office_policies_first"),
        path(board, PoliciesPage.as_view(), name="office_policies"),
        path(f"{board}new/", EditorPage.as_view(), name="office_policy_new"),
        path(f"{board}upload/", UploadPolicyPage.as_view(), name="office_policy_upload"),
        path("event-rules/<int:event_id>/", EventRulesPage.as_view(), name="office_event_rules"),
        path(version, ReadPolicyPage.as_view(), name="office_policy"),
        path(
            f"{version}<slug:format>/policy.yaml",
            PolicyFilePage.as_view(),
            name="office_policy_file",
        ),
    ]


def rules_menu_item() -> MenuItem:
    return StaffMenuItem(
        "Booking rules", reverse("office_policies_first"), icon_name="clipboard-list", order=16
    )
