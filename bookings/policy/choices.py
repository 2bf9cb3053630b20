"""The closed lists of a policy document."""

from django.db.models import TextChoices


class Nation(TextChoices):
    """Whose bank holidays are no working days."""

    ENGLAND_AND_WALES = "england-and-wales", "England and Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


class Unit(TextChoices):
    HOURS = "hours", "hours"
    CALENDAR_DAYS = "calendar_days", "days"
    WORKING_DAYS = "working_days", "working days"
    WEEKS = "weeks", "weeks"


class Counting(TextChoices):
    """What "3 days before Friday" means; `notice.deadline` defines both."""

    DAYS_BEFORE = "days_before", "the third day before is in time"
    CLEAR_DAYS = "clear_days", "three whole days must lie between"


class Closes(TextChoices):
    """When the last day ends."""

    END_OF_DAY = "end_of_day", "at the end of the day"
    START_TIME = "start_time", "at the time of day the event starts"
    AT_TIME = "at_time", "at a time of day"


class Area(TextChoices):
    ANY = "any", "anywhere"
    IN = "in", "in the area"
    OUT = "out", "outside the area"


class Per(TextChoices):
    """What a sum is multiplied by."""

    PLACE = "place", "for the place"
    DAY = "day", "for each day"
    OWN_PRICE = "own_price", "the event's own price"


class ChargeKind(TextChoices):
    NOTHING = "nothing", "nothing"
    FLAT = "flat", "a sum"
    PERCENTAGE = "percentage", "a percentage of the price"
    PRICE_LESS_FEE = "price_less_fee", "the price less a booking fee"
    FULL_PRICE = "full_price", "the full price"


class MissedSession(TextChoices):
    """What is charged to somebody who came to some sessions and missed others."""

    WHOLE_COURSE = "whole_course", "as for missing the whole course"
    PER_SESSION = "per_session", "a share for each session missed"
    NOTHING = "nothing", "nothing"


class Incident(TextChoices):
    NO_SHOW = "no_show", "not coming"
    LATE_CANCELLATION = "late_cancellation", "cancelling late"


class GrantedBy(TextChoices):
    AUTOMATIC = "automatic", "nobody needs to decide"
    ADMINISTRATOR = "administrator", "an administrator or officer"
    OFFICER = "officer", "the training officer"


class Restricted(TextChoices):
    CANNOT_BOOK = "cannot_book", "cannot book"
    NEEDS_APPROVAL = "needs_approval", "can book only when staff agree"


class Whose(TextChoices):
    PERSON = "person", "the person"
    AGENCY = "agency", "everyone of the agency"


class Strictness(TextChoices):
    BLOCK = "block", "refused"
    WARN = "warn", "warned"
    IGNORE = "ignore", "not looked at"


class ApprovalKind(TextChoices):
    NONE = "none", "not asked for"
    DECLARED = "declared", "declared by the delegate"
    RECORDED = "recorded", "given by the manager before the place is confirmed"


class ChannelKind(TextChoices):
    INSTANT = "instant", "at once, first come first served"
    APPLY = "apply", "people apply, the officer allocates"
    INVITED_FIRST = "invited_first", "invited groups first, then everybody"


class MixKind(TextChoices):
    CAP = "cap", "at most"
    FLOOR = "floor", "kept for"


class MixBy(TextChoices):
    AGENCY = "agency", "agency"
    SECTOR = "sector", "sector"
    CATEGORY = "category", "contributor category"


class Placing(TextChoices):
    """What happens to a freed place when people wait."""

    OFFER = "offer", "offered to the first who waits"
    AT_ONCE = "at_once", "given to the first who waits"
    BY_STAFF = "by_staff", "given out by staff"


class Change(TextChoices):
    """What the board may do to an event that people have booked."""

    MOVED = "moved", "moved to another date or time"
    BECAME_WEBINAR = "became_webinar", "changed to a webinar"
    VENUE_CHANGED = "venue_changed", "moved to another venue"
    CANCELLED = "cancelled", "cancelled"
