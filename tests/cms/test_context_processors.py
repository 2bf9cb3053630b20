import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from wagtail.models import Page, Site

from cms.context_processors import site_frame
from people.actions import grant_role
from people.choices import Role
from people.models import Board, RoleAssignment
from people.queries import board_for_request
from tests.factories import AgencyFactory, BoardFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def board() -> Board:
    site = Site.objects.get(is_default_site=True)
    for title, slug, in_menus in [
        ("Training calendar", "calendar", True),
        ("Privacy", "privacy", False),
        ("Hidden", "hidden", False),
    ]:
        site.root_page.add_child(instance=Page(title=title, slug=slug, show_in_menus=in_menus))
    return BoardFactory(site=site)


def request_for(board: Board | None, user=None, path: str = "/"):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    if board is not None:
        request.board = board
    return request


def roles(user, board: Board, *held: Role) -> None:
    for role in held:
        RoleAssignment.objects.create(user=user, board=board, role=role)


def test_frame_asks_three_queries_of_an_anonymous_visitor(client, board, django_assert_num_queries):
    Site.clear_site_root_paths_cache()
    request = request_for(None)
    template = engines["django"].get_template("404.html")

    with django_assert_num_queries(3):
        request.board = board_for_request(request)
        content = template.render({}, request)

    assert board.name in content


def test_frame_asks_nothing_until_a_template_does(board, django_assert_num_queries):
    with django_assert_num_queries(0):
        site_frame(request_for(board))


def test_menu_and_footer_hold_only_their_pages(board):
    frame = site_frame(request_for(board))

    assert [link.title for link in frame["primary_nav"]] == ["Training calendar"]
    assert [link.title for link in frame["footer_nav"]] == ["Privacy"]


def test_menu_marks_the_section_the_visitor_is_in(board):
    frame = site_frame(request_for(board, path="/calendar/month/"))

    assert [(link.url, link.current) for link in frame["primary_nav"]] == [("/calendar/", True)]


@pytest.mark.parametrize(
    ("held", "titles"),
    [
        ((), ["My training"]),
        ((Role.TRAINER,), ["My training", "Registers"]),
        ((Role.SUBGROUP,), ["My training", "Reports"]),
        ((Role.OFFICER,), ["My training", "Registers", "Reports", "Back office"]),
    ],
)
def test_account_links_follow_the_roles_held_here(board, held, titles):
    user = UserFactory()
    roles(user, board, *held)

    frame = site_frame(request_for(board, user))["frame"]

    assert [link.title for link in frame.account_links] == titles


def test_account_links_lead_to_the_agency_somebody_leads(board):
    user = UserFactory()
    grant_role(user, Role.AGENCY_LEAD, agency=AgencyFactory(boards=[board]))

    frame = site_frame(request_for(board, user))["frame"]

    assert [link.title for link in frame.account_links] == ["My training", "My agency"]


def test_account_links_ignore_roles_at_another_board(board):
    user = UserFactory()
    roles(user, BoardFactory(), Role.OFFICER)

    frame = site_frame(request_for(board, user))["frame"]

    assert [link.title for link in frame.account_links] == ["My training"]


def test_rights_of_a_user_cost_one_query(board, django_assert_num_queries):
    user = UserFactory()
    roles(user, board, Role.OFFICER, Role.TRAINER)
    frame = site_frame(request_for(board, user))["frame"]

    with django_assert_num_queries(1):
        rights = (frame.may_run_board, frame.may_read_reports, frame.may_take_registers)

    assert rights == (True, True, True)


def test_sign_in_link_comes_back_to_the_page(board):
    frame = site_frame(request_for(board, path="/calendar/?topic=3"))["frame"]

    assert frame.sign_in_url == "/accounts/login/?next=%2Fcalendar%2F%3Ftopic%3D3"


def test_sign_in_link_on_account_pages_keeps_their_next(board):
    frame = site_frame(request_for(board, path="/accounts/signup/?next=/book/7/"))["frame"]

    assert frame.sign_in_url == "/accounts/login/?next=%2Fbook%2F7%2F"


def test_frame_is_empty_where_no_board_is_published():
    frame = site_frame(request_for(None))

    assert not frame["board"]
    assert list(frame["footer_nav"]) == []
