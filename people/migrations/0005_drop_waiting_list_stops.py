"""When a waiting list stops is a rule of the board's policy; bookings 0004 has carried it over."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_booking_rules"),
        ("bookings", "0004_waiting_list_stops"),
    ]
    operations = [
        migrations.RemoveField(model_name="board", name="waiting_list_stops_hours"),
    ]
