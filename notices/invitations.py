"""Invitations by e-mail (RFC 5545, 5546 and 6047), as Outlook, Google and Apple take them.

One invitation holds one entry: RFC 5546 allows one UID in a REQUEST, and Outlook reads only the first. So a
two-day event sends two. The organiser is the sender, times name Europe/London with its VTIMEZONE, and
no answer is asked for.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from icalendar import Calendar, Timezone, vCalAddress
from icalendar import Event as VEvent

PRODUCT = "-//Cohort//Training//EN"
LONDON = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""
"""The rule since 1996. Outlook reads RRULE and passes over RDATE, which is what icalendar would write."""


class Method(models.TextChoices):
    REQUEST = "REQUEST", "In the diary"
    CANCEL = "CANCEL", "Taken out of the diary"


@dataclass(frozen=True)
class Invitation:
    """One entry for one diary. `starts_at` and `ends_at` are aware; they are written in London time.

    Organiser and attendee are those of the mail that carries it: `composing` fills them in.
    """

    method: Method
    uid: str
    sequence: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    location: str
    description: str
    url: str = ""
    organiser_name: str = ""
    organiser_email: str = ""
    attendee_name: str = ""
    attendee_email: str = ""


def calendar_text(invitation: Invitation, *, at: dt.datetime) -> str:
    """The invitation as an iCalendar object; `at` is when it is said (DTSTAMP)."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", invitation.method.value)
    calendar.add_component(Timezone.from_ical(LONDON))
    calendar.add_component(_entry(invitation, at))
    return calendar.to_ical().decode()


def _entry(invitation: Invitation, at: dt.datetime) -> VEvent:
    entry = VEvent()
    entry.add("uid", invitation.uid)
    entry.add("sequence", invitation.sequence)
    entry.add("dtstamp", at.astimezone(dt.UTC))
    entry.add("dtstart", timezone.localtime(invitation.starts_at))
    entry.add("dtend", timezone.localtime(invitation.ends_at))
    entry.add("summary", invitation.summary)
    entry.add("location", invitation.location)
    entry.add("description", invitation.description)
    if invitation.url:
        entry.add("url", invitation.url)
    is_on = invitation.method == Method.REQUEST
    entry.add("status", "CONFIRMED" if is_on else "CANCELLED")
    entry.add("transp", "OPAQUE" if is_on else "TRANSPARENT")
    entry.add("class", "PUBLIC")
    entry.add("organizer", _party(invitation.organiser_email, invitation.organiser_name))
    attendee = _party(invitation.attendee_email, invitation.attendee_name)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    entry.add("attendee", attendee)
    return entry


def _party(email: str, name: str) -> vCalAddress:
    party = vCalAddress(f"mailto:{email}")
    party.params["CN"] = name
    return party
