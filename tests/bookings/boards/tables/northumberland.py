from .shape import DAY, HALF_DAY, Row, Table, price

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
