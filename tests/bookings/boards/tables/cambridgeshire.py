from .shape import NO_LINE_MANAGER, Row, Table, price

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
