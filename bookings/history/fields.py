"""The fields of an old attendance list and the headings they usually have."""

from enum import StrEnum

from courses.imports.columns import Fields


class Field(StrEnum):
    TITLE = "title"
    CODE = "code"
    DATE = "date"
    START = "start"
    END = "end"
    VENUE = "venue"
    PLACES = "places"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    AGENCY = "agency"
    SECTOR = "sector"
    ROLE = "role"
    STATUS = "status"
    BOARD = "board"


LABELS: dict[Field, str] = {
    Field.TITLE: "Course title",
    Field.CODE: "Course code",
    Field.DATE: "Date",
    Field.START: "Start time",
    Field.END: "End time",
    Field.VENUE: "Venue",
    Field.PLACES: "Places",
    Field.NAME: "Full name",
    Field.FIRST_NAME: "First name",
    Field.LAST_NAME: "Last name",
    Field.EMAIL: "E-mail",
    Field.AGENCY: "Agency",
    Field.SECTOR: "Sector",
    Field.ROLE: "Role group",
    Field.STATUS: "Attendance",
    Field.BOARD: "Board",
}

HEADINGS: dict[Field, tuple[str, ...]] = {
    Field.TITLE: (
        "course title", "course", "course name", "title", "training course", "training title",
        "training", "event", "event name", "event title", "session",
    ),
    Field.CODE: ("course code", "code", "course ref", "event code", "reference", "ref"),
    Field.DATE: (
        "date", "course date", "event date", "training date", "date of course", "date of training",
        "date of event", "date attended", "start date", "when",
    ),
    Field.START: ("start time", "start", "time", "times", "from"),
    Field.END: ("end time", "end", "finish time", "finish", "to"),
    Field.VENUE: ("venue", "location", "where", "room"),
    Field.PLACES: ("places available", "places", "capacity", "max places", "maximum places"),
    Field.NAME: (
        "full name", "name", "delegate name", "delegate", "attendee name", "attendee",
        "participant name", "participant", "learner name", "learner", "name of delegate",
    ),
    Field.FIRST_NAME: ("first name", "firstname", "forename", "given name", "first"),
    Field.LAST_NAME: ("last name", "lastname", "surname", "family name", "last"),
    Field.EMAIL: ("email", "e mail", "email address", "e mail address", "delegate email", "contact"),
    Field.AGENCY: (
        "agency", "agency name", "organisation", "organisation name", "organization", "employer",
        "agency organisation", "organisation agency", "workplace", "agency setting", "company",
        "school", "setting",
    ),
    Field.SECTOR: ("sector", "agency type", "type of agency", "organisation type", "agency group"),
    Field.ROLE: (
        "role group", "role", "job role", "job title", "occupation", "profession", "position",
    ),
    Field.STATUS: (
        "attendance", "attended", "attended y n", "attendance status", "status", "outcome",
        "booking status", "did they attend", "present",
    ),
    Field.BOARD: ("board", "partnership", "lscb", "scp"),
}  # fmt: skip

PEOPLE = Fields(Field, LABELS, HEADINGS, required=(Field.TITLE, Field.DATE))
LONGEST = {
    Field.TITLE: 200,
    Field.CODE: 20,
    Field.VENUE: 200,
    Field.NAME: 200,
    Field.FIRST_NAME: 100,
    Field.LAST_NAME: 99,
    Field.EMAIL: 254,
    Field.AGENCY: 200,
}
FILLED_DOWN = (
    Field.TITLE,
    Field.CODE,
    Field.DATE,
    Field.START,
    Field.END,
    Field.VENUE,
    Field.PLACES,
)
"""What belongs to the event: written once above its people in lists with merged cells."""
