"""Whom somebody means who books for others: people picked, and names and addresses typed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from people.models import Agency, Employment, Person, RoleGroup
from people.models.users import normal_email
from people.text import one_line

from . import rules
from .rules import Refusal


@dataclass(frozen=True)
class Named:
    """Somebody as they were written down; `person` instead where they were picked from those known."""

    full_name: str = ""
    email: str = ""
    role_group: RoleGroup | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Recognised:
    """Who is meant. `person` has no row yet if nobody knows them; `job` is where they work now."""

    person: Person
    role_group: RoleGroup | None
    job: Employment | None
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.person.pk is None


def recognise(agency: Agency, named: Sequence[Named]) -> list[Recognised]:
    """Each of `named`, in their order, as somebody of `agency`: three queries at most.

    People are known by their e-mail address. Nobody is taken away from another agency: that is refused.
    """
    by_email = _by_email(named)
    people = [_person(each, by_email) for each in named]
    jobs = _jobs_of([each.pk for each in people if each.pk])
    twice = {key for key, times in Counter(_key(each) for each in people).items() if times > 1}
    namesakes = _namesakes(agency, [each.full_name for each in people if _is_stranger(each)])
    found = []
    for each, person in zip(named, people, strict=True):
        job = jobs.get(person.pk)
        refusals = []
        if job is not None and agency.pk not in (job.agency_id, job.agency.merged_into_id):
            refusals.append(rules.OF_ANOTHER_AGENCY)
        if person.pk is not None or person.email:
            refusals += [rules.NAMED_TWICE] if _key(person) in twice else []
        role_group = each.role_group or (job.role_group if job else None)
        warnings = () if refusals else _warnings(each, person, namesakes)
        found.append(Recognised(person, role_group, job, tuple(refusals), warnings))
    return found


def _by_email(named: Sequence[Named]) -> dict[str, Person]:
    emails = {normal_email(each.email) for each in named if each.person is None} - {""}
    return {person.email: person for person in Person.objects.filter(email__in=emails)}


def _person(named: Named, by_email: dict[str, Person]) -> Person:
    if named.person is not None:
        return named.person
    email = normal_email(named.email)
    known = by_email.get(email) if email else None
    return known or Person(full_name=one_line(named.full_name), email=email)


def _jobs_of(people: Sequence[int]) -> dict[int | None, Employment]:
    jobs = Employment.objects.filter(person__in=people, ends_on__isnull=True)
    return {job.person_id: job for job in jobs.select_related("agency", "role_group")}


def _key(person: Person) -> object:
    return person.pk or person.email or id(person)


def _is_stranger(person: Person) -> bool:
    return person.pk is None and not person.email


def _namesakes(agency: Agency, names: Sequence[str]) -> set[str]:
    """Names, in lower case, of people at `agency` without an address: a second record of one is likely."""
    if not names:
        return set()
    rows = Employment.objects.filter(
        agency=agency, ends_on__isnull=True, person__email="", person__full_name__in=names
    )
    return {name.lower() for name in rows.values_list("person__full_name", flat=True)}


def _warnings(named: Named, person: Person, namesakes: set[str]) -> tuple[Refusal, ...]:
    if _is_stranger(person) and person.full_name.lower() in namesakes:
        words = "Somebody of this name without an e-mail address is known at your agency."
        return (Refusal("namesake", words, "If it is the same person, pick them from the list."),)
    typed = one_line(named.full_name)
    if named.person is None and person.pk and typed.lower() != person.full_name.lower():
        words = f"This e-mail address is {person.full_name}\u2019s on our records."
        return (Refusal("other_name", words, "We book the person of the address."),)
    return ()
