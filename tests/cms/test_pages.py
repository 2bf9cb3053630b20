import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from cms.models import HomePage, NewsIndexPage, NewsPage, PolicyPage, SiteDetails, StandardPage
from courses.models import ELearning, Level, Topic
from people.models import Board
from tests.factories import BookingFactory, CourseFactory, EventFactory

from .conftest import OTHER_HOST

pytestmark = pytest.mark.django_db
Get = Callable[..., str]

PAGES = (
    "/",
    "/calendar/",
    "/courses/",
    "/e-learning/",
    "/news/",
    "/news/one-place-for-training/",
    "/contact/",
    "/accessibility/",
    "/privacy/",
    "/cookies/",
    "/search/",
)


@pytest.mark.parametrize("path", PAGES)
def test_first_page_of_a_new_site_is_complete(board: Board, page_of: Get, path: str) -> None:
    page = page_of(path)

    assert page.count("<h1") == 1
    assert "Wirral Board training</title>" in page
    assert '<meta name="description" content="">' not in page
    assert '<meta name="description" content="' in page
    assert len(page) < 20_000


@pytest.mark.parametrize("path", PAGES)
def test_reading_sets_no_cookie(board: Board, client: Client, path: str) -> None:
    assert not client.get(path).cookies


def test_each_host_shows_its_own_board(board: Board, other_board: Board, client: Client) -> None:
    page = client.get("/", headers={"host": OTHER_HOST}).content.decode()

    assert "Halton Board" in page
    assert "Wirral" not in page


def test_home_shows_the_next_four_events(board: Board, page_of: Get) -> None:
    for number in range(5):
        EventFactory(
            course=CourseFactory(board=board, title=f"Training {number}"),
            starts_at=timezone.now() + dt.timedelta(days=number + 1),
        )

    page = page_of("/")

    assert "Training 3" in page
    assert "Training 4" not in page


def test_home_counts_coming_events_by_topic(board: Board, page_of: Get) -> None:
    topic = Topic.objects.create(board=board, name="Neglect")
    Topic.objects.create(board=board, name="Nothing coming")
    course = CourseFactory(board=board)
    course.topics.add(topic)
    EventFactory(course=course)
    EventFactory(course=course, starts_at=timezone.now() - dt.timedelta(days=2))

    page = page_of("/")

    assert f'href="/calendar/?topic={topic.pk}"' in page
    assert "1 event<" in page
    assert "Nothing coming" not in page


def test_home_shows_featured_courses_of_this_board(
    board: Board, other_board: Board, page_of: Get
) -> None:
    home = HomePage.objects.get(pk=board.site.root_page_id)
    home.featured_courses = [
        CourseFactory(board=board, title="Ours"),
        CourseFactory(board=other_board, title="Theirs"),
    ]
    home.save()

    page = page_of("/")

    assert "Ours" in page
    assert "Theirs" not in page


def test_catalogue_says_when_a_course_next_runs(board: Board, page_of: Get) -> None:
    start = dt.datetime(2032, 5, 11, 8, 30, tzinfo=dt.UTC)
    EventFactory(course=CourseFactory(board=board, title="Neglect"), starts_at=start)
    CourseFactory(board=board, title="Undated")

    page = page_of("/courses/")

    assert ">2 courses</h1>" in page
    assert "<strong>1 date</strong>, next Tuesday 11 May 2032" in page
    assert "No dates yet" in page


def test_catalogue_filters_to_courses_with_dates(board: Board, page_of: Get) -> None:
    EventFactory(course=CourseFactory(board=board, title="Dated"))
    CourseFactory(board=board, title="Undated")

    page = page_of("/courses/", dated="on")

    assert "Undated" not in page
    assert ">1 course: With dates to book</h1>" in page


def test_catalogue_takes_the_same_queries_for_any_number(
    board: Board, client: Client, django_assert_num_queries: Callable
) -> None:
    CourseFactory(board=board)
    client.get("/courses/")
    with django_assert_num_queries(11):
        client.get("/courses/")
    for _ in range(4):
        CourseFactory(board=board)

    with django_assert_num_queries(11):
        client.get("/courses/")


def test_elearning_entry_is_clearly_external(board: Board, page_of: Get) -> None:
    entry = ELearning.objects.create(
        board=board,
        title="FGM",
        provider="Home Office",
        url="https://example.org/fgm",
        minutes=90,
        level=Level.objects.create(board=board, name="Level 1"),
        last_checked_on=dt.date(2026, 3, 2),
    )
    entry.topics.add(Topic.objects.create(board=board, name="Harm"))

    page = page_of("/e-learning/")

    for text in (
        'href="https://example.org/fgm" rel="external noopener"',
        "(on Home Office’s site)",
        "1 hour 30 minutes",
        "Level 1",
        "Link last checked on Monday 2 March 2026",
    ):
        assert text in page


def test_elearning_filters_by_topic_level_and_words(
    board: Board, other_board: Board, page_of: Get
) -> None:
    topic = Topic.objects.create(board=board, name="Harm")
    entry = ELearning.objects.create(
        board=board, title="FGM", provider="A", url="https://a.example"
    )
    entry.topics.add(topic)
    ELearning.objects.create(
        board=board, title="Trafficking", provider="B", url="https://b.example"
    )
    ELearning.objects.create(
        board=other_board, title="FGM elsewhere", provider="C", url="https://c.example"
    )

    page = page_of("/e-learning/", topic=str(topic.pk), q="fgm")

    assert "1 e-learning course in Harm, matching “fgm”" in page
    assert "Trafficking" not in page
    assert "FGM elsewhere" not in page


def test_news_is_newest_first(board: Board, page_of: Get) -> None:
    index = NewsIndexPage.objects.get()
    for title, day in (("Older", 1), ("Newer", 2)):
        index.add_child(instance=NewsPage(title=title, published_on=dt.date(2032, 1, day)))

    page = page_of("/news/")

    assert page.index("Newer") < page.index("Older")


def test_draft_news_is_not_shown(board: Board, page_of: Get, client: Client) -> None:
    NewsIndexPage.objects.get().add_child(instance=NewsPage(title="Not yet", live=False))

    assert "Not yet" not in page_of("/news/")
    assert client.get("/news/not-yet/").status_code == 404


def test_policy_says_version_and_review(board: Board, page_of: Get) -> None:
    PolicyPage.objects.update(
        version="2.3", in_force_from=dt.date(2020, 1, 6), review_on=dt.date(2021, 1, 4)
    )

    page = page_of("/privacy/")

    assert "Version 2.3, in force from Monday 6 January 2020." in page
    assert "Its review was due on Monday 4 January 2021." in page


def test_contact_block_shows_the_sites_details(board: Board, page_of: Get) -> None:
    SiteDetails.objects.update(contact_hours="Weekdays, 9am to 4:30pm")

    page = page_of("/contact/")

    assert board.contact_email in page
    assert "Weekdays, 9am to 4:30pm" in page


def test_every_block_renders(board: Board, page_of: Get) -> None:
    page = StandardPage.objects.get(slug="contact")
    page.body = [
        ("heading", "A heading"),
        ("text", "<p>Some text</p>"),
        ("inset", "Mind <b>this</b>"),
        ("details", {"summary": "A question", "text": "<p>An answer</p>"}),
    ]
    page.save()

    text = page_of("/contact/")

    for expected in ("A heading", "<p>Some text</p>", "Mind &lt;b&gt;this", "A question"):
        assert expected in text


def test_search_groups_courses_elearning_and_pages(
    board: Board, other_board: Board, page_of: Get
) -> None:
    CourseFactory(board=board, title="Spotting neglect early")
    CourseFactory(board=board, title="Neglect only")
    CourseFactory(board=other_board, title="Spotting neglect elsewhere")
    ELearning.objects.create(
        board=board, title="Neglect spotting", provider="A", url="https://a.example"
    )

    page = page_of("/search/", q="spotting neglect")

    assert "2 results for “spotting neglect”</h1>" in page
    assert "Courses (1)" in page
    assert "E-learning (1)" in page
    assert "elsewhere" not in page


def test_search_finds_pages_of_this_board_only(
    board: Board, other_board: Board, page_of: Get
) -> None:
    page = page_of("/search/", q="cookies")

    assert "Pages (1)" in page
    assert 'href="/cookies/"' in page


@pytest.mark.parametrize(
    "q", ["", "   ", "<script>alert(1)</script>", '"', "OR", "a" * 1_000_000, "AND (", "*"]
)
def test_search_survives_odd_words(board: Board, page_of: Get, q: str) -> None:
    page = page_of("/search/", q=q)

    assert "<script>alert" not in page


def test_search_too_long_says_so(board: Board, page_of: Get) -> None:
    page = page_of("/search/", q="a" * 101)

    assert "Search with 100 characters or fewer." in page
    assert "<title>Error: " in page


def test_search_takes_the_same_queries_for_any_number(
    board: Board, client: Client, django_assert_num_queries: Callable
) -> None:
    CourseFactory(board=board, title="Neglect")
    client.get("/search/?q=neglect")
    with django_assert_num_queries(10):
        client.get("/search/?q=neglect")
    for _ in range(4):
        CourseFactory(board=board, title="Neglect")

    with django_assert_num_queries(10):
        client.get("/search/?q=neglect")


def test_unused_page_number_is_harmless(board: Board, page_of: Get) -> None:
    BookingFactory(event=EventFactory(course__board=board))

    for path in ("/calendar/", "/courses/", "/e-learning/", "/news/"):
        assert page_of(path, page="zzz")
        assert page_of(path, page="999")
