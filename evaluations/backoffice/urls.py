"""The addresses and menu entry of evaluation."""

from django.urls import URLPattern, path, reverse
from wagtail.admin.menu import MenuItem

from people.backoffice.menu import StaffMenuItem

from .comments import CommentsPage
from .instruments import (
    EditPage,
    InstrumentFilePage,
    InstrumentPage,
    InstrumentsPage,
    PreviewPage,
)
from .pages import FirstPage, HomePage
from .plans import PlanPage, PlansPage
from .settings import SettingPage


def evaluation_urls() -> list[URLPattern]:
    board = "evaluation/<int:board_id>/"
    version = f"{board}questionnaires/<int:instrument_id>/"
    plans = f"{board}plans/"
    return [
        path("evaluation/", FirstPage.as_view(), name="office_evaluation_first"),
        path(board, HomePage.as_view(), name="office_evaluation"),
        path(f"{board}limits/", SettingPage.as_view(), name="office_evaluation_limits"),
        path(f"{board}text/", CommentsPage.as_view(), name="office_evaluation_comments"),
        path(plans, PlansPage.as_view(), name="office_evaluation_plans"),
        path(f"{plans}<int:course_id>/", PlanPage.as_view(), name="office_evaluation_plan"),
        path(f"{board}questionnaires/", InstrumentsPage.as_view(), name="office_instruments"),
        path(f"{board}questionnaires/new/", EditPage.as_view(), name="office_instrument_new"),
        path(version, InstrumentPage.as_view(), name="office_instrument"),
        path(f"{version}preview/", PreviewPage.as_view(), name="office_instrument_preview"),
        path(f"{version}file.yaml", InstrumentFilePage.as_view(), name="office_instrument_file"),
    ]


def evaluation_menu_item() -> MenuItem:
    return StaffMenuItem(
        "Evaluation", reverse("office_evaluation_first"), icon_name="clipboard-list", order=17
    )
