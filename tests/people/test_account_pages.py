"""Signing up and in, through the pages a person meets."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from wagtail.models import Site

from people.actions import grant_role
from people.choices import Role
from people.models import Board, User
from tests.factories import BoardFactory, EventFactory

pytestmark = pytest.mark.django_db

NEXT = "/book/{}/"
PASSWORD = "a-long-enough-password"
CODE = re.compile(r"^[A-Z0-9-]{4,}$", re.MULTILINE)


@pytest.fixture
def board() -> Board:
    return BoardFactory(
        name="Alderbrook Safeguarding Partnership", site=Site.objects.get(is_default_site=True)
    )


@pytest.fixture
def account(board: Board) -> User:
    user = User.objects.create_user("ann@example.org", PASSWORD, full_name="Ann Other")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def code_in_mail() -> str:
    found = CODE.search(mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found.group()


def hidden_next(page) -> str:
    found = re.search(r'name="next" value="([^"]*)"', page.content.decode())
    return found.group(1) if found else ""


def continue_with(client: Client, page, **data: str):
    """Sends the form of `page` as a browser does: to its own address, with its hidden `next`."""
    path = page.request["PATH_INFO"]
    return client.post(path, {"next": hidden_next(page), **data}, follow=True)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_sign_up_with_name_and_email_lands_on_next(client, board):
    after = NEXT.format(EventFactory(course__board=board).pk)

    page = client.get("/accounts/signup/", {"next": after})
    page = continue_with(client, page, full_name="Sam Field", email="sam@example.org")
    page = client.post(
        page.request["PATH_INFO"], {"next": hidden_next(page), "code": code_in_mail()}
    )

    assert (page.status_code, page["Location"]) == (302, after)
    assert is_signed_in(client)
    assert User.objects.get(email="sam@example.org").full_name == "Sam Field"


def test_sign_in_by_code_lands_on_next(client, account, board):
    after = NEXT.format(EventFactory(course__board=board).pk)

    page = client.get("/accounts/login/", {"next": after})
    page = continue_with(client, page, login=account.email)
    page = client.post(
        page.request["PATH_INFO"], {"next": hidden_next(page), "code": code_in_mail()}
    )

    assert (page.status_code, page["Location"]) == (302, after)
    assert is_signed_in(client)


def test_sign_in_by_password_lands_on_next(client, account):
    page = client.post(
        "/accounts/login/",
        {"login": account.email, "password": PASSWORD, "next": "/my-training/"},
    )

    assert (page.status_code, page["Location"]) == (302, "/my-training/")
    assert mail.outbox == []


def test_next_is_passed_from_sign_in_to_sign_up(client, board):
    page = client.get("/accounts/login/", {"next": "/book/7/"})

    assert "/accounts/signup/?next=%2Fbook%2F7%2F" in page.content.decode()


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_entrance_names_the_event_being_booked(client, board, path):
    event = EventFactory(course__board=board, course__title="Neglect level 2")

    page = client.get(path, {"next": NEXT.format(event.pk)})

    assert "You are booking <strong>Neglect level 2</strong>" in page.content.decode()


def test_entrance_to_a_register_speaks_of_no_booking(client, board):
    event = EventFactory(course__board=board)

    page = client.get("/accounts/login/", {"next": f"/register/{event.pk}/"})

    assert "You are booking" not in page.content.decode()


def test_code_page_still_names_the_event_being_booked(client, account, board):
    event = EventFactory(course__board=board, course__title="Neglect level 2")

    page = client.get("/accounts/login/", {"next": NEXT.format(event.pk)})
    page = continue_with(client, page, login=account.email)

    assert "You are booking <strong>Neglect level 2</strong>" in page.content.decode()


def test_entrance_does_not_name_an_event_of_another_board(client, board):
    event = EventFactory(course__title="Somebody else’s course")

    page = client.get("/accounts/login/", {"next": NEXT.format(event.pk)})

    assert "Somebody else’s course" not in page.content.decode()


def test_wrong_code_says_so_and_signs_nobody_in(client, account):
    client.post("/accounts/login/", {"login": account.email})

    page = client.post("/accounts/login/code/confirm/", {"code": "WRONG1"})

    content = page.content.decode()
    assert content.count("That code is not right. Use the code from our newest email.") == 2
    assert "<title>Error: " in content
    assert not is_signed_in(client)


def test_empty_code_says_what_to_enter(client, account):
    client.post("/accounts/login/", {"login": account.email})

    page = client.post("/accounts/login/code/confirm/", {"code": ""})

    assert page.content.decode().count("Enter the code from the email") == 2


def test_wrong_password_keeps_the_address_and_offers_a_code(client, account):
    page = client.post("/accounts/login/", {"login": account.email, "password": "not-it"})

    content = page.content.decode()
    assert "leave the password empty and we will email you a code" in content
    assert f'value="{account.email}"' in content


def test_empty_sign_up_says_what_is_missing_beside_each_field(client, board):
    content = client.post("/accounts/signup/", {}).content.decode()

    assert content.count("Enter your full name") == 2
    assert content.count("Enter your email address") == 2


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example/",
        "//evil.example/",
        r"\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
    ],
)
def test_next_to_another_site_is_refused(client, account, evil):
    page = client.post(
        "/accounts/login/", {"login": account.email, "password": PASSWORD, "next": evil}
    )

    assert (page.status_code, page["Location"]) == (302, "/my-training/")


def test_unknown_address_gets_the_same_page_and_a_mail_that_explains(client, account):
    known = client.post("/accounts/login/", {"login": account.email}, follow=True)
    unknown = Client().post("/accounts/login/", {"login": "nobody@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert "there is no account with this address" in mail.outbox[-1].body


def test_second_sign_up_with_one_address_says_nothing_on_screen(client, account):
    page = client.post(
        "/accounts/signup/", {"full_name": "Ann", "email": account.email}, follow=True
    )

    assert "Enter the code we sent you" in page.content.decode()
    assert "You already have an account" in mail.outbox[-1].subject


def test_code_mail_starts_with_the_code_and_names_the_contact(client, account, board):
    client.post("/accounts/login/", {"login": account.email})

    message = mail.outbox[-1]
    assert message.subject == f"{code_in_mail()} is your sign-in code"
    assert message.body.splitlines()[2] == code_in_mail()
    assert board.contact_email in message.body
    assert "Cohort" not in message.body


def test_signing_out_takes_a_post(client, account):
    client.force_login(account)

    client.get("/accounts/logout/")
    still = is_signed_in(client)
    client.post("/accounts/logout/")

    assert still
    assert not is_signed_in(client)


def test_account_pages_work_where_no_board_is_published(client):
    page = client.get("/accounts/login/")

    assert page.status_code == 200
    assert "Cohort" in page.content.decode()


def test_an_address_longer_than_any_can_be_is_refused(client, board):
    """PostgreSQL would refuse it as an error of ours."""
    address = f"{'a' * 250}@example.org"

    page = client.post("/accounts/signup/", {"full_name": "Sam Field", "email": address})

    assert "Email address must be 254 characters or fewer" in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/"])
def test_wagtails_own_sign_in_pages_lead_to_ours(client, account, door):
    """They count no failures, so passwords could be tried there without end."""
    form = {"username": account.email, "password": PASSWORD}

    answer = client.post(f"{door}?next=/admin/", form)

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/admin/")
    assert not is_signed_in(client)


def test_wagtail_resets_no_password(client, board):
    assert client.get("/admin/password_reset/").status_code == 404


def test_an_address_does_not_change_in_the_back_office(client, account, board):
    """There it would become the sign-in's address without anybody having verified it."""
    grant_role(account, Role.OFFICER, board=board)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get("/admin/account/").content.decode()
    client.post("/admin/account/", {"name_email-email": "victim@example.org"})

    account.refresh_from_db()
    assert 'name="name_email-email"' not in page
    assert 'name="password-old_password"' not in page
    assert account.email == "ann@example.org"
