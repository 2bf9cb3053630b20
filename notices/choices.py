"""The closed lists of the notices floor."""

from django.db import models


class MessageState(models.TextChoices):
    """waiting ⇄ held; waiting → sending → sent → bounced, or back to waiting to be tried again, or failed."""

    WAITING = "waiting", "Waiting"
    HELD = "held", "Held"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    BOUNCED = "bounced", "Bounced"


OPEN_STATES = (MessageState.WAITING, MessageState.HELD)
"""Not gone yet: staff may edit, move and cancel."""
RESENDABLE_STATES = (MessageState.SENT, MessageState.FAILED, MessageState.BOUNCED)
LOST_STATES = (MessageState.FAILED, MessageState.BOUNCED)
"""What the person never got, and staff should look at."""


class Channel(models.TextChoices):
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Printed letter"


class Addressed(models.TextChoices):
    """In what way a message's recipient is addressed."""

    OWN = "own", "To themselves"
    ON_BEHALF = "on_behalf", "To the manager, to pass on"
    COPY = "copy", "Copy to the manager"


class Audience(models.TextChoices):
    """For whom a kind of notice is written."""

    DELEGATE = "delegate", "Delegate"
    MANAGER = "manager", "Line manager"
    AGENCY_LEAD = "agency_lead", "Agency lead"
    TRAINER = "trainer", "Trainer"
    OFFICER = "officer", "L&D officer"


class OffsetUnit(models.TextChoices):
    HOURS = "hours", "hours"
    DAYS = "days", "days"
    WORKING_DAYS = "working_days", "working days"
    WEEKS = "weeks", "weeks"


class SuppressionReason(models.TextChoices):
    BOUNCED = "bounced", "Mail came back: no such mailbox"
    COMPLAINED = "complained", "The person reported our mail as unwanted"
    STAFF = "staff", "Put here by staff"


class LogVerb(models.TextChoices):
    QUEUED = "queued", "queued it"
    HELD = "held", "held it back"
    RELEASED = "released", "let it go"
    EDITED = "edited", "edited its text"
    MOVED = "moved", "changed when it leaves"
    CANCELLED = "cancelled", "cancelled it"
    RESENT = "resent", "asked to send it again"
    TRIED = "tried", "tried to send it"
    SENT = "sent", "sent it"
    PRINTED = "printed", "printed it"
    FAILED = "failed", "gave up"
    BOUNCED = "bounced", "it came back"
    ANSWERED = "answered", "an automatic answer came"
    RECOVERED = "recovered", "found it left half-sent"
