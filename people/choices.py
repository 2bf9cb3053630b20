"""The closed lists of the people floor."""

from django.db import models


class BoardKind(models.TextChoices):
    CHILDREN = "children", "Children's safeguarding board or partnership"
    ADULTS = "adults", "Safeguarding adults board"
    JOINT = "joint", "Joint board for children and adults"


class ContributorCategory(models.TextChoices):
    """What an agency gives the board; prices will depend on it."""

    PARTNER = "partner", "Statutory partner (contributes)"
    SCHOOL = "school", "School or college"
    COMMISSIONED = "commissioned", "Commissioned service"
    VOLUNTARY_LOCAL = "voluntary_local", "Local voluntary, community or faith group"
    VOLUNTARY_NATIONAL = "voluntary_national", "National voluntary organisation"
    PRIVATE = "private", "Private or profit-making organisation"
    OTHER = "other", "Other"
    UNVERIFIED = "unverified", "Not verified yet"


class Role(models.TextChoices):
    """What a person may do; each assignment is scoped to one board or one agency."""

    PRACTITIONER = "practitioner", "Practitioner"
    AGENCY_LEAD = "agency_lead", "Agency lead"
    TRAINER = "trainer", "Trainer"
    OFFICER = "officer", "L&D officer"
    ADMINISTRATOR = "administrator", "Administrator"
    SUBGROUP = "subgroup", "Sub-group member"
    BUSINESS_MANAGER = "business_manager", "Business manager"


AGENCY_ROLES = (Role.PRACTITIONER, Role.AGENCY_LEAD)
BOARD_ROLES = (
    Role.TRAINER,
    Role.OFFICER,
    Role.ADMINISTRATOR,
    Role.SUBGROUP,
    Role.BUSINESS_MANAGER,
)
STAFF_ROLES = (Role.OFFICER, Role.ADMINISTRATOR)
REPORT_ROLES = (Role.OFFICER, Role.ADMINISTRATOR, Role.SUBGROUP, Role.BUSINESS_MANAGER)


class FeedPurpose(models.TextChoices):
    """What a private calendar address shows."""

    TRAINING = "training", "My training"
    DELIVERY = "delivery", "What I deliver"
    AGENCY = "agency", "Who of my agency is booked"
    BOARD = "board", "Everything the board runs"
