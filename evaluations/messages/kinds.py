"""The notices that ask for an evaluation, with the words they come with."""

from notices.choices import Audience
from notices.kinds import Kind, Placeholder

from . import facts

PLACEHOLDERS = (
    Placeholder("name", "The name of who was booked", "Amira Example"),
    Placeholder("course", "The title of the course", "Neglect: recognising and responding"),
    Placeholder("when", "Days and times in one line", "Tuesday 12 May 2026, 9:30am to 4pm"),
    Placeholder("answer_link", "The form, without signing in", "https://board.example/e/7KQ2/"),
    Placeholder("closes", "Until when it can be answered", "5pm on Tuesday 26 May 2026"),
    Placeholder("key_until", "Until when answers are linked by a code", "Friday 2 October 2026"),
    Placeholder("board", "The board's name", "Example Safeguarding Children Partnership"),
    Placeholder("contact", "Where to ask for help", "training@board.example or 01234 567890"),
)
CONFIDENTIAL = (
    "Your answers are confidential. A code links what you say before and after, until {{ key_until }}; then "
    "the link is destroyed.\n\n"
)
FOOT = "Questions? Write to {{ contact }}.\n\n{{ board }}"

BEFORE = Kind(
    code="evaluation_before",
    title="Questions before the course",
    occasion="When somebody has a place on a course that asks questions before it",
    audience=Audience.DELEGATE,
    subject="Three minutes before you come: {{ course }}",
    body=(
        "{{ name }}, please answer a few questions before {{ course }}. It takes three minutes and works on "
        "a phone.\n\n[Answer now]({{ answer_link }})\n\n{{ when }}\n\n" + CONFIDENTIAL + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.answer_facts,
    sample=facts.sample,
    is_urgent=False,
)
AFTER = Kind(
    code="evaluation_due",
    title="Evaluation due",
    occasion="After the event, to everybody who was there",
    audience=Audience.DELEGATE,
    subject="How was it? {{ course }}",
    body=(
        "{{ name }}, thank you for coming. Please tell us how it was: three minutes, on a phone if you "
        "like, by {{ closes }}.\n\n[Answer now]({{ answer_link }})\n\n{{ course }}, {{ when }}\n\n"
        + CONFIDENTIAL
        + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.answer_facts,
    sample=facts.sample,
    is_urgent=False,
)
FOLLOW_UP = Kind(
    code="follow_up_due",
    title="Three-month follow-up",
    occasion="Some months after the event, to everybody who was there",
    audience=Audience.DELEGATE,
    subject="What came of it? {{ course }}",
    body=(
        "{{ name }}, some months ago you took part in {{ course }}. What came of it? Three minutes, by "
        "{{ closes }}. It helps us as much to hear that nothing did.\n\n"
        "[Answer now]({{ answer_link }})\n\n" + CONFIDENTIAL + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.answer_facts,
    sample=facts.sample,
    is_urgent=False,
)
REMINDER = Kind(
    code="evaluation_reminder",
    title="Evaluation reminder",
    occasion="On the days the course's plan says, to those who have not answered",
    audience=Audience.DELEGATE,
    subject="Still to answer: {{ course }}",
    body=(
        "{{ name }}, there is still time to answer, by {{ closes }}. What you began is kept.\n\n"
        "[Answer now]({{ answer_link }})\n\n{{ course }}, {{ when }}\n\n" + CONFIDENTIAL + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.answer_facts,
    sample=facts.sample,
    is_urgent=False,
)
MANAGER = Kind(
    code="follow_up_manager",
    title="Three-month follow-up, to the manager",
    occasion="Some months after the event, to the line manager of those who were there",
    audience=Audience.MANAGER,
    subject="One minute about training: {{ course }}",
    body=(
        "{{ name }}, whom you manage, took part in {{ course }} ({{ when }}). Have you seen them use it? "
        "One minute, no account, by {{ closes }}.\n\n[Answer now]({{ answer_link }})\n\n"
        "You do not see their answers and they do not see yours.\n\n" + CONFIDENTIAL + FOOT
    ),
    placeholders=PLACEHOLDERS,
    facts=facts.manager_facts,
    sample=facts.sample,
    is_urgent=False,
)

KINDS = (BEFORE, AFTER, FOLLOW_UP, REMINDER, MANAGER)
