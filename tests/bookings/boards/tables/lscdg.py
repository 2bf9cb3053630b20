from .shape import CANCELLING, LATER, TIERS, Row, Table, flat, notice

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
