"""What messages about bookings and events are about, for the officer's desk."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from bookings.models import Booking
from courses.models import Event
from people.backoffice.notices.about import About


def describe_bookings(ids: Collection[int]) -> Mapping[int, About]:
    rows = Booking.objects.filter(pk__in=ids).select_related("event__course")
    return {
        row.pk: About(
            f"{row.event} ({row.reference})", reverse("office_bookings:inspect", args=[row.pk])
        )
        for row in rows
    }


def describe_events(ids: Collection[int]) -> Mapping[int, About]:
    rows = Event.objects.filter(pk__in=ids).select_related("course")
    return {
        row.pk: About(str(row), reverse("office_events:inspect", args=[row.pk])) for row in rows
    }
