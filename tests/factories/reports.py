"""Annual reports as rows: a draft with one text, a stated figure; a report somebody keeps."""

import factory
from django.utils import timezone

from people.choices import Role
from people.models import RoleAssignment
from reports.annual.structure import TEMPLATE, as_data
from reports.models import AnnualReport, SavedReport, Slot, StatedFigure

from .people import BoardFactory, UserFactory


class AnnualReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AnnualReport

    board = factory.SubFactory(BoardFactory)
    year = 2014
    structure = factory.LazyFunction(lambda: as_data(TEMPLATE))
    made_at = factory.LazyFunction(timezone.now)


class SlotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Slot

    report = factory.SubFactory(AnnualReportFactory)
    key = "planning"


class StatedFigureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StatedFigure

    board = factory.SubFactory(BoardFactory)
    year = 2014
    label = factory.Sequence(lambda n: f"Counted elsewhere {n}")
    value = 956
    unit = "attendances"
    base = "Counted by another unit."
    source = "Their report"


class SavedReportFactory(factory.django.DjangoModelFactory):
    """Saved by a sub-group member of its board."""

    class Meta:
        model = SavedReport
        skip_postgeneration_save = True

    board = factory.SubFactory(BoardFactory)
    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Report {n}")
    kind = "attendance"
    query = "from=2014-04-01&to=2015-03-31"

    @factory.post_generation
    def reads(self, create, extracted, **kwargs):
        RoleAssignment.objects.get_or_create(user=self.owner, role=Role.SUBGROUP, board=self.board)
