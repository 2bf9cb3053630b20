"""The demo shows the published year exactly, and a current year to try everything on."""

import datetime as dt
import hashlib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db.models import Q, Sum
from django.utils import timezone

from bookings import querysets as meaning
from bookings.choices import BookingState
from bookings.invariants import check_all
from bookings.models import Booking, Charge, ReservedPlace
from bookings.policies import version_in_force
from config.demo.build import build_demo, demo_is_built, sign_in_lines
from config.demo.evaluation import open_form
from config.demo.world import ADULTS, CWAC, SIGN_INS
from config.demo.year_2014 import ATTENDED, RUNS
from courses.choices import EventState
from courses.models import Event
from evaluations import page
from evaluations.models import Comment, Finding, Indicator, LearningNeed, Run, RunWave
from evaluations.series import sentences_of
from evaluations.threads import thread_of
from notices.models import Message
from people.models import Board, Person, User
from reports.annual.acceptance import held
from reports.annual.building import read, readings_of
from reports.annual.chapter import Chapter, sha256_of
from reports.attendance.population import Filters
from reports.measures.attendance import BOOKING_COUNTS
from reports.models import AnnualReport
from reports.periods import financial_year
from reports.protected.asking import answer
from reports.values import HIDDEN
from tests.reports.annual.printed import printed


@pytest.fixture(scope="module", autouse=True)
def demo(module_db):
    build_demo(lambda step: None, today=timezone.localdate())


pytestmark = pytest.mark.django_db


def year(first: int) -> Q:
    days = (dt.date(first, 4, 1), dt.date(first + 1, 3, 31))
    return Q(starts_at__date__range=days, board__slug=CWAC)


def events_of(first: int):
    return Event.objects.filter(year(first), state=EventState.COMPLETED)


def attended(**where) -> int:
    came = Booking.objects.filter(meaning.ATTENDED, event__in=events_of(2014))
    return came.filter(**where).count()


def test_published_places_and_attendances():
    assert events_of(2014).aggregate(Sum("capacity"))["capacity__sum"] == 1040
    assert attended() == 936


def test_published_figures_by_agency_and_course():
    assert attended(event__course__code="CSE1", sector__name="Children's Social Care") == 99
    assert attended(event__course__code="CSE1") == 282
    assert attended(sector__name="Voluntary, community and faith") == 79
    assert attended(sector__name="Housing") == 63
    assert (
        attended(sector__name="Housing", event__course__code__in=["ALE", "NEG2", "NEG3", "DA"])
        == 63
    )


def test_the_year_can_be_read_with_small_numbers_hidden():
    board = Board.objects.get(slug=CWAC)
    today = timezone.localdate()

    report = answer(board, financial_year(2014), Filters(), today=today, finest=True)

    lines = (*report.by_sector, *report.by_agency, *report.by_course, *report.rows)
    shown = [line.counts.shown(key) for line in lines for key in BOOKING_COUNTS]
    assert (report.totals.places_available, report.totals.shown("attended")) == (1040, 936)
    assert {1, 2, 3, 4}.isdisjoint(shown)
    assert HIDDEN in shown


def test_neglect_ran_once_at_each_of_two_levels():
    neglect = events_of(2014).filter(course__code__startswith="NEG")

    assert sorted(neglect.values_list("course__level__position", flat=True)) == [1, 2]


def test_room_hire_fell_with_more_events():
    this_year, before = (
        events_of(first).aggregate(Sum("room_hire_pence"))["room_hire_pence__sum"]
        for first in (2014, 2013)
    )

    assert (this_year, before) == (487_400, 653_800)
    assert events_of(2014).count() > events_of(2013).count()


def test_social_care_and_education_attend_most():
    by_sector = {sector: sum(counts) for sector, counts in ATTENDED.items()}

    assert sorted(by_sector, key=by_sector.__getitem__)[-2:] == [
        "Education",
        "Children's Social Care",
    ]
    assert {s: attended(sector__name=s) for s in by_sector} == by_sector


def test_register_identity_holds_for_every_completed_event():
    for event in Event.objects.filter(state=EventState.COMPLETED):
        rows = Booking.objects.filter(event=event)
        registered, cancelled, no_show, walked_in, came = (
            rows.filter(what).count()
            for what in (
                meaning.REGISTERED,
                meaning.CANCELLED,
                meaning.NO_SHOW,
                meaning.WALKED_IN,
                meaning.ATTENDED,
            )
        )
        assert registered - cancelled - no_show + walked_in == came, event


def test_everything_in_it_is_labelled_as_invented():
    assert not Event.objects.filter(is_invented=False).exists()


def test_evaluation_has_answers_at_the_rates_that_are_usual():
    waves = RunWave.objects.filter(run__event__in=events_of(2014))
    asked, sent = (
        {row["wave"]: row["all"] for row in waves.values("wave").annotate(all=Sum(which))}
        for which in ("invited", "answered")
    )
    rates = {wave: sent[wave] / asked[wave] for wave in asked}

    assert 0.33 < rates["T3"] < 0.47
    assert 0.8 < rates["T2"] < rates["T1"] <= 1


def test_evaluation_shows_a_rise_and_a_fall():
    finding = Finding.objects.get(course__code="CSE1", course__board__slug=CWAC, key="2014-15")
    moved = [(each.tone, each.when) for each in page.headlines(finding.document)]

    assert ("rose", "by the end") in moved
    assert ("fell", "by the end") in moved


def test_answers_of_the_past_can_be_linked_to_nobody():
    runs = Run.objects.filter(event__in=events_of(2014))

    assert runs.exists()
    assert not runs.filter(key_destroyed_at=None).exists()


def test_a_form_three_months_later_can_be_tried_without_an_account(client):
    address = urlsplit(open_form())

    page = client.get(address.path, headers={"host": address.netloc})

    assert "Three months later" in page.content.decode()
    assert address.geturl() in sign_in_lines()


def test_text_waits_to_be_read():
    assert Comment.objects.filter(state="waiting").exists()


def test_one_need_is_closed_on_evidence_and_one_is_open():
    closed, still_open = LearningNeed.objects.order_by("found_on")

    assert closed.closed_on
    assert not still_open.closed_on
    assert all(strand.after and strand.later for strand in thread_of(closed).strands)
    assert all(need.finding.startswith("Invented") for need in (closed, still_open))


def test_one_indicator_rises_and_one_does_not():
    rises, goes_on = (" ".join(sentences_of(each)) for each in Indicator.objects.order_by("code"))

    assert "jumped up, as declared" in rises
    assert "did not clearly change" in goes_on
    assert "jumped" not in goes_on


def test_todays_event_has_a_form_to_try():
    person = Person.objects.get(user__email="practitioner@demo.example")

    waves = RunWave.objects.filter(run__event__bookings__person=person, wave="T1")
    assert waves.filter(run__event__starts_at__date=timezone.localdate()).exists()


def test_current_year_has_something_of_everything():
    coming = Event.objects.filter(board__slug=CWAC).coming()

    assert coming.count() >= 30
    assert Booking.objects.filter(state=BookingState.WAITING).exists()
    assert any(event.is_full for event in coming)
    assert Event.objects.filter(
        board__slug=CWAC, starts_at__date=timezone.localdate(), state=EventState.PUBLISHED
    ).exists()
    assert Event.objects.filter(
        state=EventState.PUBLISHED, starts_at__lt=timezone.now() - dt.timedelta(days=1)
    ).exists()


def test_every_demo_role_can_sign_in():
    for _, email, name in SIGN_INS:
        user = User.objects.get(email=email)
        assert user.full_name == name
        assert user.role_assignments.exists()


def test_demo_knows_that_it_is_built():
    assert demo_is_built()


def test_runs_add_up_to_the_published_places():
    assert sum(runs * capacity for runs, capacity in RUNS.values()) == 1040


def test_nothing_in_it_breaks_an_invariant():
    assert list(check_all()) == []


def test_the_published_year_is_the_same_every_time():
    rows = Booking.objects.filter(event__in=events_of(2014)).values_list(
        "event__course__code", "event__starts_at", "person__full_name", "agency__name", "outcome"
    )
    lines = sorted(f"{code} {start.date()} {rest}" for code, start, *rest in rows)

    assert hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16] == "9ae53521098f8b90"


def test_officers_desk_has_messages_in_every_state():
    messages = Message.objects.filter(board__slug=CWAC)

    shown = set(messages.values_list("state", flat=True))

    assert shown >= {"waiting", "held", "sent", "bounced", "failed", "cancelled"}
    assert messages.to_print().exists()
    assert messages.exclude(auto_reply="").exists()
    assert messages.filter(addressed="on_behalf").exists()


def test_nobody_is_told_of_the_past():
    over = Booking.objects.filter(event__ends_at__lt=timezone.now()).values("pk")

    assert not Message.objects.filter(about_type="bookings.booking", about_id__in=over).exists()


def annual(first: int) -> tuple[AnnualReport, Chapter]:
    report = AnnualReport.objects.get(board__slug=CWAC, year=first)
    return report, read(report, at=timezone.now())


def test_annual_report_prints_the_published_figures():
    _, chapter = annual(2014)

    assert {
        "Places available": "1,040",
        "Attended": "936",
        "Places used": "90 % 936 of 1,040 places",
        "Child sexual exploitation, basic awareness": "282",
        "Children's Social Care on the mandatory course": "99",
        "Housing, on all courses": "63",
        "Voluntary, community and faith, on all courses": "79",
        "Neglect level 2, events": "1",
        "Neglect level 3, events": "1",
        "Room hire": "£4,874 for 48 events",
        "Counts by other units, Domestic abuse suite of courses: number": "956",
    }.items() <= printed(chapter).items()
    before = {f.label: f.before for p in chapter.parts for b in p.blocks for f in b.figures}
    assert before["Room hire"] == "£6,538 for 36 events"


def test_annual_report_shows_what_does_not_agree_and_what_fell():
    _, chapter = annual(2014)
    blocks = [block for part in chapter.parts for block in part.blocks]

    differing = {c.what.split(":")[0] for b in blocks for c in b.checks if not c.agrees}
    agreeing = {c.what.split(":")[0] for b in blocks for c in b.checks if c.agrees}
    assert differing == {
        "Domestic abuse suite of courses",
        "Room hire, as in the expenditure table",
    }
    assert agreeing == {"Income", "Expenditure", "Left at the end of the year"}
    assert {"rose", "fell"} <= {said.tone for block in blocks for said in block.said}


def test_annual_report_is_signed_off_and_every_invented_text_says_so():
    report, chapter = annual(2014)

    texts = [b.text[0] for p in chapter.parts for b in p.blocks if b.kind == "narrative"]
    assert report.sha256 == sha256_of(report.frozen.encode())
    assert texts
    assert all(text.startswith("Invented for the demonstration.") for text in texts)


def test_printed_sums_of_the_year_are_held_against_the_registers():
    board = Board.objects.get(slug=CWAC)
    own = readings_of(board, financial_year(2014), today=timezone.localdate()).own
    file = Path(__file__).parents[1] / "data" / "acceptance_checks.csv"

    with file.open(encoding="utf-8", newline="") as lines:
        found = held(lines, own, is_ours=lambda source: board.short_name in source)

    assert all(line.as_expected for line in found)
    assert {line.id: line.ours for line in found if line.ours} == {"CW1": "90", "CW5": "936"}


def test_this_years_annual_report_waits_for_its_writers():
    slots = AnnualReport.objects.get(state="draft").slots

    assert set(slots.values_list("state", flat=True)) == {"open", "started"}
    assert slots.filter(assigned_to__isnull=False).count() == 2


def test_each_board_books_by_rules_of_its_own():
    now = timezone.now()

    kept = {board.slug: version_in_force(board.pk, now) for board in Board.objects.all()}

    assert all(kept.values())
    assert Booking.objects.filter(event__board__slug=ADULTS, state="applied").exists()
    assert Booking.objects.filter(event__board__slug=CWAC, price_pence__gt=0).exists()
    assert Charge.objects.filter(state="owed", kind="no_show").exists()


def test_published_year_was_booked_without_rules():
    of_2014 = Booking.objects.filter(event__starts_at__year__in=(2014, 2015))

    assert not of_2014.filter(policy__isnull=False).exists()


def test_agency_lead_has_booked_others_and_holds_places_without_names():
    lead = User.objects.get(email="lead@demo.example")

    assert Booking.objects.filter(booked_by=lead, group__isnull=False).count() == 3
    assert ReservedPlace.objects.filter(made_by=lead, closed_at__isnull=True).count() == 2
