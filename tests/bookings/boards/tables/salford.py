from .shape import CANCELLING, LATER, TIERS, Row, Table, flat, notice

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
