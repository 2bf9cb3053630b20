"""The attack: with everything in the database, but without the key, who said what?

The attacker has every table, the order in which the database keeps rows, the site's secret key and the
bookings, and knows the order in which people answered.
"""

import hashlib
import hmac

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from evaluations import actions
from evaluations.choices import Wave
from evaluations.models import Comment, Invitation, RunWave, Sheet
from evaluations.pseudonyms import pseudonym_of
from tests.factories import BookingFactory

from .conftest import AT_THE_END, came

pytestmark = pytest.mark.django_db

PEOPLE, ROUNDS = 12, 5
LUCK = 20
"""In five rounds of two guesses about 8 of some 75 people are right by luck; an order that leaks gives all."""


@pytest.fixture
def answered(event, run, clock):
    """Twelve people; each one's answer is their own number, sent in the order of the numbers."""
    bookings = [BookingFactory(event=event) for _ in range(PEOPLE)]
    came(*bookings)
    clock.move_to(AT_THE_END)
    wave = RunWave.objects.get(run=run, wave=Wave.END)
    for number, booking in enumerate(bookings):
        actions.send_answers(booking, wave.pk, {"useful": number, "better": f"text {number}"})
    return bookings


def in_the_order_of_storage(model):
    """The rows as the database keeps them."""
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {model._meta.db_table} ORDER BY {place}")  # noqa: S608
        keys = [key for (key,) in cursor.fetchall()]
    rows = {str(pk).replace("-", ""): row for pk, row in model.objects.in_bulk().items()}
    return [rows[str(key).replace("-", "")] for key in keys]


def hits(guessed, truth):
    return sum(guess == real for guess, real in zip(guessed, truth, strict=True))


def test_with_the_key_every_answer_is_linked(answered, run):
    own = {pseudonym_of(booking, run): number for number, booking in enumerate(answered)}

    assert all(own[sheet.pseudonym] == sheet.answers["useful"] for sheet in Sheet.objects.all())


@pytest.mark.parametrize("model", [Sheet, Comment])
def test_no_order_of_rows_tells_who_answered_when(answered, run, model):
    found = 0
    for number in range(ROUNDS):
        late = BookingFactory(event=run.event)
        came(late)
        wave = RunWave.objects.get(run=run, wave=Wave.END)
        actions.send_answers(
            late, wave.pk, {"useful": PEOPLE + number, "better": f"text {PEOPLE + number}"}
        )
        stored = [
            row.answers["useful"] if model is Sheet else int(row.text.removeprefix("text "))
            for row in in_the_order_of_storage(model)
        ]
        by_id = [
            row.answers["useful"] if model is Sheet else int(row.text.removeprefix("text "))
            for row in model.objects.order_by("pk")
        ]
        found += max(hits(stored, range(len(stored))), hits(by_id, range(len(by_id))))

    assert found < LUCK


def test_pseudonyms_come_from_nothing_the_database_holds(answered, run):
    known = {sheet.pseudonym for sheet in Sheet.objects.all()}
    keys = [b"", settings.SECRET_KEY.encode(), str(run.pk).encode(), str(run.event_id).encode()]

    for booking in answered:
        message = f"booking:{booking.pk}".encode()
        guesses = {hmac.new(key, message, hashlib.sha256).hexdigest() for key in keys if key}
        guesses |= {hashlib.sha256(key + message).hexdigest() for key in keys}
        assert not guesses & known


def test_no_table_but_the_sheets_holds_a_pseudonym(answered):
    pseudonyms = list(Sheet.objects.values_list("pseudonym", flat=True))

    for model in apps.get_models():
        if model is Sheet:
            continue
        for row in model.objects.all().values():
            text = repr(row)
            assert not any(pseudonym in text for pseudonym in pseudonyms), model


def test_invitations_say_neither_what_nor_when():
    fields = {field.name for field in Invitation._meta.fields}

    assert fields == {"id", "wave", "booking", "is_answered"}
