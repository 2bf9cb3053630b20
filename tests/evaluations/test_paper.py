"""Forms on paper: a code that says nothing of the person, keyed once."""

import datetime as dt

import pytest
from django.urls import reverse

from evaluations import actions
from evaluations.choices import Wave
from evaluations.models import Comment, Sheet
from evaluations.paper import booking_of_code, code_of, in_two_halves
from evaluations.queries import has_sent
from evaluations.rules import NotNow
from people.actions import grant_role
from people.choices import Role
from people.models import AuditEntry
from tests.factories import UserFactory

from .conftest import AT_THE_END
from .test_waves import wave_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def end(run, bookings, clock):
    clock.move_to(AT_THE_END)
    return wave_of(run, Wave.END)


@pytest.fixture
def staff(client, board, end):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return client


def keying(event):
    return reverse("evaluations:keying", args=[event.pk, "T2"])


def test_code_leads_to_its_booking_in_any_spelling(end, bookings):
    code = code_of(bookings[2], end)

    assert booking_of_code(end, in_two_halves(code).lower()) == bookings[2]


def test_codes_differ_between_people_and_waves(run, end, bookings):
    codes = {code_of(each, wave) for each in bookings for wave in run.waves.all()}

    assert len(codes) == len(bookings) * run.waves.count()


def test_keyed_form_counts_as_sent(staff, event, end, bookings):
    code = in_two_halves(code_of(bookings[0], end))

    answer = staff.post(keying(event), {"code": code, "useful": "4", "better": "Longer breaks"})

    assert answer.status_code == 302
    assert has_sent(bookings[0], Wave.END)
    assert Sheet.objects.get().answers == {"useful": 4}
    assert Comment.objects.get().text == "Longer breaks"


def test_form_cannot_be_keyed_twice(staff, event, end, bookings):
    actions.key_paper(end.pk, code_of(bookings[0], end), {"useful": 4})

    page = staff.post(keying(event), {"code": code_of(bookings[0], end), "useful": "1"})

    assert "sent this form already" in page.content.decode()
    assert Sheet.objects.get().answers == {"useful": 4}


def test_wrong_code_is_said_and_what_was_keyed_kept(staff, event, end):
    page = staff.post(keying(event), {"code": "22223333", "useful": "4"}).content.decode()

    assert "No form of this course has that code" in page
    assert 'value="4" checked' in page
    assert not Sheet.objects.exists()


def test_code_of_one_wave_opens_no_other(run, end, bookings):
    start = wave_of(run, Wave.START)

    with pytest.raises(NotNow):
        actions.key_paper(end.pk, code_of(bookings[0], start), {"useful": 4})


def test_paper_is_keyed_after_the_form_has_closed(run, end, bookings):
    run.refresh_from_db()
    later = run.key_until - dt.timedelta(minutes=1)

    actions.key_paper(end.pk, code_of(bookings[0], end), {"useful": 4}, at=later)

    with pytest.raises(NotNow):
        actions.key_paper(end.pk, code_of(bookings[1], end), {}, at=run.key_until)


def test_keying_page_names_nobody(staff, event, end, bookings):
    page = staff.get(keying(event)).content.decode()

    assert not any(each.person.full_name in page for each in bookings)


def test_keying_leaves_no_trace_of_the_order(staff, event, end, bookings):
    before = AuditEntry.objects.count()

    actions.key_paper(end.pk, code_of(bookings[0], end), {"useful": 4})

    assert AuditEntry.objects.count() == before


def test_printed_forms_are_one_for_each_person(staff, event, end, bookings):
    answer = staff.get(reverse("evaluations:paper", args=[event.pk, "T2"]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_only_forms_of_the_room_are_on_paper(staff, event, end):
    answer = staff.get(reverse("evaluations:paper", args=[event.pk, "T3"]))

    assert answer.status_code == 404
