"""Finding messages: the filters and the search of the desk's list."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from notices.choices import LOST_STATES, Channel, MessageState
from notices.kinds import all_kinds
from notices.models import Message
from people.backoffice.base import BoardFilterSet
from people.backoffice.forms import runs_one_board
from people.models import Board


class DateInput(forms.DateInput):
    input_type = "date"


def kinds_to_choose() -> list[tuple[str, str]]:
    return [(kind.code, kind.title) for kind in all_kinds()]


class MessageFilterSet(BoardFilterSet):
    lost = django_filters.ChoiceFilter(
        label="What needs looking at",
        choices=[("lost", "Failed or bounced"), ("answered", "An automatic answer came")],
        empty_label="Every message",
        method="that_needs_looking_at",
    )
    state = django_filters.ChoiceFilter(choices=MessageState.choices, empty_label="Any state")
    kind = django_filters.ChoiceFilter(choices=kinds_to_choose, empty_label="Any kind")
    channel = django_filters.ChoiceFilter(
        label="How", choices=Channel.choices, empty_label="E-mail or letter"
    )
    leaves_from = django_filters.DateFilter(
        label="Leaves or left from",
        field_name="send_after",
        lookup_expr="date__gte",
        widget=DateInput,
    )
    leaves_to = django_filters.DateFilter(
        label="Leaves or left until",
        field_name="send_after",
        lookup_expr="date__lte",
        widget=DateInput,
    )
    board = django_filters.ModelChoiceFilter(queryset=Board.objects.all(), empty_label="Any board")

    class Meta:
        model = Message
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if runs_one_board(self.request.user):
            del self.filters["board"]

    def that_needs_looking_at(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "lost":
            return queryset.filter(state__in=LOST_STATES)
        return queryset.exclude(auto_reply="")


def find_messages(rows: QuerySet, words: str) -> QuerySet:
    """By the name or address it goes to, the name of whom it concerns, or its subject."""
    return rows.filter(
        Q(to_name__icontains=words)
        | Q(to_email__icontains=words)
        | Q(person__full_name__icontains=words)
        | Q(subject__icontains=words)
    )
