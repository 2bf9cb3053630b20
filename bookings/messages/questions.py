"""The notices that ask somebody something, or say what came of it, with the words they come with."""

from bookings.choices import BookingState
from notices.choices import Audience
from notices.kinds import Kind, Placeholder

from . import question_facts as facts
from .facts import facts_in
from .kinds import FOOT, PLACEHOLDERS
from .samples import sample_booking, sample_of

DETAILS = "**{{ course }}**\n{{ when_and_where }}\nReference: {{ reference }}\n\n"

APPLIED = Kind(
    code="applied",
    title="Applied",
    occasion="At once, when somebody applies for a place that staff give out",
    audience=Audience.DELEGATE,
    subject="We have your request: {{ course }}",
    body=(
        "{{ name }}, you have asked for a place, and the training team will decide who gets one. **Please do "
        "not come** unless we tell you that you have a place.\n\n"
        + DETAILS
        + "[See your request]({{ booking_link }})\n\n"
        "No longer interested? [Take it back]({{ cancel_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.APPLIED),
    sample=sample_booking,
)
NOT_ALLOCATED = Kind(
    code="not_allocated",
    title="No place this time",
    occasion="When staff have given out the places, to those who get none and are not on the waiting list",
    audience=Audience.DELEGATE,
    subject="No place this time: {{ course }}",
    body=(
        "{{ name }}, we are sorry: we could not give you a place on this event.\n\n{{ reason }}\n\n"
        + DETAILS
        + "[Find another date]({{ course_link }})\n\n"
        + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.REFUSED, event_runs=False),
    sample=sample_booking,
    may_be_off=False,
)
OFFERED = Kind(
    code="offered",
    title="A place is offered",
    occasion="At once, when a place is held for somebody who waited",
    audience=Audience.DELEGATE,
    subject="A place for you, if you take it: {{ course }}",
    body=(
        "{{ name }}, a place has come free and we hold it for you. Take it by {{ offer_ends }}, or it goes "
        "to the next person.\n\n"
        "[Take the place, or say no]({{ offer_link }})\n\n" + DETAILS + FOOT
    ),
    placeholders=(
        *PLACEHOLDERS,
        Placeholder("offer_ends", "Until when the place is held", "5pm on Tuesday 5 May 2026"),
        Placeholder(
            "offer_link", "Where to take it or turn it down", "https://board.example/l/7KQ2/offer/"
        ),
    ),
    facts=facts.offer_facts,
    sample=sample_of(facts.offer_values),
    may_be_off=False,
)
OFFER_LAPSED = Kind(
    code="offer_lapsed",
    title="An offer has ended",
    occasion="When a place that was held for somebody was not taken in time",
    audience=Audience.DELEGATE,
    subject="The offer has ended: {{ course }}",
    body=(
        "{{ name }}, we held a place for you and did not hear from you, so it has gone to the next person. "
        "You are no longer on the waiting list.\n\n"
        + DETAILS
        + "[Find another date]({{ course_link }})\n\n"
        + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.LAPSED),
    sample=sample_booking,
)
MANAGER_ASKED = Kind(
    code="manager_asked",
    title="Your manager has been asked",
    occasion="At once, when a place is held until the manager agrees",
    audience=Audience.DELEGATE,
    subject="Waiting for your manager: {{ course }}",
    body=(
        "{{ name }}, we hold a place for you and have asked your manager to agree. Please remind them. "
        "**Do not come** unless we tell you that you are booked.\n\n"
        + DETAILS
        + "[See your booking]({{ booking_link }})\n\n"
        "Changed your mind? [Withdraw]({{ cancel_link }})\n\n" + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.AWAITING),
    sample=sample_booking,
)
APPROVAL_PLACEHOLDERS = (
    *PLACEHOLDERS,
    Placeholder("agency", "The agency the delegate works for", "Example Council"),
    Placeholder("price", "What the place costs", "£75"),
    Placeholder("answer_by", "Until when an answer counts", "5pm on Tuesday 5 May 2026"),
    Placeholder(
        "answer_link",
        "Where the manager answers, without an account",
        "https://board.example/a/7KQ2/",
    ),
)
ASK = (
    "[Answer in one minute]({{ answer_link }})\n\n" + DETAILS + "It costs {{ price }}. You need no "
    "account. Without an answer by {{ answer_by }} the place goes to somebody else.\n\n" + FOOT
)


APPROVAL_ASKED = Kind(
    code="approval_asked",
    title="The manager is asked to agree",
    occasion="At once, when a place is held until the manager agrees; also to a deputy",
    audience=Audience.MANAGER,
    subject="Do you agree to this training? {{ course }}",
    body=(
        "{{ name }} of {{ agency }} would like to go to this training and needs you to agree.\n\n"
        + ASK
    ),
    placeholders=APPROVAL_PLACEHOLDERS,
    facts=facts.approval_facts,
    sample=sample_of(facts.sample_approval_values),
    may_be_off=False,
)
APPROVAL_REMINDER = Kind(
    code="approval_reminder",
    title="The manager is reminded",
    occasion="Once, when the manager has not answered after the time the policy sets",
    audience=Audience.MANAGER,
    subject="Still to answer: {{ course }}",
    body=("{{ name }} of {{ agency }} still needs your answer to go to this training.\n\n" + ASK),
    placeholders=APPROVAL_PLACEHOLDERS,
    facts=facts.approval_facts,
    sample=sample_of(facts.sample_approval_values),
)
NOT_APPROVED = Kind(
    code="not_approved",
    title="The manager did not agree",
    occasion="At once, when the manager says no",
    audience=Audience.DELEGATE,
    subject="Your manager did not agree: {{ course }}",
    body=(
        "{{ name }}, your manager did not agree, so you have no place. You owe nothing. Talk to them first; "
        "then you can book another date.\n\n"
        + DETAILS
        + "[Find another date]({{ course_link }})\n\n"
        + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.REFUSED, event_runs=False),
    sample=sample_booking,
    may_be_off=False,
)
APPROVAL_TIMED_OUT = Kind(
    code="approval_timed_out",
    title="The manager did not answer",
    occasion="When the manager has not answered in time",
    audience=Audience.DELEGATE,
    subject="No answer from your manager: {{ course }}",
    body=(
        "{{ name }}, your manager did not answer in time, so your place has gone to somebody else. You owe "
        "nothing. Talk to your manager, then book again.\n\n"
        + DETAILS
        + "[Find another date]({{ course_link }})\n\n"
        + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.LAPSED),
    sample=sample_booking,
    may_be_off=False,
)
STILL_COMING = Kind(
    code="still_coming",
    title="Are you still coming?",
    occasion="When the policy says, to everybody booked before then",
    audience=Audience.DELEGATE,
    subject="Are you still coming? {{ course }}",
    body=(
        "{{ name }}, please tell us whether you are still coming. {{ or_else }}\n\n"
        "[Yes or no]({{ coming_link }})\n\n" + DETAILS + FOOT
    ),
    placeholders=(
        *PLACEHOLDERS,
        Placeholder(
            "or_else",
            "What happens without an answer; empty if the place is kept",
            "If we do not hear from you by 5pm on Tuesday 5 May 2026, your place goes to somebody else.",
        ),
        Placeholder("coming_link", "Where to answer", "https://board.example/l/7KQ2/coming/"),
    ),
    facts=facts.coming_facts,
    sample=sample_of(facts.coming_values),
)
RELEASED = Kind(
    code="released",
    title="Released, because nobody confirmed",
    occasion="When somebody has not said that they still come, and the policy releases the place",
    audience=Audience.DELEGATE,
    subject="Your place has been released: {{ course }}",
    body=(
        "{{ name }}, we asked whether you are still coming and did not hear from you, so your place is free "
        "for somebody else. **Please do not come.** You owe nothing.\n\n"
        + DETAILS
        + "[Book again, if there is room]({{ course_link }})\n\n"
        + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.CANCELLED, event_runs=False),
    sample=sample_booking,
    may_be_off=False,
)
PASSED_ON = Kind(
    code="passed_on",
    title="A colleague has the place",
    occasion="At once, when a colleague takes somebody's place over",
    audience=Audience.DELEGATE,
    subject="A colleague goes in your place: {{ course }}",
    body=(
        "{{ name }}, {{ colleague }} now has your place on this event. **Please do not come.** If you did "
        "not know, ask your line manager first.\n\n{{ charge }}\n\n" + DETAILS + FOOT
    ),
    placeholders=(
        *PLACEHOLDERS,
        Placeholder("colleague", "The name of who goes instead", "Sam Example"),
    ),
    facts=facts.passed_on_facts,
    sample=sample_of(facts.passed_on_values),
    may_be_off=False,
)
TRANSFERRED = Kind(
    code="transferred",
    title="Moved to another date",
    occasion="At once, when somebody's place is moved to another event",
    audience=Audience.DELEGATE,
    subject="No longer on this date: {{ course }}",
    body=(
        "{{ name }}, you have moved to another date. **Please do not come** to this one. The new date has a "
        "message of its own.\n\n{{ charge }}\n\n" + DETAILS + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts_in(BookingState.TRANSFERRED, event_runs=False),
    sample=sample_booking,
    may_be_off=False,
)
GROUP_BOOKED = Kind(
    code="group_booked",
    title="Booked for others",
    occasion="At once, to an agency lead who has booked for other people",
    audience=Audience.AGENCY_LEAD,
    subject="You have booked for others: {{ course }}",
    body=(
        "This is what you booked. We have written to each person, or to their manager where we have no "
        "address.\n\n{{ names }}\n\n"
        "**{{ course }}**\n{{ when_and_where }}\n\n" + FOOT
    ),
    placeholders=(
        *PLACEHOLDERS,
        Placeholder(
            "names",
            "Who was booked and how it stands, a line each",
            "Amira Example: booked\nSam Example: on the waiting list",
        ),
    ),
    facts=facts.group_facts,
    sample=sample_of(facts.group_values),
)

PLACE_RELEASED = Kind(
    code="place_released",
    title="Places without a name released",
    occasion="When nobody was named for a reserved place in time, to who reserved it",
    audience=Audience.AGENCY_LEAD,
    subject="A place without a name is free again: {{ course }}",
    body=(
        "{{ name }}, you had reserved a place for {{ agency }} and nobody was named for it in time, so it is "
        "free for everybody again. You owe nothing.\n\n"
        "**{{ course }}**\n{{ when }}\n\n[Book a named place]({{ course_link }})\n\n" + FOOT
    ),
    placeholders=(
        Placeholder("name", "The name of who reserved it", "Sam Example"),
        Placeholder("agency", "For which agency", "Example Council"),
        *(each for each in PLACEHOLDERS if each.name in facts.OF_A_PLACE),
    ),
    facts=facts.place_facts,
    sample=facts.sample_place,
)

QUESTIONS = (
    APPLIED,
    NOT_ALLOCATED,
    OFFERED,
    OFFER_LAPSED,
    MANAGER_ASKED,
    APPROVAL_ASKED,
    APPROVAL_REMINDER,
    NOT_APPROVED,
    APPROVAL_TIMED_OUT,
    STILL_COMING,
    RELEASED,
    PASSED_ON,
    TRANSFERRED,
    GROUP_BOOKED,
    PLACE_RELEASED,
)
