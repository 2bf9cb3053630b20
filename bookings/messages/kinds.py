"""The notices about a booking, in the order of its life, with the words they come with.

Each says first what is so and what to do; the words are Markdown with placeholders (`notices.wording`).
"""

from bookings.choices import BookingState
from notices.choices import Audience
from notices.kinds import Kind, Placeholder

from .facts import facts_in
from .samples import sample_booking

PLACEHOLDERS = (
    Placeholder("name", "The name of the person booked", "Amira Example"),
    Placeholder("course", "The title of the course", "Neglect: recognising and responding"),
    Placeholder("when", "Days and times in one line", "Tuesday 12 May 2026, 9:30am to 4pm"),
    Placeholder(
        "when_and_where",
        "Each session with its place, on lines of their own",
        "Tuesday 12 May 2026, 9:30am to 4pm\nTown Hall, 1 High Street, CH1 1AA",
    ),
    Placeholder("reference", "The booking's reference", "7KQ2-M9XD"),
    Placeholder("reason", "Why it was cancelled, if somebody said", "The trainer is ill"),
    Placeholder("board", "The board's name", "Example Safeguarding Children Partnership"),
    Placeholder("contact", "Where to ask for help", "training@board.example or 01234 567890"),
    Placeholder("booking_link", "The page of the booking", "https://board.example/bookings/7KQ2/"),
    Placeholder("cancel_link", "Where to cancel", "https://board.example/bookings/7KQ2/cancel/"),
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
        "If you cannot come, cancel as early as you can so that somebody else can.\n\n"
        "[See or cancel your booking]({{ booking_link }})\n\n" + FOOT
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
        "This brings your diary up to date with a further session of {{ course }}. There is nothing to "
        "do.\n\n{{ when_and_where }}\n\n[See your booking]({{ booking_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(*BookingState, event_runs=False),
    sample=sample_booking,
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
        "[See your position or leave the list]({{ booking_link }})\n\n" + FOOT
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
    occasion="At once, when a published event has another time or place, to all who have a place or wait",
    audience=Audience.DELEGATE,
    subject="Changed: {{ course }}",
    body=(
        "{{ name }}, the time or the place of this event has changed. These are the new details.\n\n"
        "**{{ course }}**\n{{ when_and_where }}\nReference: {{ reference }}\n\n"
        "If you can no longer come, please cancel.\n\n"
        "[Cancel my place]({{ cancel_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.BOOKED, BookingState.WAITING),
    sample=sample_booking,
    may_be_off=False,
)
CANCELLED = Kind(
    code="cancelled",
    title="Place cancelled",
    occasion="At once, when a place is given back",
    audience=Audience.DELEGATE,
    subject="Cancelled: {{ course }}",
    body=(
        "{{ name }}, your place has been cancelled. Thank you for letting us know: somebody else can use "
        "it.\n\n**{{ course }}**\n{{ when }}\nReference: {{ reference }}\n\n"
        "[Find another date]({{ course_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.CANCELLED, event_runs=False),
    sample=sample_booking,
    may_be_off=False,
)
WITHDRAWN = Kind(
    code="withdrawn",
    title="Off the waiting list",
    occasion="At once, when somebody leaves a waiting list",
    audience=Audience.DELEGATE,
    subject="Off the waiting list: {{ course }}",
    body=(
        "{{ name }}, you are no longer on the waiting list.\n\n"
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
        "nothing.\n\n**{{ course }}**\n{{ when }}\nReference: {{ reference }}\n\n"
        "[Find another date]({{ course_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.CANCELLED, BookingState.WITHDRAWN, event_runs=False),
    sample=sample_booking,
    may_be_off=False,
)

KINDS = (
    BOOKED,
    WAITING,
    PLACED,
    DIARY_ENTRY,
    MOVED,
    CANCELLED,
    WITHDRAWN,
    EVENT_CANCELLED,
)
