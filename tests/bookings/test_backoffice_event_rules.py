"""Where an event differs from its board's rules, in the back office."""

import pytest
from django.urls import reverse

from bookings.models import EventRules
from people.actions import grant_role
from people.choices import Role
from people.models import AuditEntry
from tests.factories import BoardFactory, EventFactory, PolicyVersionFactory, UserFactory

from .officers_form import OfficersForm

pytestmark = pytest.mark.django_db

GROUPS = {"charge_groups": [{"code": "forum", "words": "trainers' forum"}]}


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def officer(client, board):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return user


@pytest.fixture
def event(board):
    return EventFactory(course__board=board, capacity=10)


def open_form(client, event):
    return OfficersForm(client, client.get(reverse("office_event_rules", args=[event.pk])))


def test_event_without_rules_of_its_own_starts_from_the_boards(client, officer, board, event):
    PolicyVersionFactory(board=board, sections={"channel": {"kind": "apply"}})

    data = open_form(client, event).data()

    assert data["channel.kind"] == ["apply"]
    assert "channel?" not in data
    assert "mix?" not in data


def test_rules_are_saved_with_who_and_why(client, officer, board, event):
    PolicyVersionFactory(board=board, sections=GROUPS)
    form = open_form(client, event).press("add", "mix")
    form.type(
        {
            "charge_group": "forum",
            "price_pence": "45",
            "channel?": True,
            "channel.kind": "apply",
            "mix?": True,
            "mix[0].kind": "cap",
            "mix[0].by": "agency",
            "mix[0].places": "2",
            "why": "Small room",
        }
    )

    response = form.send()

    rules = EventRules.objects.get(event=event)
    entry = AuditEntry.objects.get(target_id=event.pk, verb="rules set")
    assert response["Location"] == reverse("office_events:inspect", args=[event.pk])
    assert (rules.charge_group, rules.price_pence) == ("forum", 4500)
    assert rules.channel == {"kind": "apply"}
    assert rules.mix == [{"kind": "cap", "by": "agency", "places": 2}]
    assert (entry.actor, entry.why) == (officer, "Small room")


def test_rules_can_be_taken_back(client, officer, event):
    EventRules.objects.create(
        event=event, channel={"kind": "apply"}, mix=[], price_pence=100, charge_group=""
    )

    open_form(client, event).type({"channel?": False, "mix?": False, "price_pence": ""}).send()

    rules = EventRules.objects.get(event=event)
    assert (rules.channel, rules.mix, rules.price_pence) == (None, None, None)


def test_more_kept_than_there_is_is_said_and_nothing_saved(client, officer, event):
    form = open_form(client, event).press("add", "mix")
    form.type(
        {
            "mix?": True,
            "mix[0].kind": "floor",
            "mix[0].by": "category",
            "mix[0].group": "school",
            "mix[0].places": "11",
        }
    )

    after = form.press()

    assert after.errors() == {"rule-mix": "11 places are kept, but the event has 10."}
    assert not EventRules.objects.exists()


def test_price_that_is_no_sum_is_kept_and_said(client, officer, event):
    after = open_form(client, event).type({"price_pence": "dear"}).press()

    assert after.data()["price_pence"] == ["dear"]
    assert "Give a sum of money" in after.errors()["rule-price_pence"]


def test_events_page_leads_there(client, officer, event):
    page = client.get(reverse("office_events:inspect", args=[event.pk])).content.decode()

    assert reverse("office_event_rules", args=[event.pk]) in page


def test_event_of_another_board_is_not_there(client, officer):
    address = reverse("office_event_rules", args=[EventFactory().pk])

    assert client.get(address).status_code == 404
