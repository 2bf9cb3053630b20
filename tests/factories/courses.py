import datetime as dt
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from courses.choices import EventState, WhyCancelled
from courses.models import Course, Event, Session, Trainer, Venue

from .people import BoardFactory, PersonFactory


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course

    board = factory.SubFactory(BoardFactory)
    code = factory.Sequence(lambda n: f"C{n}")
    title = factory.Sequence(lambda n: f"Course {n}")
    slug = factory.Sequence(lambda n: f"course-{n}")
    duration_minutes = 360


class VenueFactory(DjangoModelFactory):
    class Meta:
        model = Venue

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence(lambda n: f"Venue {n}")


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    starts_at = factory.LazyAttribute(lambda o: o.event.starts_at)
    ends_at = factory.LazyAttribute(lambda o: o.event.ends_at)


class EventFactory(DjangoModelFactory):
    """A published event in 30 days with one session of six hours; `sessions=0` leaves it bare."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    course = factory.SubFactory(CourseFactory)
    board = factory.SelfAttribute("course.board")
    state = EventState.PUBLISHED
    cancelled_because = factory.LazyAttribute(
        lambda o: WhyCancelled.NOT_RECORDED if o.state == EventState.CANCELLED else ""
    )
    capacity = 20
    starts_at = factory.LazyFunction(
        lambda: (timezone.localtime() + dt.timedelta(days=30)).replace(
            hour=9, minute=30, second=0, microsecond=0
        )
    )
    ends_at = factory.LazyAttribute(lambda o: o.starts_at and o.starts_at + dt.timedelta(hours=6))

    @factory.post_generation
    def sessions(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted is None and self.starts_at:
            SessionFactory(event=self)


class TrainerFactory(DjangoModelFactory):
    class Meta:
        model = Trainer

    board = factory.SubFactory(BoardFactory)
    person = factory.SubFactory(PersonFactory)
