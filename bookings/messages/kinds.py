"""The notices about a booking, in the order of its life, with the words they come with.

Each says first what is so and what to do; the words are Markdown with placeholders (`notices.wording`).
"""

import datetime as dt

from bookings.choices import PENDING_STATES, BookingState
from courses.messages.kinds import DIARY_CHANGE
from notices.choices import Audience, OffsetUnit
from notices.kinds import Kind, Offset, Placeholder

from .facts import (
    diary_entry_facts,
    facts_in,
    joining_facts,
    no_show_facts,
    reminder_facts,
    today_facts,
)
from .samples import sample_booking, sample_diary

PLACEHOLDERS = (
    Placeholder("name", "The name of the person booked", "Amira Example"),
    Placeholder("course", "The title of the course", "Neglect: recognising and responding"),
    Placeholder("first_day", "The first day, without the year", "Tuesday 12 May"),
    Placeholder("when", "Days and times in one line", "Tuesday 12 May 2026, 9:30am to 4pm"),
    Placeholder(
        "when_and_where",
        "Each session with its place, on lines of their own",
        "Tuesday 12 May 2026, 9:30am to 4pm\nTown Hall, 1 High Street, CH1 1AA",
    ),
    Placeholder("reference", "The booking's reference", "7KQ2-M9XD"),
    Placeholder(
        "reason",
        "Why it was cancelled, as a sentence; empty if nobody said",
        "The reason given: the trainer is ill.",
    ),
    Placeholder(
        "charge",
        "What is owed for it now, as a sentence; empty if nothing is",
        "You owe £37.50. Cancelling this late costs £37.50.",
    ),
    Placeholder("standing", "How the booking stands, in two or three words", "on the waiting list"),
    Placeholder(
        "joining_notes",
        "The course's, the event's and the venue's notes, and how to join online",
        "Bring photo identification. Parking is behind the building.",
    ),
    Placeholder(
        "empty_chair",
        "What it costs others when somebody booked does not come",
        "3 people are waiting for a place at this event.",
    ),
    Placeholder("board", "The board's name", "Example Safeguarding Children Partnership"),
    Placeholder("contact", "Where to ask for help", "training@board.example or 01234 567890"),
    Placeholder("booking_link", "The page of the booking", "https://board.example/bookings/7KQ2/"),
    Placeholder(
        "cancel_link", "Where to cancel, without signing in", "https://board.example/l/7KQ2/cancel/"
    ),
    Placeholder("course_link", "The course's page", "https://board.example/courses/neglect/"),
)

FOOT = "Questions? Write to {{ contact }}.\n\n{{ board }}"

BOOKED = Kind(
    code="booked",
    title="Booked",
    occasion="At once, when somebody has a place",
    audience=Audience.DELEGATE,
    subject="Booked: {{ course }}",
    body=(
        "{{ name }}, you have a place.\n\n"
        "**{{ course }}**\n{{ when_and_where }}\nReference: {{ reference }}\n\n"
        "[See your booking]({{ booking_link }})\n\n"
        "Cannot come? The sooner you cancel, the sooner somebody else can have the place. "
        "[Cancel my place]({{ cancel_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.BOOKED),
    sample=sample_booking,
    may_be_off=False,
)
DIARY_ENTRY = Kind(
    code="diary_entry",
    title="Diary entry for a further day",
    occasion="With every notice about an event of several sessions: one for each after the first",
    audience=Audience.DELEGATE,
    subject="For your diary: {{ course }}",
    body=(
        "{{ name }}, this message changes one entry in your diary. There is nothing to do.\n\n"
        "**{{ course }}**\n{{ diary_change }}\n\n[See your booking]({{ booking_link }})\n\n" + FOOT
    ),
    placeholders=(*PLACEHOLDERS, DIARY_CHANGE),
    facts=diary_entry_facts,
    sample=sample_diary,
    may_be_off=False,
)
WAITING = Kind(
    code="waiting",
    title="On the waiting list",
    occasion="At once, when somebody joins a waiting list",
    audience=Audience.DELEGATE,
    subject="On the waiting list: {{ course }}",
    body=(
        "{{ name }}, this event is full and you are on the waiting list. **Please do not come** unless we "
        "tell you that you have a place.\n\n"
        "**{{ course }}**\n{{ when_and_where }}\nReference: {{ reference }}\n\n"
        "[See your position]({{ booking_link }})\n\n"
        "No longer interested? [Leave the list]({{ cancel_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.WAITING),
    sample=sample_booking,
)
PLACED = Kind(
    code="placed",
    title="A place has come free",
    occasion="At once, when somebody who waited is given a place",
    audience=Audience.DELEGATE,
    subject="You now have a place: {{ course }}",
    body=(
        "{{ name }}, a place has come free and it is yours. If you can no longer come, please cancel today "
        "so that the next person can.\n\n"
        "[Cancel my place]({{ cancel_link }})\n\n"
        "**{{ course }}**\n{{ when_and_where }}\nReference: {{ reference }}\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.BOOKED),
    sample=sample_booking,
    may_be_off=False,
)
MOVED = Kind(
    code="moved",
    title="Time or place changed",
    occasion="At once, when a published event has another time or place, to all who have a place",
    audience=Audience.DELEGATE,
    subject="Changed: {{ course }}",
    body=(
        "{{ name }}, the time or the place of this event has changed. These are the new details.\n\n"
        "**{{ course }}**\n{{ when_and_where }}\nReference: {{ reference }}\n\n"
        "If you can no longer come, please cancel.\n\n"
        "[Cancel my place]({{ cancel_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.BOOKED),
    sample=sample_booking,
    may_be_off=False,
)
MOVED_WAITING = Kind(
    code="moved_waiting",
    title="Time or place changed, to those without a place yet",
    occasion="At once, when a published event has another time or place, to all who wait for an answer",
    audience=Audience.DELEGATE,
    subject="Changed, and no place yet: {{ course }}",
    body=(
        "{{ name }}, the time or the place of this event has changed. Your booking stands as it did: "
        "{{ standing }}. **Please do not come** unless we tell you that you have a place.\n\n"
        "**{{ course }}**\n{{ when_and_where }}\nReference: {{ reference }}\n\n"
        "If the new date does not suit you, withdraw so that the next person moves up.\n\n"
        "[Withdraw]({{ cancel_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(*PENDING_STATES),
    sample=sample_booking,
)
CANCELLED = Kind(
    code="cancelled",
    title="Place cancelled",
    occasion="At once, when a place is given back",
    audience=Audience.DELEGATE,
    subject="Cancelled: {{ course }}",
    body=(
        "{{ name }}, your place has been cancelled. Thank you for letting us know: somebody else can use "
        "it.\n\n{{ charge }}\n\n**{{ course }}**\n{{ when }}\nReference: {{ reference }}\n\n"
        "[Find another date]({{ course_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.CANCELLED, event_runs=False),
    sample=sample_booking,
    may_be_off=False,
)
CANCELLED_BY_AGENCY = Kind(
    code="cancelled_by_agency",
    title="Place cancelled by the agency",
    occasion="At once, when somebody's agency gives their place back",
    audience=Audience.DELEGATE,
    subject="Your place is cancelled: {{ course }}",
    body=(
        "{{ name }}, your agency has given your place back. **Please do not come.** If you did not know, "
        "ask your line manager first.\n\n{{ reason }}\n\n{{ charge }}\n\n"
        "**{{ course }}**\n{{ when }}\nReference: {{ reference }}\n\n"
        "[Find another date]({{ course_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.CANCELLED, event_runs=False),
    sample=sample_booking,
    may_be_off=False,
)
CANCELLED_BY_BOARD = Kind(
    code="cancelled_by_board",
    title="Place cancelled by the board",
    occasion="At once, when the training team cancels somebody's place",
    audience=Audience.DELEGATE,
    subject="Your place is cancelled: {{ course }}",
    body=(
        "{{ name }}, the training team has cancelled your place. **Please do not come.** If you think that "
        "this is a mistake, write to {{ contact }} today.\n\n{{ reason }}\n\n"
        "**{{ course }}**\n{{ when }}\nReference: {{ reference }}\n\n"
        "[Find another date]({{ course_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.CANCELLED, event_runs=False),
    sample=sample_booking,
    may_be_off=False,
)
WITHDRAWN = Kind(
    code="withdrawn",
    title="Withdrawn",
    occasion="At once, when somebody leaves a waiting list, turns an offer down or takes a request back",
    audience=Audience.DELEGATE,
    subject="Withdrawn: {{ course }}",
    body=(
        "{{ name }}, you no longer wait for a place on this event, and you owe nothing.\n\n"
        "**{{ course }}**\n{{ when }}\nReference: {{ reference }}\n\n"
        "[Find another date]({{ course_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.WITHDRAWN, event_runs=False),
    sample=sample_booking,
)
EVENT_CANCELLED = Kind(
    code="event_cancelled",
    title="Event cancelled",
    occasion="When the board cancels an event, to all who had a place or waited",
    audience=Audience.DELEGATE,
    subject="Event cancelled: {{ course }}",
    body=(
        "{{ name }}, we are sorry: this event has been cancelled. **Please do not come.** You owe "
        "nothing.\n\n{{ reason }}\n\n**{{ course }}**\n{{ when }}\nReference: {{ reference }}\n\n"
        "[Find another date]({{ course_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.CANCELLED, BookingState.WITHDRAWN, event_runs=False),
    sample=sample_booking,
    may_be_off=False,
)

JOINING = Kind(
    code="joining",
    title="Joining instructions",
    occasion="Before the event, to everybody booked; at once to those who book later",
    audience=Audience.DELEGATE,
    subject="How to join: {{ course }}",
    body=(
        "{{ name }}, this is what you need to know before you come.\n\n"
        "**{{ course }}**\n{{ when_and_where }}\nReference: {{ reference }}\n\n"
        "{{ joining_notes }}\n\n"
        "[See your booking]({{ booking_link }})\n\n"
        "Cannot come? Cancel today, so that somebody else can have the place. "
        "[Cancel my place]({{ cancel_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=joining_facts,
    sample=sample_booking,
    schedule=Offset(5, OffsetUnit.WORKING_DAYS, dt.time(9)),
    is_urgent=False,
)
REMINDER = Kind(
    code="reminder",
    title="Reminder",
    occasion="Before the event, to everybody who booked before then",
    audience=Audience.DELEGATE,
    subject="Coming up on {{ first_day }}: {{ course }}",
    body=(
        "{{ name }}, you have a place on {{ course }}. If you cannot come, cancel now. {{ empty_chair }}\n\n"
        "[Cancel my place]({{ cancel_link }})\n\n"
        "**{{ course }}**\n{{ when_and_where }}\nReference: {{ reference }}\n\n"
        "If you are coming, there is nothing to do.\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=reminder_facts,
    sample=sample_booking,
    schedule=Offset(5, OffsetUnit.DAYS, dt.time(10)),
    is_urgent=False,
)
TODAY = Kind(
    code="today",
    title="Today",
    occasion="On the morning of each day of the event, to everybody booked before then",
    audience=Audience.DELEGATE,
    subject="Today: {{ course }}",
    body=(
        "{{ name }}, we expect you today.\n\n"
        "**{{ course }}**\n{{ when_and_where }}\n\n{{ joining_notes }}\n\n"
        "Late or not able to come? Tell us: {{ contact }}.\n\n"
        "[See your booking]({{ booking_link }})\n\n{{ board }}"
    ),
    placeholders=PLACEHOLDERS,
    facts=today_facts,
    sample=sample_booking,
    schedule=Offset(0, OffsetUnit.DAYS, dt.time(7)),
    is_urgent=False,
)
NO_SHOW = Kind(
    code="no_show",
    title="Did not attend",
    occasion="When the register is complete, to those who had a place and did not come",
    audience=Audience.DELEGATE,
    subject="We missed you: {{ course }}",
    body=(
        "{{ name }}, the register says that you did not come. If you did, or if something kept you, tell us: "
        "{{ contact }}. We can put it right.\n\n{{ charge }}\n\n"
        "**{{ course }}**\n{{ when }}\nReference: {{ reference }}\n\n"
        "[Find another date]({{ course_link }})\n\n{{ board }}"
    ),
    placeholders=PLACEHOLDERS,
    facts=no_show_facts,
    sample=sample_booking,
    is_urgent=False,
)
NO_SHOW_MANAGER = Kind(
    code="no_show_manager",
    title="Did not attend, to the manager",
    occasion="When the register is complete, to the line manager of those who did not come",
    audience=Audience.MANAGER,
    subject="Did not attend: {{ course }}",
    body=(
        "{{ name }}, whom you manage, had a place on this event and did not come. Please find out why, and "
        "help us to use the place next time. {{ empty_chair }}\n\n"
        "**{{ course }}**\n{{ when }}\nReference: {{ reference }}\n\n"
        "[Find another date]({{ course_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=no_show_facts,
    sample=sample_booking,
    is_urgent=False,
)

KINDS = (
    BOOKED,
    WAITING,
    PLACED,
    DIARY_ENTRY,
    MOVED,
    MOVED_WAITING,
    JOINING,
    REMINDER,
    TODAY,
    NO_SHOW,
    NO_SHOW_MANAGER,
    CANCELLED,
    CANCELLED_BY_AGENCY,
    CANCELLED_BY_BOARD,
    WITHDRAWN,
    EVENT_CANCELLED,
)
