"""What evaluation says of a course, on its pages: only of closed forms, only of enough people."""

import json
import re

import pytest
from django.urls import reverse

from courses.models import TrainerAssignment
from evaluations import actions
from evaluations.choices import Moderation, Wave
from evaluations.models import Comment, Finding, Interview, RunWave
from evaluations.scopes import ALL
from people.actions import grant_role
from people.choices import Role
from tests.factories import BookingFactory, EventFactory, TrainerFactory, UserFactory

from .conftest import AT_THE_END, CLOSED, PEOPLE, START, came, held, work_out

pytestmark = pytest.mark.django_db


class Reader:
    """A member of the sub-group, who signs in for each page: the clock of these tests jumps by weeks."""

    def __init__(self, client, user):
        self.client, self.user = client, user

    def get(self, address):
        self.client.force_login(self.user)
        return self.client.get(address)


@pytest.fixture
def reader(client, board):
    user = UserFactory()
    grant_role(user, Role.SUBGROUP, board=board)
    return Reader(client, user)


def page_of(course, query=""):
    return f"{reverse('evaluations:impact_course', args=[course.slug])}{query}"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_page_begins_with_the_headline_in_words(reader, held_run, clock):
    work_out(clock)

    page = text(reader.get(page_of(held_run.event.course)))

    assert "Confidence in what the course teaches rose by 1.00 points by the end." in page
    assert f"All {PEOPLE} people invited answered both at the start and at the end." in page
    assert "There is no comparison group" in page


def test_a_fall_is_told_as_a_rise_is(reader, event, clock):
    held(event, gain=-1)
    work_out(clock)

    assert "fell by 1.00 points by the end" in text(reader.get(page_of(event.course)))


def test_list_says_of_each_course_what_came_of_it_or_why_nothing_is_known(reader, event, clock):
    actions.open_run(event)
    before = text(reader.get(reverse("evaluations:impact")))
    held(event)
    work_out(clock)

    after = text(reader.get(reverse("evaluations:impact")))

    assert "No form has closed yet." in before
    assert "rose by 1.00 points." in after
    assert f"At the end: {PEOPLE} of {PEOPLE} answered" in after


def test_results_of_too_few_people_are_shown_nowhere(reader, event, clock):
    held(event, people=4)
    work_out(clock)
    course = event.course
    download = reverse("evaluations:impact_download", args=[course.slug, "json"])

    page = text(reader.get(page_of(course)))

    assert "Fewer than 5 people answered" in page
    assert "points" not in page
    assert reader.get(download).status_code == 404


def test_downloads_hold_what_the_page_shows(reader, held_run, clock):
    work_out(clock)
    slug = held_run.event.course.slug

    as_json = reader.get(reverse("evaluations:impact_download", args=[slug, "json"]))
    as_csv = reader.get(reverse("evaluations:impact_download", args=[slug, "csv"]))

    found = json.loads(as_json.content)
    assert found["analysis"] == Finding.objects.get(key=ALL).document["analysis"]
    assert ",1.0," in next(
        line
        for line in as_csv.content.decode().splitlines()
        if "sure / changes" in line and "mean_change" in line
    )


def test_comments_are_shown_once_they_were_let_through(reader, held_run, clock):
    clock.move_to(AT_THE_END)
    wave = RunWave.objects.get(run=held_run, wave=Wave.END)
    late = BookingFactory(event=held_run.event)
    came(late)
    actions.send_answers(late, wave.pk, {"better": "Ask little Amy"})
    work_out(clock)
    before = text(reader.get(page_of(held_run.event.course)))
    comment = Comment.objects.get()
    actions.moderate_comment(
        comment.pk, Moderation.SHOWN, shown_text="Ask them", actor=UserFactory()
    )

    after = text(reader.get(page_of(held_run.event.course)))

    assert "little Amy" not in before + after
    assert "Ask them" in after


def test_trainer_reads_the_results_of_own_dates_only(client, board, held_run, course, clock):
    work_out(clock)
    user = UserFactory()
    grant_role(user, Role.TRAINER, board=board)
    trainer = TrainerFactory(board=board, person__user=user)
    TrainerAssignment.objects.create(event=held_run.event, trainer=trainer)
    other = EventFactory(course=course, starts_at=START)
    client.force_login(user)

    own = client.get(reverse("evaluations:impact_event", args=[held_run.event_id]))

    assert "rose by 1.00 points" in text(own)
    assert client.get(reverse("evaluations:impact_event", args=[other.pk])).status_code == 404
    assert client.get(page_of(course)).status_code == 404


def test_who_agreed_to_be_asked_more_is_listed_by_how_far_they_got(client, board, bookings):
    Interview.objects.create(booking=bookings[0], review="done")
    Interview.objects.create(booking=bookings[1], review="not")
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)

    page = text(client.get(reverse("evaluations:cases")))

    assert page.index(bookings[0].person.full_name) < page.index(bookings[1].person.full_name)
    assert bookings[2].person.full_name not in page


@pytest.mark.parametrize("dates", [1, 3])
def test_pages_ask_the_same_number_of_questions(
    reader, board, course, clock, dates, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(dates):
        held(EventFactory(course=course, starts_at=START, capacity=30), people=6)
    clock.move_to(CLOSED)
    actions.work_out_findings(CLOSED)
    reader.get(page_of(course))

    with django_assert_num_queries(14):
        reader.client.get(page_of(course))
    with django_assert_max_num_queries(12):
        reader.client.get(reverse("evaluations:impact"))
