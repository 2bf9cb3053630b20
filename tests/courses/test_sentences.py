"""What the history of an event says."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from courses.sentences import event_sentence
from people.models import AuditEntry, User

AT = dt.datetime(2026, 5, 12, 9, 2, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"verb": "created", "now": "draft"}, "made the event as draft"),
        (
            {"verb": "state changed", "was": "published", "now": "cancelled", "why": "Snow"},
            "changed it from published to cancelled: Snow",
        ),
        ({"verb": "changed", "details": {"capacity": ["5", "9"]}}, "changed places from 5 to 9"),
        (
            {"verb": "changed", "details": {"staff_notes": ["", "x"], "sessions": ["", "2"]}},
            "changed notes, sessions",
        ),
        ({"verb": "copied", "was": "12"}, "copied it from event 12"),
        ({"verb": "changed"}, "saved it without a change of its own fields"),
        ({"verb": "imported"}, "imported"),
    ],
)
def test_an_entry_reads_as_a_sentence(entry, expected):
    said = event_sentence(AuditEntry(at=AT, actor=User(full_name="Jane Doe"), **entry))

    assert said == f"12 May 2026 10:02, Jane Doe {expected}"


def test_what_nobody_did_the_system_did():
    said = event_sentence(AuditEntry(at=AT, verb="created", now="draft"))

    assert "the system made" in said
