"""Booking by a board's rules on the smallest phone: an offer taken, a manager's answer, a late cancellation."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bookings import actions
from bookings.choices import BookingState, CancelledBy
from bookings.models import Approval, Booking
from bookings.secrets import approval_secret, secret_of
from tests.browser.accounts import PHONE, hold_to_account
from tests.factories import BookingFactory, EventFactory, PolicyVersionFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

PAID = {
    "prices": {"otherwise": {"pence": 7500}},
    "cancellation": {
        "free_until": {"number": 5, "unit": "working_days"},
        "tiers": [{"charge": {"kind": "percentage", "percent": 50}}],
    },
    "waivers": [{"code": "sick", "words": "off sick", "told_before": "10:00"}],
}
MANAGER = "sam@agency.example"


@pytest.fixture
def policy(board):
    return lambda **more: PolicyVersionFactory(board=board, sections={**PAID, **more})


@pytest.fixture
def plain(new_context) -> Page:
    """A phone without scripts."""
    return new_context(java_script_enabled=False, viewport=PHONE).new_page()


def title_of(page: Page):
    return expect(page.get_by_role("heading", level=1))


def test_full_event_is_waited_for_offered_and_taken(
    page, plain, sign_in, address, course, person, policy
):
    policy(waiting_list={"placing": "offer", "offer_hours": 24})
    event = EventFactory(course=course, capacity=1)
    taken = BookingFactory(event=event)
    sign_in(page, person.user)
    page.set_viewport_size(PHONE)

    page.goto(address("check", event.pk))
    hold_to_account(page)
    page.get_by_role("button", name="Join the waiting list").click()
    title_of(page).to_have_text("You are on the waiting list")
    hold_to_account(page)
    actions.cancel_booking(taken.pk, actor=None, cancelled_by=CancelledBy.DELEGATE)
    mine = Booking.objects.get(person=person)
    page.goto(address("offer_by_link", mine.reference, secret_of(mine)))
    title_of(page).to_have_text("We hold a place for you")
    hold_to_account(page)
    plain.goto(page.url)
    plain.get_by_role("button", name="Take the place").click()

    title_of(plain).to_have_text("You are booked")
    page.goto(address("confirmation", mine.reference))
    hold_to_account(page)


def test_manager_agrees_on_a_phone(page, plain, sign_in, address, event, person, policy):
    policy(approval={"kind": "recorded"})
    job = person.employments.get()
    job.manager_name, job.manager_email = "Sam Hazel", MANAGER
    job.save()
    sign_in(page, person.user)
    page.set_viewport_size(PHONE)

    page.goto(address("check", event.pk))
    hold_to_account(page)
    page.get_by_role("button", name="Hold a place and ask my manager").click()
    title_of(page).to_have_text("We have asked your manager")
    hold_to_account(page)
    asked = Approval.objects.get()
    page.goto(address("approval", asked.booking.reference, approval_secret(asked, MANAGER)))
    hold_to_account(page)
    page.get_by_role("button", name="Send my answer").click()
    expect(page).to_have_title(re.compile("^Error: "))
    hold_to_account(page)
    plain.goto(page.url)
    plain.get_by_label("Yes, I agree").check()
    plain.get_by_role("button", name="Send my answer").click()
    title_of(plain).to_have_text("Thank you: you agreed")

    page.goto(address("confirmation", asked.booking.reference))
    title_of(page).to_have_text("You are booked")
    hold_to_account(page)


def test_late_cancellation_shows_its_cost_first(page, sign_in, address, course, person, policy):
    version = policy()
    event = EventFactory(course=course, starts_at=timezone.now() + dt.timedelta(days=1))
    booking = BookingFactory(
        event=event, person=person, policy=version, price_pence=7500, category="partner"
    )
    sign_in(page, person.user)
    page.set_viewport_size(PHONE)

    page.goto(address("cancel", booking.reference))
    expect(page.locator(".c-price__amount")).to_have_text("£37.50")
    hold_to_account(page)
    page.get_by_role("button", name="Cancel this place: £37.50").click()

    title_of(page).to_have_text("Your place has been cancelled")
    expect(page.locator(".c-price__amount")).to_have_text("£37.50")
    hold_to_account(page)


def test_declared_agreement_and_every_refusal_are_accessible(
    page, sign_in, address, event, course, person, policy
):
    policy(approval={"kind": "declared"}, eligibility={"clash": "block"})
    sign_in(page, person.user)
    page.goto(address("check", event.pk))
    page.get_by_role("button", name="Book this place").click()
    expect(page).to_have_title(re.compile("^Error: "))
    hold_to_account(page)
    page.get_by_label("My manager agrees that I go").check()
    page.get_by_role("button", name="Book this place").click()
    title_of(page).to_have_text("You are booked")
    other = EventFactory(course=course, starts_at=event.starts_at)

    page.goto(address("check", other.pk))

    title_of(page).to_have_text("You cannot book this event")
    hold_to_account(page)


def test_states_that_wait_for_an_answer_are_accessible(page, sign_in, address, course, person):
    now = timezone.now()
    asked = BookingFactory(
        event=EventFactory(course=course),
        person=person,
        confirm_asked_at=now,
        confirm_by=now + dt.timedelta(days=1),
        board_change="moved",
    )
    applied = BookingFactory(
        event=EventFactory(course=course), person=person, state=BookingState.APPLIED
    )
    sign_in(page, person.user)

    for address_of in (
        address("confirmation", asked.reference),
        address("by_link", asked.reference, secret_of(asked)),
        address("coming_by_link", asked.reference, secret_of(asked)),
        address("confirmation", applied.reference),
        address("cancel", applied.reference),
        address("my_training"),
    ):
        page.goto(address_of)
        hold_to_account(page)
