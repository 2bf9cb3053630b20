"""Registers on the public side: the list, one session on a page, completing, walk-ins, the sheet."""

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.core.exceptions import SuspiciousFileOperation
from django.urls import reverse
from django.utils import timezone

from bookings import queries
from bookings.choices import Mark, Origin, Outcome
from bookings.models import AccessNeed, Attendance, Booking
from courses.choices import EventState
from courses.models import Event
from people.actions import withdraw_role
from people.models import Person
from people.pdf import OwnStaticFiles
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    EmploymentFactory,
    EventFactory,
    PersonFactory,
    SessionFactory,
)
from tests.pdf import unpacked

pytestmark = pytest.mark.django_db


def url(name, event):
    return reverse(f"bookings:{name}", args=[event.pk])


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def session_of(event):
    return event.sessions.first()


def form_of(event, seen=(), **extra):
    """The page's hidden fields: what was seen for each booking on it."""
    hidden = {f"seen-{pk}": mark for pk, mark in dict(seen).items()}
    return {"session": session_of(event).pk, **hidden, **extra}


def mark_of(booking):
    return Attendance.objects.filter(booking=booking).values_list("mark", flat=True).first()


@pytest.fixture
def marker(client, officer, on_the_day):
    """An officer signed in on the day."""
    client.force_login(officer)
    return client


class TestList:
    def test_trainer_sees_only_what_they_deliver(self, client, trainer, event, course):
        EventFactory(course=course, starts_at=event.starts_at + dt.timedelta(minutes=5))

        with time_machine.travel(event.starts_at - dt.timedelta(days=2)):
            client.force_login(trainer)
            page = client.get("/register/")

        assert [e.pk for e in page.context["coming"]] == [event.pk]

    def test_officer_sees_today_then_what_is_over_and_open(self, client, officer, event, course):
        over = EventFactory(course=course, starts_at=event.starts_at - dt.timedelta(days=9))
        EventFactory(starts_at=event.starts_at)

        with time_machine.travel(event.starts_at):
            client.force_login(officer)
            page = client.get("/register/")

        assert list(page.context["today"]) == [event]
        assert list(page.context["to_complete"]) == [over]

    def test_practitioner_has_no_registers(self, signed_in):
        assert signed_in.get("/register/").status_code == 404

    @pytest.mark.parametrize("count", [1, 4])
    def test_registers_cost_the_same_queries(
        self, client, officer, course, count, django_assert_num_queries
    ):
        start = timezone.now() + dt.timedelta(days=1)
        for number in range(count):
            event = EventFactory(course=course, starts_at=start + dt.timedelta(minutes=number))
            BookingFactory.create_batch(count, event=event)
            earlier = start - dt.timedelta(days=5, minutes=number)
            EventFactory(course=course, starts_at=earlier)
        client.force_login(officer)

        with django_assert_num_queries(18):
            client.get("/register/")


class TestPage:
    def test_shows_each_person_with_agency_and_need(self, marker, event, expected, agency):
        AccessNeed.objects.create(booking=expected[0], text="Hearing loop")

        text = words(marker.get(url("register", event)))

        for fact in ("Ann", "Ben", "Cy", agency.name, "Hearing loop"):
            assert fact in text

    @pytest.mark.parametrize("count", [1, 4])
    def test_costs_the_same_queries(self, marker, event, agency, count, django_assert_num_queries):
        BookingFactory.create_batch(count, event=event, agency=agency)

        with django_assert_num_queries(17):
            marker.get(url("register", event))

    def test_another_trainer_gets_not_found(self, signed_in, event):
        assert signed_in.get(url("register", event)).status_code == 404

    @pytest.mark.usefixtures("on_the_day")
    def test_a_trainer_whose_role_is_withdrawn_gets_not_found(self, as_trainer, trainer, event):
        before = as_trainer.get(url("register", event)).status_code

        withdraw_role(trainer.role_assignments.get(), actor=None)

        assert before == 200
        assert as_trainer.get(url("register", event)).status_code == 404
        assert as_trainer.get(url("sheet", event)).status_code == 404

    def test_staff_of_another_board_get_not_found(self, as_officer):
        assert as_officer.get(url("register", EventFactory())).status_code == 404

    def test_before_the_day_it_shows_who_is_coming_without_marks(self, as_officer, event, expected):
        page = as_officer.get(url("register", event))

        assert "Ann" in words(page)
        assert 'type="radio"' not in page.content.decode()

    def test_todays_session_is_shown_first(self, client, trainer, event):
        second_day = event.starts_at + dt.timedelta(days=7)
        later = SessionFactory(
            event=event, starts_at=second_day, ends_at=second_day + dt.timedelta(hours=2)
        )
        Event.objects.filter(pk=event.pk).update(ends_at=later.ends_at)

        with time_machine.travel(second_day):
            client.force_login(trainer)
            page = client.get(url("register", event))

        assert page.context["session"] == later

    def test_nonsense_session_shows_the_default(self, marker, event):
        page = marker.get(url("register", event), {"session": "x' OR 1=1"})

        assert page.context["session"] == session_of(event)


class TestSaving:
    def test_marks_are_saved(self, marker, event, expected):
        seen = {b.pk: "" for b in expected}
        ann, ben, cy = expected
        chosen = {f"mark-{ann.pk}": "present", f"mark-{ben.pk}": "absent"}

        answer = marker.post(url("register", event), form_of(event, seen, **chosen))

        assert answer.url == f"{url('register', event)}?session={session_of(event).pk}"
        assert [mark_of(b) for b in (ann, ben, cy)] == ["present", "absent", None]

    def test_everyone_else_present_leaves_marks_alone(self, marker, event, expected):
        ann, ben, cy = expected
        seen = {b.pk: "" for b in expected}

        marker.post(
            url("register", event),
            form_of(event, seen, rest_present="1", **{f"mark-{ann.pk}": "late"}),
        )

        assert [mark_of(b) for b in (ann, ben, cy)] == ["late", "present", "present"]

    def test_change_made_meanwhile_is_not_overwritten_and_both_are_shown(
        self, marker, event, expected
    ):
        ann, ben, _ = expected
        page_seen = {ann.pk: "", ben.pk: ""}
        marker.post(
            url("register", event), form_of(event, {ann.pk: ""}, **{f"mark-{ann.pk}": "absent"})
        )

        page = marker.post(
            url("register", event),
            form_of(
                event,
                page_seen,
                **{f"mark-{ann.pk}": "present", f"mark-{ben.pk}": "present"},
            ),
        )

        assert (mark_of(ann), mark_of(ben)) == ("absent", "present")
        assert "you chose Present, the register says Absent" in words(page)

    def test_choice_after_a_conflict_is_saved(self, marker, event, expected):
        ann = expected[0]
        form = form_of(event, {ann.pk: ""}, **{f"mark-{ann.pk}": "absent"})
        marker.post(url("register", event), form)
        shown = {ann.pk: "absent"}

        marker.post(url("register", event), form_of(event, shown, **{f"mark-{ann.pk}": "present"}))

        assert mark_of(ann) == "present"

    def test_row_left_as_seen_does_not_undo_another_change(self, marker, event, expected):
        ann = expected[0]
        for mark in ("present", "late"):
            seen = mark_of(ann) or ""
            marker.post(
                url("register", event), form_of(event, {ann.pk: seen}, **{f"mark-{ann.pk}": mark})
            )

        stale = form_of(event, {ann.pk: "present"}, **{f"mark-{ann.pk}": "present"})
        answer = marker.post(url("register", event), stale)

        assert answer.status_code == 302
        assert mark_of(ann) == "late"

    def test_same_change_by_two_people_is_no_conflict(self, marker, event, expected):
        form = form_of(event, {expected[0].pk: ""}, **{f"mark-{expected[0].pk}": "present"})

        answers = [marker.post(url("register", event), form) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]

    def test_booking_of_another_event_is_passed_over(self, marker, event, expected):
        stranger = BookingFactory()

        marker.post(
            url("register", event),
            form_of(event, {stranger.pk: ""}, **{f"mark-{stranger.pk}": "present"}),
        )

        assert mark_of(stranger) is None

    def test_unknown_mark_changes_nothing(self, marker, event, expected):
        ann = expected[0]

        marker.post(
            url("register", event), form_of(event, {ann.pk: ""}, **{f"mark-{ann.pk}": "<b>"})
        )

        assert mark_of(ann) is None

    def test_saving_before_the_day_says_when_it_opens(self, as_officer, event, expected):
        ann = expected[0]

        page = as_officer.post(
            url("register", event), form_of(event, {ann.pk: ""}, **{f"mark-{ann.pk}": "present"})
        )

        assert "The register opens on the day of the event." in words(page)
        assert mark_of(ann) is None


class TestCompleting:
    def test_no_button_is_offered_before_the_event_has_started(self, marker, event, expected):
        with time_machine.travel(event.starts_at - dt.timedelta(minutes=5)):
            page = words(marker.get(url("complete", event)))

        assert "The register can be completed once the event has started." in page
        assert "Mark the rest absent" not in page

    def test_numbers_are_shown_while_somebody_is_unmarked(self, marker, event, expected):
        page = marker.get(url("complete", event))

        assert page.context["balance"].unmarked == 3
        assert "Mark the rest absent" in words(page)

    def test_numbers_add_up_after_the_rest_are_absent(self, marker, event, expected):
        BookingFactory(event=event, state="cancelled", cancelled_at=timezone.now())
        marker.post(
            url("register", event),
            form_of(event, {expected[0].pk: ""}, **{f"mark-{expected[0].pk}": "present"}),
        )

        marker.post(url("complete", event), {"rest_absent": "1"})

        balance = marker.get(url("complete", event)).context["balance"]
        assert (balance.registered, balance.cancelled, balance.no_show) == (4, 1, 2)
        assert (balance.walk_in, balance.attended, balance.unmarked) == (0, 1, 0)
        parts = balance.registered - balance.cancelled - balance.no_show + balance.walk_in
        assert parts == balance.attended

    def test_completing_closes_the_register(self, marker, event, expected):
        Booking.objects.update(outcome=Outcome.ATTENDED)

        marker.post(url("complete", event), {"complete": "1"})

        event.refresh_from_db()
        assert event.state == EventState.COMPLETED
        assert "This register is complete." in words(marker.get(url("register", event)))

    def test_completing_with_unmarked_people_says_how_many(self, marker, event, expected):
        page = marker.post(url("complete", event), {"complete": "1"})

        assert "3 people have no mark on the register yet." in words(page)

    def test_completing_twice_is_harmless(self, marker, event):
        marker.post(url("complete", event), {"complete": "1"})

        assert marker.post(url("complete", event), {"complete": "1"}).status_code == 302

    def test_officer_opens_it_again(self, marker, event):
        marker.post(url("complete", event), {"complete": "1"})

        marker.post(url("complete", event), {"open_again": "1"})

        event.refresh_from_db()
        assert event.state == EventState.PUBLISHED

    def test_trainer_cannot_open_it_again(self, client, trainer, event):
        Event.objects.filter(pk=event.pk).update(state=EventState.COMPLETED)
        client.force_login(trainer)

        client.post(url("complete", event), {"open_again": "1"})

        event.refresh_from_db()
        assert event.state == EventState.COMPLETED


class TestWalkIns:
    def person_at(self, agency, name):
        return EmploymentFactory(person=PersonFactory(full_name=name), agency=agency).person

    def test_finds_people_of_the_boards_agencies_only(self, marker, event, agency):
        self.person_at(agency, "Mary Shelley")
        self.person_at(AgencyFactory(boards=[BoardFactory()]), "Mary Elsewhere")

        page = marker.get(url("walk_in", event), {"q": "mary"})

        assert [person.full_name for person in page.context["found"]] == ["Mary Shelley"]

    def test_says_that_more_people_have_the_name(self, marker, event, agency):
        for number in range(queries.SEARCH_MAXIMUM + 1):
            self.person_at(agency, f"Mary {number}")

        page = words(marker.get(url("walk_in", event), {"q": "mary"}))

        assert f"The first {queries.SEARCH_MAXIMUM} people found" in page

    def test_shows_no_address(self, marker, event, agency):
        person = self.person_at(agency, "Mary Shelley")

        page = marker.get(url("walk_in", event), {"q": "mary"})

        assert person.email not in page.content.decode()

    def test_needs_three_letters(self, marker, event, agency):
        self.person_at(agency, "Mary Shelley")

        page = marker.get(url("walk_in", event), {"q": "ma"})

        assert page.context["found"] == []
        assert "at least 3 letters" in words(page)

    def test_shows_at_most_ten(self, marker, event, agency):
        for number in range(12):
            self.person_at(agency, f"Mary {number}")

        page = marker.get(url("walk_in", event), {"q": "mary"})

        assert len(page.context["found"]) == 10

    def test_chosen_person_is_on_the_register_present(self, marker, event, agency):
        person = self.person_at(agency, "Mary Shelley")

        step_2 = marker.get(url("walk_in", event), {"person": person.pk})
        marker.post(url("walk_in", event), {"person": person.pk})

        booking = Booking.objects.get(person=person)
        assert "Mary Shelley" in words(step_2)
        assert (booking.origin, booking.agency) == (Origin.WALK_IN, agency)
        assert mark_of(booking) == Mark.PRESENT

    def test_person_of_another_board_cannot_be_chosen(self, marker, event):
        person = self.person_at(AgencyFactory(boards=[BoardFactory()]), "Mary Elsewhere")

        assert marker.get(url("walk_in", event), {"person": person.pk}).status_code == 404
        assert marker.post(url("walk_in", event), {"person": person.pk}).status_code == 404

    def test_adding_twice_says_that_they_are_there(self, marker, event, agency):
        person = self.person_at(agency, "Mary Shelley")
        marker.post(url("walk_in", event), {"person": person.pk})

        again = marker.post(url("walk_in", event), {"person": person.pk}, follow=True)

        assert "is on the register already" in words(again)

    def test_new_person_is_added_once_with_their_agency(self, marker, event, agency):
        form = {"full_name": "New Nurse", "agency": agency.pk, "request_key": uuid.uuid4()}

        for _ in range(2):
            marker.post(url("walk_in", event), form)

        person = Person.objects.get(full_name="New Nurse")
        assert person.employments.get().agency == agency
        assert Booking.objects.get(person=person).outcome == Outcome.ATTENDED

    def test_new_person_known_by_their_address_is_not_made_twice(self, marker, event, agency):
        known = self.person_at(agency, "Mary Shelley")

        marker.post(
            url("walk_in", event),
            {
                "full_name": "M Shelley",
                "agency": agency.pk,
                "email": known.email.upper(),
                "request_key": uuid.uuid4(),
            },
        )

        assert Booking.objects.get().person == known

    def test_new_person_without_name_is_refused_beside_the_field(self, marker, event, agency):
        form = {"agency": agency.pk, "request_key": uuid.uuid4()}

        page = marker.post(url("walk_in", event), form)

        assert words(page).count("Enter the person’s full name") == 2

    def test_before_the_day_nobody_walks_in(self, as_officer, event, agency):
        form = {"full_name": "Early", "agency": agency.pk, "request_key": uuid.uuid4()}

        page = as_officer.post(url("walk_in", event), form)

        assert "The register opens on the day" in words(page)
        assert not Person.objects.filter(full_name="Early").exists()


class TestSheet:
    def test_sheet_is_a_tagged_pdf(self, as_officer, event, expected):
        response = as_officer.get(url("sheet", event))

        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")
        assert b"pdfuaid" in unpacked(response.content)
        assert b"Atkinson" in unpacked(response.content)

    def test_sheet_fetches_nothing_from_elsewhere(self):
        for address in ("http://127.0.0.1/x", "file:///etc/passwd", "static:../manage.py"):
            with pytest.raises((ValueError, SuspiciousFileOperation)):
                OwnStaticFiles().fetch(address)
