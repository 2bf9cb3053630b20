"""Forms of the booking journey and the register."""

from typing import Any

from django import forms

from bookings.choices import Answer
from people.models import Agency, Board, Employment, RoleGroup
from people.models.users import normal_email
from people.queries import agencies_of_board


class EmploymentForm(forms.Form):
    """Where somebody works; asked once and remembered."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Agency",
        help_text="Who employs you, or whom you volunteer for.",
        empty_label="Choose your agency",
        widget=forms.Select(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Choose the agency you work for",
            "invalid_choice": "Choose an agency from the list",
        },
    )
    role_group = forms.ModelChoiceField(
        RoleGroup.objects.all(),
        label="Role group",
        help_text="The group nearest to what you do.",
        empty_label="Choose a role group",
        widget=forms.Select(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Choose the role group nearest to your job",
            "invalid_choice": "Choose a role group from the list",
        },
    )
    job_title = forms.CharField(
        label="Job title (optional)",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"max_length": "Job title must be 120 characters or fewer"},
    )
    manager_name = forms.CharField(
        label="Line manager’s name (optional)",
        max_length=200,
        required=False,
        error_messages={"max_length": "Line manager’s name must be 200 characters or fewer"},
    )
    manager_email = forms.EmailField(
        label="Line manager’s email address (optional)",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={
            "invalid": "Enter an email address in the correct format, like name@example.com"
        },
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        agency.queryset = agencies_of_board(board)  # type: ignore[attr-defined]  # a ModelChoiceField

    @staticmethod
    def initial_of(employment: Employment | None) -> dict[str, Any]:
        """What is known already, so that nobody types it again."""
        if employment is None:
            return {}
        return {
            "agency": employment.agency.merged_into_id or employment.agency_id,
            "role_group": employment.role_group_id,
            "job_title": employment.job_title,
            "manager_name": employment.manager_name,
            "manager_email": employment.manager_email,
        }


class DetailsForm(EmploymentForm):
    """Step 1 of booking: where you work, and what you need in order to take part."""

    access_need = forms.CharField(
        label="Access needs (optional)",
        max_length=500,
        required=False,
        help_text=(
            "For example step-free access, a hearing loop, large print, or a place to feed a baby. "
            "Only the training team and the trainers of this event see it, and it is not kept for "
            "your next booking."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Access needs must be 500 characters or fewer"},
    )

    def __init__(self, *args: Any, asks_manager: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_manager:
            manager = self.fields["manager_email"]
            manager.label = "Line manager’s email address"
            manager.help_text = "They must agree before the place is yours. We ask them by email."

    def need_manager(self, own_email: str) -> bool:
        """Adds an error unless a manager other than the person can be reached."""
        email = normal_email(self.cleaned_data["manager_email"])
        if not email:
            self.add_error(
                "manager_email", "Enter your line manager’s email address: they must agree"
            )
        elif email == normal_email(own_email):
            self.add_error("manager_email", "Enter your manager’s email address: this is your own")
        return self.is_valid()


class AgreementForm(forms.Form):
    """What somebody declares when they ask for a place; empty where the board wants nothing declared."""

    manager_agrees = forms.BooleanField(
        label="My manager agrees that I go",
        help_text="Ask them before you book: the board relies on your word.",
        error_messages={"required": "Tick that your manager agrees, or ask them first"},
    )

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["manager_agrees"]


class MyDetailsForm(EmploymentForm):
    """The person's own name and workplace."""

    full_name = forms.CharField(
        label="Full name",
        max_length=200,
        help_text="As it should stand on the register and on your certificate.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Enter your full name"},
    )
    field_order = ["full_name"]


class CancelForm(forms.Form):
    reason = forms.CharField(
        label="Why can you not come? (optional)",
        max_length=300,
        required=False,
        help_text="The training team reads this. It helps them choose dates that work.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "The reason must be 300 characters or fewer"},
    )


class ApprovalForm(forms.Form):
    """A manager's answer."""

    answer = forms.ChoiceField(
        label="Your answer",
        choices=[(Answer.APPROVED, "Yes, I agree"), (Answer.REFUSED, "No, not this time")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you agree"},
    )
    note = forms.CharField(
        label="Anything to add? (optional)",
        max_length=300,
        required=False,
        help_text="The training team can read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Your note must be 300 characters or fewer"},
    )


class DeputyForm(forms.Form):
    """Whom a manager passes the question on to."""

    email = forms.EmailField(
        label="Their email address",
        max_length=254,
        widget=forms.EmailInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={
            "required": "Enter the email address of who can answer",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        },
    )


class NewcomerForm(forms.Form):
    """Somebody who came and whom we do not know yet."""

    full_name = forms.CharField(
        label="Full name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the person’s full name"},
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="Agency",
        empty_label="Choose an agency",
        widget=forms.Select(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Choose the agency the person works for",
            "invalid_choice": "Choose an agency from the list",
        },
    )
    email = forms.EmailField(
        label="Email address (optional)",
        max_length=254,
        required=False,
        help_text="So that the person can see this training in their own record.",
        widget=forms.EmailInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
        error_messages={
            "invalid": "Enter an email address in the correct format, like name@example.com"
        },
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        agency.queryset = agencies_of_board(board)  # type: ignore[attr-defined]  # a ModelChoiceField
