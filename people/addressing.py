"""Where what we have to say to somebody goes: their own mailbox, their manager's, or a printed letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notices.actions import Recipient
from notices.choices import Addressed
from notices.queries import suppressed

from .models import Employment, Person
from .models.users import normal_email


@dataclass(frozen=True)
class Addresses:
    """`own` reaches the person somehow; `manager` is there when we know their address."""

    own: Recipient
    manager: Recipient | None


def addresses_of(people: Sequence[Person]) -> Mapping[int, Addresses]:
    """By person id, in two queries.

    Somebody without an e-mail address, or whose mail came back, is reached through the manager, and without
    one by a letter: nothing is dropped.
    """
    jobs = {
        job.person_id: job
        for job in Employment.objects.filter(person__in=people, ends_on__isnull=True)
    }
    emails = {person.email for person in people} | {j.manager_email for j in jobs.values()}
    dead = suppressed({email.lower() for email in emails})
    return {person.pk: _addresses(person, jobs.get(person.pk), dead) for person in people}


def address_of(person: Person) -> Addresses:
    return addresses_of([person])[person.pk]


@dataclass(frozen=True)
class Manager:
    """Who may be asked to agree; the name may be empty."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} ({self.email})" if self.name else self.email


def manager_of(person: Person) -> Manager | None:
    """Whom to ask for `person`, if their address is known and is not the person's own."""
    return managers_of([person]).get(person.pk)


def managers_of(people: Sequence[Person]) -> Mapping[int, Manager]:
    """Whom to ask, by person id, where their address is known and is not the person's own: one query."""
    jobs = Employment.objects.filter(
        person__in=[person.pk for person in people], ends_on__isnull=True
    ).exclude(manager_email="")
    known = {
        job.person_id: Manager(job.manager_name, normal_email(job.manager_email)) for job in jobs
    }
    return {
        person.pk: known[person.pk]
        for person in people
        if person.pk in known and known[person.pk].email != person.email
    }


def _addresses(person: Person, job: Employment | None, dead: set[str]) -> Addresses:
    manager = None
    if job and job.manager_email and job.manager_email.lower() not in dead:
        manager = Recipient(
            name=job.manager_name,
            email=job.manager_email,
            person_id=person.pk,
            addressed=Addressed.COPY,
        )
    if person.email and person.email not in dead:
        own = Recipient(name=person.full_name, email=person.email, person_id=person.pk)
    elif manager is not None:
        own = Recipient(
            name=manager.name,
            email=manager.email,
            person_id=person.pk,
            addressed=Addressed.ON_BEHALF,
        )
    else:
        own = Recipient(name=person.full_name, person_id=person.pk)
    return Addresses(own, manager)
