"""Capacity, held by the database itself.

Triggers keep `courses_event.places_taken` equal to the bookings that hold a place (booked, offered or
waiting for approval) and the places reserved without a name, and the check constraint `event_places_within_capacity` refuses one too many, whatever code (or person at a database
prompt) writes. Updating the counter locks the event's row, so two writers cannot both take the last
place. Walk-ins sit in an absent person's chair and take no place.

Schema changes on SQLite rebuild tables and lose triggers, so `bookings.apps` drops them before every
`migrate` and puts them back, with a recount, after it.
"""

from collections.abc import Callable

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .choices import PLACE_STATES, Origin

TRIGGERS = ("bookings_place_added", "bookings_place_changed", "bookings_place_removed")
RESERVED_TRIGGERS = ("reserved_place_added", "reserved_place_changed", "reserved_place_removed")
TABLE_OF = {
    **dict.fromkeys(TRIGGERS, "bookings_booking"),
    **dict.fromkeys(RESERVED_TRIGGERS, "bookings_reservedplace"),
}
STATES = ", ".join(f"'{state}'" for state in PLACE_STATES)


def _holds(row: str) -> str:
    return f"({row}.state IN ({STATES}) AND {row}.origin <> '{Origin.WALK_IN}')"


def _reserves(row: str) -> str:
    return f"({row}.closed_at IS NULL)"


def _count(row: str, step: str) -> str:
    return (
        f"UPDATE courses_event SET places_taken = places_taken {step} 1 "  # noqa: S608  constants only
        f"WHERE id = {row}.event_id"
    )


RECOUNT = f"""
UPDATE courses_event SET places_taken = (
    SELECT COUNT(*) FROM bookings_booking b WHERE b.event_id = courses_event.id AND {_holds("b")}
) + (
    SELECT COUNT(*) FROM bookings_reservedplace r WHERE r.event_id = courses_event.id AND {_reserves("r")}
)
"""  # noqa: S608  constants only


def _on_sqlite(
    names: tuple[str, ...], table: str, columns: str, holds: Callable[[str], str]
) -> tuple[str, ...]:
    added, changed, removed = names
    return (
        f"""CREATE TRIGGER IF NOT EXISTS {added} AFTER INSERT ON {table}
        WHEN {holds("NEW")} BEGIN {_count("NEW", "+")}; END""",
        f"""CREATE TRIGGER IF NOT EXISTS {changed} AFTER UPDATE OF {columns} ON {table}
        WHEN {holds("OLD")} <> {holds("NEW")} OR OLD.event_id <> NEW.event_id
        BEGIN
            {_count("OLD", "-")} AND {holds("OLD")};
            {_count("NEW", "+")} AND {holds("NEW")};
        END""",
        f"""CREATE TRIGGER IF NOT EXISTS {removed} AFTER DELETE ON {table}
        WHEN {holds("OLD")} BEGIN {_count("OLD", "-")}; END""",
    )


def _on_postgresql(
    names: tuple[str, ...], table: str, columns: str, holds: Callable[[str], str], function: str
) -> tuple[str, ...]:
    added, changed, removed = names
    return (
        f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger AS $$
        BEGIN
            IF TG_OP <> 'INSERT' AND {holds("OLD")} THEN {_count("OLD", "-")}; END IF;
            IF TG_OP <> 'DELETE' AND {holds("NEW")} THEN {_count("NEW", "+")}; END IF;
            RETURN NULL;
        END $$ LANGUAGE plpgsql""",
        f"""CREATE OR REPLACE TRIGGER {added} AFTER INSERT ON {table}
        FOR EACH ROW EXECUTE FUNCTION {function}()""",
        f"""CREATE OR REPLACE TRIGGER {changed} AFTER UPDATE OF {columns} ON {table} FOR EACH ROW
        WHEN ({holds("OLD")} <> {holds("NEW")} OR OLD.event_id <> NEW.event_id)
        EXECUTE FUNCTION {function}()""",
        f"""CREATE OR REPLACE TRIGGER {removed} AFTER DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {function}()""",
    )


BOOKED = (TRIGGERS, "bookings_booking", "state, origin, event_id", _holds)
RESERVED = (RESERVED_TRIGGERS, "bookings_reservedplace", "closed_at, event_id", _reserves)
SQLITE_INSTALL = (*_on_sqlite(*BOOKED), *_on_sqlite(*RESERVED))
POSTGRESQL_INSTALL = (
    *_on_postgresql(*BOOKED, "bookings_count_places"),
    *_on_postgresql(*RESERVED, "bookings_count_reserved"),
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
    with connection.cursor() as cursor:
        for name, table in TABLE_OF.items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def installed_triggers(using: str = "default") -> set[str]:
    """The names of our triggers that are in the database now."""
    connection = connections[using]
    catalogue = (
        "SELECT tgname FROM pg_trigger"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        return {name for (name,) in cursor.fetchall()} & set(TABLE_OF)


def _tables_exist(connection: BaseDatabaseWrapper) -> bool:
    return {*TABLE_OF.values(), "courses_event"} <= set(connection.introspection.table_names())
