"""The officer's desk: every message of one's boards, waiting or gone, and one message's page."""

import logging
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn

from notices import composing
from notices.choices import (
    OPEN_STATES,
    RESENDABLE_STATES,
    Channel,
    MessageState,
)
from notices.kinds import NoLongerTrue, title_of
from notices.models import Message
from people.backoffice.base import BoardViewSet, ScopedIndexView
from people.backoffice.pages import StaffPage
from people.backoffice.scope import rows_for
from people.models import Person

from .about import name_abouts
from .bulk import BulkPage
from .doing import CancelPage, EditPage, HoldPage, MovePage, ReleasePage, ResendPage
from .filters import MessageFilterSet, find_messages
from .letters import LettersFile, LettersPage, PrintLettersPage
from .sentences import TONES, log_sentence, state_of, to_of, when_of

logger = logging.getLogger(__name__)


class ChooseColumn(BaseColumn):
    """A box to choose the message for what is done to several; it belongs to the form above the table."""

    cell_template_name = "backoffice/notices/choose_cell.html"


class StateColumn(Column):
    cell_template_name = "backoffice/notices/state_cell.html"


class ToColumn(Column):
    cell_template_name = "backoffice/notices/to_cell.html"


class AboutColumn(Column):
    cell_template_name = "backoffice/notices/about_cell.html"


def desk_counts(user: Any) -> list[tuple[int, str, str]]:
    """What needs looking at: how many, in words, and where they are listed. One query."""
    index, letters = reverse("office_messages:index"), reverse("office_messages:letters")
    asked = {
        "failed": (Q(state=MessageState.FAILED), "failed", f"{index}?state=failed"),
        "bounced": (Q(state=MessageState.BOUNCED), "bounced", f"{index}?state=bounced"),
        "letters": (
            Q(state=MessageState.WAITING, channel=Channel.LETTER),
            "to print as letters",
            letters,
        ),
        "held": (Q(state=MessageState.HELD), "held", f"{index}?state=held"),
    }
    wanted = {name: Count("pk", filter=which) for name, (which, _, _) in asked.items()}
    counted = rows_for(user, Message.objects.all()).aggregate(**wanted)
    return [(counted[name], words, url) for name, (_, words, url) in asked.items()]


class MessageIndexView(ScopedIndexView):
    template_name = "backoffice/notices/index.html"
    results_template_name = "backoffice/notices/index_results.html"
    default_ordering = "-send_after"
    page_title = "Messages"

    @property
    def list_display(self) -> list[Any]:
        return [
            TitleColumn(
                "title",
                label="Message",
                accessor=lambda message: title_of(message.kind),
                get_url=self.get_edit_url,
            ),
            StateColumn("state", sort_key="state"),
            ToColumn("to", label="To", accessor=to_of),
            AboutColumn("about", label="About"),
            Column("when", label="Leaves or left", accessor=when_of, sort_key="send_after"),
            Column("board", accessor="board.short_name"),
        ]

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("board", "person")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return find_messages(queryset, self.search_query) if self.is_searching else queryset

    def get_table(self, object_list: Any) -> Any:
        name_abouts(object_list)
        for message in object_list:
            message.shown_state, message.tone = state_of(message), TONES[message.state]
        return super().get_table(object_list)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With `do_to_all`, the address that chooses every message of the list, over all its pages."""
        context = super().get_context_data(*args, **kwargs)
        asked = self.request.GET.copy()
        asked["every"] = "1"
        context["do_to_all"] = f"{reverse('office_messages:bulk')}?{asked.urlencode()}"
        context["counts"] = desk_counts(self.request.user)
        return context

    @property
    def columns(self) -> list[Any]:
        return [ChooseColumn("choose", label="Choose"), *super().columns]

    def get_edit_url(self, instance: Message) -> str:
        return reverse("office_messages:inspect", args=[instance.pk])


class MessagePage(StaffPage):
    """One message: as it reads, where it is, what happened to it, and what can be done with it."""

    model = Message
    permission_required = "view"
    index_url_name = "office_messages:index"
    template_name = "backoffice/notices/message.html"

    def get_page_title(self) -> str:
        return title_of(self.message.kind)

    def get_page_subtitle(self) -> str:
        return self.message.to_name or self.message.to_email

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.message = self.row_or_404(
            kwargs["pk"], Message.objects.select_related("board", "person")
        )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        message = self.message
        name_abouts([message])
        log = message.log.select_related("actor")
        return {
            **super().get_context_data(**kwargs),
            **self._reads(),
            "message": message,
            "state": state_of(message),
            "tone": TONES[MessageState(message.state)],
            "to": to_of(message),
            "when": when_of(message),
            "log": [log_sentence(entry) for entry in log],
            "is_open": message.state in OPEN_STATES,
            "is_held": message.state == MessageState.HELD,
            "can_resend": message.state in RESENDABLE_STATES,
            "can_open_person": rows_for(self.user, Person.objects.all())
            .filter(pk=message.person_id)
            .exists(),
        }

    def _reads(self) -> dict[str, Any]:
        """`said` as it reads now, or `trouble`, why there is nothing to read. What has left is as it left."""
        message = self.message
        if message.state not in OPEN_STATES:
            return {"said": None, "trouble": ""}
        try:
            facts = composing.facts_of(message)
            write = composing.letter if message.is_letter else composing.rendered
            return {"said": write(message, facts), "trouble": ""}
        except NoLongerTrue as why:
            return {"said": None, "trouble": f"It will be cancelled instead of sent: {why}"}
        except Exception:
            logger.warning("Message %s cannot be previewed", message.pk, exc_info=True)
            return {"said": None, "trouble": "It cannot be written. Cancel it, or edit its text."}


class MessageViewSet(BoardViewSet):
    """Messages are written by their causes: no page adds one, and what is done to one is a verb."""

    model = Message
    name = "messages"
    icon = "mail"
    menu_label = "Messages"
    menu_order = 16
    index_view_class = MessageIndexView
    inspect_view_enabled = True
    filterset_class = MessageFilterSet
    form_fields: list[str] = []
    hidden_views = ("history", "add", "edit")
    search_fields = ["to_name", "to_email", "person__full_name", "subject"]

    def get_urlpatterns(self) -> list[URLPattern]:
        pages = (
            ("inspect/<int:pk>/", MessagePage, "inspect"),
            ("hold/<int:pk>/", HoldPage, "hold"),
            ("release/<int:pk>/", ReleasePage, "release"),
            ("edit/<int:pk>/", EditPage, "edit"),
            ("move/<int:pk>/", MovePage, "move"),
            ("cancel/<int:pk>/", CancelPage, "cancel"),
            ("again/<int:pk>/", ResendPage, "again"),
            ("bulk/", BulkPage, "bulk"),
            ("letters/", LettersPage, "letters"),
            ("letters/print/", PrintLettersPage, "print"),
            ("letters/letters.pdf", LettersFile, "pdf"),
        )
        ours = [path(route, self.construct_view(view), name=name) for route, view, name in pages]
        named = {each.name for each in ours}
        return [*(e for e in super().get_urlpatterns() if e.name not in named), *ours]
