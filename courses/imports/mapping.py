"""The fields of a calendar and the headings they usually have."""

from enum import StrEnum

from .columns import Fields


class Field(StrEnum):
    TITLE = "title"
    CODE = "code"
    LEVEL = "level"
    DURATION = "duration"
    SUMMARY = "summary"
    DELIVERY = "delivery"
    DATE = "date"
    START = "start"
    END = "end"
    VENUE = "venue"
    CAPACITY = "capacity"
    AGENCY = "agency"
    LINK = "link"
    BOARD = "board"


LABELS: dict[Field, str] = {
    Field.TITLE: "Course title",
    Field.CODE: "Course code",
    Field.LEVEL: "Level",
    Field.DURATION: "Duration",
    Field.SUMMARY: "Summary",
    Field.DELIVERY: "Delivery",
    Field.DATE: "Date",
    Field.START: "Start time",
    Field.END: "End time",
    Field.VENUE: "Venue",
    Field.CAPACITY: "Places",
    Field.AGENCY: "Trainer’s agency",
    Field.LINK: "Joining link",
    Field.BOARD: "Board",
}

# A plain "url" or "link" is left out: in most lists it is where the course was advertised, and a page that
# is not a meeting must never go out as the joining link.
HEADINGS: dict[Field, tuple[str, ...]] = {
    Field.TITLE: ("course title", "course", "title", "course name", "training", "event", "name"),
    Field.CODE: ("code", "course code", "reference", "ref"),
    Field.LEVEL: ("level", "level or group", "group", "training level"),
    Field.DURATION: ("duration", "length", "how long"),
    Field.SUMMARY: ("summary", "description", "about"),
    Field.DELIVERY: ("delivery", "delivery method", "method", "mode", "format", "type"),
    Field.DATE: ("date", "event date", "course date", "dates", "start date", "day"),
    Field.START: ("start", "start time", "time", "times", "from"),
    Field.END: ("end", "end time", "finish", "finish time", "to", "until"),
    Field.VENUE: ("venue", "location", "place", "where", "room"),
    Field.CAPACITY: ("capacity", "places", "max places", "maximum places", "max delegates"),
    Field.AGENCY: ("trainer agency", "trainers agency", "delivered by", "provider", "trainer"),
    Field.LINK: ("joining link", "meeting link", "teams link", "zoom link", "webinar link"),
    Field.BOARD: ("board", "partnership", "lscb", "scp"),
}


CALENDAR = Fields(Field, LABELS, HEADINGS, required=(Field.TITLE,))
guess, choose = CALENDAR.guess, CALENDAR.choose
