from .shape import CANCELLING, LATER, TIERS, Row, Table, flat, notice

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
