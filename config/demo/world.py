"""Boards, sectors, agencies, the vocabulary, venues and the demo's sign-ins."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from cms.actions import publish_site
from courses.models import Area, Audience, ClosedPeriod, Level, Topic, Trainer, Venue
from courses.models.catalogue import BoardTerm
from people.actions import create_account, grant_role, person_for_user, set_employment
from people.choices import BoardKind, ContributorCategory, Role
from people.models import (
    Agency,
    Board,
    Person,
    RoleGroup,
    Sector,
    User,
    WorkforceFigure,
)

from .names import invented_names

PASSWORD = "safeguarding together"  # noqa: S105  printed by `./run`; the demo's people are invented

CWAC, HALTON, ADULTS = "cheshire-west-and-chester", "halton", "cheshire-adults"

SECTORS = (
    "Children's Social Care",
    "Education",
    "Health",
    "Police",
    "Housing",
    "Voluntary, community and faith",
    "Probation",
    "Youth Offending",
    "Adults' Social Care",
)
ROLE_GROUPS = (
    "Social workers",
    "Teachers and school staff",
    "Health practitioners",
    "Police officers and staff",
    "Housing and support workers",
    "Volunteers and youth workers",
    "Managers",
)

AGENCIES: dict[str, tuple[tuple[str, ContributorCategory, str], ...]] = {
    "Children's Social Care": (
        ("Children's Social Care: Chester", ContributorCategory.PARTNER, "Social workers"),
        ("Children's Social Care: Ellesmere Port", ContributorCategory.PARTNER, "Social workers"),
        ("Children's Social Care: Northwich", ContributorCategory.PARTNER, "Social workers"),
    ),
    "Education": (
        ("Sandstone Primary School", ContributorCategory.SCHOOL, "Teachers and school staff"),
        ("Weaver Bank High School", ContributorCategory.SCHOOL, "Teachers and school staff"),
        ("Canalside Academy", ContributorCategory.SCHOOL, "Teachers and school staff"),
        ("Dee View College", ContributorCategory.SCHOOL, "Teachers and school staff"),
    ),
    "Health": (
        ("Community health trust", ContributorCategory.PARTNER, "Health practitioners"),
        ("Hospital trust", ContributorCategory.PARTNER, "Health practitioners"),
        ("GP practices", ContributorCategory.PARTNER, "Health practitioners"),
    ),
    "Police": (
        ("Police: public protection", ContributorCategory.PARTNER, "Police officers and staff"),
        ("Police: neighbourhoods", ContributorCategory.PARTNER, "Police officers and staff"),
    ),
    "Housing": (
        ("Housing options team", ContributorCategory.PARTNER, "Housing and support workers"),
        ("Red Gate Homes", ContributorCategory.COMMISSIONED, "Housing and support workers"),
    ),
    "Voluntary, community and faith": (
        (
            "Harbour Family Centre",
            ContributorCategory.VOLUNTARY_LOCAL,
            "Volunteers and youth workers",
        ),
        (
            "Faith and youth network",
            ContributorCategory.VOLUNTARY_LOCAL,
            "Volunteers and youth workers",
        ),
    ),
    "Probation": (("Probation service", ContributorCategory.PARTNER, "Managers"),),
    "Youth Offending": (
        ("Youth offending service", ContributorCategory.PARTNER, "Social workers"),
    ),
    "Adults' Social Care": (
        ("Adults' Social Care: locality teams", ContributorCategory.PARTNER, "Social workers"),
    ),
}

AREAS = ("Chester", "Ellesmere Port", "Northwich and Winsford", "Online")
LEVELS = ("Level 1: everyone", "Level 2: regular contact", "Level 3: working with families")
AUDIENCES = (
    "Everyone who works with children",
    "Social care",
    "Schools and colleges",
    "Health",
    "Police and probation",
    "Volunteers and faith groups",
    "Managers and supervisors",
)
TOPICS = (
    "Child sexual exploitation",
    "Neglect",
    "Domestic abuse",
    "Core safeguarding",
    "Sexual abuse",
    "Counter-terrorism",
    "Trafficking",
    "Honour-based violence",
    "Assessment",
    "Working with families",
)
VENUES = (
    ("Riverside Training Room", "1 Example Quay, Chester", "CH1 0XX", "Chester", 30, ""),
    (
        "Canal Street Community Hall",
        "20 Example Street, Ellesmere Port",
        "CH65 0XX",
        "Ellesmere Port",
        40,
        "Voluntary, community and faith",
    ),
    (
        "Salt Works Meeting House",
        "5 Example Lane, Northwich",
        "CW9 0XX",
        "Northwich and Winsford",
        25,
        "",
    ),
    (
        "Fire Station Conference Room",
        "Example Road, Winsford",
        "CW7 0XX",
        "Northwich and Winsford",
        60,
        "Health",
    ),
)

SIGN_INS: tuple[tuple[Role, str, str], ...] = (
    (Role.PRACTITIONER, "practitioner@demo.example", "Robin Larkspur"),
    (Role.AGENCY_LEAD, "lead@demo.example", "Ash Meadowsweet"),
    (Role.TRAINER, "trainer@demo.example", "Jo Fieldfare"),
    (Role.OFFICER, "officer@demo.example", "Sam Kingcup"),
    (Role.ADMINISTRATOR, "administrator@demo.example", "Kit Speedwell"),
    (Role.SUBGROUP, "subgroup@demo.example", "Lee Comfrey"),
    (Role.BUSINESS_MANAGER, "manager@demo.example", "Pat Foxglove"),
)


@dataclass
class World:
    """What the years are built on: boards by slug, agencies by sector, and a pool of people per agency."""

    rng: random.Random
    boards: dict[str, Board]
    agencies: dict[str, list[Agency]]
    role_group_of: dict[int, RoleGroup]
    accounts: dict[Role, User]
    venues: dict[str, list[Venue]] = field(default_factory=dict)
    trainers: dict[str, list[Trainer]] = field(default_factory=dict)
    pools: dict[int, list[Person]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = invented_names(self.rng)

    def new_person(self, agency: Agency, *, since: dt.date) -> Person:
        """An invented person who works for `agency` from `since`; joins its pool.

        Every 15th has no e-mail address, and of those every other one a manager who has.
        """
        name, number = next(self.names), sum(len(pool) for pool in self.pools.values()) + 1
        has_email, has_manager = number % 15 > 0, number % 30 > 0
        address = name.lower().replace(" ", ".")
        person = Person.objects.create(
            full_name=name, email=f"{address}@people.example" if has_email else ""
        )
        set_employment(
            person,
            agency,
            role_group=self.role_group_of[agency.pk],
            manager_name=f"Manager of {name}" if has_manager else "",
            manager_email=f"manager.of.{address}@people.example" if has_manager else "",
            starts_on=since,
        )
        self.pools.setdefault(agency.pk, []).append(person)
        return person

    def person(
        self, agency: Agency, *, since: dt.date, taken: set[int], newcomers: float
    ) -> Person:
        """Somebody of `agency` who is not in `taken`; a newcomer with the given probability."""
        pool = [p for p in self.pools.get(agency.pk, []) if p.pk not in taken]
        if not pool or self.rng.random() < newcomers:
            return self.new_person(agency, since=since)
        return self.rng.choice(pool)


def build_world(*, host: str, port: int) -> World:
    """Makes the boards with their sites, agencies, vocabulary, venues, trainers and sign-ins."""
    boards = _boards(host=host, port=port)
    role_groups = {
        name: RoleGroup.objects.create(name=name, position=i) for i, name in enumerate(ROLE_GROUPS)
    }
    agencies: dict[str, list[Agency]] = {}
    role_group_of: dict[int, RoleGroup] = {}
    for position, sector_name in enumerate(SECTORS):
        sector = Sector.objects.create(
            name=sector_name,
            slug=sector_name.lower().replace("'", "").replace(",", "").replace(" ", "-"),
            position=position,
        )
        for name, category, role_group in AGENCIES[sector_name]:
            agency = Agency.objects.create(name=name, sector=sector, contributor_category=category)
            agency.boards.set(boards.values())
            agencies.setdefault(sector_name, []).append(agency)
            role_group_of[agency.pk] = role_groups[role_group]
    world = World(
        rng=random.Random(2014),  # noqa: S311  a fixed seed makes the demo the same everywhere
        boards=boards,
        agencies=agencies,
        role_group_of=role_group_of,
        accounts={},
    )
    for board in boards.values():
        _vocabulary(board)
        _venues(world, board)
    _workforce(world)
    _accounts(world)
    _trainers(world)
    return world


def _boards(*, host: str, port: int) -> dict[str, Board]:
    rows = (
        (
            CWAC,
            "Cheshire West and Chester Safeguarding Children Board",
            "Cheshire West and Chester",
            BoardKind.CHILDREN,
            host,
        ),
        (
            HALTON,
            "Halton Safeguarding Children Board",
            "Halton",
            BoardKind.CHILDREN,
            f"halton.{host}",
        ),
        (
            ADULTS,
            "Cheshire Joint Safeguarding Adults Board",
            "Cheshire adults",
            BoardKind.ADULTS,
            f"adults.{host}",
        ),
    )
    boards = {}
    for slug, name, short_name, kind, hostname in rows:
        board = Board.objects.create(
            slug=slug,
            name=name,
            short_name=short_name,
            kind=kind,
            contact_email=f"training@{slug}.example",
            contact_phone="01632 960000",
        )
        publish_site(board, hostname=hostname, port=port, is_default=slug == CWAC)
        boards[slug] = board
    return boards


def _vocabulary(board: Board) -> None:
    vocabulary: tuple[tuple[type[BoardTerm], tuple[str, ...]], ...] = (
        (Level, LEVELS),
        (Audience, AUDIENCES),
        (Topic, TOPICS),
        (Area, AREAS),
    )
    for kind, names in vocabulary:
        for position, name in enumerate(names):
            kind._default_manager.create(board=board, name=name, position=position)


def _venues(world: World, board: Board) -> None:
    areas = {area.name: area for area in Area.objects.filter(board=board)}
    world.venues[board.slug] = [
        Venue.objects.create(
            board=board,
            name=name,
            address=address,
            postcode=postcode,
            area=areas[area],
            owner=world.agencies[lender][0] if lender else None,
            room_capacity=capacity,
            access_notes="Step-free entrance. Hearing loop. Parking for 20 cars. (Invented for the demo.)",
        )
        for name, address, postcode, area, capacity, lender in VENUES
    ]


def _workforce(world: World) -> None:
    """Counted in 2014 and again in 2025; Health the second time only, the others never."""
    known = ("Children's Social Care", "Education", "Police")
    for year, sectors, first in ((2014, known, 90), (2025, (*known, "Health"), 60)):
        for sector in sectors:
            for position, agency in enumerate(world.agencies[sector]):
                WorkforceFigure.objects.create(
                    agency=agency,
                    role_group=world.role_group_of[agency.pk],
                    headcount=first + 35 * position,
                    counted_on=dt.date(year, 4, 1),
                    source="Invented for the demo",
                )


def _accounts(world: World) -> None:
    cwac, halton = world.boards[CWAC], world.boards[HALTON]
    social_care = world.agencies["Children's Social Care"][0]
    scopes: dict[Role, list[dict[str, Board | Agency]]] = {
        Role.PRACTITIONER: [{"agency": social_care}],
        Role.AGENCY_LEAD: [{"agency": social_care}],
        Role.OFFICER: [{"board": cwac}, {"board": halton}],
    }
    for role, email, name in SIGN_INS:
        user = create_account(email=email, full_name=name, password=PASSWORD)
        world.accounts[role] = user
        person = person_for_user(user)
        set_employment(
            person,
            social_care,
            role_group=world.role_group_of[social_care.pk],
            starts_on=dt.date(2020, 9, 1),
        )
        for scope in scopes.get(role, [{"board": cwac}]):
            grant_role(user, role, actor=None, **scope)  # type: ignore[arg-type]  # board or agency


def _trainers(world: World) -> None:
    """A pool per board whose neighbours come from different agencies, so that pairs are mixed."""
    for slug, board in world.boards.items():
        world.trainers[slug] = [
            Trainer.objects.create(board=board, person=person, agency=agency)
            for person, agency in _pool(world, with_account=slug == CWAC)
        ]
    commissioned = Person.objects.create(full_name="Linnet Sandpiper")
    world.trainers[CWAC].append(
        Trainer.objects.create(board=world.boards[CWAC], person=commissioned, is_commissioned=True)
    )


def _pool(world: World, *, with_account: bool) -> Iterator[tuple[Person, Agency]]:
    for sector in ("Children's Social Care", "Health", "Police", "Education"):
        agency = world.agencies[sector][0]
        if with_account and sector == "Children's Social Care":
            yield person_for_user(world.accounts[Role.TRAINER]), agency
        else:
            yield world.new_person(agency, since=dt.date(2013, 1, 1)), agency


def close_for_holidays(board: Board, first_year: int) -> None:
    """School holidays around `first_year`/`first_year + 1`, so that a series has something to skip."""
    for name, starts_on, ends_on in (
        ("Autumn half-term", dt.date(first_year, 10, 26), dt.date(first_year, 10, 30)),
        ("Christmas holidays", dt.date(first_year, 12, 21), dt.date(first_year + 1, 1, 1)),
        ("Spring half-term", dt.date(first_year + 1, 2, 15), dt.date(first_year + 1, 2, 19)),
        ("Easter holidays", dt.date(first_year + 1, 4, 1), dt.date(first_year + 1, 4, 16)),
        ("Summer holidays", dt.date(first_year + 1, 7, 23), dt.date(first_year + 1, 8, 31)),
    ):
        ClosedPeriod.objects.get_or_create(
            board=board, name=name, starts_on=starts_on, ends_on=ends_on
        )
