"""The gates of tests/conftest.py and bin/: each of them can close."""

import datetime as dt
import logging
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.template import Context, Engine, Origin, Template

from tests.factories import EventFactory


def render(source: str, name: str = "templates/ours.html") -> str:
    template = Template(source, Origin(str(settings.BASE_DIR / name)), engine=Engine.get_default())
    return template.render(Context())


def test_unresolved_variable_of_ours_is_noted(unresolved_variables):
    render("{{ nobody.set_this }}")

    (found,) = unresolved_variables
    assert "nobody.set_this" in found
    unresolved_variables.clear()


def test_unresolved_variable_of_a_third_party_has_its_default(unresolved_variables):
    shown = render("{{ nothing|default:'-' }}", ".venv/lib/site-packages/x/y.html")

    assert (shown, unresolved_variables) == ("-", [])


def test_asking_whether_a_variable_is_there_is_allowed(unresolved_variables):
    assert render("{% if nobody %}yes{% else %}no{% endif %}") == "no"
    assert unresolved_variables == []


def test_logged_error_is_noted(logged_errors):
    logging.getLogger("bookings").error("it broke")

    assert [record.getMessage() for record in logged_errors] == ["it broke"]
    logged_errors.clear()


@pytest.mark.django_db
def test_naive_datetime_is_an_error():
    with pytest.raises(RuntimeWarning, match="naive datetime"):
        EventFactory(sessions=0, booking_closes_at=dt.datetime(2026, 5, 12, 9, 30))  # noqa: DTZ001  naive on purpose


@pytest.mark.parametrize("turn", [1, 2])
def test_cache_is_empty_at_the_start_of_each_test(turn):
    assert cache.get("left-behind") is None
    cache.set("left-behind", turn)


def test_development_lock_holds_the_whole_production_lock():
    def pins(name: str) -> set[str]:
        text = (settings.BASE_DIR / name).read_text()
        return set(re.findall(r"^\S+==\S+", text, re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
