"""Evaluation as rows: a questionnaire, an event's run with one wave, a comment."""

import datetime as dt

import factory
from django.utils import timezone

from evaluations.choices import Purpose, Wave
from evaluations.models import Comment, InstrumentVersion, Run, RunWave

from .courses import EventFactory
from .people import BoardFactory

DOCUMENT = {
    "schema": 1,
    "title": "How it was",
    "purpose": "reaction",
    "items": [
        {
            "code": "useful",
            "kind": "rating",
            "text": "How useful was it?",
            "points": [{"value": 1, "words": "Not useful"}, {"value": 2, "words": "Useful"}],
        },
        {"code": "better", "kind": "text", "text": "What would make it better?"},
    ],
}


class InstrumentVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = InstrumentVersion

    board = factory.SubFactory(BoardFactory)
    code = factory.Sequence(lambda n: f"questions-{n}")
    number = 1
    title = "How it was"
    purpose = Purpose.REACTION
    document = factory.LazyFunction(lambda: DOCUMENT)
    made_at = factory.LazyFunction(timezone.now)


class RunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Run

    event = factory.SubFactory(EventFactory)
    opened_at = factory.LazyFunction(timezone.now)
    key_until = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=300))


class RunWaveFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RunWave

    run = factory.SubFactory(RunFactory)
    wave = Wave.END
    versions = factory.LazyFunction(list)
    document = factory.LazyFunction(lambda: DOCUMENT)
    opens_at = factory.LazyFunction(timezone.now)
    closes_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=14))


class CommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Comment

    wave = factory.SubFactory(RunWaveFactory)
    item = "better"
    text = "More time for the case"
