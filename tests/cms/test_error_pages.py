import pytest
from django.template.loader import get_template
from django.test import Client
from wagtail.models import Site

from tests.factories import BoardFactory


@pytest.mark.django_db
def test_missing_page_says_so_and_whom_to_ask(client):
    board = BoardFactory(site=Site.objects.get(is_default_site=True))

    page = client.get("/nothing-here/")

    assert page.status_code == 404
    assert "Page not found" in page.content.decode()
    assert board.contact_email in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/bookings/%00/", "/search/?q=%00", "/register/1/?q=a%00b"])
def test_a_zero_byte_in_an_address_is_a_bad_request(client, address):
    """PostgreSQL would refuse it as an error of ours."""
    assert client.get(address).status_code == 400


@pytest.mark.django_db
def test_stale_form_says_that_nothing_was_changed():
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org"})

    assert page.status_code == 403
    assert "nothing has been changed" in page.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html", "503.html"])
def test_last_resort_pages_render_without_any_context(name):
    content = get_template(name).render()

    assert "{%" not in get_template(name).template.source
    assert "<h1>" in content
