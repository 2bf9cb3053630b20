"""What the officer does: plans, questionnaires, text to be read, limits."""

import pytest
from django.urls import reverse

from evaluations import actions
from evaluations.choices import Moderation, Wave
from evaluations.models import Comment, EvaluationSetting, InstrumentVersion, WavePlan
from people.actions import grant_role
from people.choices import Role
from tests.factories import (
    BoardFactory,
    CommentFactory,
    InstrumentVersionFactory,
    RunWaveFactory,
    UserFactory,
)

from .test_waves import confident, wave_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, board):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return client


def at(name, *args):
    return reverse(name, args=args)


def text_of(response):
    return response.content.decode()


def test_home_counts_who_was_asked_and_who_answered(officer, board, bookings, run):
    wave = wave_of(run, Wave.BOOKING)
    actions.invite(wave)
    actions.send_answers(bookings[0], wave.pk, confident(run, 2))

    page = text_of(officer.get(at("office_evaluation", board.pk)))

    assert "<td>6</td>" in page
    assert "<td>1</td>" in page


def test_usual_plan_is_one_press(officer, board, course):
    WavePlan.objects.all().delete()

    officer.post(
        at("office_evaluation_plan", board.pk, course.pk), {"usual": "1", "quiz": "quiz_neglect"}
    )

    plans = {plan.wave: plan.codes for plan in course.wave_plans.all()}
    assert set(plans) == set(Wave.values)
    assert plans["T2"] == ["confidence_end", "quiz_neglect", "reaction"]


def test_plan_is_kept_as_it_is_written(officer, board, course):
    written = {
        "T2-codes": ["reaction"],
        "T2-opens_days": "0",
        "T2-open_for_days": "10",
        "T2-reminders": "7, 3",
        "T3-opens_days": "90",
        "T3-open_for_days": "28",
        "T3-manager-opens_days": "97",
        "T3-manager-open_for_days": "21",
    }

    officer.post(at("office_evaluation_plan", board.pk, course.pk), written)

    plan = course.wave_plans.get()
    assert (plan.wave, plan.codes, plan.open_for_days) == ("T2", ["reaction"], 10)
    assert plan.reminders == [3, 7]


def test_reminders_that_are_no_days_are_refused(officer, board, course):
    written = {"T2-codes": ["reaction"], "T2-open_for_days": "10", "T2-reminders": "soon"}

    page = officer.post(at("office_evaluation_plan", board.pk, course.pk), written)

    assert "Give days with commas" in text_of(page)
    assert course.wave_plans.count() == 5


def test_copy_of_the_bank_takes_its_place(officer, board, course):
    bank = InstrumentVersion.objects.get(board=None, code="reaction")
    form = officer.get(at("office_instrument_new", board.pk), {"from": bank.pk}).context["form"]
    changed = form.initial["text"].replace("How was the pace?", "Was it too fast?")

    officer.post(
        at("office_instrument_new", board.pk),
        {"code": "reaction", "note": "Plainer", "text": changed},
    )

    own = InstrumentVersion.objects.get(board=board, code="reaction")
    assert own.number == 1
    page = text_of(officer.get(at("office_instrument", board.pk, own.pk)))
    assert "Was it too fast?" in page


def test_change_is_said_question_by_question(officer, board):
    first = InstrumentVersionFactory(board=board, code="own")
    items = [{**item, "text": "Reworded?"} for item in first.document["items"][:1]]
    second = InstrumentVersionFactory(
        board=board, code="own", number=2, document={**first.document, "items": items}
    )

    page = text_of(officer.get(at("office_instrument", board.pk, second.pk)))

    assert "Reworded: “How useful was it?” is now “Reworded?”" in page
    assert "Not asked any more: “What would make it better?”" in page


def test_problems_stand_beside_their_lines(officer, board):
    text = "title: T\npurpose: reaction\nitems:\n  - code: a\n    kind: guess\n    text: What?\n"

    page = officer.post(
        at("office_instrument_new", board.pk), {"code": "own", "note": "n", "text": text}
    )

    assert "<td>5</td>" in text_of(page)
    assert not InstrumentVersion.objects.filter(board=board).exists()


def test_preview_shows_cards(officer, board, course):
    version = InstrumentVersion.objects.get(code="confidence_end")

    page = text_of(officer.get(at("office_instrument_preview", board.pk, version.pk)))

    assert "an objective of the course" in page
    assert "Looking back" in page


def test_file_is_read_back_as_it_was(officer, board, course):
    version = InstrumentVersion.objects.get(code="quiz_neglect")
    file = officer.get(at("office_instrument_file", board.pk, version.pk)).content.decode()

    officer.post(at("office_instrument_new", board.pk), {"code": "copy", "note": "n", "text": file})

    assert InstrumentVersion.objects.get(code="copy").document == version.document


@pytest.mark.parametrize(
    ("pressed", "state", "shown"),
    [
        ("shown", Moderation.SHOWN, "More time for the case"),
        ("shortened", Moderation.SHOWN, "More time"),
        ("withheld", Moderation.WITHHELD, ""),
    ],
)
def test_text_is_let_through_or_withheld(officer, board, run, pressed, state, shown):
    comment = CommentFactory(wave=wave_of(run, Wave.END))

    officer.post(
        at("office_evaluation_comments", board.pk),
        {"comment": comment.pk, "do": pressed, "text": "More time"},
    )

    comment.refresh_from_db()
    assert (comment.state, comment.shown_text) == (state, shown)


def test_next_text_is_there_and_no_second_enter_lets_it_through_unread(officer, board, run):
    for words in ("One", "Two"):
        CommentFactory(wave=wave_of(run, Wave.END), text=words)
    queue = at("office_evaluation_comments", board.pk)
    first = officer.get(queue).context["comment"]

    page = officer.post(queue, {"comment": first.pk, "do": "shown"}, follow=True)

    assert page.context["comment"] != first
    assert "autofocus" not in text_of(page)


def test_text_of_another_board_is_not_there(officer, board):
    other = CommentFactory(wave=RunWaveFactory(run__event__course__board=BoardFactory()))

    answer = officer.post(
        at("office_evaluation_comments", board.pk), {"comment": other.pk, "do": "shown"}
    )

    other.refresh_from_db()
    assert answer.status_code == 404
    assert other.state == Moderation.WAITING


def test_limits_are_kept_and_five_is_the_least(officer, board):
    good = {"hidden_under": "8", "key_days": "14", "headline_pairs": "10"}
    officer.post(at("office_evaluation_limits", board.pk), good)

    page = officer.post(at("office_evaluation_limits", board.pk), {**good, "hidden_under": "4"})

    assert page.status_code == 200
    assert EvaluationSetting.objects.get().hidden_under == 8


def test_home_asks_the_same_number_of_queries_for_few_and_for_many(
    officer, board, run, django_assert_num_queries, django_assert_max_num_queries
):
    home = at("office_evaluation", board.pk)
    officer.get(home)
    with django_assert_max_num_queries(40) as few:
        officer.get(home)
    for _ in range(2):
        RunWaveFactory(run__event__course__board=board)

    with django_assert_num_queries(len(few)):
        officer.get(home)


def test_first_page_leads_to_ones_own_board(officer, board):
    assert officer.get(at("office_evaluation_first")).url == at("office_evaluation", board.pk)


def test_comment_is_read_once(officer, board, run):
    comment = CommentFactory(wave=wave_of(run, Wave.END))
    queue = at("office_evaluation_comments", board.pk)
    officer.post(queue, {"comment": comment.pk, "do": "withheld"})

    again = officer.post(queue, {"comment": comment.pk, "do": "shown"})

    assert again.status_code == 404
    assert Comment.objects.get().state == Moderation.WITHHELD
