"""Boards that had set when their waiting list stops get a first policy that says so."""

import datetime as dt

from django.db import migrations
from django.utils import timezone

USUAL = 24
FROM_THE_BEGINNING = dt.date(2000, 1, 1)


def write_policies(apps, schema_editor):
    Board = apps.get_model("people", "Board")
    PolicyVersion = apps.get_model("bookings", "PolicyVersion")
    for board in Board.objects.exclude(waiting_list_stops_hours=USUAL):
        PolicyVersion.objects.create(
            board=board,
            number=1,
            starts_on=FROM_THE_BEGINNING,
            document={
                "schema": 1,
                "name": board.name,
                "waiting_list": {"stops_hours": board.waiting_list_stops_hours},
            },
            note="What the board's settings said of its waiting list.",
            made_at=timezone.now(),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0003_booking_rules"),
        ("people", "0004_booking_rules"),
    ]
    operations = [migrations.RunPython(write_policies, migrations.RunPython.noop)]
