"""The thread from a learning need to what has come of it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from evaluations import actions
from evaluations.choices import Wave
from evaluations.models import Finding, LearningNeed, RunWave
from evaluations.rules import NotNow
from evaluations.scopes import scopes_of
from evaluations.threads import thread_of
from people.actions import grant_role
from people.choices import Role
from tests.factories import UserFactory

from .conftest import AT_THE_END, CLOSED, LATER, START, came, work_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(board):
    return LearningNeed.objects.create(
        board=board,
        source="case_review",
        reference="Review 2025/2",
        finding="Neglect was seen by each agency and named by none.",
        found_on=dt.date(2026, 1, 5),
        owner="Learning and development sub-group",
    )


@pytest.fixture
def officer(board):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    return user


@pytest.fixture
def reader(client, board):
    user = UserFactory()
    grant_role(user, Role.SUBGROUP, board=board)
    client.force_login(user)
    return client


def answer(run, wave, bookings, values):
    row = RunWave.objects.get(run=run, wave=wave)
    codes = [i["code"] for i in row.document["items"] if i["code"].startswith("sure")]
    for booking, value in zip(bookings, values, strict=True):
        actions.send_answers(booking, row.pk, dict.fromkeys(codes, value) | {"useful": 3})


def test_thread_counts_who_was_trained_and_how_sure_they_are(need, course, bookings, run, clock):
    objective = course.objectives.first()
    actions.answer_need(need, [objective], actor=None)
    came(*bookings)
    clock.move_to(START)
    answer(run, Wave.START, bookings, [2, 2, 2, 3, 3, 4])
    clock.move_to(AT_THE_END)
    answer(run, Wave.END, bookings, [4, 3, 2, 2, 4, 5])
    (still_open,) = thread_of(need).strands
    work_out(clock, CLOSED)

    (strand,) = thread_of(need).strands

    assert still_open.after is None
    assert (strand.attended, strand.people) == (6, 6)
    assert (strand.after.pairs, strand.after.rose, strand.after.same, strand.after.fell) == (
        6,
        4,
        1,
        1,
    )
    assert strand.later is None


@pytest.mark.parametrize(("answered", "deeds"), [(4, None), (5, (5, 4, 1))])
def test_deeds_of_fewer_than_five_are_hidden(need, course, bookings, run, clock, answered, deeds):
    actions.answer_need(need, [course.objectives.first()], actor=None)
    came(*bookings)
    clock.move_to(LATER)
    wave = RunWave.objects.get(run=run, wave=Wave.LATER)
    for booking in bookings[: answered - 1]:
        actions.send_answers(booking, wave.pk, {"review": "done"})
    barriers = {"review": "not", "review_barriers": ["time"]}
    actions.send_answers(bookings[answered - 1], wave.pk, barriers)
    work_out(clock, LATER + dt.timedelta(days=60))

    found = thread_of(need).deeds

    assert (found and (found.answered, found.done, found.not_done)) == deeds
    assert not found or found.barriers == {"There was no time": 1}


def test_need_closes_only_on_evidence_of_its_own(need, officer):
    with pytest.raises(NotNow):
        actions.close_need(need.pk, evidence=None, words="Done", actor=officer)
    evidence = actions.add_evidence(
        need,
        seen_on=dt.date(2026, 9, 1),
        source="Audit of 20 files",
        words="14 name neglect",
        numerator=14,
        denominator=20,
        actor=officer,
    )

    closed = actions.close_need(need.pk, evidence=evidence, words="Better", actor=officer)

    assert closed.closed_on is not None
    assert actions.reopen_need(need.pk, why="A new review", actor=officer).closed_on is None


def test_database_refuses_a_need_closed_without_evidence(need):
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningNeed.objects.filter(pk=need.pk).update(closed_on=dt.date(2026, 9, 1))


def test_page_tells_the_thread(reader, need, course):
    actions.answer_need(need, list(course.objectives.all()), actor=None)

    listed = reader.get(reverse("evaluations:needs")).content.decode()
    page = reader.get(reverse("evaluations:need", args=[need.pk])).content.decode()

    assert "Review 2025/2" in listed
    assert "named by none" in page
    assert "use the Graded Care Profile" in page


def test_thread_takes_the_same_queries_for_one_objective_and_for_two(
    need, course, bookings, run, django_assert_num_queries
):
    for scope in scopes_of({run.event_id: START.date()}):
        Finding.objects.create(
            course=course,
            key=scope.key,
            first_day=scope.first,
            last_day=scope.last,
            people=6,
            document={},
            summary={},
            made_at=CLOSED,
        )
    for number in (1, 2):
        actions.answer_need(need, list(course.objectives.all()[:number]), actor=None)
        with django_assert_num_queries(5):
            thread_of(need)


def test_officer_writes_a_need_down_and_links_it(client, officer, course):
    client.force_login(officer)
    data = {
        "board": course.board_id,
        "source": "audit",
        "reference": "Audit 7",
        "finding": "F",
        "found_on": "2026-01-05",
        "owner": "O",
        "objectives": [course.objectives.first().pk],
    }

    client.post(reverse("office_learning_needs:add"), data)

    need = LearningNeed.objects.get(reference="Audit 7")
    assert need.answers.get().objective == course.objectives.first()
    assert need.board == course.board


def test_officer_adds_evidence_and_closes(client, officer, need):
    client.force_login(officer)
    evidence = reverse("office_learning_needs:evidence", args=[need.pk])
    close = reverse("office_learning_needs:close", args=[need.pk])
    too_many = {
        "seen_on": "2026-09-01",
        "source": "Audit",
        "words": "W",
        "numerator": 3,
        "denominator": 2,
    }

    refused = client.post(close, {"words": "Done"})
    wrong = client.post(evidence, too_many)
    client.post(evidence, too_many | {"denominator": 4})
    client.post(close, {"words": "Done", "evidence": need.evidence.get().pk})

    need.refresh_from_db()
    assert "add what was seen first" in refused.content.decode()
    assert "more than all" in wrong.content.decode()
    assert need.closing_words == "Done"
