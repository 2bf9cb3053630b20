"""The notices to trainers and officers about an event, with the words they come with."""

import datetime as dt

from notices.choices import Audience, OffsetUnit
from notices.kinds import Kind, Offset, Placeholder

from . import facts
from .digest import digest_facts, sample_digest

PLACEHOLDERS = (
    Placeholder("name", "The name of whoever gets it", "Sam Example"),
    Placeholder("course", "The title of the course", "Neglect: recognising and responding"),
    Placeholder("when", "Days and times in one line", "Tuesday 12 May 2026, 9:30am to 4pm"),
    Placeholder(
        "when_and_where",
        "Each session with its place, on lines of their own",
        "Tuesday 12 May 2026, 9:30am to 4pm\nTown Hall, 1 High Street, CH1 1AA",
    ),
    Placeholder("booked", "How many places are taken", "7"),
    Placeholder("capacity", "How many places there are", "20"),
    Placeholder("minimum", "The minimum number set for the event", "10"),
    Placeholder("board", "The board's name", "Example Safeguarding Children Partnership"),
    Placeholder("contact", "Where to ask for help", "training@board.example or 01234 567890"),
    Placeholder("register_link", "The event's register", "https://board.example/register/12/"),
    Placeholder(
        "event_link", "The event in the back office", "https://board.example/admin/events/"
    ),
    Placeholder("course_link", "The course's page", "https://board.example/courses/neglect/"),
)
DIARY_CHANGE = Placeholder(
    "diary_change",
    "Which entry comes into the diary or leaves it",
    "In your diary: Tuesday 19 May 2026, 9:30am to 4pm",
)
FOOT = "Questions? Write to {{ contact }}.\n\n{{ board }}"
DETAILS = "**{{ course }}**\n{{ when_and_where }}\n\n"

TRAINER_ASSIGNED = Kind(
    code="trainer_assigned",
    title="You deliver an event",
    occasion="At once, when a trainer is put down for a published event",
    audience=Audience.TRAINER,
    subject="You deliver: {{ course }}",
    body=(
        "{{ name }}, you are down to deliver this event. It is in your diary with this message. If you "
        "cannot, tell us today so that we can find somebody.\n\n"
        + DETAILS
        + "{{ booked }} of {{ capacity }} places are taken.\n\n"
        "[See who comes]({{ register_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.trainer_facts,
    sample=facts.sample_event,
    may_be_off=False,
)
TRAINER_MOVED = Kind(
    code="trainer_moved",
    title="An event you deliver has changed",
    occasion="At once, when a published event has another time or place",
    audience=Audience.TRAINER,
    subject="Changed: {{ course }}, which you deliver",
    body=(
        "{{ name }}, the time or the place of this event has changed. These are the new details. If you "
        "cannot, tell us today.\n\n" + DETAILS + "[See who comes]({{ register_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.trainer_facts,
    sample=facts.sample_event,
    may_be_off=False,
)
TRAINER_OFF = Kind(
    code="trainer_off",
    title="You no longer deliver an event",
    occasion="At once, when an event is cancelled or a trainer is taken off it",
    audience=Audience.TRAINER,
    subject="Off your list: {{ course }}",
    body=(
        "{{ name }}, you no longer deliver this event, and it leaves your diary with this message. Please "
        "do not come. Thank you for being ready to.\n\n"
        "**{{ course }}**\n{{ when }}\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.former_trainer_facts,
    sample=facts.sample_event,
    may_be_off=False,
)
TRAINER_DIARY = Kind(
    code="trainer_diary",
    title="Trainer's diary entry for a further day",
    occasion="With every notice to a trainer about an event of several sessions",
    audience=Audience.TRAINER,
    subject="For your diary: {{ course }}",
    body=(
        "{{ name }}, this message changes one entry in your diary. There is nothing to do.\n\n"
        "**{{ course }}**\n{{ diary_change }}\n\n" + FOOT
    ),
    placeholders=(*PLACEHOLDERS, DIARY_CHANGE),
    facts=facts.trainer_diary_facts,
    sample=facts.sample_diary,
    may_be_off=False,
)
REGISTER_TODAY = Kind(
    code="register_today",
    title="Register to take today",
    occasion="On the morning of each day of an event, to its trainers",
    audience=Audience.TRAINER,
    subject="Today: {{ course }}, with the register",
    body=(
        "{{ name }}, you deliver this event today. Take the register on your phone: it also works where "
        "there is no signal.\n\n"
        "[Open the register]({{ register_link }})\n\n"
        + DETAILS
        + "{{ booked }} people are expected.\n\n"
        + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.register_today_facts,
    sample=facts.sample_event,
    schedule=Offset(0, OffsetUnit.DAYS, dt.time(7)),
    is_urgent=False,
)
REGISTER_OPEN = Kind(
    code="register_open",
    title="Register still to complete",
    occasion="After an event, to its trainers, while its register is not complete",
    audience=Audience.TRAINER,
    subject="Register to complete: {{ course }}",
    body=(
        "{{ name }}, the register of this event is not complete yet. Until it is, nobody who came has it on "
        "their record.\n\n"
        "[Complete the register]({{ register_link }})\n\n**{{ course }}**\n{{ when }}\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.register_facts,
    sample=facts.sample_event,
    schedule=Offset(1, OffsetUnit.WORKING_DAYS, dt.time(9), is_after=True),
    is_urgent=False,
)
LOW_NUMBERS = Kind(
    code="low_numbers",
    title="Too few booked",
    occasion="Before an event that has fewer people booked than its minimum numbers",
    audience=Audience.OFFICER,
    subject="Low numbers: {{ course }}",
    body=(
        "{{ booked }} people are booked for this event; its minimum is {{ minimum }}. Decide whether to "
        "invite more people, move it or cancel it.\n\n"
        "[Open the event]({{ event_link }})\n\n" + DETAILS + "{{ board }}"
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.low_numbers_facts,
    sample=facts.sample_event,
    schedule=Offset(4, OffsetUnit.WEEKS, dt.time(9)),
    is_urgent=False,
)
DIGEST = Kind(
    code="digest",
    title="What needs you today",
    occasion="Each morning there is something to do, to the board's officers and administrators",
    audience=Audience.OFFICER,
    subject="To do: {{ count }} for {{ board }}",
    body="{{ name }}, this needs you.\n\n{{ list }}\n\n[Open the back office]({{ office_link }})",
    placeholders=(
        Placeholder("name", "The officer's name", "Sam Example"),
        Placeholder("count", "How many things there are to do", "3 things"),
        Placeholder(
            "list",
            "One line for each, with the first events",
            "Registers to complete: 1 (Neglect, Tuesday 12 May 2026)\nLetters to print: 2",
        ),
        Placeholder("board", "The board's name", "Example Safeguarding Children Partnership"),
        Placeholder("office_link", "The back office", "https://board.example/admin/"),
    ),
    facts=digest_facts,
    sample=sample_digest,
    schedule=Offset(0, OffsetUnit.DAYS, dt.time(7, 30)),
    is_urgent=False,
)

KINDS = (
    TRAINER_ASSIGNED,
    TRAINER_MOVED,
    TRAINER_OFF,
    TRAINER_DIARY,
    REGISTER_TODAY,
    REGISTER_OPEN,
    LOW_NUMBERS,
    DIGEST,
)
