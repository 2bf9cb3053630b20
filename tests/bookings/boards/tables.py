"""Real boards as an officer types them into the form, each with cases worked out by hand from the facts.

Every case names the rows of the collected facts (policies.csv) that it follows. Sums are pence, moments are
London time. Working days leave out weekends and the bank holidays of England and Wales: in 2026 Good Friday
3 April, Easter Monday 6 April, 4 May, 25 May.
"""

from dataclasses import dataclass, field

NO_LINE_MANAGER = "No line manager"
DAY = "2026-06-16 09:30 to 16:00"
"""A Tuesday without a bank holiday near it."""
HALF_DAY = "2026-06-16 09:30 to 12:30"

Step = dict[str, object] | str
"""Fields to fill in, or the list to which a row is added."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One case: who books what and when, and what comes of it.

    `cancels`: when they cancel, and what they then owe. `misses`: what they owe when they do not come.
    `waived`: the waiver's code, when the board was told, and what was shown, before that is asked.
    """

    what: str
    source: str
    category: str = "partner"
    in_area: bool = True
    role_group: str = ""
    sessions: tuple[str, ...] = (DAY,)
    own_price: int | None = None
    charge_group: str = ""
    delivery: str = "classroom"
    books: str = "2026-03-02 10:00"
    manager_agrees: bool = True
    refused: frozenset[str] = frozenset()
    by_staff: bool = False
    state: str = "booked"
    price: int = 0
    cancels: tuple[str, int] | None = None
    misses: int | None = None
    came_to: int = 0
    waived: tuple[str, str, str] | None = None
    waiver_refused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """A board's document by its file's name, the officer's steps, and its cases."""

    board: str
    steps: list[Step]
    rows: list[Row] = field(default_factory=list)


def notice(path: str, number: int, unit: str, **more: str) -> Step:
    own = {f"{path}.{name}": value for name, value in more.items()}
    return {f"{path}?": True, f"{path}.number": str(number), f"{path}.unit": unit, **own}


def flat(path: str, pounds: int, *, half: str = "", per: str = "place") -> Step:
    found: dict[str, object] = {
        f"{path}.kind": "flat",
        f"{path}.tariff.pence": str(pounds),
        f"{path}.tariff.per": per,
    }
    return found | ({f"{path}.tariff.by_duration[half_day]": half} if half else {})


def price(number: int, pounds: str, *, half: str = "", **more: object) -> Step:
    row = f"prices.rows[{number}]"
    own = {f"{row}.{name}": value for name, value in more.items()}
    rate = {f"{row}.tariff.by_duration[half_day]": half} if half else {}
    return {f"{row}.tariff.pence": pounds, **own, **rate}


CANCELLING, TIERS = "cancellation.free_until", "cancellation.tiers"
LATER = "cancellation.tiers[0].charge"

LSCDG = Table(
    "lscdg",
    [
        notice(CANCELLING, 3, "calendar_days"),
        TIERS,
        flat(LATER, 50, half="25", per="day"),
        {"lateness.grace_minutes": "30"},
    ],
    [
        Row(
            what="One day, cancelled on the third day before",
            source="cancel_notice: more than 2 calendar days, no charge",
            sessions=("2026-05-12 09:30 to 16:00",),
            cancels=("2026-05-09 23:59", 0),  # 12 - 9 = 3 days
        ),
        Row(
            what="One day, cancelled on the second day before",
            source="cancel_notice, late_cancel_charge: £50 a course day",
            sessions=("2026-05-12 09:30 to 16:00",),
            cancels=("2026-05-10 00:01", 5000),  # 12 - 10 = 2 days
        ),
        Row(
            what="Half a day, cancelled the day before",
            source="late_cancel_charge: £25 half day",
            sessions=("2026-05-12 09:30 to 12:30",),
            cancels=("2026-05-11 12:00", 2500),
        ),
        Row(
            what="Two days, cancelled the day before",
            source="late_cancel_charge: 2-day = £100",
            sessions=("2026-05-12 09:30 to 16:00", "2026-05-13 09:30 to 16:00"),
            cancels=("2026-05-11 12:00", 10000),
        ),
        Row(
            what="Two days, not coming to either",
            source="non_attendance_charge: 2-day = £100",
            sessions=("2026-05-12 09:30 to 16:00", "2026-05-13 09:30 to 16:00"),
            misses=10000,
        ),
    ],
)

PLYMOUTH = Table(
    "plymouth",
    [
        "prices.rows",
        price(0, "0", categories=["partner"]),
        {"prices.otherwise.per": "own_price"},
        notice(CANCELLING, 14, "calendar_days"),
        TIERS,
        {f"{LATER}.kind": "full_price"},
        {"channel.kind": "apply", "board_changes[0].unless_moved_within_weeks": "8"},
    ],
    [
        Row(
            what="A school applies for a course at £90",
            source="booking_channel: application form; each course has its price",
            category="school",
            own_price=9000,
            state="applied",
            price=9000,
        ),
        Row(
            what="A partner who funds the board applies",
            source="board_cancels: partners who fund",
            own_price=9000,
            state="applied",
        ),
        Row(
            what="A school with a place at £90 cancels on the fourteenth day before",
            source="cancel_notice: 14 days",
            category="school",
            by_staff=True,
            own_price=9000,
            price=9000,
            cancels=("2026-06-02 23:59", 0),  # 16 - 2 = 14
        ),
        Row(
            what="And on the thirteenth",
            source="cancel_notice: later = full course cost",
            category="school",
            by_staff=True,
            own_price=9000,
            price=9000,
            cancels=("2026-06-03 00:01", 9000),
        ),
        Row(
            what="And does not come",
            source="non_attendance_charge: full course cost",
            category="school",
            by_staff=True,
            own_price=9000,
            price=9000,
            misses=9000,
        ),
        Row(
            what="A partner's free place, cancelled the day before",
            source="cancel_notice: full course cost, which is nothing",
            by_staff=True,
            own_price=9000,
            cancels=("2026-06-15 12:00", 0),
        ),
    ],
)

CAMBRIDGESHIRE = Table(
    "cambridgeshire",
    [
        *(["prices.rows"] * 5),
        price(0, "0", categories=["partner"]),
        price(1, "0", categories=["voluntary_local"], area="in"),
        price(2, "50", categories=["school", "commissioned", "other"], area="in"),
        price(3, "150", half="75", categories=["voluntary_national", "private"]),
        price(4, "150", half="75", area="out"),
        {
            "approval.kind": "recorded",
            "approval.exempt_role_groups": [NO_LINE_MANAGER],
            "groups.largest": "1",
        },
    ],
    [
        Row(
            what="A partner's place waits for the manager and is free",
            source="fee_partner: £0; manager_approval: must authorise",
            state="awaiting",
        ),
        Row(
            what="A volunteer without a line manager has a place at once",
            source="manager_approval: where none exists; fee_local_voluntary: £0",
            category="voluntary_local",
            role_group=NO_LINE_MANAGER,
        ),
        Row(
            what="A school of the county",
            source="fee_noncontributing: £50 full day",
            category="school",
            state="awaiting",
            price=5000,
        ),
        Row(
            what="A school outside the county",
            source="fee_profit_making_or_out_of_county: £150 full day",
            category="school",
            in_area=False,
            state="awaiting",
            price=15000,
        ),
        Row(
            what="A national charity, half a day of exactly four hours",
            source="fee_national_voluntary: £75 half day",
            category="voluntary_national",
            sessions=("2026-05-12 09:00 to 13:00",),
            state="awaiting",
            price=7500,
        ),
        Row(
            what="A national charity, a minute longer than half a day",
            source="fee_national_voluntary: £150 full day",
            category="voluntary_national",
            sessions=("2026-05-12 09:00 to 13:01",),
            state="awaiting",
            price=15000,
        ),
    ],
)

NORTHUMBERLAND = Table(
    "northumberland",
    [
        *(["charge_groups"] * 3),
        {
            "charge_groups[0].words": "DBS briefing",
            "charge_groups[1].words": "CDOP briefing",
            "charge_groups[2].words": "trainers' forum",
        },
        *(["prices.rows"] * 2),
        price(
            0,
            "0",
            course_types=["conference", "dbs_briefing", "cdop_briefing", "trainers_forum"],
        ),
        price(
            1,
            "100",
            half="50",
            categories=["school", "commissioned", "private", "voluntary_national"],
            **{"tariff.per": "day"},
        ),
    ],
    [
        Row(
            what="A school, one day",
            source="fee_noncontributing: £100 a day",
            category="school",
            price=10000,
        ),
        Row(
            what="A school, half a day",
            source="fee_noncontributing: pro rata",
            category="school",
            sessions=(HALF_DAY,),
            price=5000,
        ),
        Row(
            what="A firm, two days and a half",
            source="fee_noncontributing: £100 a day pro rata",
            category="private",
            sessions=(DAY, "2026-06-17 09:30 to 16:00", "2026-06-18 09:30 to 12:30"),
            price=25000,  # 100 + 100 + 50
        ),
        Row(what="A partner", source="fee_noncontributing: others pay nothing"),
        Row(
            what="A firm at the conference",
            source="fee_exempt_events: conference",
            category="private",
            delivery="conference",
        ),
        Row(
            what="A school at the trainers' forum",
            source="fee_exempt_events: trainers' forum",
            category="school",
            charge_group="trainers_forum",
        ),
    ],
)

AFTER_MAY_DAY = "2026-05-05 10:30 to 16:30"
"""The Tuesday after the bank holiday of 4 May."""

SOUTH_TYNESIDE = Table(
    "south_tyneside",
    [
        notice(CANCELLING, 2, "working_days"),
        TIERS,
        flat(LATER, 50, half="25"),
        "waivers",
        {
            "waivers[0].code": "sick",
            "waivers[0].words": "off sick",
            "waivers[0].evidence": "an e-mail from the manager that confirms the call",
            "waivers[0].told_before": "10:00",
            "waivers[0].granted_by": "administrator",
        },
    ],
    [
        Row(
            what="Cancelled on the second working day before, over the bank holiday",
            source="cancel_notice: 2 working days",
            sessions=(AFTER_MAY_DAY,),
            cancels=("2026-04-30 23:59", 0),  # Fri 1 May is 1, Thu 30 April is 2
        ),
        Row(
            what="Cancelled a day later",
            source="cancel_notice; non_attendance_charge: £50 full day",
            sessions=(AFTER_MAY_DAY,),
            cancels=("2026-05-01 00:01", 5000),
        ),
        Row(
            what="Not coming to half a day",
            source="non_attendance_charge: £25 half day, external agencies too",
            category="private",
            sessions=("2026-05-05 09:30 to 12:30",),
            misses=2500,
        ),
        Row(
            what="Off sick, the manager called at 9:59 and confirmed it",
            source="sickness_rule: before 10am and confirmed by e-mail",
            sessions=(AFTER_MAY_DAY,),
            misses=0,
            waived=("sick", "2026-05-05 09:59", "e-mail of 5 May"),
        ),
        Row(
            what="Off sick, the manager called at 10 sharp",
            source="sickness_rule: otherwise charged",
            sessions=(AFTER_MAY_DAY,),
            misses=5000,
            waived=("sick", "2026-05-05 10:00", "e-mail of 5 May"),
            waiver_refused=frozenset({"waiver_not_met"}),
        ),
        Row(
            what="Off sick, and nobody confirmed the call",
            source="sickness_rule: confirms by e-mail, otherwise charged",
            sessions=(AFTER_MAY_DAY,),
            misses=5000,
            waived=("sick", "2026-05-05 08:00", ""),
            waiver_refused=frozenset({"waiver_not_met"}),
        ),
    ],
)

SUTTON = Table(
    "sutton",
    [
        notice(CANCELLING, 2, "working_days"),
        TIERS,
        flat(LATER, 75, half="50"),
        {
            "substitution.same_agency_only": False,
            "eligibility.area": "in",
            "approval.kind": "declared",
        },
    ],
    [
        Row(
            what="A full day, cancelled on the Friday before a Tuesday",
            source="cancel_notice: 2 working days",
            category="school",
            cancels=("2026-06-12 23:59", 0),  # Mon 15 is 1, Fri 12 is 2
        ),
        Row(
            what="A full day, cancelled on the Saturday",
            source="non_attendance_charge: £75 full day, late cancellation too",
            category="school",
            cancels=("2026-06-13 00:01", 7500),
        ),
        Row(
            what="Half a day on the Tuesday after Easter, cancelled on the Wednesday before",
            source="cancel_notice: 2 working days",
            category="school",
            sessions=("2026-04-07 09:30 to 12:30",),
            cancels=("2026-04-01 23:59", 0),  # Mon 6 and Fri 3 are holidays: Thu 2 is 1, Wed 1 is 2
        ),
        Row(
            what="The same, cancelled on the Thursday",
            source="non_attendance_charge: £50 half day",
            category="school",
            sessions=("2026-04-07 09:30 to 12:30",),
            cancels=("2026-04-02 09:00", 5000),
        ),
        Row(
            what="Not coming",
            source="non_attendance_charge: £75 full day",
            category="school",
            misses=7500,
        ),
        Row(
            what="From elsewhere, and the manager was not asked: both reasons",
            source="eligibility: in or for the borough; manager_approval: self-declared",
            category="school",
            in_area=False,
            manager_agrees=False,
            refused=frozenset({"area", "manager_not_declared"}),
        ),
    ],
)

SALFORD = Table(
    "salford",
    [
        notice(CANCELLING, 10, "working_days"),
        TIERS,
        flat(LATER, 50, per="day"),
    ],
    [
        Row(
            what="Cancelled on the tenth working day before, over the late May bank holiday",
            source="cancel_notice: 10 working days",
            sessions=("2026-06-02 09:30 to 16:00",),
            # Mon 1 June 1, Fri 29 2, Thu 28 3, Wed 27 4, Tue 26 5, Fri 22 6, Thu 21 7, Wed 20 8, Tue 19 9,
            # Mon 18 10
            cancels=("2026-05-18 23:59", 0),
        ),
        Row(
            what="Cancelled a minute into the next day",
            source="cancel_notice; non_attendance_charge: £50 a day",
            sessions=("2026-06-02 09:30 to 16:00",),
            cancels=("2026-05-19 00:01", 5000),
        ),
        Row(
            what="Not coming to any of three days",
            source="non_attendance_charge: £50 per delegate per day",
            sessions=(
                "2026-06-02 09:30 to 16:00",
                "2026-06-03 09:30 to 16:00",
                "2026-06-04 09:30 to 12:30",
            ),
            misses=15000,  # 3 x £50
        ),
        Row(
            what="Coming to two of three days",
            source="manager_notification: part attendance is told, not charged",
            sessions=(
                "2026-06-02 09:30 to 16:00",
                "2026-06-03 09:30 to 16:00",
                "2026-06-04 09:30 to 12:30",
            ),
            came_to=2,
            misses=0,
        ),
    ],
)

NORTHAMPTONSHIRE = Table(
    "northamptonshire",
    [
        notice(CANCELLING, 3, "working_days", closes="start_time"),
        TIERS,
        flat(LATER, 50),
        "waivers",
        {"waivers[0].code": "extenuating", "waivers[0].words": "extenuating circumstances"},
        {"approval.kind": "declared"},
    ],
    [
        Row(
            what="A Friday at 9:30, cancelled on the Tuesday at 9:30: 72 hours",
            source="cancel_notice: 3 working days (72 hours)",
            sessions=("2026-06-19 09:30 to 16:00",),
            cancels=("2026-06-16 09:30", 0),  # Thu 1, Wed 2, Tue 3
        ),
        Row(
            what="A minute later",
            source="late_cancel_charge: £50",
            sessions=("2026-06-19 09:30 to 16:00",),
            cancels=("2026-06-16 09:31", 5000),
        ),
        Row(
            what="A Tuesday at 9:30, cancelled on the Thursday at 9:30: the weekend does not count",
            source="cancel_notice: 3 working days",
            cancels=("2026-06-11 09:30", 0),  # Mon 1, Fri 2, Thu 3
        ),
        Row(
            what="The Monday after the clocks go back, a minute late by the clock",
            source="cancel_notice; late_cancel_charge: £50",
            sessions=("2026-10-26 09:30 to 16:00",),
            cancels=("2026-10-21 09:31", 5000),  # Fri 1, Thu 2, Wed 3
        ),
        Row(
            what="Extenuating, and staff agree",
            source="cancel_notice: extenuating cases by email",
            misses=0,
            waived=("extenuating", "2026-06-17 09:00", ""),
        ),
        Row(
            what="Without the manager's agreement",
            source="manager_approval: agreement before booking",
            manager_agrees=False,
            refused=frozenset({"manager_not_declared"}),
        ),
    ],
)

CROYDON = Table(
    "croydon",
    [
        "prices.rows",
        price(0, "0", categories=["partner"]),
        {"prices.otherwise.per": "own_price"},
        notice("booking_closes", 3, "working_days"),
        {"eligibility.area": "in", "groups.largest": "1"},
    ],
    [
        Row(
            what="Booked on the third working day before a Monday",
            source="booking_cutoff: 3 working days before",
            sessions=("2026-06-15 09:30 to 16:00",),
            books="2026-06-10 23:59",  # Fri 12 is 1, Thu 11 is 2, Wed 10 is 3
        ),
        Row(
            what="Booked a minute into the next day",
            source="booking_cutoff",
            sessions=("2026-06-15 09:30 to 16:00",),
            books="2026-06-11 00:01",
            refused=frozenset({"booking_closed"}),
        ),
        Row(
            what="Booked on Christmas Eve for New Year's Eve",
            source="booking_cutoff: 3 working days before",
            sessions=("2026-12-31 09:30 to 16:00",),
            books="2026-12-24 23:59",  # Wed 30, Tue 29; Mon 28 and Fri 25 are holidays: Thu 24 is 3
        ),
        Row(
            what="From outside the borough",
            source="eligibility: postcodes outside the borough",
            in_area=False,
            refused=frozenset({"area"}),
        ),
        Row(
            what="A school at an event with a fee of £40",
            source="fee_non_partner; organisation_type decides the price",
            category="school",
            own_price=4000,
            price=4000,
        ),
    ],
)

KCSC = Table(
    "kcsc",
    [
        notice(CANCELLING, 3, "working_days"),
        TIERS,
        {f"{LATER}.kind": "nothing"},
        {
            "restriction?": True,
            "restriction.number": "2",
            "restriction.within_months": "12",
            "restriction.for_months": "6",
            "restriction.then": "cannot_book",
            "restriction.whose": "agency",
        },
    ],
    [
        Row(
            what="No money for cancelling late",
            source="repeat_offender: no charge is named",
            category="voluntary_local",
            cancels=("2026-06-15 12:00", 0),
        ),
        Row(
            what="No money for not coming",
            source="repeat_offender: no charge is named",
            category="voluntary_local",
            misses=0,
        ),
    ],
)

TABLES = [
    LSCDG,
    PLYMOUTH,
    CAMBRIDGESHIRE,
    NORTHUMBERLAND,
    SOUTH_TYNESIDE,
    SUTTON,
    SALFORD,
    NORTHAMPTONSHIRE,
    CROYDON,
    KCSC,
]
