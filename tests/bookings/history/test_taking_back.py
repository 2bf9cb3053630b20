"""A load taken back: what goes, what stays, what is refused, and that the file can come again."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse

from bookings.actions import record_attendance
from bookings.choices import Mark
from bookings.history.actions import apply_history
from bookings.history.taking_back import SHORT, TakeBackRefused, outlook_of, take_load_back
from bookings.invariants import check_all
from bookings.models import AccessNeed, Attendance, Booking, HistoryLoad, LoadedRow
from courses.actions import change_state
from courses.choices import EventState
from courses.models import Course, Event, Session, Venue
from notices.models import Message
from people.actions import grant_role, record_change
from people.choices import Role
from people.models import Agency, AuditEntry, Employment, Person
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    EventFactory,
    MessageFactory,
    SectorFactory,
    UserFactory,
)

from .lists import decided, plan_of

pytestmark = pytest.mark.django_db

HEAD = "course,date,venue,name,email,agency,attendance\n"
TWO_EVENTS = HEAD + (
    "Neglect,12/05/2014,Town Hall,Jo Smith,jo@police.example,Police,attended\n"
    "Neglect,12/05/2014,Town Hall,Al Jones,al@police.example,Police,DNA\n"
    "Neglect,03/06/2014,Town Hall,Jo Smith,jo@police.example,Police,cancelled\n"
    "Neglect,03/06/2014,Town Hall,Sam Ray,sam@trust.example,New Trust,attended\n"
)
EVERYTHING = (Booking, Attendance, Event, Session, Course, Venue, Person, Employment, LoadedRow)


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def police(board):
    return AgencyFactory(name="Police", boards=[board], sector=SectorFactory(name="Police"))


def load(board, content=TWO_EVENTS):
    """The load of a file in which an agency is new."""
    decisions = decided(("agency", "New Trust", "", "new in Police"))
    apply_history(plan_of(content, board, decisions), actor=None)
    return HistoryLoad.objects.latest("pk")


def numbers():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


def take_back(loaded, **more):
    return take_load_back(loaded.pk, why="The file of another year", actor=None, **more)


def first_event():
    return Event.objects.earliest("starts_at")


def test_all_that_a_load_made_goes_and_what_was_there_stays(board, police):
    EventFactory(course__board=board)
    before = numbers()
    loaded = load(board)

    done = take_back(loaded)

    assert numbers() == before
    assert not Agency.objects.filter(name="New Trust").exists()
    assert done.goes_in_words == [
        "4 bookings",
        "2 events",
        "1 course",
        "1 venue",
        "3 people",
        "1 agency",
    ]
    assert check_all() == []


def test_audit_says_what_was_removed_and_why(board, police):
    officer = UserFactory()
    loaded = load(board)

    take_load_back(loaded.pk, why="Wrong year", actor=officer)

    entry = AuditEntry.objects.get(verb="history taken back")
    assert (entry.target_id, entry.actor, entry.why) == (board.pk, officer, "Wrong year")
    assert entry.details["booking"] == 4
    assert (entry.details["file"], entry.details["load"]) == ("old.xlsx", loaded.pk)


def test_same_file_can_be_loaded_again(board, police):
    after_first = (load(board), numbers())[1]
    take_back(HistoryLoad.objects.get())

    load(board)

    assert numbers() == after_first
    assert check_all() == []


def test_people_courses_and_agencies_that_something_else_uses_stay(board, police):
    loaded = load(board)
    trust = Agency.objects.get(name="New Trust")
    BookingFactory(person=Person.objects.get(email="jo@police.example"), agency=police)
    BookingFactory(agency=trust)
    EventFactory(course=Course.objects.get(title="Neglect"), sessions=0)

    done = take_back(loaded)

    assert done.stays_in_words == ["1 course", "1 person", "1 agency"]
    assert list(Person.objects.filter(email__contains="@police.").values_list("email")) == [
        ("jo@police.example",)
    ]
    assert Employment.objects.filter(person__email="jo@police.example").exists()
    assert trust in Agency.objects.all()


def test_events_added_to_get_their_room_back(board, police):
    first = load(board, HEAD + "Neglect,12/05/2014,Town Hall,Jo Smith,,Police,attended\n")
    more = load(board, HEAD + "Neglect,12/05/2014,Town Hall,Al Jones,,Police,attended\n")
    assert Event.objects.get().capacity == 2

    take_back(more)

    event = Event.objects.get()
    assert (event.capacity, event.places_taken) == (1, 1)
    assert list(Booking.objects.values_list("person__full_name", flat=True)) == ["Jo Smith"]
    assert outlook_of(first).goes_in_words[:2] == ["1 booking", "1 event"]


def test_agency_of_another_board_is_no_longer_this_boards(board, police):
    theirs = AgencyFactory(name="Fire", boards=[BoardFactory()])
    decisions = decided(("agency", "Fire", "", "same as Fire"))
    content = HEAD + "Neglect,12/05/2014,Town Hall,Jo Smith,,Fire,attended\n"
    apply_history(plan_of(content, board, decisions), actor=None)
    assert board in theirs.boards.all()

    take_back(HistoryLoad.objects.get())

    assert board not in theirs.boards.all()


def corrected(event):
    """Somebody re-opens the register, corrects a mark and completes it."""
    change_state(event.pk, EventState.PUBLISHED, actor=None)
    booking = event.bookings.earliest("pk")
    marks = {booking.pk: {event.sessions.get().pk: Mark.ABSENT}}
    record_attendance(event.pk, marks, actor=None)
    change_state(event.pk, EventState.COMPLETED, actor=None)


def needed(event):
    AccessNeed.objects.create(booking=event.bookings.earliest("pk"), text="Hearing loop")


def joined(event):
    BookingFactory(event=event, state="withdrawn")


def written_to(event):
    MessageFactory(
        board=event.board, about_type="bookings.booking", about_id=event.bookings.earliest("pk").pk
    )


OF_REGISTERS = {
    "counter_equals_count",
    "outcome_agrees_with_marks",
    "completed_registers_are_full",
    "registers_add_up",
    "event_spans_its_sessions",
}
USES = {
    "changed since": corrected,
    "access needs": needed,
    "people from elsewhere than this load": joined,
    "messages": written_to,
}


@pytest.mark.parametrize("words", USES)
def test_what_was_worked_on_since_is_named_and_nothing_is_taken_back(board, police, words):
    loaded = load(board)
    USES[words](first_event())
    before = numbers()

    with pytest.raises(TakeBackRefused, match="1 event has been worked on since") as refused:
        take_back(loaded)

    assert refused.value.outlook.used_in_words == [f"Neglect, 12 May 2014: {words}"]
    assert numbers() == before


@pytest.mark.parametrize("words", USES)
def test_event_worked_on_since_can_be_kept_with_its_people(board, police, words):
    loaded = load(board)
    event = first_event()
    USES[words](event)

    done = take_back(loaded, keep_used=True)

    assert (done.goes["event"], done.stays["event"]) == (1, 1)
    assert Event.objects.filter(is_imported=True).get() == event
    kept = {"jo@police.example", "al@police.example"}
    assert kept <= set(event.bookings.values_list("person__email", flat=True))
    assert not Person.objects.filter(email="sam@trust.example").exists()
    assert not LoadedRow.objects.exists()
    assert [each for each in check_all() if each.invariant in OF_REGISTERS] == []


def test_load_is_taken_back_once_and_for_a_reason(board, police):
    loaded = load(board)
    with pytest.raises(TakeBackRefused, match="Say why"):
        take_load_back(loaded.pk, why=" ", actor=None)
    take_back(loaded)

    with pytest.raises(TakeBackRefused, match="already"):
        take_back(loaded)


def test_database_wants_a_reason_with_the_moment(board, police):
    loaded = load(board)

    with pytest.raises(IntegrityError):
        HistoryLoad.objects.filter(pk=loaded.pk).update(taken_back_why="Wrong")


@pytest.mark.parametrize("people", [1, 3])
def test_looking_asks_the_same_for_any_size(board, police, people, django_assert_num_queries):
    rows = "".join(
        f"Neglect {n},12/05/2014,Hall {n},Jo {n},,Police,attended\n" for n in range(people)
    )
    loaded = load(board, HEAD + rows)
    outlook_of(loaded)

    with django_assert_num_queries(LOOKING):
        outlook_of(loaded)


LOOKING = 67


def command(*args, **options):
    out = io.StringIO()
    call_command("take_back_history", *args, stdout=out, **options)
    return out.getvalue()


def test_command_lists_looks_and_takes_back(board, police):
    loaded = load(board)
    record_change(board, "history loaded", actor=None, details={"file": "older.csv"})

    listed = command(board=board.slug)
    looked = command(str(loaded.pk), board=board.slug)
    there = Booking.objects.count()
    done = command(str(loaded.pk), board=board.slug, why="Wrong year", write=True)

    assert f"{loaded.pk}: old.xlsx" in listed
    assert "1 more made before loads were kept" in listed
    assert "Would remove: 4 bookings, 2 events" in looked
    assert there == 4
    assert "Removed: 4 bookings" in done


def test_command_refuses_another_boards_load_and_says_what_was_used(board, police):
    loaded = load(board)
    needed(first_event())

    with pytest.raises(CommandError, match="has no load"):
        command(str(loaded.pk), board=BoardFactory().slug)
    with pytest.raises(CommandError, match="worked on since"):
        command(str(loaded.pk), board=board.slug, why="Wrong year", write=True)


def test_command_says_that_nothing_was_loaded(board):
    assert command(board=board.slug) == f"{board.short_name} has loaded no old attendance lists.\n"


def test_command_names_the_option_that_helps_and_no_other(board, police):
    loaded = load(board)

    with pytest.raises(CommandError, match=r"On the command line: --why$"):
        command(str(loaded.pk), board=board.slug, write=True)
    command(str(loaded.pk), board=board.slug, why="Wrong year", write=True)
    with pytest.raises(CommandError, match=r"Nothing was changed\.$"):
        command(str(loaded.pk), board=board.slug, why="Wrong year", write=True)


@pytest.fixture
def desk(board, client):
    officer = UserFactory()
    grant_role(officer, Role.OFFICER, board=board)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_page_says_what_goes_and_takes_back_for_a_reason(board, police, desk):
    loaded = load(board)
    address = reverse("office_take_history_back", args=[loaded.pk])

    listed = desk.get(reverse("office_history")).content.decode()
    asked = desk.get(address).content.decode()
    without = desk.post(address, {}).content.decode()
    done = desk.post(address, {"why": "Wrong year"}, follow=True).content.decode()
    after = desk.get(address).content.decode()

    assert address in listed
    assert "<li>4 bookings</li>" in asked
    assert "Enter why the load is taken back" in without
    assert "Taken back: 4 bookings, 2 events" in done
    assert "Wrong year" in after
    assert "<textarea" not in after


def test_page_offers_to_keep_what_was_used(board, police, desk):
    loaded = load(board)
    needed(first_event())
    address = reverse("office_take_history_back", args=[loaded.pk])

    asked = desk.get(address).content.decode()
    without = desk.post(address, {"why": "Wrong year"}).content.decode()
    desk.post(address, {"why": "Wrong year", "keep_used": "on"})

    assert "Neglect, 12 May 2014: access needs" in asked
    assert "Tick this to take back the rest" in without
    assert "Wrong year" in without
    assert Event.objects.count() == 1


@pytest.fixture
def long_load(board, police):
    """A load that is too long for a request, by what it says of itself."""
    loaded = load(board)
    HistoryLoad.objects.update(counts={"booking": SHORT + 1})
    return loaded


def test_long_load_is_taken_back_in_the_background(
    desk, long_load, django_capture_on_commit_callbacks
):
    address = reverse("office_take_history_back", args=[long_load.pk])

    with django_capture_on_commit_callbacks() as later:
        running = desk.post(address, {"why": "Wrong year"}, follow=True).content.decode()
        desk.post(address, {"why": "Clicked again"})
    [run] = later
    there = Booking.objects.count()
    run()

    assert "It is being taken back" in running
    assert (there, Booking.objects.count()) == (4, 0)
    assert "Wrong year" in desk.get(address).content.decode()


def test_page_says_why_a_long_load_was_not_taken_back(
    desk, long_load, django_capture_on_commit_callbacks
):
    address = reverse("office_take_history_back", args=[long_load.pk])
    with django_capture_on_commit_callbacks() as later:
        desk.post(address, {"why": "Wrong year"})
    needed(first_event())

    later[0]()

    page = desk.get(address).content.decode()
    assert "1 event has been worked on since. Nothing was changed" in page
    assert "<textarea" in page


def test_page_says_which_loads_cannot_be_taken_back(board, desk):
    record_change(board, "history loaded", actor=None, details={"file": "older.csv"})

    assert (
        "1 earlier load cannot be taken back"
        in desk.get(reverse("office_history")).content.decode()
    )


def test_nobody_is_written_to(board, police):
    take_back(load(board))

    assert not Message.objects.exists()
