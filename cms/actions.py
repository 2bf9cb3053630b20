"""The only code that publishes a board's site."""

import datetime as dt

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils import timezone
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    Site,
)

from people.actions import record_change, staff_group_of
from people.models import Board

from . import links, starter
from .models import (
    CataloguePage,
    ELearningPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    PolicyPage,
    SiteDetails,
    StandardPage,
    TrainingCalendarPage,
)

PAGE_RIGHTS = ("add", "change", "lock", "publish", "unlock")
COLLECTION_RIGHTS = (
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
)
WELCOME_PAGE = {"depth": 2, "slug": "home", "title": "Welcome to your new Wagtail site!"}
FIRST_REVIEW = dt.timedelta(days=365)


@transaction.atomic
def publish_site(board: Board, *, hostname: str, port: int, is_default: bool = False) -> Site:
    """Gives `board` a site at `hostname`, with first words on every page; publishing again keeps edits.

    Side effects, in order: Wagtail's own welcome page and site go; the page tree; the Site, which the
    board then names; the rights of the board's staff group on its pages, files and details; an audit
    entry the first time.
    """
    _remove_welcome_page()
    home = _home_page(board)
    _add_missing_pages(board, home)
    if is_default:
        Site.objects.filter(is_default_site=True).exclude(root_page=home).update(
            is_default_site=False
        )
    site, _ = Site.objects.update_or_create(
        root_page=home,
        defaults={
            "hostname": hostname,
            "port": port,
            "is_default_site": is_default,
            "site_name": board.name,
        },
    )
    SiteDetails.objects.get_or_create(site=site)
    _grant_staff_rights(board, home=home, site=site)
    if board.site_id != site.pk:
        board.site = site
        board.save(update_fields=["site"])
        record_change(board, "site published", actor=None, now=hostname[:60])
    return site


def _remove_welcome_page() -> None:
    """Wagtail starts with a page and a site of its own, which would answer for every host."""
    for page in Page.objects.filter(**WELCOME_PAGE):
        if page.specific_class is Page:
            page.delete()


def _home_page(board: Board) -> HomePage:
    if board.site is not None:
        return HomePage.objects.get(pk=board.site.root_page_id)
    root = Page.get_first_root_node()
    home = HomePage(slug=board.slug, **starter.home_words(board))
    root.add_child(instance=home)
    return home


def _add_missing_pages(board: Board, home: HomePage) -> None:
    have = set(home.get_children().values_list("slug", flat=True))
    for page in (*_menu_pages(board), *_footer_pages(board)):
        if getattr(page, "fixed_slug", page.slug) in have:
            continue
        home.add_child(instance=page)
        if isinstance(page, NewsIndexPage):
            page.add_child(instance=_first_article())


def _menu_pages(board: Board) -> list[Page]:
    pages: list[Page] = [
        TrainingCalendarPage(
            title="Training calendar",
            introduction="Every event that is coming, with the places left on each.",
        ),
        CataloguePage(
            title="Courses", introduction="What we offer, for whom, and when it next runs."
        ),
        ELearningPage(
            title="E-learning",
            introduction="Short courses that other organisations run online.",
        ),
        NewsIndexPage(
            title="News",
            slug=links.NEWS_SLUG,
            introduction=f"What is new in training from {board.name}.",
        ),
        StandardPage(
            title="Contact",
            slug=links.CONTACT_SLUG,
            introduction="How to reach the people who run the training.",
            body=starter.contact_body(),
        ),
    ]
    for page in pages:
        page.show_in_menus = True
    return pages


def _footer_pages(board: Board) -> list[Page]:
    return [
        StandardPage(
            title="Accessibility",
            slug="accessibility",
            introduction="How accessible this site is, and what to do if it is not.",
            body=starter.accessibility_body(),
        ),
        PolicyPage(
            title="Privacy",
            slug="privacy",
            introduction=f"What {board.name} keeps about you when you book training, and why.",
            body=starter.privacy_body(),
            review_on=timezone.localdate() + FIRST_REVIEW,
        ),
        StandardPage(
            title="Cookies",
            slug="cookies",
            introduction="The two cookies this site sets.",
            body=starter.cookies_body(),
        ),
    ]


def _first_article() -> NewsPage:
    return NewsPage(
        title="One place for multi-agency training",
        slug="one-place-for-training",
        introduction="Find, book and keep track of your training on one site.",
        body=starter.welcome_body(),
    )


def _grant_staff_rights(board: Board, *, home: HomePage, site: Site) -> None:
    group = staff_group_of(board)
    group.permissions.add(_permission("wagtailadmin", "access_admin"))
    for right in PAGE_RIGHTS:
        GroupPagePermission.objects.get_or_create(
            group=group, page=home.page_ptr, permission=_permission("wagtailcore", f"{right}_page")
        )
    collection = _collection_of(board)
    for right in COLLECTION_RIGHTS:
        app = "wagtailimages" if right.endswith("image") else "wagtaildocs"
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission(app, right)
        )
    GroupSitePermission.objects.get_or_create(
        group=group, site=site, permission=_permission("cms", "change_sitedetails")
    )


def _collection_of(board: Board) -> Collection:
    """The board's folder of images and documents."""
    root = Collection.get_first_root_node()
    found = root.get_children().filter(name=board.name).first()
    collection: Collection = found or root.add_child(name=board.name)
    return collection


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
