"""By what way the people of a booking hear of it."""

from notices.choices import Addressed
from people.addressing import address_of
from people.models import Person


def how_told(person: Person) -> str:
    """By what way somebody will be told."""
    own = address_of(person).own
    if not own.email:
        return "We know no e-mail address, so a letter will wait to be printed."
    if own.addressed == Addressed.ON_BEHALF:
        return f"No e-mail reaches them: their manager will be told, {own.name} <{own.email}>."
    return "They will be told by e-mail."
