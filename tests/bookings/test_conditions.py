"""What lists say of an event's price and places before anybody has signed in."""

import datetime as dt

import pytest
from django.utils import timezone

from bookings.conditions import conditions_of
from bookings.models import EventRules
from courses.models import Event
from tests.factories import EventFactory, PolicyVersionFactory

pytestmark = pytest.mark.django_db

ROWS = [{"categories": ["voluntary_local"], "tariff": {"pence": 0}}]


def said(event):
    found = conditions_of([event], timezone.now()).get(event.pk)
    return found.lines if found else []


def policy(event, **sections):
    return PolicyVersionFactory(board=event.board, sections=sections)


@pytest.mark.parametrize(
    ("prices", "words"),
    [
        ({}, "Free"),
        ({"otherwise": {"pence": 7500}}, "£75"),
        (
            {"rows": ROWS, "otherwise": {"pence": 7500}},
            "Free to £75, depending on where you work",
        ),
    ],
)
def test_price_is_what_anybody_may_have_to_pay(event, prices, words):
    policy(event, prices=prices)

    assert said(event) == [words]


def test_event_of_a_board_without_a_policy_says_nothing(event):
    assert said(event) == []


def test_policy_of_a_later_day_does_not_count_yet(event):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    PolicyVersionFactory(board=event.board, starts_on=tomorrow)

    assert said(event) == []


def test_own_channel_of_an_event_counts(event):
    policy(event)
    EventRules.objects.create(event=event, channel={"kind": "apply"})

    assert said(event) == ["Free", "Places by application"]


def test_invited_groups_come_first_until_a_day(event):
    opens = {"number": 10, "unit": "calendar_days"}
    policy(event, channel={"kind": "invited_first", "opens_to_all": opens})

    before = said(event)
    after = conditions_of([event], event.starts_at - dt.timedelta(days=5))[event.pk]

    assert before[1].startswith("Invited groups first, open to all from ")
    assert "midnight" not in before[1]
    assert after.lines == ["Free"]


def test_event_for_invited_groups_alone_says_so(event):
    policy(event, channel={"kind": "invited_first"})

    assert said(event) == ["Free", "For invited groups"]


@pytest.mark.parametrize("count", [1, 3])
def test_any_number_of_events_costs_two_queries(course, count, django_assert_num_queries):
    for _ in range(count):
        EventFactory(course=course)
    policy(Event.objects.select_related("board").first())
    events = list(Event.objects.select_related("course").prefetch_related("sessions"))

    with django_assert_num_queries(2):
        conditions_of(events, timezone.now())
