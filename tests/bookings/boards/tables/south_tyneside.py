from .shape import CANCELLING, LATER, TIERS, Row, Table, flat, notice

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
