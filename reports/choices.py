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


class Span(models.TextChoices):
    """Which days a saved report is about when it is opened."""

    AS_SAVED = "as_saved", "Always the days chosen now"
    LAST_QUARTER = "last_quarter", "The quarter before the day it is opened"
    YEAR_TO_DATE = "year_to_date", "The financial year so far"
    LAST_YEAR = "last_year", "The financial year before"
