"""The closed lists of the reports floor."""

from django.db import models


class ReportState(models.TextChoices):
    DRAFT = "draft", "Draft"
    SIGNED = "signed", "Signed off"


class SlotState(models.TextChoices):
    """How far a text of an annual report is."""

    OPEN = "open", "To be written"
    STARTED = "started", "Started"
    READY = "ready", "Ready"


class Unit(models.TextChoices):
    """What a stated figure counts."""

    ATTENDANCES = "attendances", "Attendances"
    PEOPLE = "people", "People"
    EVENTS = "events", "Events or sessions"
    POUNDS = "pounds", "Pounds"
    PERCENT = "percent", "Per cent"
    OTHER = "other", "Something else (say what in the base)"
