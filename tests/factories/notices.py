import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from notices.models import Message, Suppression

from .people import BoardFactory


class MessageFactory(DjangoModelFactory):
    """An e-mail that waits: "booked", about nothing."""

    class Meta:
        model = Message

    key = factory.Sequence(lambda n: f"test:{n}")
    kind = "booked"
    board = factory.SubFactory(BoardFactory)
    to_name = factory.Sequence(lambda n: f"Reader {n}")
    to_email = factory.Sequence(lambda n: f"reader{n}@agency.example")
    send_after = factory.LazyFunction(timezone.now)
    message_id = factory.Sequence(lambda n: f"<{n}@cohort>")


class SuppressionFactory(DjangoModelFactory):
    class Meta:
        model = Suppression

    email = factory.Sequence(lambda n: f"gone{n}@agency.example")
    reason = "bounced"
    since = factory.LazyFunction(timezone.now)
