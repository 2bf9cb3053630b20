"""The addresses and menu entries of the words, times and letters."""

from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem

from people.backoffice.menu import StaffMenuItem

from .schedules import HoursPage, WhenPage
from .wordings import FirstBoardPage, KindsPage, ResetPage, RestorePage, WordsPage


def words_urls() -> list[URLPattern]:
    kind = "words/<int:board_id>/<slug:kind>/"
    return [
        path("words/", FirstBoardPage.as_view(), name="office_words_first"),
        path("words/<int:board_id>/", KindsPage.as_view(), name="office_words_of"),
        path("words/<int:board_id>/hours/", HoursPage.as_view(), name="office_hours"),
        path(kind, WordsPage.as_view(), name="office_words"),
        path(f"{kind}when/", WhenPage.as_view(), name="office_when"),
        path(f"{kind}reset/", ResetPage.as_view(), name="office_words_reset"),
        path(
            f"{kind}versions/<int:version_id>/",
            RestorePage.as_view(),
            name="office_words_restore",
        ),
    ]


def letters_menu_item() -> MenuItem:
    return StaffMenuItem(
        "Letters to print", reverse("office_messages:letters"), icon_name="doc-full", order=17
    )


def words_menu_item() -> MenuItem:
    return StaffMenuItem(
        "Words and times", reverse("office_words_first"), icon_name="edit", order=18
    )
