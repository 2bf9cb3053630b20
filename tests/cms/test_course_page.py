import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from bookings.choices import BookingState
from courses.choices import EventState
from courses.models import CourseObjective, Topic, TrainerAssignment
from people.actions import person_for_user
from people.models import Board
from tests.factories import (
    AgencyFactory,
    BookingFactory,
    CourseFactory,
    EventFactory,
    PersonFactory,
    PolicyVersionFactory,
    RoleGroupFactory,
    SessionFactory,
    TrainerFactory,
    UserFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db
Get = Callable[..., str]


def test_course_page_says_what_the_course_is(board: Board, page_of: Get) -> None:
    course = CourseFactory(
        board=board,
        title="Neglect",
        slug="neglect",
        summary="See neglect early.",
        description="All about neglect.",
        refresher_months=36,
    )
    CourseObjective.objects.create(course=course, text="Describe neglect")
    course.topics.add(Topic.objects.create(board=board, name="Harm"))
    course.mandatory_for.add(RoleGroupFactory(name="Social workers"))

    page = page_of("/courses/neglect/")

    for text in (
        "<title>Neglect",
        '<meta name="description" content="See neglect early.">',
        "All about neglect.",
        "Describe neglect",
        "Harm",
        "Social workers",
        "Every 36 months",
        "1 day (6 hours)",
        "Face to face",
    ):
        assert text in page


def test_course_page_shows_every_coming_event(board: Board, page_of: Get) -> None:
    course = CourseFactory(board=board, slug="neglect")
    start = timezone.now()
    for week in range(1, 13):
        EventFactory(course=course, starts_at=start + dt.timedelta(weeks=week))
    EventFactory(course=course, starts_at=start - dt.timedelta(weeks=1))
    EventFactory(course=course, state=EventState.DRAFT)

    page = page_of("/courses/neglect/")

    assert "12 dates to come" in page
    assert page.count('<article class="c-event"') == 12


def test_event_shows_each_session_with_its_place(board: Board, page_of: Get) -> None:
    event = EventFactory(
        course=CourseFactory(board=board, slug="neglect"),
        starts_at=dt.datetime(2032, 5, 11, 8, 30, tzinfo=dt.UTC),
        sessions=0,
    )
    SessionFactory(event=event, venue=VenueFactory(board=board, name="Canal Hall", postcode="CH1"))
    second = dt.datetime(2032, 5, 18, 13, 0, tzinfo=dt.UTC)
    SessionFactory(event=event, starts_at=second, ends_at=second + dt.timedelta(hours=2))

    page = page_of("/courses/neglect/")

    assert "Tuesday 11 May 2032, 9:30am to 3:30pm<br>Canal Hall, CH1" in page
    assert "Tuesday 18 May 2032, 2pm to 4pm<br>Online" in page


def test_trainers_are_shown_by_agency_not_by_name(board: Board, page_of: Get) -> None:
    event = EventFactory(course=CourseFactory(board=board, slug="neglect"))
    trainer = TrainerFactory(board=board, agency=AgencyFactory(name="Cheshire Police"))
    TrainerAssignment.objects.create(event=event, trainer=trainer)

    page = page_of("/courses/neglect/")

    assert "Trainers from Cheshire Police" in page
    assert trainer.person.full_name not in page


def test_full_event_says_how_many_wait(board: Board, page_of: Get) -> None:
    event = EventFactory(course=CourseFactory(board=board, slug="neglect"), capacity=1)
    BookingFactory(event=event)
    for _ in range(2):
        BookingFactory(event=event, state=BookingState.WAITING)

    page = page_of("/courses/neglect/")

    assert "2 people waiting" in page
    assert "Join the waiting list" in page
    assert f'href="/book/{event.pk}/"' in page


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": EventState.CANCELLED}, "This event has been cancelled."),
        ({"state": EventState.TENTATIVE}, "This date is planned but not confirmed"),
        (
            {"booking_closes_at": dt.datetime(2026, 1, 5, 12, tzinfo=dt.UTC)},
            "Booking closed on Monday 5 January",
        ),
    ],
)
def test_event_that_cannot_be_booked_says_why(
    board: Board, page_of: Get, changes: dict[str, object], reason: str
) -> None:
    EventFactory(course=CourseFactory(board=board, slug="neglect"), **changes)

    page = page_of("/courses/neglect/")

    assert reason in page
    assert "/book/" not in page


def test_booked_person_is_told_so(board: Board, client: Client) -> None:
    event, user = EventFactory(course=CourseFactory(board=board, slug="neglect")), UserFactory()
    booking = BookingFactory(event=event, person=person_for_user(user))
    client.force_login(user)

    page = client.get("/courses/neglect/").content.decode()

    assert "You are booked" in page
    assert f"/bookings/{booking.reference}/" in page
    assert "/book/" not in page


def test_waiting_person_is_told_their_position(board: Board, client: Client) -> None:
    event = EventFactory(course=CourseFactory(board=board, slug="neglect"), capacity=1)
    BookingFactory(event=event)
    for _ in range(2):
        BookingFactory(event=event, state=BookingState.WAITING)
    user = UserFactory()
    BookingFactory(event=event, person=person_for_user(user), state=BookingState.WAITING)
    client.force_login(user)

    page = client.get("/courses/neglect/").content.decode()

    assert "You are on the waiting list (position 3)" in page


def test_course_without_dates_says_what_to_do(board: Board, page_of: Get) -> None:
    topic = Topic.objects.create(board=board, name="Harm")
    CourseFactory(board=board, slug="neglect").topics.add(topic)
    CourseFactory(board=board, title="Sister course").topics.add(topic)

    page = page_of("/courses/neglect/")

    assert "No dates have been set yet" in page
    assert 'href="/contact/"' in page
    assert "Sister course" in page


def test_another_boards_course_is_not_found(
    board: Board, other_board: Board, client: Client
) -> None:
    CourseFactory(board=other_board, slug="neglect")

    assert client.get("/courses/neglect/").status_code == 404
    assert client.get("/courses/halton/neglect/").status_code == 404


def test_course_opened_by_another_board_says_who_runs_it(
    board: Board, other_board: Board, page_of: Get
) -> None:
    course = CourseFactory(board=other_board, slug="neglect")
    opened = EventFactory(course=course)
    opened.open_to.add(board)
    EventFactory(course=course)

    page = page_of("/courses/halton/neglect/")

    assert "Run by Halton Board" in page
    assert "1 date to come" in page


def test_own_course_has_one_address(board: Board, client: Client) -> None:
    CourseFactory(board=board, slug="neglect")

    assert client.get("/courses/wirral/neglect/").status_code == 404


def test_archived_course_keeps_its_page_but_leaves_the_list(board: Board, page_of: Get) -> None:
    CourseFactory(board=board, title="Old course", slug="old", is_archived=True)

    assert "Old course" in page_of("/courses/old/")
    assert "Old course" not in page_of("/courses/")


def test_course_page_takes_the_same_queries_for_any_number_of_events(
    board: Board, client: Client, django_assert_num_queries: Callable
) -> None:
    course = CourseFactory(board=board, slug="neglect")
    PolicyVersionFactory(board=board)
    EventFactory(course=course)
    client.get("/courses/neglect/")
    with django_assert_num_queries(19):
        client.get("/courses/neglect/")
    for _ in range(5):
        EventFactory(course=course)

    with django_assert_num_queries(19):
        client.get("/courses/neglect/")


def test_price_and_the_way_to_a_place_are_said_before_signing_in(
    board: Board, page_of: Get
) -> None:
    EventFactory(course=CourseFactory(board=board, slug="neglect"))
    sections = {"prices": {"otherwise": {"pence": 7500}}, "channel": {"kind": "apply"}}
    PolicyVersionFactory(board=board, sections=sections)

    for page in ("/courses/neglect/", "/calendar/", "/"):
        said = page_of(page)
        assert "£75<" in said
        assert "Places by application<" in said
        assert ">Ask for a place<" in said


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (BookingState.APPLIED, "You have asked for a place"),
        (BookingState.OFFERED, "We hold a place for you: please answer"),
        (BookingState.AWAITING, "Waiting for your manager"),
    ],
)
def test_what_is_still_open_is_said_to_whom_it_concerns(
    board: Board, client: Client, page_of: Get, state: BookingState, said: str
) -> None:
    user = UserFactory()
    ends = timezone.now() + dt.timedelta(hours=9) if state == BookingState.OFFERED else None
    BookingFactory(
        event=EventFactory(course=CourseFactory(board=board, slug="neglect")),
        person=PersonFactory(user=user),
        state=state,
        offer_expires_at=ends,
    )
    client.force_login(user)

    assert said in page_of("/courses/neglect/")
