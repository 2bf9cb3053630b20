from .shape import CANCELLING, LATER, TIERS, Row, Table, notice, price

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
