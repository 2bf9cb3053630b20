"""The form at the end of a course, on the smallest phone: within three minutes, kept as one goes, accessible."""

import datetime as dt
import os
import time
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from bookings.choices import Outcome
from courses.models import CourseObjective
from evaluations import actions
from evaluations.actions.indicators import add_months
from evaluations.actions.instruments import Asking
from evaluations.choices import Moderation, Wave
from evaluations.instruments.marking import BEFORE
from evaluations.models import Comment, Indicator, LearningNeed, Sheet
from evaluations.secrets import answer_secret, room_secret
from people.actions import grant_role
from people.choices import Role
from tests.browser.accounts import PHONE, SIZES, hold_to_account
from tests.factories import BookingFactory, EventFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

READING = 6
"""Seconds to read and judge one question: generous for a rating of some fifteen words."""
MOST = 180


@pytest.fixture
def booking(course):
    for words in ("recognise neglect", "use the Graded Care Profile", "challenge a decision"):
        CourseObjective.objects.create(course=course, text=words)
    actions.load_bank()
    plan = [Asking(Wave.END, ["confidence_end", "quiz_neglect", "reaction"])]
    actions.set_plan(course, plan, actor=None)
    event = EventFactory(
        course=course, starts_at=timezone.now() - dt.timedelta(hours=8), capacity=12
    )
    actions.open_run(event)
    return BookingFactory(event=event, outcome=Outcome.ATTENDED)


@pytest.fixture
def form_address(booking, live_server):
    secret = answer_secret(booking)
    return live_server.url + reverse("evaluations:answer", args=[booking.reference, secret])


def fill(page):
    """As a thumb does it: one touch a question, a few words, one list for each place."""
    for question in page.locator("[data-question]").all():
        points, selects = question.locator(".c-point input"), question.locator("select")
        texts = question.locator("textarea")
        if points.count():
            points.nth(2).check()
        elif selects.count():
            for place in range(selects.count()):
                selects.nth(place).select_option(index=place + 1)
        elif texts.count():
            texts.first.fill("Ring the school nurse in the first week")
        else:
            question.locator("input").first.check()


def picture(page, name):
    if folder := os.environ.get("COHORT_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def pictures(page, name):
    for size in SIZES:
        page.set_viewport_size(size)
        picture(page, f"{name}-{size['width']}")


def test_form_is_done_on_the_smallest_phone_within_three_minutes(page, form_address):
    page.set_viewport_size(PHONE)
    page.goto(form_address)
    questions = page.locator("[data-question]").count()
    picture(page, "form-320")
    began = time.monotonic()

    fill(page)
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    picture(page, "form-320-filled")
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    took = time.monotonic() - began

    picture(page, "thanks-320")
    assert took + READING * questions < MOST


def test_what_was_answered_is_there_after_a_reload(page, form_address):
    page.set_viewport_size(PHONE)
    page.goto(form_address)

    page.locator(".c-point input").first.check()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    page.reload()

    expect(page.locator(".c-point input").first).to_be_checked()
    expect(page.get_by_text("1 of 15 answered.")).to_be_visible()
    assert not Sheet.objects.get().is_sent


def test_form_goes_by_keyboard_alone(page, form_address):
    page.goto(form_address)

    page.locator(".c-point input").first.focus()
    page.keyboard.press("ArrowRight")

    expect(page.locator(".c-point input").nth(1)).to_be_checked()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


def test_form_is_accessible_and_never_scrolls_sideways(page, form_address):
    page.goto(form_address)

    pictures(page, "form-empty")
    hold_to_account(page)


def test_pages_of_the_room_are_accessible(page, booking, board, live_server, sign_in):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    sign_in(page, user)
    event = booking.event
    addresses = {
        "desk": reverse("evaluations:desk", args=[event.pk]),
        "keying": reverse("evaluations:keying", args=[event.pk, "T2"]),
        "door": reverse("evaluations:room", args=[event.pk, room_secret(event)]),
        "register": reverse("bookings:register", args=[event.pk]),
    }

    for name, address in addresses.items():
        page.goto(live_server.url + address)
        pictures(page, name)
        hold_to_account(page)


@pytest.fixture
def read_up(course, booking):
    """What the sub-group reads: a date with results, a learning need that is closed, an indicator."""
    event = EventFactory(
        course=course, starts_at=timezone.now() - dt.timedelta(days=40), capacity=12
    )
    run = actions.open_run(event, at=event.starts_at - dt.timedelta(days=30))
    came = [BookingFactory(event=event, outcome=Outcome.ATTENDED) for _ in range(10)]
    wave = run.waves.get(wave=Wave.END)
    objectives = list(course.objectives.all())
    sure = [f"sure__{each.pk}" for each in objectives]
    answers = {code + when: 3 + (when == "") for code in sure for when in ("", BEFORE)}
    given = {each: answers | {"better": "More time"} for each in came}
    actions.send_answers_of(wave.pk, given, at=wave.closes_at - dt.timedelta(hours=1))
    comment = Comment.objects.first()
    actions.moderate_comment(comment.pk, Moderation.SHOWN, actor=UserFactory())
    actions.work_out_findings(timezone.now())
    need = LearningNeed.objects.create(
        board=course.board,
        source="audit",
        reference="Audit 7",
        finding="Chronologies are missing",
        found_on=dt.date(2026, 1, 12),
        owner="Audit group",
    )
    actions.answer_need(need, objectives, actor=None)
    seen = actions.add_evidence(
        need, seen_on=need.found_on, source="Audit", words="Better", actor=None
    )
    actions.close_need(need.pk, evidence=seen, words="Seen in the audit", actor=None)
    indicator = Indicator.objects.create(
        board=course.board,
        code="gcp",
        title="Assessments that use the Graded Care Profile",
        definition="Counted once",
        source="Case records",
        unit="assessments",
        direction="up",
        training_from=dt.date(2025, 1, 1),
        declared_on=dt.date(2025, 1, 1),
    )
    indicator.courses.add(course)
    months = [add_months(indicator.training_from, number) for number in range(-9, 9)]
    actions.set_values(
        indicator, {month: Decimal(n % 5) for n, month in enumerate(months)}, actor=None
    )
    actions.work_out_indicator(indicator.pk)
    return event, need, indicator


def test_pages_of_impact_are_accessible(page, read_up, board, live_server, sign_in):
    event, need, indicator = read_up
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    sign_in(page, user)
    impact = reverse("evaluations:impact_course", args=[event.course.slug])

    for address in (
        reverse("evaluations:impact"),
        impact,
        f"{impact}?from=nonsense&to=",
        reverse("evaluations:impact_event", args=[event.pk]),
        reverse("evaluations:needs"),
        reverse("evaluations:need", args=[need.pk]),
        reverse("evaluations:indicator", args=[indicator.pk]),
    ):
        page.goto(live_server.url + address)
        hold_to_account(page)
