from .shape import CANCELLING, LATER, TIERS, Row, Table, flat, notice

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
