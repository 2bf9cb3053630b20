"""An officer sets a board's rules up in real Chromium: rows come without losing one's place, and axe is silent."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from bookings.models import PolicyVersion
from bookings.policies import rules_of
from people.actions import grant_role
from people.choices import Role
from tests.bookings.policy.making import board as written_board
from tests.factories import BoardFactory, EventFactory, PolicyVersionFactory, UserFactory

from .test_desk import wrong_at_any_width

pytestmark = pytest.mark.django_db(transaction=True)

OPEN_ALL = "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
CHARGE = "cancellation.tiers[0].charge"


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def signed_in(client, live_server, page: Page, board):
    officer = UserFactory()
    grant_role(officer, Role.OFFICER, board=board)
    client.force_login(officer)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return live_server.url


def add(page, rows, field):
    page.click(f"button[name=add][value='{rows}']")
    expect(page.locator(f"[name='{field}']")).to_be_visible()


def test_a_board_is_set_up_from_nothing(page: Page, signed_in, board):
    rules = written_board("south_tyneside")
    page.goto(signed_in + reverse("office_policy_new", args=[board.pk]))
    page.click("#part-about > summary")
    page.fill("[name=name]", rules.name)
    page.fill("[name=sources]", "\n".join(rules.sources))
    page.fill("[name=note]", rules.note)
    page.fill("[name=assumed]", "\n".join(rules.assumed))
    page.click("#part-cancellation > summary")
    page.check("[name='cancellation.free_until?']")
    page.fill("[name='cancellation.free_until.number']", "2")
    page.select_option("[name='cancellation.free_until.unit']", "working_days")
    add(page, "cancellation.tiers", f"{CHARGE}.kind")
    page.select_option(f"[name='{CHARGE}.kind']", "flat")
    page.fill(f"[name='{CHARGE}.tariff.pence']", "50")
    page.fill(f"[name='{CHARGE}.tariff.by_duration[half_day]']", "25")
    page.click("#part-waivers > summary")
    add(page, "waivers", "waivers[0].words")
    page.fill("[name='waivers[0].words']", "off sick")
    page.fill("[name='waivers[0].code']", "sick")
    page.fill("[name='waivers[0].evidence']", rules.waivers[0].evidence)
    page.fill("[name='waivers[0].told_before']", "10:00")
    page.select_option("[name='waivers[0].granted_by']", "administrator")
    page.click("#publish button")
    expect(page.locator("#checked")).to_be_visible()
    page.fill("[name=version-note]", "As published")
    page.click("button[name=publish]")
    expect(page.get_by_text("is published")).to_be_visible()

    assert rules_of(PolicyVersion.objects.get()) == rules


def test_what_has_no_meaning_beside_the_choice_is_not_shown(page: Page, signed_in, board):
    page.goto(signed_in + reverse("office_policy_new", args=[board.pk]))
    page.click("#part-cancellation > summary")
    number = page.locator("[name='cancellation.free_until.number']")
    expect(number).to_be_hidden()

    page.check("[name='cancellation.free_until?']")
    expect(number).to_be_visible()
    expect(page.locator("[name='cancellation.free_until.closes_at']")).to_be_hidden()
    page.select_option("[name='cancellation.free_until.unit']", "weeks")
    page.select_option("[name='cancellation.free_until.closes']", "at_time")

    expect(page.locator("[name='cancellation.free_until.closes_at']")).to_be_visible()


def test_no_page_of_the_rules_is_too_wide_and_axe_is_silent(page: Page, signed_in, board):
    PolicyVersionFactory(board=board, sections={"channel": {"kind": "apply"}})
    event = EventFactory(course__board=board)
    found = []
    for address in (
        reverse("office_policies", args=[board.pk]),
        reverse("office_policy", args=[board.pk, 1]),
        reverse("office_policy_new", args=[board.pk]),
        reverse("office_policy_upload", args=[board.pk]),
        reverse("office_event_rules", args=[event.pk]),
        reverse("office_standings", args=[board.pk]),
    ):
        found += wrong_at_any_width(page, signed_in + address, OPEN_ALL)

    assert found == []
