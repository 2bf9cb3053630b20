"""Old lists of people: what they are taken for, what is asked first, what is written."""

import datetime as dt
import io

import pytest

from bookings.choices import BookingState, Mark, Origin, Outcome
from bookings.history.actions import HistoryRefused, apply_history
from bookings.history.review import (
    AS_PROPOSED,
    EVERY_OTHER,
    Decisions,
    Item,
    Kind,
    read_decisions,
    write_review,
)
from bookings.history.words import Standing
from bookings.invariants import check_all
from bookings.models import Attendance, Booking, Charge
from courses.choices import EventState
from courses.imports.problems import FileRefused
from courses.models import Course, Event
from notices.models import Message
from people.models import Agency, Employment, Person, Sector
from reports.attendance.reading import attendance
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    PersonFactory,
    RoleGroupFactory,
    SectorFactory,
)

from .lists import decided, plan_of, said, workbook

pytestmark = pytest.mark.django_db

TRUST = "Dee Valley NHS Foundation Trust"


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def trust(board):
    return AgencyFactory(name=TRUST, boards=[board], sector=SectorFactory(name="Health"))


@pytest.fixture
def police(board):
    return AgencyFactory(name="Police", boards=[board], sector=SectorFactory(name="Police"))


def load(content, board, decisions=None, **options):
    return apply_history(plan_of(content, board, decisions, **options), actor=None)


MESSY = workbook(
    ("Training attendance 2014 to 2015", None, None, None, None, None, None, None),
    (None,) * 8,
    ("Course", "Date of course", "Delegate", "E-mail", "Organisation", "Agency type", "Job role", "Attended?"),
    ("Neglect Level 2", dt.date(2014, 5, 12), "Smith, Jo", "Jo.Smith@dee.example", "Dee Valley NHS Trust", "Health", "Nurse", "Y"),
    ("neglect  level 2", "12/05/2014", "Sam Reed", None, "Dee Valley", "Health", "Nurse", "DNA"),
    ("Neglect Level 2", "12 May 2014", "Ann Other", None, "Oak Primary School", "Education", "", "attended"),
    ("Neglect Level 2", "12.5.14", "Ann Other", None, "Oak Primary School", "Education", "", "Yes"),
    ("Neglect Level 2", 41771, "Kit Lane", "kit@police.example", "POLICE", "", "Officer", "late cancellation"),
    ("Neglect Level 2", "12-May-14", "Lee Moor", "", "Oak Primary Scool", "", "", "walk-in"),
    ("E-Safety", "May 20, 2014", "Jo Smith", "jo.smith@dee.example", "Dee Valley NHS Trust", "", "", "✓"),
    ("E-Safety", "2014-05-20", "Sam Reed", "", "dee valley nhs foundation trust", "", "", "no show"),
    ("E-Safety", "Tuesday 20 May 2014", "Pat Hill", "pat@police.example", "Police", "", "", "Apologies"),
    merged=("A1:H1",),
)  # fmt: skip
DECISIONS = decided(
    ("agency", "Oak Primary School", "", "new in Education"),
    ("agency", "Oak Primary Scool", "", "same as Oak Primary School"),
    ("status", "apologies", "", "cancelled"),
)


@pytest.fixture
def messy(board, trust, police):
    SectorFactory(name="Education")
    RoleGroupFactory(name="Nurse")
    return load(MESSY, board, DECISIONS)


def test_messy_sheet_gives_the_numbers_counted_by_hand(messy):
    counts = {name: number for name, number in messy.counts().items() if number}

    assert counts == {
        "rows": 9, "doubles": 1, "events_create": 2, "courses_create": 2, "places_unknown": 2,
        "times_unknown": 2, "people_create": 6, "agencies_match": 2, "agencies_create": 1,
        "bookings_attended": 3, "bookings_no_show": 2, "bookings_cancelled": 1,
        "bookings_cancelled_late": 1, "bookings_walked_in": 1, "notes": 2,
    }  # fmt: skip


def test_report_counts_what_the_sheet_says(messy, board):
    report = attendance(board, dt.date(2014, 4, 1), dt.date(2015, 3, 31))

    totals = report.totals
    assert (totals.booked, totals.cancelled, totals.no_show, totals.walk_in, totals.attended) == (7, 2, 2, 1, 4)  # fmt: skip
    assert {line.sector: line.counts.attended for line in report.by_sector} == {
        "Health": 2, "Police": 0, "Education": 2,
    }  # fmt: skip
    assert report.events_held == 2


def test_places_that_nobody_wrote_down_are_no_figure(messy, board):
    report = attendance(board, dt.date(2014, 4, 1), dt.date(2015, 3, 31))

    assert report.totals.places_available is None
    assert {line.counts.places_available for line in report.by_course} == {None}


def test_what_was_loaded_keeps_every_promise(messy):
    assert check_all() == []


def test_nobody_is_told_charged_or_restricted(messy):
    assert not Message.objects.exists()
    assert not Charge.objects.exists()


def test_bookings_are_as_an_older_register_says(messy):
    walked_in = Booking.objects.get(person__full_name="Lee Moor")
    missed = Booking.objects.filter(outcome=Outcome.NO_SHOW)
    late = Booking.objects.get(person__full_name="Kit Lane")

    assert (walked_in.origin, walked_in.agency.name) == (Origin.WALK_IN, "Oak Primary School")
    assert {each.origin for each in missed} == {Origin.IMPORTED}
    assert set(Attendance.objects.filter(booking__in=missed).values_list("mark", flat=True)) == {
        Mark.ABSENT
    }
    assert (late.state, late.cancelled_late, late.sector.name) == (
        BookingState.CANCELLED, True, "Police",
    )  # fmt: skip


def test_events_are_completed_and_courses_archived(messy):
    assert set(Event.objects.values_list("state", "is_imported", "capacity_is_known")) == {
        (EventState.COMPLETED, True, False)
    }
    assert set(Course.objects.values_list("is_archived", flat=True)) == {True}


def test_person_without_an_address_is_one_person_at_one_agency(messy):
    assert Booking.objects.filter(person__full_name="Sam Reed").count() == 2
    assert Person.objects.filter(full_name="Sam Reed").count() == 1


def test_job_of_long_ago_is_over(messy):
    job = Employment.objects.get(person__full_name="Jo Smith")

    assert (job.starts_on, job.ends_on) == (dt.date(2014, 5, 12), dt.date(2014, 5, 20))


@pytest.mark.parametrize("decisions", [DECISIONS, None])
def test_same_file_again_writes_nothing(messy, board, decisions):
    before = (Booking.objects.count(), Person.objects.count(), Event.objects.count())

    again = load(MESSY, board, decisions)

    assert again.changes_nothing
    assert (again.known, again.doubles) == (8, 1)
    assert (Booking.objects.count(), Person.objects.count(), Event.objects.count()) == before


def test_rows_found_later_join_their_event(messy, board):
    more = "Neglect Level 2,12/05/2014,New Face,face@dee.example,Dee Valley,attended\n"

    plan = load(more, board)

    assert plan.counts()["events_add_to"] == 1
    assert (Event.objects.count(), check_all()) == (2, [])


def test_undecided_blocks_writing(board, trust, police):
    SectorFactory(name="Education")
    plan = plan_of(MESSY, board)

    assert [(item.kind, item.text, item.proposal) for item in plan.undecided] == [
        (Kind.STATUS, "apologies", "cancelled"),
        (Kind.AGENCY, "Oak Primary School", "new in Education"),
        (Kind.AGENCY, "Oak Primary Scool", "same as Oak Primary School"),
    ]
    with pytest.raises(HistoryRefused):
        apply_history(plan, actor=None)
    assert not Booking.objects.exists()


def test_crash_in_the_middle_leaves_nothing(board, trust, monkeypatch):
    plan = plan_of("Neglect,12/05/2014,Jo,,Dee Valley,attended\n", board)
    monkeypatch.setattr(Attendance.objects, "bulk_create", lambda rows: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        apply_history(plan, actor=None)

    assert [model.objects.count() for model in (Booking, Event, Person)] == [0, 0, 0]


@pytest.mark.parametrize("name", [TRUST, "dee valley", "Dee Valley NHS Trust.", "DEE VALLEY LTD"])
def test_agency_is_found_without_its_trimmings(board, trust, name):
    plan = plan_of(f"Neglect,12/05/2014,Jo,,{name},attended\n", board)

    assert [each.agency for each in plan.bookings] == [trust.pk]


def test_agency_that_was_merged_is_the_one_it_is_part_of(board, trust):
    AgencyFactory(name="Old Hospital", boards=[board], merged_into=trust)

    plan = plan_of("Neglect,12/05/2014,Jo,,Old Hospital,attended\n", board)

    assert [each.agency for each in plan.bookings] == [trust.pk]


def test_agency_of_another_board_becomes_this_boards_too(board):
    theirs = AgencyFactory(name="Ambulance service", boards=[BoardFactory()])

    load("Neglect,12/05/2014,Jo,,Ambulance Service,attended\n", board)

    assert theirs in board.agencies.all()


def test_close_spelling_is_only_proposed(board, trust):
    plan = plan_of("Neglect,12/05/2014,Jo,,Dee Vally,attended\n", board)

    (item,) = plan.undecided
    assert (item.proposal, item.score > 80, plan.bookings) == (f"same as {TRUST}", True, [])


def test_mapping_says_what_abbreviations_mean(board, trust):
    row = "Neglect,12/05/2014,Jo,,DVT,here\n"

    plan = plan_of(row, board, agencies={"dvt": TRUST}, words={"here": Standing.WALKED_IN})

    assert [(each.agency, each.standing) for each in plan.bookings] == [
        (trust.pk, Standing.WALKED_IN)
    ]


@pytest.mark.parametrize(
    "item",
    [
        Item(Kind.PERSON, "Jo Smith", "+jo@dee.example", 1, 2),
        Item(Kind.AGENCY, "-", "", 1, 2),
        Item(Kind.AGENCY, "'t Oosten", "", 1, 2),
    ],
)
def test_decision_comes_back_to_what_a_spreadsheet_would_take_for_a_formula(item):
    out = io.StringIO()
    write_review([item], Decisions({item.key: "skip"}), out)

    assert read_decisions(out.getvalue()).on(item) == "skip"


def test_new_agency_needs_a_sector_there_is(board):
    decision = decided(("agency", "Oak School", "", "new in Wizardry"))

    plan = plan_of("Neglect,12/05/2014,Jo,,Oak School,attended\n", board, decision)

    assert plan.errors[0].message.startswith("Write “new in SECTOR”")


def test_skipped_rows_are_not_written(board, trust):
    rows = "Neglect,12/05/2014,Jo,,Oak,attended\nNeglect,12/05/2014,Al,,Dee Valley,attended\n"

    plan = load(rows, board, decided(("agency", "Oak", "", "skip")))

    assert (plan.skipped, Booking.objects.count()) == (1, 1)


def test_address_is_the_person(board, trust):
    jo = PersonFactory(full_name="Joanna Smith", email="jo@dee.example")

    load("Neglect,12/05/2014,Jo Smith,JO@dee.example,Dee Valley,attended\n", board)

    assert Booking.objects.get().person == jo


def test_address_of_quite_another_name_is_asked_about(board, trust):
    rows = (
        "Neglect,12/05/2014,Jo Smith,office@oak.example,Dee Valley,attended\n"
        "Neglect,12/05/2014,Ken Lamb,office@oak.example,Dee Valley,attended\n"
    )
    assert [item.text for item in plan_of(rows, board).undecided] == ["Ken Lamb"]

    load(rows, board, decided(("person", "Ken Lamb", "office@oak.example", "new")))

    assert set(Person.objects.values_list("full_name", "email")) == {
        ("Jo Smith", "office@oak.example"), ("Ken Lamb", ""),
    }  # fmt: skip


def test_newcomer_gets_no_address_that_is_somebody_elses(board, trust):
    PersonFactory(full_name="Jo Smith", email="office@oak.example")
    row = "Neglect,12/05/2014,Ken Lamb,office@oak.example,Dee Valley,attended\n"

    load(row, board, decided(("person", "Ken Lamb", "office@oak.example", "new")))

    assert Booking.objects.get().person.email == ""


def test_same_name_and_agency_is_only_proposed(board, trust):
    job = EmploymentFactory(person__full_name="Jo Smith", person__email="", agency=trust)
    row = "Neglect,12/05/2014,Jo Smith,,Dee Valley,attended\n"
    assert plan_of(row, board).undecided[0].proposal == f"same as #{job.person_id}"

    load(row, board, decided(("person", EVERY_OTHER, "", AS_PROPOSED)))

    assert Booking.objects.get().person == job.person


def test_same_name_at_another_agency_is_somebody_else(board, trust, police):
    EmploymentFactory(person__full_name="Jo Smith", agency=police)

    load("Neglect,12/05/2014,Jo Smith,,Dee Valley,attended\n", board)

    assert Person.objects.filter(full_name="Jo Smith").count() == 2


def test_nobody_else_can_be_named_by_number(board, trust):
    EmploymentFactory(person__full_name="Jo Smith", agency=trust)
    stranger = PersonFactory()
    row = "Neglect,12/05/2014,Jo Smith,,Dee Valley,attended\n"

    plan = plan_of(row, board, decided(("person", "Jo Smith", TRUST, f"same as #{stranger.pk}"), ("person", "Jo Smith", "Dee Valley", f"same as #{stranger.pk}")))  # fmt: skip

    assert "Nobody of the agencies" in plan.errors[0].message


def test_rows_that_contradict_each_other_are_an_error(board, trust):
    rows = "Neglect,12/05/2014,Jo,,Dee Valley,attended\nNeglect,12/05/2014,Jo,,Dee Valley,no show\n"

    message = (
        "Row 2 says “attended” of the same person at the same event, this one “did not attend”: "
        "correct one of them."
    )
    assert said(plan_of(rows, board)) == [("error", 3, message)]


@pytest.mark.parametrize(
    ("first", "amended", "states"),
    [
        ("attended", "cancelled", [BookingState.BOOKED]),
        ("cancelled", "attended", [BookingState.BOOKED, BookingState.CANCELLED]),
    ],
)
def test_amended_list_doubles_nobody_who_came(board, trust, first, amended, states):
    row = f"Neglect,12/05/2014,Jo Smith,jo@dee.example,{TRUST}"
    load(f"{row},{first}\n", board)

    plan = load(f"{row},{amended}\n", board)

    assert sorted(Booking.objects.values_list("state", flat=True)) == sorted(states)
    assert plan.doubles == 2 - len(states)


def test_cancelled_and_booked_again_is_both(board, trust):
    rows = (
        "Neglect,12/05/2014,Jo,,Dee Valley,cancelled\nNeglect,12/05/2014,Jo,,Dee Valley,attended\n"
    )

    load(rows, board)

    assert (Booking.objects.count(), check_all()) == (2, [])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",12/05/2014,Jo,,Dee Valley,attended", "There is no course title."),
        ("Neglect,31/02/2014,Jo,,Dee Valley,attended", "There is no such day."),
        ("Neglect,12/05/2099,Jo,,Dee Valley,attended", "This day is not past"),
        ("Neglect,spring,Jo,,Dee Valley,attended", "This is not one exact day."),
        ("Neglect,12/05/2014,,,Dee Valley,attended", "There is no name"),
    ],
)
def test_row_that_cannot_be_counted_is_an_error(board, trust, row, message):
    plan = plan_of(row + "\n", board)

    assert [(p.row, p.message.startswith(message)) for p in plan.errors] == [(2, True)]


def test_list_without_a_word_for_who_came_is_asked(board, trust):
    rows = "course,date,name,agency\nNeglect,12/05/2014,Jo,Dee Valley\n"
    with pytest.raises(FileRefused, match="who came"):
        plan_of(rows, board)

    plan = plan_of(rows, board, everyone=Standing.ATTENDED)

    assert [each.standing for each in plan.bookings] == [Standing.ATTENDED]


def test_event_written_once_above_its_people(board, trust):
    rows = "course,date,name,agency,attendance\nNeglect,12/05/2014,Jo,Dee Valley,y\n,,Al,Dee Valley,y\n"

    plan = plan_of(rows, board, fill_down=True)

    assert len({each.event for each in plan.bookings}) == 1


def test_places_and_times_are_kept_where_they_are_known(board, trust):
    rows = (
        "course,date,start,end,places,venue,name,agency,attendance\n"
        "Neglect,12/05/2014,9:30am,4pm,20,Town Hall,Jo,Dee Valley,y\n"
        "Neglect,12/05/2014,,,,,Al,Dee Valley,y\n"
    )

    load(rows, board)

    event = Event.objects.get()
    report = attendance(board, dt.date(2014, 4, 1), dt.date(2015, 3, 31))
    assert (event.places_offered, event.places_taken) == (20, 2)
    assert (event.starts_at.hour, event.sessions.get().venue.name) == (8, "Town Hall")
    assert report.totals.places_available == 20


def test_two_events_of_one_day_need_telling_apart(board, trust):
    head = "course,date,start,name,agency,attendance\n"
    rows = head + "".join(
        f"Neglect,12/05/2014,{start},{name},Dee Valley,y\n"
        for start, name in (("9:30", "Jo"), ("13:30", "Al"), ("", "Kim"))
    )

    plan = plan_of(rows, board)

    assert [p.message.startswith("There were 2 events") for p in plan.errors] == [True]


def test_two_courses_of_one_title_on_one_day_are_told_apart_by_their_code(board, trust):
    courses = {
        code: CourseFactory(board=board, title="Briefing", code=code) for code in ("BR1", "BR2")
    }
    rows = "".join(
        f"Briefing,12/05/2014,{name},{code},{TRUST},attended\n"
        for name, code in (("Jo Smith", "BR1"), ("Sam Reed", "BR2"), ("Kit Lane", "br2"))
    )

    load(f"course,date,name,code,agency,attendance\n{rows}", board)

    assert {
        code: Booking.objects.filter(event__course=course).count()
        for code, course in courses.items()
    } == {"BR1": 1, "BR2": 2}
    assert Event.objects.count() == 2


def test_code_written_once_is_of_all_rows_of_its_event(board, trust):
    CourseFactory(board=board, title="Briefing", code="BR1")
    rows = "".join(
        f"Briefing,12/05/2014,{name},{code},{TRUST},attended\n"
        for name, code in (("Jo Smith", "BR1"), ("Sam Reed", ""))
    )

    load(f"course,date,name,code,agency,attendance\n{rows}", board)

    assert Event.objects.get().bookings.count() == 2


def test_event_with_a_register_of_its_own_is_refused(board, trust):
    start = dt.datetime(2024, 5, 14, 8, 30, tzinfo=dt.UTC)
    EventFactory(course=CourseFactory(board=board, title="Neglect"), starts_at=start)

    plan = plan_of("Neglect,14/05/2024,Jo,,Dee Valley,attended\n", board)

    assert "register of its own" in plan.errors[0].message


def test_more_people_than_places_leaves_the_places_unknown(board, trust):
    rows = "course,date,places,name,agency,attendance\n" + "".join(
        f"Neglect,12/05/2014,1,{name},Dee Valley,y\n" for name in ("Jo", "Al")
    )

    load(rows, board)

    assert Event.objects.get().places_offered is None


def test_history_of_another_board_is_left_alone(board, trust):
    there = CourseFactory(title="Neglect")

    load("Neglect,12/05/2014,Jo,,Dee Valley,attended\n", board)

    assert (there.events.count(), Sector.objects.count(), Agency.objects.count()) == (0, 1, 1)
