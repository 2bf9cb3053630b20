"""How allauth signs people in and up here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """E-mail is the only name of an account; `full_name` comes from the sign-up form."""

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Users have no username."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.full_name = form.cleaned_data.get("full_name", "").strip()
        return super().save_user(request, user, form, commit)
