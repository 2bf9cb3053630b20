"""Annual reports as rows: a draft with one text, a stated figure."""

import factory
from django.utils import timezone

from reports.annual.structure import TEMPLATE, as_data
from reports.models import AnnualReport, Slot, StatedFigure

from .people import BoardFactory


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
