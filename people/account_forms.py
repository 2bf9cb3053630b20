"""allauth's forms in our words. Kept apart from `people.forms`, which allauth itself imports."""

from dataclasses import dataclass
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.fields import PasswordField
from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator


@dataclass(frozen=True)
class Words:
    """What a field is called, what it says when left empty, and its hint."""

    label: str
    required: str
    hint: str = ""


EMAIL = Words("Email address", "Enter your email address")
CODE = Words("Code", "Enter the code from the email")
PASSWORD = Words("Password", "Enter your password")
NEW_PASSWORD = Words("New password", "Enter a new password", "At least 10 characters.")
SAME_AGAIN = Words("New password again", "Enter the new password again")
TOO_LONG = "Email address must be 254 characters or fewer"
WORDS = {
    "login": EMAIL,
    "email": EMAIL,
    "code": CODE,
    "password": PASSWORD,
    "oldpassword": Words("Current password", "Enter your current password"),
    "password1": NEW_PASSWORD,
    "password2": SAME_AGAIN,
}


class PlainWords(forms.Form):
    """Mixed in before an allauth form: our labels, hints and errors; no placeholders."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if words := WORDS.get(name):
                field.label = words.label
                field.help_text = words.hint
                field.error_messages["required"] = words.required
            if isinstance(field, forms.EmailField):
                field.validators.append(MaxLengthValidator(254, TOO_LONG))
                field.widget.attrs["spellcheck"] = "false"
                field.error_messages["invalid"] = (
                    "Enter an email address in the correct format, like name@example.org"
                )
                for validator in field.validators:
                    if isinstance(validator, EmailValidator):
                        validator.message = field.error_messages["invalid"]


class LoginForm(PlainWords, allauth_forms.LoginForm):
    """An e-mail address alone asks for a code; with a password it signs in at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = PasswordField(
            label="Password", required=False, autocomplete="current-password"
        )
        self.fields["password"].widget.attrs.pop("placeholder", None)


class SignupForm(PlainWords, allauth_forms.SignupForm):
    field_order = ["full_name", "email"]


class RequestLoginCodeForm(PlainWords, allauth_forms.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(PlainWords, allauth_forms.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(PlainWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    pass


class ChangeEmailForm(PlainWords, allauth_forms.ChangeEmailForm):
    pass


class ReauthenticateForm(PlainWords, allauth_forms.ReauthenticateForm):
    pass


class ResetPasswordForm(PlainWords, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainWords, allauth_forms.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(PlainWords, allauth_forms.ChangePasswordForm):
    pass


class SetPasswordForm(PlainWords, allauth_forms.SetPasswordForm):
    pass
