"""Capacity, held by the database itself.

Triggers keep `courses_event.places_taken` equal to the bookings that hold a place, and the check
constraint `event_places_within_capacity` refuses one too many, whatever code (or person at a database
prompt) writes. Updating the counter locks the event's row, so two writers cannot both take the last
place. Walk-ins sit in an absent person's chair and take no place.

Schema changes on SQLite rebuild tables and lose triggers, so `bookings.apps` drops them before every
`migrate` and puts them back, with a recount, after it.
"""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .choices import BookingState, Origin

TRIGGERS = ("bookings_place_added", "bookings_place_changed", "bookings_place_removed")


def _holds(row: str) -> str:
    return f"({row}.state = '{BookingState.BOOKED}' AND {row}.origin <> '{Origin.WALK_IN}')"


def _count(row: str, step: str) -> str:
    return (
        f"UPDATE courses_event SET places_taken = places_taken {step} 1 "  # noqa: S608  constants only
        f"WHERE id = {row}.event_id"
    )


RECOUNT = f"""
UPDATE courses_event SET places_taken = (
    SELECT COUNT(*) FROM bookings_booking b WHERE b.event_id = courses_event.id AND {_holds("b")}
)
"""  # noqa: S608  constants only

SQLITE_INSTALL = (
    f"""CREATE TRIGGER IF NOT EXISTS bookings_place_added AFTER INSERT ON bookings_booking
    WHEN {_holds("NEW")} BEGIN {_count("NEW", "+")}; END""",
    f"""CREATE TRIGGER IF NOT EXISTS bookings_place_changed
    AFTER UPDATE OF state, origin, event_id ON bookings_booking
    WHEN {_holds("OLD")} <> {_holds("NEW")} OR OLD.event_id <> NEW.event_id
    BEGIN
        {_count("OLD", "-")} AND {_holds("OLD")};
        {_count("NEW", "+")} AND {_holds("NEW")};
    END""",
    f"""CREATE TRIGGER IF NOT EXISTS bookings_place_removed AFTER DELETE ON bookings_booking
    WHEN {_holds("OLD")} BEGIN {_count("OLD", "-")}; END""",
)

POSTGRESQL_INSTALL = (
    f"""CREATE OR REPLACE FUNCTION bookings_count_places() RETURNS trigger AS $$
    BEGIN
        IF TG_OP <> 'INSERT' AND {_holds("OLD")} THEN {_count("OLD", "-")}; END IF;
        IF TG_OP <> 'DELETE' AND {_holds("NEW")} THEN {_count("NEW", "+")}; END IF;
        RETURN NULL;
    END $$ LANGUAGE plpgsql""",
    """CREATE OR REPLACE TRIGGER bookings_place_added AFTER INSERT ON bookings_booking
    FOR EACH ROW EXECUTE FUNCTION bookings_count_places()""",
    f"""CREATE OR REPLACE TRIGGER bookings_place_changed
    AFTER UPDATE OF state, origin, event_id ON bookings_booking FOR EACH ROW
    WHEN ({_holds("OLD")} <> {_holds("NEW")} OR OLD.event_id <> NEW.event_id)
    EXECUTE FUNCTION bookings_count_places()""",
    """CREATE OR REPLACE TRIGGER bookings_place_removed AFTER DELETE ON bookings_booking
    FOR EACH ROW EXECUTE FUNCTION bookings_count_places()""",
)


def install_triggers(using: str = "default") -> None:
    """Installs the triggers, if the tables are there, and recounts. Safe to repeat."""
    connection = connections[using]
    if not _tables_exist(connection):
        return
    install = POSTGRESQL_INSTALL if connection.vendor == "postgresql" else SQLITE_INSTALL
    with connection.cursor() as cursor:
        for statement in install:
            cursor.execute(statement)
        cursor.execute(RECOUNT)


def drop_triggers(using: str = "default") -> None:
    """Takes the triggers away; only `migrate` and the tests that show what happens without them do."""
    connection = connections[using]
    if not _tables_exist(connection):
        return
    on_table = " ON bookings_booking" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def installed_triggers(using: str = "default") -> set[str]:
    """The names of our triggers that are in the database now."""
    connection = connections[using]
    catalogue = (
        "SELECT tgname FROM pg_trigger WHERE tgname IN (%s, %s, %s)"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s, %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue, TRIGGERS)
        return {name for (name,) in cursor.fetchall()}


def _tables_exist(connection: BaseDatabaseWrapper) -> bool:
    return {"bookings_booking", "courses_event"} <= set(connection.introspection.table_names())
