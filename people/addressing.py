"""Where what we have to say to somebody goes: their own mailbox, their manager's, or a printed letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notices.actions import Recipient
from notices.choices import Addressed
from notices.queries import suppressed

from .models import Employment, Person


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
