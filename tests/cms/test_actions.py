import pytest
from wagtail.models import Page, Site

from cms.actions import publish_site
from cms.models import HomePage, NewsPage, StandardPage
from people.actions import grant_role
from people.choices import Role
from people.models import AuditEntry, Board
from tests.factories import CourseFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_publish_site_twice_makes_one_tree(board: Board) -> None:
    before = Page.objects.count(), Site.objects.count()

    publish_site(board, hostname="testserver", port=80, is_default=True)

    assert (Page.objects.count(), Site.objects.count()) == before


def test_publish_site_again_keeps_what_was_edited(board: Board) -> None:
    page = StandardPage.objects.get(slug="contact")
    page.title = "Reach us"
    page.save_revision().publish()

    publish_site(board, hostname="testserver", port=80, is_default=True)

    assert StandardPage.objects.get(slug="contact").title == "Reach us"


def test_publish_site_moves_to_another_host(board: Board) -> None:
    site = publish_site(board, hostname="training.example", port=443, is_default=True)

    assert site.pk == board.site_id
    assert (site.hostname, site.port) == ("training.example", 443)


def test_publish_site_removes_the_welcome_page(board: Board) -> None:
    assert not Page.objects.filter(title__startswith="Welcome to your new").exists()
    assert Site.objects.count() == 1


def test_publish_site_leaves_one_default(board: Board, other_board: Board) -> None:
    assert Site.objects.get(is_default_site=True).pk == board.site_id


def test_publish_site_is_recorded_once(board: Board) -> None:
    publish_site(board, hostname="testserver", port=80, is_default=True)

    assert AuditEntry.objects.filter(target_type="people.board", target_id=board.pk).count() == 1


def test_staff_may_edit_only_their_own_pages(board: Board, other_board: Board) -> None:
    officer = UserFactory()
    grant_role(officer, Role.OFFICER, board=board)
    own, other = (HomePage.objects.get(pk=b.site.root_page_id) for b in (board, other_board))

    assert officer.has_perm("wagtailadmin.access_admin")
    assert own.permissions_for_user(officer).can_edit()
    assert own.permissions_for_user(officer).can_publish()
    assert not other.permissions_for_user(officer).can_edit()


def test_home_page_offers_featured_courses_of_own_boards_only(
    board: Board, other_board: Board
) -> None:
    officer = UserFactory()
    grant_role(officer, Role.OFFICER, board=board)
    own = CourseFactory(board=board)
    CourseFactory(board=other_board)
    form_class = HomePage.get_edit_handler().get_form_class()

    form = form_class(instance=HomePage.objects.first(), for_user=officer)

    assert list(form.fields["featured_courses"].queryset) == [own]


def test_training_pages_keep_their_address(board: Board) -> None:
    calendar = Page.objects.get(slug="calendar", depth=3).specific
    calendar.slug = "diary"

    calendar.save()

    assert Page.objects.get(pk=calendar.pk).slug == "calendar"


def test_news_can_only_stand_under_news() -> None:
    assert [page.__name__ for page in NewsPage.allowed_parent_page_models()] == ["NewsIndexPage"]
