from .shape import CANCELLING, LATER, TIERS, Row, Table, notice

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
