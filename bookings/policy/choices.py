"""The closed lists of a policy."""

from django.db.models import TextChoices


class Nation(TextChoices):
    """Whose bank holidays are not working days."""

    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


class Unit(TextChoices):
    HOURS = "hours", "hour"
    CALENDAR_DAYS = "calendar_days", "day"
    WORKING_DAYS = "working_days", "working day"
    WEEKS = "weeks", "week"


class Area(TextChoices):
    ANY = "any", "anywhere"
    IN = "in", "in the area"
    OUT = "out", "outside the area"


class ChargeKind(TextChoices):
    NOTHING = "nothing", "nothing"
    BY_DURATION = "by_duration", "a sum by length"
    PER_DAY = "per_day", "a sum for each day"
    PER_COURSE = "per_course", "one sum"
    PERCENT = "percent", "a percentage of the price"
    PRICE_LESS_FEE = "price_less_fee", "the price less a fee"
    FULL_PRICE = "full_price", "the full price"


class MissedSession(TextChoices):
    WHOLE = "whole", "costs as much as missing the whole course"
    PER_SESSION = "per_session", "costs an equal share of it for each session"
    NOTHING = "nothing", "costs nothing"


class Strictness(TextChoices):
    BLOCK = "block", "stops the booking"
    WARN = "warn", "gives a warning"
    IGNORE = "ignore", "is not looked at"


class ApprovalKind(TextChoices):
    NONE = "none", "not needed"
    DECLARED = "declared", "declared when booking"
    RECORDED = "recorded", "recorded by the manager"


class ChannelKind(TextChoices):
    INSTANT = "instant", "Places are given at once, first come first served."
    APPLY = "apply", "People apply, and the training team allocates the places."
    INVITED_FIRST = "invited_first", "Invited groups book first, then everybody."


class MixBy(TextChoices):
    SECTOR = "sector", "sector"
    CATEGORY = "category", "contributor category"
    AGENCY = "agency", "agency"


class Change(TextChoices):
    """What the board may do to an event that people have booked."""

    MOVED = "moved", "moved to another time"
    WEBINAR = "webinar", "turned into a webinar"
    VENUE = "venue", "moved to another venue"
    CANCELLED = "cancelled", "cancelled"
