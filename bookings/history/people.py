"""Which person of ours an old list means: by address, else only as an officer decides."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from courses.imports.problems import Problem
from people.models import Employment, Person
from people.models.users import normal_email

from .agencies import AgencyNames
from .parse import person_key
from .reading import PersonKey, Reading
from .review import NEW, SAME_AS, SKIP, Decisions, Item, Kind

CHUNK = 5_000
T = TypeVar("T")
Who = int | PersonKey
"""A person of ours by id, or a new one by the key under which the list has them."""


@dataclass
class PeopleMatches:
    """`found`: the list's person to whom they are; the rest is skipped or undecided.

    `without_address`: new people whose address is somebody else's, which it stays.
    """

    found: dict[PersonKey, Who] = field(default_factory=dict)
    without_address: set[PersonKey] = field(default_factory=set)
    skipped: set[PersonKey] = field(default_factory=set)
    items: list[Item] = field(default_factory=list)
    undecided: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """Somebody we have. `called` is how a decision names them."""

    pk: int
    name: str
    email: str

    @property
    def called(self) -> str:
        return self.email or f"#{self.pk}"


class _Colleagues:
    """Whom we know at agencies of ours, and whom the list itself gives an address, by agency and name."""

    def __init__(
        self, agencies: Mapping[PersonKey, set[int | str]], reading: Reading, names: AgencyNames
    ) -> None:
        self.ours: dict[tuple[int | str, str], list[Known]] = defaultdict(list)
        used = {agency for found in agencies.values() for agency in found}
        jobs = Employment.objects.values_list(
            "person", "person__full_name", "person__email", "agency"
        )
        for pk, name, email, agency_id in jobs.order_by("person").iterator():
            if names.now(agency_id) in used:
                known = Known(pk, name, email)
                same = self.ours[names.now(agency_id), person_key(name)]
                if known not in same:
                    same.append(known)
        self.in_list: dict[tuple[int | str, str], str] = {}
        for key, found in agencies.items():
            if key.email and not key.name:
                for agency in found:
                    self.in_list.setdefault(
                        (agency, person_key(reading.people[key].name)), key.email
                    )

    def of(self, key: PersonKey, name: str, agencies: Iterable[int | str]) -> list[str]:
        """How decisions would name those of the same name and agency."""
        found = [known.called for agency in agencies for known in self.ours.get((agency, name), ())]
        if not key.email:
            found += [
                self.in_list[agency, name] for agency in agencies if (agency, name) in self.in_list
            ]
        return list(dict.fromkeys(found))


def match_people(
    wanted: Mapping[PersonKey, set[int | str]],
    reading: Reading,
    names: AgencyNames,
    decisions: Decisions,
    *,
    as_before: Mapping[PersonKey, int],
) -> PeopleMatches:
    """Who each person of the list is. `wanted`: the agencies of each; `as_before`: whom rows loaded earlier
    were taken for."""
    result = PeopleMatches()
    by_email = {
        email: Known(pk, name, email)
        for emails in chunks(sorted({key.email for key in wanted if key.email}))
        for pk, name, email in Person.objects.filter(email__in=emails).values_list(
            "pk", "full_name", "email"
        )
    }
    colleagues = _Colleagues(wanted, reading, names)
    later: list[tuple[PersonKey, Item, str]] = []
    for key, agencies in wanted.items():
        known = as_before.get(key) or _by_address(key, reading, by_email)
        if known is not None:
            result.found[key] = known
            continue
        item = _item(key, reading, by_email, colleagues, agencies)
        if item is None:
            result.found[key] = key
            continue
        result.items.append(item)
        decision = decisions.on(item)
        if decision.casefold().startswith(SAME_AS):
            later.append((key, item, decision[len(SAME_AS) :].strip()))
        elif decision.casefold() == NEW:
            result.found[key] = key
            if key.name or key.email in by_email:
                result.without_address.add(key)
        elif decision.casefold() == SKIP:
            result.skipped.add(key)
        elif decision:
            _refuse(result, item, decision, "Write “same as …”, “new” or “skip”.")
        else:
            result.undecided.append(item)
    _same_as(result, later, colleagues)
    return result


def _by_address(key: PersonKey, reading: Reading, by_email: Mapping[str, Known]) -> int | None:
    """The owner of the address, if the two names have a word in common (or the list has no name)."""
    known = by_email.get(key.email)
    if known is None or key.name:
        return None
    name = person_key(reading.people[key].name)
    alike = set(name.split()) & set(person_key(known.name).split())
    return known.pk if alike or reading.people[key].name == key.email else None


def _item(
    key: PersonKey,
    reading: Reading,
    by_email: Mapping[str, Known],
    colleagues: _Colleagues,
    agencies: Iterable[int | str],
) -> Item | None:
    """What is to be decided about somebody; None for whom nothing speaks against being new."""
    sheet = reading.people[key]
    beside = key.email or reading.agencies[key.agency].name
    proposal, why = "", ""
    if key.email and (key.name or key.email in by_email):
        proposal, why = key.email, "The address is known under another name."
    elif same := colleagues.of(key, person_key(sheet.name), agencies):
        proposal, why = same[0], "Somebody of this name is known at this agency."
        if len(same) > 1:
            why = f"Several people of this name are known at this agency: {', '.join(same)}."
    if not proposal:
        return None
    return Item(
        Kind.PERSON, sheet.name, beside, sheet.rows, sheet.row, f"{SAME_AS}{proposal}", 0, why
    )


def _same_as(
    result: PeopleMatches, later: Collection[tuple[PersonKey, Item, str]], colleagues: _Colleagues
) -> None:
    """After the others, because somebody may be the same as somebody else in the list."""
    named = {normal_email(name) for _, _, name in later if "@" in name}
    by_email = {
        email: pk
        for emails in chunks(sorted(named))
        for email, pk in Person.objects.filter(email__in=emails).values_list("email", "pk")
    }
    by_number = {f"#{known.pk}": known.pk for same in colleagues.ours.values() for known in same}
    for key, item, name in later:
        email = normal_email(name)
        in_list = result.found.get(PersonKey(email, "", ""))
        found: Who | None = by_email.get(email) or in_list or by_number.get(name)
        if found is None:
            message = "Nobody of the agencies in the file is known by this."
            _refuse(result, item, f"{SAME_AS}{name}", message)
        else:
            result.found[key] = found


def chunks(values: list[T], size: int = CHUNK) -> Iterator[list[T]]:
    """`values` in lists short enough for one query."""
    for first in range(0, len(values), size):
        yield values[first : first + size]


def _refuse(result: PeopleMatches, item: Item, decision: str, message: str) -> None:
    result.problems.append(
        Problem(item.first_row, "Decision", f"{item.text}: {decision}"[:100], message)
    )
