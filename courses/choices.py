"""The closed lists of the courses floor."""

from django.db import models


class Delivery(models.TextChoices):
    CLASSROOM = "classroom", "Face to face"
    WEBINAR = "webinar", "Webinar"
    BLENDED = "blended", "Blended"
    BRIEFING = "briefing", "Briefing"
    CONFERENCE = "conference", "Conference"


class EventState(models.TextChoices):
    """draft → tentative → published → completed; cancelled from any but completed.

    The lists below are the only place where states are grouped.
    """

    DRAFT = "draft", "Draft"
    TENTATIVE = "tentative", "Tentative"
    PUBLISHED = "published", "Published"
    CANCELLED = "cancelled", "Cancelled"
    COMPLETED = "completed", "Completed"


PUBLIC_STATES = (
    EventState.TENTATIVE,
    EventState.PUBLISHED,
    EventState.CANCELLED,
    EventState.COMPLETED,
)
COMING_STATES = (EventState.TENTATIVE, EventState.PUBLISHED)
EVENT_TRANSITIONS: dict[str, tuple[EventState, ...]] = {
    EventState.DRAFT: (EventState.TENTATIVE, EventState.PUBLISHED, EventState.CANCELLED),
    EventState.TENTATIVE: (EventState.DRAFT, EventState.PUBLISHED, EventState.CANCELLED),
    EventState.PUBLISHED: (EventState.CANCELLED, EventState.COMPLETED),
    EventState.CANCELLED: (),
    EventState.COMPLETED: (EventState.PUBLISHED,),
}


class WhyCancelled(models.TextChoices):
    """Why a board called an event off.

    `NOT_RECORDED` is for events that were called off before the reason was asked for; nobody can choose it.
    """

    TOO_FEW = "too_few", "Too few bookings"
    TRAINER = "trainer", "Trainer not available"
    VENUE = "venue", "Venue not available"
    EMERGENCY = "emergency", "Weather or emergency"
    CHANGE_OF_PLAN = "change_of_plan", "Change of plan or duplicate"
    OTHER = "other", "Other"
    NOT_RECORDED = "not_recorded", "Not recorded"


REASONS_TO_CANCEL = tuple(why for why in WhyCancelled if why != WhyCancelled.NOT_RECORDED)


class TrainerRole(models.TextChoices):
    LEAD = "lead", "Lead trainer"
    CO_TRAINER = "co_trainer", "Co-trainer"


class ImportState(models.TextChoices):
    """uploaded → checking → checked → writing → done; a file that cannot be read goes back to uploaded."""

    UPLOADED = "uploaded", "Uploaded"
    CHECKING = "checking", "Checking"
    CHECKED = "checked", "Checked"
    WRITING = "writing", "Importing"
    DONE = "done", "Imported"
