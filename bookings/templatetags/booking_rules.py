"""Sums and moments as the policy's words have them."""

import datetime as dt

from django import template

from bookings.policy import money
from bookings.policy.words import moment_words

register = template.Library()


@register.filter
def pounds(pence: int) -> str:
    """ "£37.50", "nothing"."""
    return money.pounds(pence)


@register.filter
def moment(at: dt.datetime | None) -> str:
    """ "5pm on Tuesday 12 May 2026"; of a midnight, the end of the day it ends."""
    return moment_words(at) if at else ""
