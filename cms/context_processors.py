"""What every public page's frame needs; nothing is read until a template asks for it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.http import urlencode
from wagtail.models import Page, Site

from people.models import Board
from people.permissions import NO_REACH, Reach, reach_at

FOOTER_SLUGS = ("accessibility", "privacy", "cookies")


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    current: bool = False


class Frame:
    """The header's and footer's facts for one request. Works, empty, where no board is published."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def board(self) -> Board | None:
        board = getattr(self.request, "board", None)
        try:
            return board if board else None
        except Http404:
            return None

    @cached_property
    def is_signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return user is not None and user.is_authenticated

    @cached_property
    def reach(self) -> Reach:
        if not self.is_signed_in or self.board is None:
            return NO_REACH
        return reach_at(self.request.user, self.board)

    @property
    def may_take_registers(self) -> bool:
        return self.reach.is_trainer or self.reach.may_run_board

    @property
    def may_read_reports(self) -> bool:
        return self.reach.may_read_reports

    @property
    def may_run_board(self) -> bool:
        return self.reach.may_run_board

    @property
    def account_links(self) -> list[Link]:
        """Where a signed-in person may go, in the order of the header."""
        names = [
            ("My training", "bookings:my_training", self.board is not None),
            ("My agency", "bookings:my_agency", self.reach.leads_an_agency),
            ("Registers", "bookings:registers", self.may_take_registers),
            ("Reports", "reports:index", self.may_read_reports),
            ("Back office", "wagtailadmin_home", self.may_run_board),
        ]
        return [self._link(title, reverse(name)) for title, name, shown in names if shown]

    @property
    def sign_in_url(self) -> str:
        """Sign-in that comes back to this page; from the account pages, to their own `next`."""
        back = self.request.GET.get(REDIRECT_FIELD_NAME, "")
        if not self.request.path.startswith(reverse("account_login").removesuffix("login/")):
            back = self.request.get_full_path()
        query = f"?{urlencode({REDIRECT_FIELD_NAME: back})}" if back not in ("", "/") else ""
        return reverse("account_login") + query

    @property
    def sign_out_url(self) -> str:
        return reverse("account_logout")

    @cached_property
    def _menu_pages(self) -> list[Page]:
        try:
            site = Site.find_for_request(self.request)
        except Site.DoesNotExist:
            return []
        if site is None:
            return []
        shown = Q(show_in_menus=True) | Q(slug__in=FOOTER_SLUGS)
        pages = Page.objects.child_of(site.root_page).live().filter(shown).order_by("path")
        return list(pages.only("title", "slug", "show_in_menus"))

    @cached_property
    def primary_nav(self) -> list[Link]:
        return [self._page_link(page) for page in self._menu_pages if page.slug not in FOOTER_SLUGS]

    @cached_property
    def footer_nav(self) -> list[Link]:
        return [self._page_link(page) for page in self._menu_pages if page.slug in FOOTER_SLUGS]

    def _page_link(self, page: Page) -> Link:
        """A child of the root is served at its slug; asking Wagtail for the URL would cost queries."""
        return self._link(page.title, reverse("wagtail_serve", args=[f"{page.slug}/"]))

    def _link(self, title: str, url: str) -> Link:
        return Link(title, url, current=self.request.path.startswith(url))


def site_frame(request: HttpRequest) -> dict[str, Any]:
    """`board`, `primary_nav`, `footer_nav` and `frame`; at most 3 queries for an anonymous visitor."""
    frame = Frame(request)
    return {
        "board": SimpleLazyObject(lambda: frame.board),
        "primary_nav": SimpleLazyObject(lambda: frame.primary_nav),
        "footer_nav": SimpleLazyObject(lambda: frame.footer_nav),
        "frame": frame,
    }
