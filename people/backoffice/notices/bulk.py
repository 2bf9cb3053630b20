"""Holding, letting go or cancelling several messages: which they are, then each that has not left."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.admin import messages

from notices import actions
from notices.actions.desk import DeskRefused
from notices.choices import OPEN_STATES
from notices.models import Message
from people.backoffice.base import SEARCH_LENGTH
from people.backoffice.pages import StaffFormPage
from people.backoffice.scope import rows_for
from people.text import typed_id

from .filters import MessageFilterSet, find_messages
from .sentences import to_of, when_of

MOST = 1000
VERBS = (
    ("hold", "Hold them back"),
    ("release", "Let them go"),
    ("cancel", "Cancel them"),
)


class BulkForm(forms.Form):
    do = forms.ChoiceField(
        label="What to do",
        choices=VERBS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to do"},
    )
    why = forms.CharField(
        label="Reason, if you cancel them",
        max_length=300,
        required=False,
        help_text="Kept in each message's log.",
    )
    messages = forms.CharField(widget=forms.HiddenInput)


class BulkPage(StaffFormPage):
    """The messages come as `message=ID` (chosen in the list) or as the list's own filters with `every=1`.

    The form then carries the ids, so that what was shown is what is done. Messages that have left
    meanwhile are passed over, and counted.
    """

    model = Message
    index_url_name = "office_messages:index"
    template_name = "backoffice/notices/bulk.html"
    page_title = "Several messages"
    submit_label = "Do it"

    @cached_property
    def chosen(self) -> list[Message]:
        rows = rows_for(self.user, Message.objects.filter(state__in=OPEN_STATES))
        return list(self._asked(rows).select_related("board").order_by("send_after", "pk")[:MOST])

    def _asked(self, rows: QuerySet) -> QuerySet:
        if self.request.method == "POST":
            ids = self.request.POST.get("messages", "").split(",")[:MOST]
            return rows.filter(pk__in=[i for i in map(typed_id, ids) if i is not None])
        query = self.request.GET
        if "every" not in query:
            ids = query.getlist("message")[:MOST]
            return rows.filter(pk__in=[i for i in map(typed_id, ids) if i is not None])
        found = MessageFilterSet(query, queryset=rows, request=self.request).qs
        words = query.get("q", "")[:SEARCH_LENGTH].strip()
        return find_messages(found, words) if words else found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.chosen:
            messages.warning(
                request, "None of these can be changed: choose messages that wait or are held."
            )
            return self.back_to("office_messages:index")
        return super().get(request, *args, **kwargs)

    def make_form(self, data: Any = None) -> BulkForm:
        ids = ",".join(str(message.pk) for message in self.chosen)
        return BulkForm(data, initial={"messages": ids})

    def save(self, form: BulkForm) -> HttpResponse:
        asked = len(form.cleaned_data["messages"].split(","))
        done = sum(self._do(form, message) for message in self.chosen)
        words = {"hold": "held back", "release": "let go", "cancel": "cancelled"}
        said = f"{done} message{'' if done == 1 else 's'} {words[form.cleaned_data['do']]}."
        if asked > done:
            said += f" {asked - done} had left or been cancelled meanwhile: they are unchanged."
        return self.back_to("office_messages:index", success=said)

    def _do(self, form: BulkForm, message: Message) -> bool:
        try:
            if form.cleaned_data["do"] == "hold":
                actions.hold_message(message.pk, actor=self.user)
            elif form.cleaned_data["do"] == "release":
                actions.release_message(message.pk, actor=self.user)
            else:
                actions.cancel_message(message.pk, actor=self.user, why=form.cleaned_data["why"])
        except DeskRefused:
            return False
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "chosen": [(message, to_of(message), when_of(message)) for message in self.chosen],
            "most": MOST,
        }
