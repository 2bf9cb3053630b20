"""What an officer chooses from: the board's courses and agencies, and the lists that all boards share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bookings.policy.choices import MixBy
from courses.choices import Delivery
from courses.models import Course
from people.choices import ContributorCategory
from people.models import Agency, Board, RoleGroup, Sector

from .document import codes_of
from .typed import Typed, first, rows_of

Options = Sequence[tuple[str, str]]
BY_KEY = {
    "courses": "courses",
    "sectors": "sectors",
    "invited_sectors": "sectors",
    "role_groups": "role_groups",
    "exempt_role_groups": "role_groups",
    "invited_role_groups": "role_groups",
    "invited_agencies": "agencies",
}


@dataclass(frozen=True)
class Lists:
    """Values and how they read. The policy names sectors, role groups and agencies by their names."""

    courses: Options = ()
    sectors: Options = ()
    role_groups: Options = ()
    agencies: Options = ()
    charge_groups: Options = ()

    def options(self, key: str, typed: Typed) -> Options:
        """What a list of words may hold; charge groups are those that are typed."""
        if key == "course_types":
            return [*Delivery.choices, *charge_groups_of(typed)]
        if key == "charge_group":
            return self.charge_groups
        found: Options = getattr(self, BY_KEY[key])
        return found

    def groups(self) -> list[tuple[str, Options]]:
        """Whom a rule of the mix may name, by what it counts."""
        return [
            (MixBy.AGENCY.label.capitalize(), self.agencies),
            (MixBy.SECTOR.label.capitalize(), self.sectors),
            (MixBy.CATEGORY.label.capitalize(), ContributorCategory.choices),
        ]


def charge_groups_of(typed: Typed) -> list[tuple[str, str]]:
    codes = codes_of(typed, "charge_groups")
    words = {
        first(typed, f"charge_groups[{n}].code"): first(typed, f"charge_groups[{n}].words")
        for n in range(rows_of(typed, "charge_groups"))
    }
    return [(code, words[code] or code) for code in codes]


def lists_of(board: Board, charge_groups: Options = ()) -> Lists:
    """The lists of one board, in four queries."""
    courses = Course.objects.filter(board=board, is_archived=False).values_list("code", "title")
    agencies = Agency.objects.filter(boards=board, merged_into=None).values_list("name", flat=True)
    return Lists(
        courses=[(code, f"{title} ({code})") for code, title in courses],
        sectors=_same(Sector.objects.values_list("name", flat=True)),
        role_groups=_same(RoleGroup.objects.values_list("name", flat=True)),
        agencies=_same(agencies),
        charge_groups=charge_groups,
    )


def _same(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]
