from .shape import Row, Table, notice, price

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
