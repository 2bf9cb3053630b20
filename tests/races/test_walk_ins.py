"""Two trainers write the same newcomer down at the same moment, at the same event or at another."""

import uuid
from functools import partial

import pytest
import time_machine

from bookings import actions
from people.models import Person
from tests.factories import AgencyFactory, EventFactory

from .crowd import answers, at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_one_newcomer_written_down_many_times_is_one_person():
    here = EventFactory()
    there = EventFactory(course=here.course)
    agency = AgencyFactory()
    jobs = [
        partial(
            actions.add_newcomer,
            event.pk,
            full_name="Sam Field",
            email="sam@agency.example",
            agency=agency,
            request_key=uuid.uuid4(),
            actor=None,
            at=event.starts_at,
        )
        for event in (here, there)
        for _ in range(4)
    ]

    with time_machine.travel(here.starts_at):
        said = answers(at_once(jobs))

    assert said == {"booked": 2, "refused: already_booked": 6}
    assert Person.objects.filter(email="sam@agency.example").count() == 1
