"""Letters to print: the list, one accessible PDF of those chosen, and what came out right."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin import messages

from notices import actions
from notices.actions.letters import Letter, letter_of
from notices.kinds import NoLongerTrue, title_of
from notices.models import Message
from people.backoffice.pages import StaffPage
from people.backoffice.scope import rows_for
from people.models import Employment
from people.text import typed_id

from .about import name_abouts

MOST = 200


class LetterPage(StaffPage):
    """A page about the letters named in the request as `letter=ID` or `letter=ID:MARK`."""

    model = Message
    index_url_name = "office_messages:index"

    @cached_property
    def asked(self) -> dict[int, str]:
        """The marks (or "") by message id, as they came."""
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        pairs = [each.partition(":") for each in data.getlist("letter")[:MOST]]
        found = {typed_id(pk): mark[:12] for pk, _, mark in pairs}
        return {pk: mark for pk, mark in found.items() if pk is not None}

    def to_print(self) -> QuerySet:
        rows = rows_for(self.user, Message.objects.to_print())
        return rows.select_related("board", "person").order_by("created_at", "pk")

    def chosen(self) -> list[Message]:
        return list(self.to_print().filter(pk__in=self.asked))

    def to_print_page(self, letters: list[Message]) -> HttpResponse:
        query = "&".join(f"letter={message.pk}" for message in letters)
        return redirect(f"{reverse('office_messages:print')}?{query}")

    def say_withdrawn(self, withdrawn: list[tuple[Message, str]], advice: str = "") -> None:
        for message, why in withdrawn:
            text = f"The letter to {message.to_name} was cancelled instead: {why} {advice}"
            messages.warning(self.request, text.strip())


class LettersPage(LetterPage):
    """The letters nobody has printed yet. Choosing some takes out those that are no longer true."""

    template_name = "backoffice/notices/letters.html"
    page_title = "Letters to print"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = self.chosen()
        if not chosen:
            messages.warning(request, "Choose at least one letter.")
            return self.back_to("office_messages:letters")
        ids = [message.pk for message in chosen]
        withdrawn = actions.withdraw_untrue_letters(ids, actor=self.user)
        self.say_withdrawn(withdrawn)
        gone = {message.pk for message, _ in withdrawn}
        left = [message for message in chosen if message.pk not in gone]
        return self.to_print_page(left) if left else self.back_to("office_messages:letters")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters = list(self.to_print()[: MOST + 1])
        name_abouts(letters)
        rows = [(message, title_of(message.kind)) for message in letters[:MOST]]
        return {
            **super().get_context_data(**kwargs),
            "letters": rows,
            "more": len(letters) > MOST,
            "most": MOST,
        }


class PrintLettersPage(LetterPage):
    """The PDF of the chosen letters, and the button for when they came out right."""

    template_name = "backoffice/notices/print.html"
    page_title = "Print letters"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET and not self.chosen():
            messages.warning(request, "These letters are no longer waiting to be printed.")
            return self.back_to("office_messages:letters")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = {message.pk: self.asked[message.pk] for message in self.chosen()}
        done = actions.note_printed(mine, actor=self.user)
        self.say_withdrawn(done.withdrawn, "Please take it out of the pile.")
        if done.printed:
            n = len(done.printed)
            messages.success(request, f"{n} letter{'' if n == 1 else 's'} marked as printed.")
        if done.changed:
            names = ", ".join(message.to_name for message in done.changed)
            text = (
                f"Changed since the PDF was made, so print again and throw away the first: {names}."
            )
            messages.warning(request, text)
            return self.to_print_page(done.changed)
        return self.back_to("office_messages:letters")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters, untrue = written(self.chosen())
        query = "&".join(f"letter={each.message.pk}:{each.mark}" for each in letters)
        return {
            **super().get_context_data(**kwargs),
            "letters": letters,
            "untrue": untrue,
            "pdf": f"{reverse('office_messages:pdf')}?{query}",
        }


class LettersFile(LetterPage):
    """The letters as one PDF, a page each. Only what still reads as the page before showed it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from people.pdf import accessible_pdf  # slow to load, and used nowhere else here

        letters, _ = written(self.chosen())
        same = [each for each in letters if each.mark == self.asked[each.message.pk]]
        if not same or len(same) < len(self.asked):
            messages.warning(request, "Some of these letters have changed. Look at the list again.")
            left = self.chosen()
            return self.to_print_page(left) if left else self.back_to("office_messages:letters")
        context = {"letters": with_agencies(same), "today": timezone.localdate()}
        answer = HttpResponse(
            accessible_pdf("pdf/letters.html", context), content_type="application/pdf"
        )
        answer["Content-Disposition"] = 'inline; filename="letters.pdf"'
        return answer


def written(rows: list[Message]) -> tuple[list[Letter], list[tuple[Message, str]]]:
    """The letters as they would be printed now, and those that are no longer true, with why."""
    letters, untrue = [], []
    for message in rows:
        try:
            letters.append(letter_of(message))
        except NoLongerTrue as why:
            untrue.append((message, str(why)))
    return letters, untrue


def with_agencies(letters: list[Letter]) -> list[tuple[Letter, str]]:
    """Each with the agency it can be handed to: internal post finds people by it."""
    ids = [each.message.person_id for each in letters]
    jobs = Employment.objects.filter(person__in=ids, ends_on__isnull=True).select_related("agency")
    agencies = {job.person_id: job.agency.name for job in jobs}
    return [(each, agencies.get(each.message.person_id or 0, "")) for each in letters]
