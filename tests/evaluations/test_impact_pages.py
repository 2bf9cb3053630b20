"""What evaluation says of a course, on its pages: only of closed forms, only of enough people."""

import datetime as dt
import json
import re

import pytest
from django.urls import reverse

from bookings.models import Booking
from courses.models import TrainerAssignment
from evaluations import actions
from evaluations.choices import Moderation, Wave
from evaluations.findings import public_summary
from evaluations.models import Comment, EvaluationSetting, Finding, Interview, RunWave, Sheet
from evaluations.rules import NotNow
from evaluations.scopes import ALL, event_key
from people.actions import grant_role
from people.choices import Role
from tests.factories import BookingFactory, EventFactory, TrainerFactory, UserFactory

from .conftest import AT_THE_END, LATER, START, came

pytestmark = pytest.mark.django_db

CLOSED = AT_THE_END + dt.timedelta(days=15)
PEOPLE = 12


def answers_of(run, wave, level):
    """Everybody's answers to a wave: its scale at `level` or one above."""
    document = RunWave.objects.get(run=run, wave=wave).document
    codes = [item["code"] for item in document["items"] if item["code"].startswith("sure")]
    bookings = Booking.objects.filter(event=run.event).order_by("pk")
    return {booking: dict.fromkeys(codes, level + n % 2) for n, booking in enumerate(bookings)}


def held(event, people=PEOPLE, gain=1):
    """An event that everybody came to and whose start and end everybody answered."""
    run = actions.open_run(event)
    came(*[BookingFactory(event=event) for _ in range(people)])
    for wave, at, level in ((Wave.START, START, 2), (Wave.END, AT_THE_END, 2 + gain)):
        row = RunWave.objects.get(run=run, wave=wave)
        actions.invite(row)
        later = event.starts_at - START
        actions.send_answers_of(row.pk, answers_of(run, wave, level), at=at + later)
    return run


@pytest.fixture
def held_run(event):
    return held(event)


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


def work_out(clock, at=CLOSED):
    clock.move_to(at)
    return actions.work_out_findings(at)


def page_of(course, query=""):
    return f"{reverse('evaluations:impact_course', args=[course.slug])}{query}"


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_nothing_is_worked_out_before_a_form_has_closed(event, clock):
    held(event)

    work_out(clock, AT_THE_END)

    assert Finding.objects.get(key=ALL).document["analysis"] is None


def test_what_is_worked_out_is_not_worked_out_again(held_run, clock):
    first, again = work_out(clock), work_out(clock, CLOSED + dt.timedelta(days=1))

    assert (first, again) == (3, 0)


def test_another_number_of_the_board_makes_results_stale(held_run, board, clock):
    work_out(clock)
    EvaluationSetting.objects.create(board=board, hidden_under=20)

    again = work_out(clock)

    assert again == 3
    assert Finding.objects.get(key=ALL).document["analysis"] is None


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


def test_an_event_is_set_beside_the_earlier_ones(event, course, clock):
    held(event)
    later = EventFactory(course=course, starts_at=START + dt.timedelta(days=20), capacity=30)
    run = actions.open_run(later)
    came(*[BookingFactory(event=later) for _ in range(PEOPLE)])
    for wave in (Wave.START, Wave.END):
        row = RunWave.objects.get(run=run, wave=wave)
        level = 2 if wave == Wave.START else 4
        given = answers_of(run, wave, level)
        actions.send_answers_of(row.pk, given, at=row.closes_at - dt.timedelta(minutes=1))

    work_out(clock, LATER)

    analysis = Finding.objects.get(key=event_key(later.pk)).document["analysis"]
    mark = next(o for o in analysis["outcomes"] if o["name"] == "sure")["benchmark"]
    assert (mark["rank"], mark["of"]) == (1, 2)
    assert [each["change"]["value"] for each in mark["earlier"]] == [1.0]


def test_forms_of_many_are_sent_as_the_form_of_one_is(bookings, run, clock):
    came(*bookings)
    clock.move_to(AT_THE_END)
    wave = RunWave.objects.get(run=run, wave=Wave.END)
    given = {booking: {"useful": n, "better": f"t{n}"} for n, booking in enumerate(bookings)}

    actions.send_answers_of(wave.pk, given)

    assert sorted(sheet.answers["useful"] for sheet in Sheet.objects.all()) == list(range(6))
    assert all(sheet.is_sent and "better" not in sheet.answers for sheet in Sheet.objects.all())
    assert Comment.objects.count() == wave.invitations.filter(is_answered=True).count() == 6
    with pytest.raises(NotNow):
        actions.send_answers_of(wave.pk, given)


def test_of_many_forms_none_is_sent_if_one_may_not_be(bookings, run, clock):
    came(*bookings[:5])
    clock.move_to(LATER)
    wave = RunWave.objects.get(run=run, wave=Wave.LATER)

    with pytest.raises(NotNow):
        actions.send_answers_of(wave.pk, {booking: {"review": "done"} for booking in bookings})

    assert not Sheet.objects.exists()


@pytest.mark.parametrize(
    ("is_public", "people", "shown"), [(True, 12, True), (False, 12, False), (True, 6, False)]
)
def test_public_sees_the_headline_where_the_board_chose_so(
    event, board, clock, is_public, people, shown
):
    EvaluationSetting.objects.create(board=board, is_public=is_public)
    held(event, people=people)
    work_out(clock)

    found = public_summary(event.course)

    assert (found is not None) == shown
    assert not shown or "rose by 1.00 points" in found["headline"]
