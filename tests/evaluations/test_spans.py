"""Results from any day to any other: asked for by sending a form, worked out behind, never giving small groups away."""

import datetime as dt

import pytest
from django.urls import reverse

from evaluations import actions
from evaluations.actions.spans import SPANS_KEPT
from evaluations.dates import dates_of
from evaluations.models import Finding, Span
from evaluations.scopes import scopes_of, span_key
from tests.factories import EventFactory

from .conftest import CLOSED, START, held, work_out
from .test_impact_pages import page_of, reader, text

__all__ = ["reader"]

pytestmark = [pytest.mark.once, pytest.mark.django_db]

DAYS = [(START + dt.timedelta(days=number)).date() for number in range(3)]


@pytest.fixture
def three(course, clock):
    """Three dates of one financial year, a day apart, each answered by enough people."""
    for day in range(3):
        held(EventFactory(course=course, starts_at=START + dt.timedelta(days=day), capacity=30), 6)
    work_out(clock, CLOSED + dt.timedelta(days=3))
    return course


@pytest.fixture
def found(course):
    """Makes rows of results without the results: three dates that so many people answered."""

    def found(*people):
        of_events = dict(enumerate(people))
        for scope in scopes_of(dict(enumerate(DAYS))):
            Finding.objects.create(
                course=course,
                key=scope.key,
                first_day=scope.first,
                last_day=scope.last,
                people=sum(of_events[event] for event in scope.days),
                basis="",
                document={},
                summary={},
                made_at=CLOSED,
            )
        return course

    return found


def query(first, last):
    return f"?from={first}&to={last}"


def send(reader, course, first, last):
    reader.client.force_login(reader.user)
    return reader.client.post(page_of(course), {"from": str(first), "to": str(last)})


def test_results_of_the_days_sent_are_on_the_page_they_lead_to_after_a_round(reader, three, clock):
    answer = send(reader, three, "18 March 2026", DAYS[1])
    work_out(clock, CLOSED + dt.timedelta(days=4))

    page = text(reader.get(answer.url))
    assert answer.url.endswith(query("2026-03-18", DAYS[1]))
    assert f"{DAYS[0]:%-d %B %Y} to {DAYS[1]:%-d %B %Y}" in page
    assert 'value="18 March 2026"' in reader.get(answer.url).content.decode()
    assert "All 12 people invited answered both at the start and at the end." in page


def test_until_then_the_page_says_that_they_are_being_worked_out(reader, found):
    answer = send(reader, found(6, 6, 6), *DAYS[:2])

    assert "are being worked out" in text(reader.get(answer.url))


def test_reading_asks_for_nothing(reader, found):
    page = text(reader.get(page_of(found(6, 6, 6), query(*DAYS[:2]))))

    assert "Nobody has asked for these days yet" in page
    assert not Span.objects.exists()


@pytest.mark.parametrize(
    ("first", "last"), [(DAYS[0], DAYS[2]), (DAYS[1], DAYS[1]), ("1/1/2020", "1/1/2030")]
)
def test_days_that_are_reported_anyway_need_not_be_asked_for(reader, found, first, last):
    answer = send(reader, found(6, 6, 6), first, last)

    assert answer.status_code == 302
    assert not Span.objects.exists()


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("soon", "1/4/2026", "First day must be a real date"),
        ("1/4/2026", "1/3/2026", "The last day must be the same"),
        ("1/4/2020", "1/5/2020", "The dates that have run from 20 March 2026 to 22 March 2026."),
        ("1/4/2026", "", "Enter the last day"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(reader, found, first, last, said):
    answer = send(reader, found(6, 6, 6), first, last)

    assert said in text(answer)
    assert f'value="{first}"' in answer.content.decode()
    assert not Span.objects.exists()


def test_days_that_would_give_few_people_away_are_never_worked_out(reader, found):
    course = found(8, 7, 3)

    answer = send(reader, course, *DAYS[:2])

    page = text(reader.get(answer.url))
    assert "Nobody sees the results of these days" in page
    assert "points" not in page
    assert not Span.objects.exists()


def test_the_round_keeps_what_was_asked_for_and_its_file_holds_it(reader, three, clock):
    actions.ask_for_span(three, *DAYS[:2])
    later = CLOSED + dt.timedelta(days=4)
    address = reverse("evaluations:impact_download", args=[three.slug, "json"])

    done, again = work_out(clock, later), work_out(clock, later)

    assert (done, again) == (1, 0)
    assert reader.get(f"{address}?of={span_key(*DAYS[:2])}").json()["answered"] == 12
    assert len(dates_of(three).choices) == 5  # what one reader asked for is no choice of all


def test_what_was_asked_for_longest_ago_is_forgotten(course):
    for number in range(SPANS_KEPT):
        first = DAYS[0] - dt.timedelta(days=number)
        actions.ask_for_span(course, first, DAYS[1], at=CLOSED + dt.timedelta(days=number))
    oldest = span_key(*DAYS[:2])
    Finding.objects.create(
        course=course,
        key=oldest,
        first_day=DAYS[0],
        last_day=DAYS[1],
        people=12,
        document={},
        summary={},
        made_at=CLOSED,
    )

    actions.ask_for_span(course, DAYS[1], DAYS[2], at=CLOSED + dt.timedelta(days=99))

    assert Span.objects.count() == SPANS_KEPT
    assert not Finding.objects.filter(key=oldest).exists()


def test_asking_again_is_asking_once(course):
    for _ in range(2):
        actions.ask_for_span(course, *DAYS[:2])

    assert Span.objects.count() == 1
