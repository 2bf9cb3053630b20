"""What staff do with one message. Each page asks, and does it through `notices.actions`."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property

from notices import actions, composing
from notices.actions.desk import DeskRefused
from notices.actions.settings import WordingRefused
from notices.choices import OPEN_STATES
from notices.kinds import Kind, NoLongerTrue, kind_of, title_of
from notices.models import Message
from notices.queries import is_suppressed, words_of
from notices.wording import SUBJECT_LENGTH
from people.backoffice.pages import StaffFormPage

GONE = "Go back to its page to see what became of it."


class MessageFormPage(StaffFormPage):
    """A form about one message of the user's boards. What has left meanwhile is refused in a sentence."""

    model = Message
    index_url_name = "office_messages:index"
    done = "Done."

    @cached_property
    def message(self) -> Message:
        return self.row_or_404(self.kwargs["pk"], Message.objects.select_related("board", "person"))

    def get_page_subtitle(self) -> str:
        return f"{title_of(self.message.kind)}, {self.message.to_name or self.message.to_email}"

    def make_form(self, data: Any = None) -> forms.Form:
        return forms.Form(data)

    def act(self, form: Any) -> Message:
        raise NotImplementedError

    def save(self, form: Any) -> HttpResponse | None:
        try:
            message = self.act(form)
        except DeskRefused as refused:
            form.add_error(None, f"{refused} {GONE}")
            return None
        except WordingRefused as refused:
            for field, problems in refused.problems.items():
                for problem in problems:
                    form.add_error(field, problem)
            return None
        return self.back_to("office_messages:inspect", message.pk, success=self.done)


class HoldPage(MessageFormPage):
    page_title = "Hold back"
    submit_label = "Hold it back"
    lead = "It stays here until somebody lets it go."
    done = "Held back. It leaves when you let it go."

    def act(self, form: Any) -> Message:
        return actions.hold_message(self.message.pk, actor=self.user)


class ReleasePage(MessageFormPage):
    page_title = "Let go"
    submit_label = "Let it go"
    lead = "It leaves when it is due, or at once if it is overdue."
    done = "Let go."

    def act(self, form: Any) -> Message:
        return actions.release_message(self.message.pk, actor=self.user)


class WordsForm(forms.Form):
    subject = forms.CharField(
        max_length=SUBJECT_LENGTH, error_messages={"required": "Enter the subject"}
    )
    body = forms.CharField(
        label="Text",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="An empty line starts a new paragraph. **Two stars** make bold. "
        "[A link](https://…) alone in a paragraph becomes a button.",
        error_messages={"required": "Enter the text"},
    )


class EditPage(MessageFormPage):
    page_title = "Edit"
    submit_label = "Save these words"
    lead = "Only this message changes. It leaves with these words and is not written anew."
    done = "Saved. This message leaves in these words."

    def make_form(self, data: Any = None) -> WordsForm:
        subject, body = self._words_now()
        return WordsForm(data, initial={"subject": subject, "body": body})

    def _words_now(self) -> tuple[str, str]:
        message = self.message
        if message.state not in OPEN_STATES:
            self.lead = "It is no longer waiting, so its words cannot be changed."
            return message.subject, message.body
        try:
            return composing.text_to_edit(message)
        except NoLongerTrue as why:
            self.lead = f"As it stands it will be cancelled instead of sent: {why}"
        except LookupError:
            self.lead = "We do not know this kind of message any more, so it cannot leave."
            return message.subject, message.body
        return words_of(message.board_id, self.kind)

    @property
    def kind(self) -> Kind:
        return kind_of(self.message.kind)

    def act(self, form: Any) -> Message:
        return actions.edit_message(self.message.pk, actor=self.user, **form.cleaned_data)


class MoveForm(forms.Form):
    day = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the day", "invalid": "Enter a day like 2026-05-12"},
    )
    time = forms.TimeField(
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Enter the time", "invalid": "Enter a time like 09:30"},
    )

    def clean_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["day"]
        today = timezone.localdate()
        if not today <= day <= today + dt.timedelta(days=730):
            raise forms.ValidationError("Choose a day between today and two years from now")
        return day

    def moment(self) -> dt.datetime:
        chosen = dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return timezone.make_aware(chosen)


class MovePage(MessageFormPage):
    page_title = "Change when it leaves"
    submit_label = "Change when it leaves"
    lead = "A time that has passed sends it at once, unless it is held."
    done = "Changed when it leaves."

    def make_form(self, data: Any = None) -> MoveForm:
        due = timezone.localtime(self.message.send_after)
        return MoveForm(data, initial={"day": due.date(), "time": due.time()})

    def act(self, form: Any) -> Message:
        return actions.move_message(self.message.pk, form.moment(), actor=self.user)


class CancelForm(forms.Form):
    why = forms.CharField(
        label="Reason", max_length=300, required=False, help_text="Kept in the message's log."
    )


class CancelPage(MessageFormPage):
    page_title = "Cancel"
    submit_label = "Cancel this message"
    lead = "It will never leave. What it tells of stays as it is."
    done = "Cancelled. Nobody was told."

    def make_form(self, data: Any = None) -> CancelForm:
        return CancelForm(data)

    def act(self, form: Any) -> Message:
        return actions.cancel_message(
            self.message.pk, actor=self.user, why=form.cleaned_data["why"]
        )


class ResendForm(forms.Form):
    email = forms.EmailField(
        label="Address",
        max_length=254,
        required=False,
        help_text="Left empty: the same way as the first time.",
        error_messages={"invalid": "Enter an e-mail address like name@agency.org.uk"},
    )

    def __init__(self, data: Any, *, usual: str) -> None:
        super().__init__(data, initial={"email": usual})
        self.usual = usual

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if is_suppressed(email or self.usual):
            raise forms.ValidationError(
                "Mail to this address is blocked, because it came back or was not wanted. "
                "Enter another one, or take it off the blocked addresses first."
            )
        return email


class ResendPage(MessageFormPage):
    page_title = "Send again"
    submit_label = "Send it again"
    lead = "A second message leaves at once. It says what is true now."
    done = "This is the second message."

    def make_form(self, data: Any = None) -> ResendForm:
        return ResendForm(data, usual=self.message.to_email)

    def act(self, form: Any) -> Message:
        return actions.resend(self.message.pk, email=form.cleaned_data["email"], actor=self.user)
