"""What the officer reads in the form: sections, labels, and helps where the schema speaks of the document."""

from dataclasses import dataclass

from bookings.policy.schema import (
    Approval,
    BoardChange,
    Cancellation,
    Channel,
    ChargeGroup,
    ChargeRule,
    Confirmation,
    DurationClass,
    Eligibility,
    Groups,
    Lateness,
    MixRule,
    NoShow,
    Notice,
    Policy,
    Prerequisites,
    PriceRow,
    Prices,
    Restriction,
    Span,
    Substitution,
    Tariff,
    Tier,
    WaitingList,
    Waiver,
)

from .own import OwnRules
from .shape import Is, Key


@dataclass(frozen=True)
class Part:
    """One fold of the page: keys of the policy that belong together."""

    code: str
    title: str
    keys: tuple[str, ...]


def _part(code: str, title: str, *keys: str) -> Part:
    return Part(code, title, keys or (code,))


GROUPS: tuple[tuple[str, tuple[Part, ...]], ...] = (
    (
        "Whose rules",
        (_part("about", "Name and sources", "name", "sources", "note", "assumed", "nation"),),
    ),
    (
        "What it costs",
        (
            _part("durations", "Lengths of training"),
            _part("charge_groups", "Kinds of course with prices of their own"),
            _part("prices", "Prices"),
            _part("cancellation", "Cancelling"),
            _part("no_show", "Not coming"),
            _part("waivers", "Reasons to let a charge go"),
            _part("no_charge_periods", "Times without charges"),
        ),
    ),
    (
        "Who may book",
        (
            _part("booking_closes", "When booking closes"),
            _part("eligibility", "Who may book"),
            _part("approval", "The manager's agreement"),
            _part("restriction", "Not coming again and again"),
        ),
    ),
    (
        "Who gets a place",
        (
            _part("channel", "How places are given"),
            _part("mix", "The mix of agencies"),
            _part("waiting_list", "The waiting list"),
            _part("groups", "Several places at once"),
        ),
    ),
    (
        "Before and on the day",
        (
            _part("confirmation", "“Still coming?”"),
            _part("substitution", "Passing a place on"),
            _part("lateness", "Coming late"),
            _part("board_changes", "When the board changes the event"),
        ),
    ),
)
PARTS = tuple(part for _, parts in GROUPS for part in parts)

LABELS: dict[tuple[type, str], str] = {
    (OwnRules, "charge_group"): "Kind of course",
    (OwnRules, "price_pence"): "Own price",
    (OwnRules, "channel"): "Places are given in another way",
    (OwnRules, "mix"): "The mix of agencies is another",
    (Policy, "assumed"): "What was assumed",
    (Policy, "nation"): "Bank holidays of",
    (Policy, "booking_closes"): "Booking closes before the start",
    (Policy, "restriction"): "Missing training restricts later booking",
    (DurationClass, "words"): "How it reads",
    (DurationClass, "up_to_minutes"): "Up to",
    (Prices, "rows"): "Prices for some",
    (Prices, "otherwise"): "The price for everybody else",
    (PriceRow, "categories"): "For which kinds of agency",
    (PriceRow, "area"): "Works",
    (PriceRow, "course_types"): "For which kinds of course",
    (PriceRow, "courses"): "For which courses",
    (PriceRow, "tariff"): "Price",
    (Tariff, "pence"): "Sum",
    (Tariff, "by_duration"): "Other sums by length",
    (Tariff, "per"): "Charged",
    (Cancellation, "free_until"): "Cancelling is free for a while",
    (Cancellation, "tiers"): "After that",
    (Cancellation, "applies_to_free_places"): "Free places are charged too",
    (Cancellation, "nominal"): "A free place counts as a sum",
    (Tier, "until"): "This ends before the start",
    (Tier, "charge"): "Charge",
    (ChargeRule, "kind"): "What is charged",
    (ChargeRule, "tariff"): "The sum",
    (ChargeRule, "percent"): "Percentage",
    (ChargeRule, "fee_pence"): "Booking fee taken off",
    (NoShow, "charge"): "Not coming has a charge of its own",
    (NoShow, "applies_to_free_places"): "Free places",
    (NoShow, "refused_for_lateness"): "Being turned away for lateness counts as not coming",
    (NoShow, "missed_session"): "Missing some of the sessions costs",
    (Waiver, "words"): "The reason",
    (Waiver, "told_before"): "Told before, on the day",
    (Waiver, "told_minutes_before"): "Told before the start, by",
    (Waiver, "covers"): "Lets go the charge for",
    (Waiver, "granted_by"): "Who decides",
    (Restriction, "number"): "How often",
    (Restriction, "incidents"): "What counts",
    (Restriction, "within_months"): "Within",
    (Restriction, "for_months"): "Lasts",
    (Restriction, "then"): "Then they",
    (Lateness, "grace_minutes"): "People may be late by",
    (Lateness, "by_duration"): "Otherwise for some lengths",
    (Substitution, "allowed"): "A place may be passed on",
    (Substitution, "same_agency_only"): "Only to somebody of the same agency",
    (Substitution, "until"): "Only until some time before the start",
    (Substitution, "pence"): "It costs",
    (Eligibility, "area"): "People must work",
    (Eligibility, "categories"): "Only these kinds of agency",
    (Eligibility, "sectors"): "Only these sectors",
    (Eligibility, "role_groups"): "Only these role groups",
    (Eligibility, "most_per_agency"): "Most of one agency at an event",
    (Eligibility, "clash"): "With another booking at that time people are",
    (Eligibility, "unpaid"): "With unpaid charges people are",
    (Eligibility, "prerequisites"): "Courses to take before",
    (Prerequisites, "enforced"): "Without them people are",
    (Prerequisites, "within_months"): "Taken in the last",
    (Approval, "kind"): "A manager's agreement is",
    (Approval, "exempt_categories"): "Not needed for these kinds of agency",
    (Approval, "exempt_role_groups"): "Not needed for these role groups",
    (Approval, "remind_after"): "The manager is reminded",
    (Approval, "times_out_after"): "The question lapses",
    (Approval, "deputy"): "The manager may pass the question on",
    (Channel, "kind"): "Places are given",
    (Channel, "invited_categories"): "Invited kinds of agency",
    (Channel, "invited_sectors"): "Invited sectors",
    (Channel, "invited_agencies"): "Invited agencies",
    (Channel, "invited_role_groups"): "Invited role groups",
    (Channel, "opens_to_all"): "It opens to everybody before the start",
    (MixRule, "kind"): "Places",
    (MixRule, "by"): "Counted by",
    (MixRule, "group"): "For",
    (MixRule, "places"): "How many places",
    (MixRule, "percent"): "Or what part of them",
    (MixRule, "released"): "This ends before the start",
    (WaitingList, "placing"): "A place that comes free is",
    (WaitingList, "offer_hours"): "An offer lives",
    (WaitingList, "stops_hours"): "Places are no longer given out before the start by",
    (Confirmation, "ask"): "People are asked before the event",
    (Confirmation, "release_after"): "A place nobody confirms is released",
    (Groups, "largest"): "Most places booked at once",
    (Groups, "nameless"): "Places may be booked before names are known",
    (Groups, "named_by"): "Names must be there before the start",
    (BoardChange, "change"): "When the event is",
    (BoardChange, "leave_free"): "People may leave free of charge",
    (BoardChange, "unless_moved_within_weeks"): "Not when it is moved by no more than",
    (Notice, "number"): "How long before",
    (Notice, "unit"): "Counted in",
    (Notice, "counting"): "“3 days before” means",
    (Notice, "closes"): "It ends",
    (Notice, "closes_at"): "At this time",
    (Span, "number"): "After how long",
    (Span, "unit"): "Counted in",
}
ROW_NAMES = {
    "durations": "length",
    "charge_groups": "kind of course",
    "rows": "price",
    "tiers": "step",
    "waivers": "reason",
    "no_charge_periods": "time",
    "mix": "rule",
    "board_changes": "change",
}
HELPS: dict[tuple[type, str], str] = {
    (Policy, "sources"): "Where they are published: one address a line.",
    (Policy, "assumed"): "What the published rules leave open and you decide here: one a line.",
    (Policy, "durations"): "Shortest first. The first that a course fits into counts.",
    (DurationClass, "code"): "Left empty, it is made from the words.",
    (ChargeGroup, "code"): "Set on the course or event. Left empty, it is made from the words.",
    (Waiver, "code"): "Left empty, it is made from the words.",
    (DurationClass, "up_to_minutes"): "Left empty: any length.",
    (PriceRow, "categories"): "None ticked: every kind.",
    (PriceRow, "course_types"): "None ticked: every kind.",
    (PriceRow, "courses"): "None ticked: every course.",
    (Prices, "rows"): (
        "Each line says who pays what. Where several fit, the most specific counts: courses before kinds "
        "of course, those before kinds of agency, those before the area."
    ),
    (Tariff, "per"): "",
    (Tariff, "pence"): "In pounds; 0 is free.",
    (
        Cancellation,
        "free_until",
    ): "Without it, cancelling is always free, or with steps below, never.",
    (Cancellation, "tiers"): (
        "What is charged after that. Each step begins where the one before ends; the last goes on to the "
        "start of the event."
    ),
    (
        Cancellation,
        "nominal",
    ): "Where a charge is worked out from the price and the place costs nothing.",
    (NoShow, "charge"): "Otherwise it costs what the latest cancellation costs.",
    (ChargeRule, "percent"): "Half a penny rounds up.",
    (Waiver, "evidence"): "Left empty: nothing.",
    (Waiver, "told_before"): "Left empty: at any time.",
    (Waiver, "told_minutes_before"): "Instead of a time of day.",
    (MixRule, "kind"): "",
    (MixRule, "group"): "For “at most” you may leave it at each one.",
    (MixRule, "percent"): "Give places or a percentage. At most rounds down, kept for rounds up.",
    (Lateness, "grace_minutes"): "Left empty: the trainer decides.",
}
QUIET = (Notice, Span, Tariff, Tier, Waiver)
"""Sections whose keys need no help beyond their label, unless `HELPS` has one."""
EMPTY: dict[tuple[type, str], str] = {(NoShow, "applies_to_free_places"): "As for cancelling"}
YES_NO: dict[tuple[type, str], tuple[tuple[str, str], ...]] = {
    (NoShow, "applies_to_free_places"): (("yes", "Are charged too"), ("no", "Are not charged"))
}


def label_of(section: type, key: Key) -> str:
    plain = key.name.replace("_", " ").capitalize()
    return LABELS.get((section, key.name), plain)


def help_of(section: type, key: Key) -> str:
    own = HELPS.get((section, key.name))
    if own is not None:
        return own
    if section in QUIET or key.what == Is.YES_NO or "kind:" in key.about:
        return ""
    return key.about
