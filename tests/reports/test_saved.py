"""Reports kept under a name, and the link to them each quarter."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.utils import timezone

from courses.models import Level
from notices.actions import send_due
from notices.choices import MessageState
from notices.models import Message
from people.choices import Role
from people.models import RoleAssignment
from reports import actions
from reports.choices import Span
from reports.messages.planning import plan
from reports.models import ReportSetting, SavedReport
from reports.saved import address_of, days_of, mailed_at
from tests.factories import RoleGroupFactory, SavedReportFactory, SectorFactory, UserFactory

from .test_views import YEAR, text

pytestmark = pytest.mark.django_db
SAVE = f"/reports/attendance/save/{YEAR}"
TODAY = dt.date(2026, 11, 25)


def moment(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


@pytest.fixture
def mailed():
    """A report mailed each quarter, saved long before."""
    saved = SavedReportFactory(is_mailed=True)
    SavedReport.objects.update(created_at=moment(dt.date(2026, 1, 1)))
    return saved


class TestSaving:
    def test_filters_are_kept_under_a_name(self, reader, board):
        answer = reader.post(
            f"{SAVE}&delivery=webinar", {"name": "For the sub-group", "span": "last_quarter"}
        )

        saved = SavedReport.objects.get()
        assert answer.url == "/reports/saved/"
        assert (saved.name, saved.kind, saved.is_mailed) == (
            "For the sub-group",
            "attendance",
            False,
        )
        assert "delivery=webinar" in saved.query

    def test_same_name_replaces(self, reader, board):
        for span in ("last_quarter", "last_year"):
            reader.post(SAVE, {"name": "Mine", "span": span})

        assert SavedReport.objects.get().span == Span.LAST_YEAR

    @pytest.mark.parametrize(
        ("kind", "spans"),
        [
            ("attendance", {"as_saved", "last_quarter", "last_year"}),
            ("no-shows", {"as_saved", "last_year"}),
            ("reach", {"as_saved", "last_year"}),
        ],
    )
    def test_days_that_its_reader_may_not_read_are_no_choice(self, client, board, kind, spans):
        RoleAssignment.objects.create(user=(user := UserFactory()), role=Role.SUBGROUP, board=board)
        client.force_login(user)

        page = client.get(f"/reports/{kind}/save/?to=2015-03-31").content.decode()

        assert set(re.findall(r'name="span"[^>]*value="(\w+)"', page)) == spans
        assert re.search(r'value="as_saved"[^>]*checked', page)

    def test_what_its_reader_can_never_read_is_not_saved(self, client, board):
        """Two filters at once: the report's own page says why."""
        RoleAssignment.objects.create(user=(user := UserFactory()), role=Role.SUBGROUP, board=board)
        client.force_login(user)
        level = Level.objects.create(board=board, name="Level two")
        asked = f"{SAVE}&delivery=webinar&level={level.pk}"

        answer = client.get(asked)
        page = client.post(asked, {"name": "Narrow", "span": "last_year", "is_mailed": "on"})

        assert "These filters cannot be shown" in text(client.get(answer.url))
        assert "This cannot be saved. Two filters" in text(page)
        assert re.search(r'value="Narrow"', page.content.decode())
        assert re.search(r'name="is_mailed"[^>]*checked', page.content.decode())
        assert not SavedReport.objects.exists()

    def test_days_that_are_no_choice_say_so_and_the_rest_is_kept(self, client, board):
        RoleAssignment.objects.create(user=(user := UserFactory()), role=Role.SUBGROUP, board=board)
        client.force_login(user)

        page = client.post(SAVE, {"name": "Mine", "span": "year_to_date", "is_mailed": "on"})

        assert "others cannot be read with small numbers hidden" in text(page)
        assert "Select a valid choice" not in text(page)
        assert re.search(r'value="Mine"', page.content.decode())

    def test_odd_days_are_not_saved_for_a_reader_who_is_refused_them(self, client, board):
        RoleAssignment.objects.create(user=(user := UserFactory()), role=Role.SUBGROUP, board=board)
        client.force_login(user)

        page = client.get("/reports/attendance/save/?from=2014-05-03&to=2015-03-31")

        found = set(re.findall(r'name="span"[^>]*value="(\w+)"', page.content.decode()))
        assert found == {"last_quarter", "last_year"}

    def test_another_name_and_other_days(self, reader, board):
        for name in ("Mine", "Other"):
            reader.post(SAVE, {"name": name, "span": "last_quarter", "is_mailed": "on"})
        saved = SavedReport.objects.get(name="Mine")
        address = f"/reports/saved/{saved.pk}/change/"

        refused = text(reader.post(address, {"name": "Other", "span": "last_year"}))
        reader.post(address, {"name": "Yearly", "span": "last_year"})

        saved.refresh_from_db()
        assert "Another of your saved reports has this name." in refused
        assert (saved.name, saved.span, saved.is_mailed) == ("Yearly", Span.LAST_YEAR, False)

    def test_name_is_asked_for_and_the_rest_is_kept(self, reader, board):
        page = reader.post(SAVE, {"name": " ", "span": "last_year", "is_mailed": "on"})

        assert "Enter a name for this report." in text(page)
        assert "checked" in page.content.decode().split('value="last_year"')[1].split(">")[0]
        assert not SavedReport.objects.exists()

    def test_wrong_filter_saves_nothing(self, reader, board):
        answer = reader.post("/reports/attendance/save/?from=x", {"name": "Mine"})

        assert answer.status_code == 404
        assert not SavedReport.objects.exists()

    def test_list_has_only_one_s_own(self, reader, board):
        SavedReportFactory(board=board, name="Somebody else's")
        reader.post(SAVE, {"name": "Mine", "span": "last_quarter"})

        page = text(reader.get("/reports/saved/"))

        assert "Mine" in page
        assert "Somebody else" not in page

    def test_list_says_which_days_and_what_it_is_narrowed_to(self, reader, board):
        level = Level.objects.create(board=board, name="Level two")
        reader.post(
            f"{SAVE}&delivery=webinar&level={level.pk}", {"name": "Mine", "span": "as_saved"}
        )

        page = text(reader.get("/reports/saved/"))

        assert (
            "Attendance: 1 April 2014 to 31 March 2015, Level: Level two, Way of learning: Webinar."
            in page
        )

    @pytest.mark.parametrize("size", [1, 3])
    def test_list_asks_the_same_number_of_queries_for_any_size(
        self,
        reader,
        board,
        size,
        django_assert_num_queries,
    ):
        for number in range(size):
            level = Level.objects.create(board=board, name=f"Level {number}")
            reader.post(f"{SAVE}&level={level.pk}", {"name": f"No {number}", "span": "as_saved"})

        with django_assert_num_queries(15):
            reader.get("/reports/saved/")

    def test_other_reader_s_is_not_found(self, reader, board):
        other = SavedReportFactory(board=board)

        assert reader.get(f"/reports/saved/{other.pk}/").status_code == 404
        assert reader.post(f"/reports/saved/{other.pk}/delete/").status_code == 404
        assert SavedReport.objects.filter(pk=other.pk).exists()

    def test_mail_is_started_and_stopped(self, reader, board):
        reader.post(SAVE, {"name": "Mine", "span": "last_quarter"})
        saved = SavedReport.objects.get()

        for wanted in (True, False):
            word = "start" if wanted else "stop"
            reader.post(f"/reports/saved/{saved.pk}/mail/", {"mail": word})
            saved.refresh_from_db()
            assert saved.is_mailed is wanted

    def test_is_deleted(self, reader, board):
        reader.post(SAVE, {"name": "Mine", "span": "last_quarter"})

        reader.post(f"/reports/saved/{SavedReport.objects.get().pk}/delete/")

        assert not SavedReport.objects.exists()


UNREADABLE = {
    "odd days": {"query": "from=2014-05-03&to=2015-03-31", "span": Span.AS_SAVED},
    "a year that goes on": {"span": Span.YEAR_TO_DATE},
    "a role group": {"query": "from=2014-04-01&to=2015-03-31&role_group={role}"},
    "a filter elsewhere": {"kind": "no-shows", "query": "sector={sector}", "span": Span.LAST_YEAR},
    "what is gone": {"query": "course=987654"},
}


@pytest.fixture(params=UNREADABLE)
def unreadable(request, client, board):
    """Saved and mailed from before its reader was refused it; the reader is signed in."""
    fields = dict(UNREADABLE[request.param])
    if "query" in fields:
        ids = {"role": RoleGroupFactory().pk, "sector": SectorFactory().pk}
        fields["query"] = fields["query"].format(**ids)
    saved = SavedReportFactory(board=board, is_mailed=True, **fields)
    SavedReport.objects.update(created_at=moment(dt.date(2026, 1, 1)))
    client.force_login(saved.owner)
    return saved


class TestWhatItsReaderCannotRead:
    def test_list_says_why_and_that_it_is_not_mailed(self, client, unreadable):
        page = text(client.get("/reports/saved/"))

        assert "Not emailed while you cannot read it. You cannot read this now." in page
        assert any(what in page for what in ("Delete it", "Press Change"))

    def test_is_not_planned(self, unreadable):
        plan(moment(dt.date(2026, 10, 9)))

        assert not Message.objects.exists()

    def test_does_not_leave_where_it_was_planned_before(self, unreadable):
        ReportSetting.objects.create(board=unreadable.board, exact_for_readers=True)
        saved = SavedReport.objects.filter(pk=unreadable.pk)
        was = saved.values("query").get()
        saved.update(query="")
        plan(moment(dt.date(2026, 10, 9)))
        saved.update(**was)
        ReportSetting.objects.all().delete()

        send_due(at=moment(dt.date(2026, 10, 9)))

        assert Message.objects.get().state == MessageState.CANCELLED

    def test_mail_is_not_started(self, client, unreadable):
        SavedReport.objects.update(is_mailed=False)

        page = client.post(f"/reports/saved/{unreadable.pk}/mail/", {"mail": "start"}, follow=True)

        unreadable.refresh_from_db()
        assert "The link cannot be emailed." in text(page)
        assert not unreadable.is_mailed

    def test_is_read_again_once_the_board_shows_exact_numbers(self, client, unreadable):
        ReportSetting.objects.create(board=unreadable.board, exact_for_readers=True)

        page = text(client.get("/reports/saved/"))

        assert ("A link is emailed" in page) == ("987654" not in unreadable.query)


def test_other_days_make_a_report_readable_again(client, board):
    saved = SavedReportFactory(
        board=board, kind="no-shows", query="from=2014-05-03&to=2015-03-31", span=Span.AS_SAVED
    )
    client.force_login(saved.owner)
    address = f"/reports/saved/{saved.pk}/change/"

    client.get(address)
    client.post(address, {"name": "Yearly", "span": "last_year", "is_mailed": "on"})

    assert "A link is emailed to you each quarter." in text(client.get("/reports/saved/"))


def test_change_does_not_start_the_mail_of_what_cannot_be_read(client, board):
    saved = SavedReportFactory(board=board, query=f"role_group={RoleGroupFactory().pk}")
    client.force_login(saved.owner)
    address = f"/reports/saved/{saved.pk}/change/"

    page = client.post(address, {"name": "New", "span": "last_year", "is_mailed": "on"})
    client.post(address, {"name": "New", "span": "last_year"})

    saved.refresh_from_db()
    assert "The link cannot be emailed. With small numbers hidden" in text(page)
    assert (saved.name, saved.is_mailed) == ("New", False)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.LAST_QUARTER, dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        (Span.YEAR_TO_DATE, dt.date(2026, 4, 1), TODAY),
        (Span.LAST_YEAR, dt.date(2025, 4, 1), dt.date(2026, 3, 31)),
    ],
)
def test_days_move_with_the_day_it_is_opened(span, first, last):
    assert days_of(span, TODAY) is not None
    saved = SavedReport(kind="attendance", query="from=2014-04-01&to=2015-03-31", span=span)

    assert f"from={first}&to={last}" in address_of(saved, TODAY)


def test_days_as_saved_stay():
    saved = SavedReport(kind="attendance", query="from=2014-04-01&sector=3", span=Span.AS_SAVED)

    assert address_of(saved, TODAY) == "/reports/attendance/?from=2014-04-01&sector=3"


class TestMailing:
    def test_link_is_written_once_a_quarter(self, mailed):
        for day in (7, 8, 9, 30):
            plan(moment(dt.date(2026, 10, day)))
        plan(moment(dt.date(2027, 1, 8)))

        assert Message.objects.count() == 2
        assert Message.objects.order_by("pk")[0].send_after == mailed_at(dt.date(2026, 10, 1))

    def test_nothing_is_written_before_its_day(self, mailed):
        plan(moment(dt.date(2026, 10, 6)))

        assert not Message.objects.exists()

    def test_report_saved_after_the_day_waits_for_the_next(self, mailed):
        SavedReport.objects.update(created_at=moment(dt.date(2026, 10, 20)))

        plan(moment(dt.date(2026, 10, 21)))

        assert not Message.objects.exists()

    def test_mail_holds_a_link_and_no_figure(self, mailed):
        plan(moment(dt.date(2026, 10, 9)))

        send_due(at=moment(dt.date(2026, 10, 9)))

        (sent,) = mail.outbox
        assert sent.to == [mailed.owner.email]
        assert f"/reports/saved/{mailed.pk}/" in sent.body
        assert "attended" not in sent.body.lower()

    @pytest.mark.parametrize("change", ["stopped", "deleted", "no longer a reader"])
    def test_what_is_no_longer_wanted_does_not_leave(self, mailed, change):
        plan(moment(dt.date(2026, 10, 9)))
        if change == "stopped":
            actions.set_mailed(mailed.pk, is_mailed=False)
        elif change == "deleted":
            actions.delete_report(mailed.pk)
        else:
            RoleAssignment.objects.filter(user=mailed.owner).delete()

        send_due(at=moment(dt.date(2026, 10, 9)))

        assert mail.outbox == []
        assert Message.objects.get().state == MessageState.CANCELLED


@pytest.mark.parametrize("size", [1, 3])
def test_planning_asks_the_same_for_any_number_already_written(
    mailed, size, django_assert_num_queries
):
    for _ in range(size - 1):
        SavedReportFactory(is_mailed=True, owner=UserFactory())
    SavedReport.objects.update(created_at=moment(dt.date(2026, 1, 1)))
    plan(moment(dt.date(2026, 10, 9)))

    with django_assert_num_queries(4):
        plan(moment(dt.date(2026, 10, 10)))
