"""The one menu of the officer, on whose hook every app hangs its entries, and the stylesheet."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

training_menu = Menu(register_hook_name="register_training_menu_item")


def training_menu_item() -> SubmenuMenuItem:
    return SubmenuMenuItem(
        "Training", training_menu, icon_name="calendar-alt", name="training", order=10
    )


class StaffMenuItem(MenuItem):
    """Shown to those who run a board."""

    def is_shown(self, request: object) -> bool:
        from .scope import staff_board_ids

        user = request.user  # type: ignore[attr-defined]  # Wagtail passes a signed-in request
        return bool(user.is_superuser or staff_board_ids(user))


def today_menu_item() -> MenuItem:
    return StaffMenuItem("Today", reverse("wagtailadmin_home"), icon_name="home", order=1)


def stylesheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/backoffice.css"))
