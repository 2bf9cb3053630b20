import datetime as dt
from typing import Any

import factory
from factory.django import DjangoModelFactory

from people.models import Agency, Board, Employment, Person, RoleGroup, Sector, User


class BoardFactory(DjangoModelFactory):
    class Meta:
        model = Board

    name = factory.Sequence(lambda n: f"Board {n}")
    short_name = factory.Sequence(lambda n: f"B{n}")
    slug = factory.Sequence(lambda n: f"board-{n}")
    contact_email = factory.Sequence(lambda n: f"training@board{n}.example")


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector

    name = factory.Sequence(lambda n: f"Sector {n}")
    slug = factory.Sequence(lambda n: f"sector-{n}")


class RoleGroupFactory(DjangoModelFactory):
    class Meta:
        model = RoleGroup

    name = factory.Sequence(lambda n: f"Role group {n}")


class AgencyFactory(DjangoModelFactory):
    """`boards` may be given as a list."""

    class Meta:
        model = Agency
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Agency {n}")
    sector = factory.SubFactory(SectorFactory)
    contributor_category = "partner"

    @factory.post_generation
    def boards(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.boards.set(extracted)


class UserFactory(DjangoModelFactory):
    """A sign-in with the password "correct horse battery"."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@agency.example")
    full_name = factory.Sequence(lambda n: f"User {n}")

    @factory.post_generation
    def password(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        self.set_password(extracted or "correct horse battery")
        self.save()


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    full_name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@agency.example")


class EmploymentFactory(DjangoModelFactory):
    class Meta:
        model = Employment

    person = factory.SubFactory(PersonFactory)
    agency = factory.SubFactory(AgencyFactory)
    starts_on = dt.date(2020, 1, 1)
