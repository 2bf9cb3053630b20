"""The closed lists of the evaluation floor."""

from django.db import models


class Wave(models.TextChoices):
    """When a course asks its questions. `evaluations.statistics.waves` has the same names for the sums."""

    BOOKING = "T0", "At booking"
    START = "T1", "At the start"
    END = "T2", "At the end"
    LATER = "T3", "Three months later"
    MANAGER = "T3-manager", "Three months later, the manager"


WAVES_BEFORE = (Wave.BOOKING, Wave.START)
"""Everybody booked is asked, also who stays away then. How many that were is told to staff alone: beside who came, it
would tell how many did not."""

DELEGATE_WAVES = (Wave.BOOKING, Wave.START, Wave.END, Wave.LATER)


class Purpose(models.TextChoices):
    SELF_EFFICACY = "self_efficacy", "Confidence in each objective"
    ATTITUDES = "attitudes", "Attitudes"
    REACTION = "reaction", "Reaction to the day"
    QUIZ = "quiz", "Quiz"
    FOLLOW_UP = "follow_up", "Follow-up for the delegate"
    MANAGER = "manager", "Follow-up for the manager"


class ItemKind(models.TextChoices):
    RATING = "rating", "Rating scale"
    SINGLE = "single", "Quiz: one answer"
    MULTIPLE = "multiple", "Quiz: several answers"
    ORDERED = "ordered", "Quiz: put in order"
    NUMBER = "number", "Number"
    TEXT = "text", "Free text"
    ACTION = "action", "One intended action"
    ACTION_REVIEW = "action_review", "What became of the intended action"


QUIZ_KINDS = (ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.ORDERED)


class OutcomeLevel(models.TextChoices):
    """Kirkpatrick's four levels as Barr and others widened them for learning together (2000)."""

    REACTION = "1", "Reaction"
    ATTITUDES = "2a", "Attitudes and perceptions"
    KNOWLEDGE = "2b", "Knowledge and skills"
    BEHAVIOUR = "3", "Behaviour"
    ORGANISATION = "4a", "Practice of the organisation"
    CHILDREN = "4b", "Benefit to children and families"


class Review(models.TextChoices):
    """What became of an intended action."""

    DONE = "done", "Yes, I have done it"
    PARTLY = "partly", "Partly"
    NOT = "not", "Not yet"


class Barrier(models.TextChoices):
    """What stood in the way of an intended action."""

    TIME = "time", "There was no time"
    CHANCE = "chance", "There was no case or occasion for it"
    MANAGER = "manager", "My manager did not support it"
    COLLEAGUES = "colleagues", "Colleagues or other agencies did not go along"
    TOOLS = "tools", "The tools or forms were not there"
    CONFIDENCE = "confidence", "I was not sure how"
    MOVED = "moved", "I changed job or team"
    OTHER = "other", "Something else"


class Moderation(models.TextChoices):
    """Free text may name a child: nobody but the moderator reads it until it is let through."""

    WAITING = "waiting", "Waiting to be read"
    SHOWN = "shown", "Shown in reports"
    WITHHELD = "withheld", "Withheld"
