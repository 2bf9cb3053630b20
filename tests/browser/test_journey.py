"""The main job in real Chromium: book a place, take a register on a phone."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bookings.choices import BookingState
from bookings.models import AccessNeed, Attendance, Booking
from courses.models import TrainerAssignment
from people.actions import grant_role
from people.choices import Role
from tests.browser.accounts import PHONE, hold_to_account
from tests.factories import (
    BookingFactory,
    EventFactory,
    PersonFactory,
    RoleGroupFactory,
    TrainerFactory,
    UserFactory,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def today(course, agency):
    """An event that began at midnight, whatever the hour is now, with five people expected."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    event = EventFactory(course=course, starts_at=start, capacity=12)
    for name in ("Ann Ash", "Ben Beech", "Cy Cedar", "Di Dogwood", "Ed Elm"):
        BookingFactory(event=event, agency=agency, person=PersonFactory(full_name=name))
    AccessNeed.objects.create(booking=event.bookings.first(), text="Hearing loop")
    return event


@pytest.fixture
def trainer(board, today):
    user = UserFactory()
    grant_role(user, Role.TRAINER, board=board)
    entry = TrainerFactory(board=board, person=PersonFactory(user=user, email=user.email))
    TrainerAssignment.objects.create(event=today, trainer=entry)
    return user


def press_until(page: Page, name: str) -> None:
    """Tabs forward to the control of that name; the focus must be visible and not under the save bar."""
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const e = document.activeElement; const r = e.getBoundingClientRect();
                const x = r.left + r.width / 2, y = r.top + r.height / 2;
                const top = document.elementFromPoint(x, y);
                return [e.labels?.[0]?.innerText || e.innerText || e.value || "",
                        !top || e === top || e.contains(top) || top.contains(e)
                        || !top.closest(".c-save-bar")]; }"""
        )
        assert found[1], f"{found[0]} is under the save bar"
        if name in found[0]:
            return
    pytest.fail(f"{name} cannot be reached by Tab")


@pytest.mark.parametrize("scripts", [True, False])
def test_practitioner_books_from_the_course_page(
    new_context, sign_in, live_server, course, event, person, scripts
):
    page = new_context(java_script_enabled=scripts).new_page()
    sign_in(page, person.user)

    page.goto(f"{live_server.url}/courses/{course.slug}/")
    page.get_by_role("link", name=re.compile("^Book a place")).first.click()
    page.get_by_role("button", name="Book this place").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You are booked")
    assert Booking.objects.get().person == person


def test_first_timer_fills_in_the_details(page, sign_in, address, event, agency):
    group = RoleGroupFactory()
    sign_in(page, UserFactory())
    page.set_viewport_size(PHONE)

    page.goto(address("details", event.pk))
    hold_to_account(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    hold_to_account(page)
    page.get_by_label("Agency", exact=True).select_option(label=agency.name)
    page.get_by_label("Role group").select_option(label=group.name)
    page.get_by_role("button", name="Continue").click()
    hold_to_account(page)
    page.get_by_role("button", name="Book this place").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You are booked")
    hold_to_account(page)


def test_booking_by_keyboard_alone(page, sign_in, address, event, person):
    sign_in(page, person.user)

    page.goto(address("details", event.pk))
    press_until(page, "Book this place")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are booked")
    press_until(page, "Cancel this place")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cancel your place?")
    press_until(page, "Cancel this place")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Your place has been cancelled")


def test_every_state_of_a_booking_is_accessible(page, sign_in, address, course, person, agency):
    full = EventFactory(course=course, capacity=1)
    BookingFactory(event=full)
    waiting = BookingFactory(event=full, person=person, agency=agency, state=BookingState.WAITING)
    other = EventFactory(course=course, capacity=1)
    BookingFactory(event=other)
    past = EventFactory(course=course, starts_at=timezone.now() - dt.timedelta(days=9))
    attended = BookingFactory(event=past, person=person, agency=agency, outcome="attended")
    sign_in(page, person.user)

    for name, argument in [
        ("check", other.pk),
        ("details", full.pk),
        ("confirmation", waiting.reference),
        ("cancel", waiting.reference),
        ("confirmation", attended.reference),
    ]:
        page.goto(address(name, argument))
        hold_to_account(page)
    for name in ("my_training", "my_details"):
        page.goto(address(name))
        hold_to_account(page)


def test_register_is_taken_by_taps_on_a_phone(new_context, sign_in, address, today, trainer):
    page = new_context(viewport=PHONE, has_touch=True).new_page()
    sign_in(page, trainer)

    page.goto(address("registers"))
    page.get_by_role("link", name=re.compile("^Take the register")).tap()
    ann = page.get_by_role("group", name=re.compile("Ann Ash"))
    ann.get_by_role("radio", name="Late").tap()
    expect(page.locator("[data-total=late]")).to_have_text("1")
    expect(page.locator("[data-unsaved]")).to_contain_text("1 mark is not saved yet")
    hold_to_account(page)
    for choice in page.locator(".c-mark").all():
        box = choice.bounding_box()
        assert min(box["width"], box["height"]) >= 44
    page.get_by_role("button", name=re.compile("^Everyone else present")).tap()

    expect(page.locator(".c-message")).to_contain_text("5 people marked")
    expect(page.locator("[data-unsaved]")).to_have_text("")
    marks = Attendance.objects.values_list("mark", flat=True)
    assert sorted(marks) == ["late", *["present"] * 4]


def test_mark_that_is_tapped_before_the_script_runs_is_kept_too(
    page, sign_in, address, today, trainer
):
    scripts = []
    page.route("**/js/register.js", lambda route: scripts.append(route))
    sign_in(page, trainer)
    page.goto(address("register", today.pk), wait_until="commit")
    page.get_by_role("group", name=re.compile("Ben")).get_by_role("radio", name="Late").check()
    expect(page.locator("[data-unsaved]")).to_have_text("")

    scripts[0].continue_()

    expect(page.locator("[data-unsaved]")).to_contain_text("1 mark is not saved yet")


def test_register_works_without_scripts(new_context, sign_in, address, today, trainer):
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    sign_in(page, trainer)

    page.goto(address("register", today.pk))
    page.get_by_role("group", name=re.compile("Ben")).get_by_role("radio", name="Absent").check()
    page.get_by_role("button", name="Save", exact=True).click()

    assert Attendance.objects.get().mark == "absent"


def test_marks_survive_a_lost_network_and_are_saved_on_request(
    page, sign_in, address, today, trainer
):
    sign_in(page, trainer)
    page.goto(address("register", today.pk))
    page.context.set_offline(True)
    cy = page.get_by_role("group", name=re.compile("Cy"))
    cy.get_by_role("radio", name="Left early").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-unsaved]")).to_contain_text("No connection. 1 mark is not saved")

    page.context.set_offline(False)
    page.reload()
    expect(cy.get_by_role("radio", name="Left early")).to_be_checked()
    assert not Attendance.objects.exists()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".c-message")).to_contain_text("1 person marked")
    assert Attendance.objects.get().mark == "left_early"


def test_conflict_is_shown_for_a_choice(page, sign_in, address, today, trainer):
    sign_in(page, trainer)
    page.goto(address("register", today.pk))
    booking = Booking.objects.get(person__full_name="Di Dogwood")
    Attendance.objects.create(
        booking=booking, session=today.sessions.get(), mark="absent", marked_at=timezone.now()
    )
    di = page.get_by_role("group", name=re.compile("Di Dogwood"))
    di.get_by_role("radio", name="Present").check()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "you chose Present, the register says Absent"
    )
    hold_to_account(page)
    di.get_by_role("radio", name="Present").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".c-message")).to_contain_text("1 person marked")
    assert Attendance.objects.get().mark == "present"


def test_register_by_keyboard_keeps_the_focus_in_sight(page, sign_in, address, today, trainer):
    sign_in(page, trainer)
    page.set_viewport_size(PHONE)
    page.goto(address("register", today.pk))

    for _ in range(5):
        press_until(page, "Present")
        page.keyboard.press("Space")
    press_until(page, "Save")
    page.keyboard.press("Enter")

    expect(page.locator(".c-message")).to_contain_text("5 people marked")


def test_walk_in_is_added_in_two_steps(page, sign_in, address, today, trainer, person):
    sign_in(page, trainer)
    page.set_viewport_size(PHONE)

    page.goto(address("register", today.pk))
    page.get_by_role("link", name="Add a walk-in").click()
    page.get_by_label("Who has come?").fill("lark")
    page.get_by_role("button", name="Find").click()
    hold_to_account(page)
    page.get_by_role("link", name=re.compile("^Choose")).click()
    hold_to_account(page)
    page.get_by_role("button", name="Add and mark present").click()

    expect(page.get_by_role("group", name=re.compile("Robin Larkspur"))).to_contain_text("Walk-in")


def test_register_pages_are_accessible_to_the_end(page, sign_in, address, today, board):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    sign_in(page, user)
    page.goto(address("registers"))
    hold_to_account(page)
    page.goto(address("walk_in", today.pk) + "?new=1&q=Nobody")
    page.get_by_role("button", name="Add and mark present").click()
    expect(page).to_have_title(re.compile("^Error: "))
    hold_to_account(page)

    page.goto(address("complete", today.pk))
    hold_to_account(page)
    page.get_by_role("button", name="Mark the rest absent").click()
    page.get_by_role("button", name="Complete the register").click()
    hold_to_account(page)
    page.goto(address("register", today.pk))
    expect(page.locator("main")).to_contain_text("This register is complete.")
    hold_to_account(page)
