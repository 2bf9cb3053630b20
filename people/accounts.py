"""How allauth signs people in and up here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from .actions import person_for_user


class AccountAdapter(DefaultAccountAdapter):
    """E-mail is the only name of an account; `full_name` comes from the sign-up form."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account has been closed. Ask the training team for help.",
        "email_password_mismatch": (
            "The email address or the password is not right. Try again, or leave the password "
            "empty and we will email you a code."
        ),
        "incorrect_code": "That code is not right. Use the code from our newest email.",
        "incorrect_password": "That password is not right.",
        "too_many_login_attempts": (
            "That was tried too often. Wait a few minutes, then ask for a new code."
        ),
        "rate_limited": "We have just sent you an email. Wait a minute, then try again.",
    }

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Users have no username."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.full_name = form.cleaned_data.get("full_name", "").strip()
        return super().save_user(request, user, form, commit)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """The address is verified now: a learning record kept under it becomes the user's own."""
        person_for_user(user)
        return super().post_login(request, user, **kwargs)
