"""Forms of the back office: every list to choose from holds only rows of the boards one runs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm

from people.models import Board

from .scope import rows_for, staff_board_ids


def limit_choices(form: forms.BaseForm, user: Any) -> None:
    """Leaves in each field's list only what `user` may choose; anything else is then refused as unknown."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            field.queryset = rows_for(user, field.queryset)
            name_boards(field, user)


def name_boards(field: forms.ModelChoiceField, user: Any) -> None:
    """Where `user` runs several boards, each row says whose it is: two boards use the same names."""
    rows = field.queryset
    if rows is None or not hasattr(rows.model, "board") or runs_one_board(user):
        return
    field.queryset = rows.select_related("board")
    field.label_from_instance = with_board  # type: ignore[method-assign,assignment]  # of this form's field


def with_board(row: Any) -> str:
    return f"{row} ({row.board.short_name})"


class StaffForm(forms.Form):
    """A plain form of the back office, with its choices limited."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_choices(self, user)


class BoardModelForm(WagtailAdminModelForm):
    """A model form whose choices are the user's boards' rows.

    The board is chosen when the row is made, hidden when there is no choice, and fixed afterwards. What
    other boards have set on a shared row (an agency that belongs to two boards) is kept.
    """

    shared_fields: tuple[str, ...] = ()
    """Fields whose choices are not limited, because they name what other boards own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and name not in self.shared_fields:
                self._limit(name, field)
        if isinstance(self.fields.get("board"), forms.ModelChoiceField):
            self._settle_board(self.fields["board"])

    def _limit(self, name: str, field: Any) -> None:
        everything = field.queryset
        field.queryset = rows_for(self.for_user, everything)
        if self.instance.pk and not isinstance(field, forms.ModelMultipleChoiceField):
            kept = getattr(self.instance, f"{name}_id", None)
            if kept and not field.queryset.filter(pk=kept).exists():
                field.queryset = everything.filter(pk=kept)
                field.disabled = True

    def _settle_board(self, field: Any) -> None:
        boards = list(field.queryset[:2])
        if self.instance.pk:
            field.disabled = True
        if len(boards) == 1 and not self.instance.pk:
            field.initial = boards[0]
            self.initial["board"] = boards[0].pk
        if len(boards) == 1:
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        board = cleaned.get("board")
        for name, field in self.fields.items():
            if not isinstance(field, forms.ModelChoiceField) or name in (
                *self.shared_fields,
                "board",
            ):
                continue
            if isinstance(board, Board):
                self._check_board(name, cleaned.get(name), board)
            if isinstance(field, forms.ModelMultipleChoiceField) and name in cleaned:
                cleaned[name] = self._with_hidden(name, field, cleaned[name])
        return cleaned

    def _check_board(self, name: str, chosen: Any, board: Board) -> None:
        rows = chosen if hasattr(chosen, "__iter__") else [chosen]
        strays = [row for row in rows if getattr(row, "board_id", board.pk) != board.pk]
        if strays:
            names = ", ".join(str(row) for row in strays)
            self.add_error(name, ValidationError(f"{names} belongs to another board."))

    def _with_hidden(self, name: str, field: Any, chosen: Any) -> Any:
        if not self.instance.pk:
            return chosen
        current = getattr(self.instance, name).all()
        hidden = current.exclude(pk__in=field.queryset.values("pk"))
        return [*chosen, *hidden]


def runs_one_board(user: Any) -> bool:
    """Whether naming the board would tell `user` nothing."""
    return not user.is_superuser and len(staff_board_ids(user)) == 1
