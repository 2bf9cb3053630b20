"""A board's booking rules in the back office: read, written, checked, published, shared as a file."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bookings.models import PolicyVersion
from bookings.policies import rules_of
from bookings.policy.documents import policy_from_yaml
from people.actions import grant_role
from people.choices import Role
from tests.bookings.policy.making import BOARDS
from tests.bookings.policy.making import board as board_rules
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    CourseFactory,
    PolicyVersionFactory,
    RoleGroupFactory,
    SectorFactory,
    UserFactory,
)

from .officers_form import OfficersForm

pytestmark = pytest.mark.django_db

PAID = {
    "prices": {"otherwise": {"pence": 7500}},
    "cancellation": {
        "free_until": {"number": 5, "unit": "working_days"},
        "tiers": [{"charge": {"kind": "percentage", "percent": 50}}],
    },
}
TWO_PROBLEMS = b"""schema: 1
name: A board
cancellation:
  free_until: {number: soon, unit: working_days}
durations:
  - code: day
    words: day
    up_to_minutes: 0
"""


@pytest.fixture
def board():
    return BoardFactory(name="Anytown Safeguarding Partnership")


@pytest.fixture
def officer(client, board):
    user = UserFactory(full_name="Olive Officer")
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return user


@pytest.fixture
def today():
    return timezone.localdate()


def editor(client, board, query=""):
    return OfficersForm(client, client.get(reverse("office_policy_new", args=[board.pk]) + query))


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.split())


def when(starts_on, note="Agreed"):
    return {"version-starts_on": str(starts_on), "version-note": note}


def upload(client, board, content):
    file = SimpleUploadedFile("rules.yaml", content)
    return client.post(reverse("office_policy_upload", args=[board.pk]), {"file": file})


def test_list_says_which_version_rules_and_which_comes_next(client, officer, board, today):
    PolicyVersionFactory(board=board, starts_on=today - dt.timedelta(days=9), note="Old")
    PolicyVersionFactory(board=board, starts_on=today, note="Now", made_by=officer)
    PolicyVersionFactory(board=board, starts_on=today + dt.timedelta(days=9), note="Soon")

    text = text_of(client.get(reverse("office_policies", args=[board.pk])))

    assert re.search(r"Version 3 .*?Comes next Soon", text)
    assert re.search(r"Version 2 .*?In force Now .*?Olive Officer", text)
    assert re.search(r"Version 1 .*?Past Old", text)


def test_list_counts_the_bookings_of_each_version(client, officer, board):
    version = PolicyVersionFactory(board=board)
    for _ in range(2):
        BookingFactory(event__course__board=board, policy=version)

    response = client.get(reverse("office_policies", args=[board.pk]))

    assert [row.version.bookings_made for row in response.context["rows"]] == [2]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries_however_many_versions(client, officer, board, rows):
    for _ in range(rows):
        PolicyVersionFactory(board=board, made_by=UserFactory())
    client.get(reverse("office_policies", args=[board.pk]))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("office_policies", args=[board.pk]))

    assert len(queries) == 13


def test_version_is_read_in_words_and_worked_out(client, officer, board):
    PolicyVersionFactory(board=board, sections=PAID)

    text = text_of(client.get(reverse("office_policy", args=[board.pk, 1])))

    assert "Cancelling is free until the end of the day, 5 working days before the event." in text
    assert re.search(
        r"A full-day course at £75, cancelled .{0,60}\(just before the start\) £37.50", text
    )
    assert "What people read before they book" in text


def test_version_says_what_it_changed(client, officer, board):
    PolicyVersionFactory(board=board, sections=PAID)
    PolicyVersionFactory(board=board, sections=PAID | {"prices": {"otherwise": {"pence": 9000}}})

    text = text_of(client.get(reverse("office_policy", args=[board.pk, 2])))

    assert "Before Every place: £75 for the place. Now Every place: £90 for the place." in text


@pytest.mark.parametrize("kind", ["short", "full"])
def test_file_is_read_back_as_the_same_rules(client, officer, board, kind):
    version = PolicyVersionFactory(board=board, sections=PAID)

    response = client.get(reverse("office_policy_file", args=[board.pk, 1, kind]))

    assert policy_from_yaml(response.content).policy == rules_of(version)
    assert (b"waiting_list" in response.content) == (kind == "full")


def test_editor_starts_from_the_version_that_rules_latest(client, officer, board):
    PolicyVersionFactory(board=board, sections=PAID)

    form = editor(client, board)

    assert form.data()["prices.otherwise.pence"] == ["75"]
    assert form.data()["cancellation.tiers[0].charge.percent"] == ["50"]


def test_editor_starts_from_nothing_or_from_a_version(client, officer, board):
    PolicyVersionFactory(board=board, sections=PAID)
    PolicyVersionFactory(board=board)

    assert editor(client, board, "?from=blank").data()["prices.otherwise.pence"] == ["0"]
    assert editor(client, board, "?from=1").data()["prices.otherwise.pence"] == ["75"]
    assert client.get(reverse("office_policy_new", args=[board.pk]) + "?from=9").status_code == 404


def test_row_is_added_without_losing_what_is_typed(client, officer, board):
    form = editor(client, board).type({"note": "Half typed", "prices.otherwise.pence": "1x"})

    after = form.press("add", "waivers")

    assert after.data()["note"] == ["Half typed"]
    assert after.data()["prices.otherwise.pence"] == ["1x"]
    assert after.controls("waivers[0].words")
    assert after.errors() == {}


def test_check_puts_each_problem_beside_its_field_and_saves_nothing(client, officer, board):
    form = editor(client, board).type({"cancellation.free_until?": True, "name": ""})

    after = form.press()

    assert after.errors() == {
        "rule-name": "This is needed.",
        "rule-cancellation.free_until.number": "This is needed.",
        "rule-cancellation.free_until.unit": "This is needed.",
    }
    assert "3 problems. Nothing is saved" in text_of(after.response)
    assert not PolicyVersion.objects.exists()


def test_check_shows_what_the_rules_come_to_and_what_changes(client, officer, board):
    PolicyVersionFactory(board=board, sections=PAID)

    after = editor(client, board).type({"prices.otherwise.pence": "90"}).press()

    text = text_of(after.response)
    assert "Checked: no problems" in text
    assert "at £90, not coming £45" in text
    assert "Before Every place: £75 for the place. Now Every place: £90 for the place." in text
    assert PolicyVersion.objects.count() == 1


def test_publishing_needs_a_sound_form_and_a_note(client, officer, board):
    form = editor(client, board)

    with pytest.raises(AssertionError, match="no button publish"):
        form.press("publish")
    after = form.press().press("publish")

    assert "Say what changed and who decided" in text_of(after.response)
    assert not PolicyVersion.objects.exists()


def test_version_is_published_with_its_day_and_note(client, officer, board, today):
    form = editor(client, board).type({"prices.otherwise.pence": "75"}).press()
    starts_on = today + dt.timedelta(days=30)

    response = form.type(when(starts_on)).send("publish")

    version = PolicyVersion.objects.get()
    assert response["Location"] == reverse("office_policy", args=[board.pk, 1])
    assert (version.starts_on, version.note, version.made_by) == (starts_on, "Agreed", officer)
    assert version.document == {
        "schema": 1,
        "name": "Anytown Safeguarding Partnership",
        "prices": {"otherwise": {"pence": 7500}},
    }


def test_past_day_is_only_for_the_first_version(client, officer, board, today):
    long_ago = today - dt.timedelta(days=90)
    editor(client, board).press().type(when(long_ago)).send("publish")

    again = editor(client, board).press().type(when(long_ago)).press("publish")

    assert "Choose today or a later day" in text_of(again.response)
    assert [each.starts_on for each in PolicyVersion.objects.all()] == [long_ago]


def test_somebody_elses_version_meanwhile_is_pointed_out_once(client, officer, board, today):
    form = editor(client, board).press().type(when(today, "Mine"))
    PolicyVersionFactory(board=board, note="Theirs")

    warned = form.press("publish")
    published = warned.send("publish")

    assert "Version 1 was published since you began" in text_of(warned.response)
    assert warned.data()["version-note"] == ["Mine"]
    assert published.status_code == 302
    assert PolicyVersion.objects.count() == 2


def test_publishing_twice_by_accident_makes_one_version(client, officer, board, today):
    form = editor(client, board).press().type(when(today))

    form.send("publish")
    form.send("publish")

    assert PolicyVersion.objects.count() == 1


def test_publishing_what_is_no_longer_sound_shows_the_problems(client, officer, board, today):
    form = editor(client, board).press().type(when(today))

    after = form.type({"prices.otherwise.pence": "lots"}).press("publish")

    assert "Give a sum of money" in after.errors()["rule-prices.otherwise.pence"]
    assert after.data()["version-note"] == ["Agreed"]
    assert not PolicyVersion.objects.exists()


def test_uploaded_file_shows_every_problem_with_its_line(client, officer, board):
    response = upload(client, board, TWO_PROBLEMS)

    found = [(line, problem.path) for line, problem in response.context["found"]]
    assert found == [(8, "durations[0].up_to_minutes"), (4, "cancellation.free_until.number")]
    assert "2 problems in the file. Nothing was saved." in text_of(response)


@pytest.mark.parametrize(
    "content",
    [b"name: [", b"\xff\xfe\x00", b"- 1\n- 2\n", b"x" * 300_000, b"a: &b 1\nc: *b\n", b""],
)
def test_file_that_is_no_policy_is_refused_in_words(client, officer, board, content):
    response = upload(client, board, content)

    assert response.status_code == 200
    assert "Nothing was saved" in text_of(response)


def test_uploaded_file_goes_into_the_editor_and_is_published_from_there(
    client, officer, board, today
):
    response = upload(client, board, (BOARDS / "south_tyneside.yaml").read_bytes())
    form = OfficersForm(client, response)
    seen = text_of(response)

    form.type(when(today)).send("publish")

    assert "Checked: no problems" in seen
    assert rules_of(PolicyVersion.objects.get()) == board_rules("south_tyneside")


def test_lists_offer_what_the_board_has(client, officer, board):
    CourseFactory(board=board, code="DSL1")
    CourseFactory(code="ELSE")
    AgencyFactory(boards=[board], name="Anytown Housing")
    SectorFactory(name="Fire service")
    RoleGroupFactory(name="Childminders")

    form = editor(client, board).press("add", "prices.rows").press("add", "mix")

    form.type(
        {
            "prices.rows[0].courses": ["DSL1"],
            "eligibility.sectors": ["Fire service"],
            "approval.exempt_role_groups": ["Childminders"],
            "channel.invited_agencies": ["Anytown Housing"],
            "mix[0].group": "Anytown Housing",
        }
    )
    assert "ELSE" not in form.response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_editor_costs_the_same_queries_however_long_the_lists(client, officer, board, rows):
    for _ in range(rows):
        CourseFactory(board=board)
        AgencyFactory(boards=[board])
        PolicyVersionFactory(board=board, sections=PAID)
    editor(client, board)

    with CaptureQueriesContext(connection) as queries:
        editor(client, board)

    assert len(queries) == 18


def test_wild_values_are_said_to_be_wrong(client, officer, board):
    address = reverse("office_policy_new", args=[board.pk])
    wild = {
        "name": "x" * 5000,
        "prices.rows": "99999999",
        "durations": "2",
        "durations[0].code": "<b>",
        "prices.rows[0].area": "\u2603",
        "nation": "moon",
        "cancellation.tiers[": "1",
        "opened": "nonsense <script>",
    }

    response = client.post(address, wild)

    assert response.status_code == 200
    assert "<b>" not in response.content.decode()
