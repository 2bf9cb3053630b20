"""Forms of an import: the file, then its columns."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms

from courses.imports.columns import Fields
from courses.imports.mapping import CALENDAR, Field
from courses.imports.problems import FileRefused
from courses.imports.read import check_kind
from courses.imports.uploads import MOST_BYTES
from people.models import Board
from people.queries import staff_boards

ENCODINGS = [
    ("", "UTF-8 (usual)"),
    ("cp1252", "Windows (older Excel on Windows)"),
    ("utf-16", "Unicode text (UTF-16)"),
]


class UploadForm(forms.Form):
    """A file, and the board that gets it; the board is only asked of those who run several."""

    file = forms.FileField(
        label="Calendar file",
        help_text=(
            "CSV or Excel (XLSX), with one row for each event or course and the headings in the first row. "
            "At most 100,000 rows and 25 MB. Nothing is imported yet."
        ),
        error_messages={
            "required": "Choose a file",
            "empty": "The file is empty: choose another one",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )
    board = forms.ModelChoiceField(
        Board.objects.none(), label="Board", error_messages={"required": "Choose a board"}
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards = staff_boards(user)
        field = self.fields["board"]
        field.queryset = boards  # type: ignore[attr-defined]  # a model choice field
        if len(boards[:2]) == 1:
            self.initial["board"] = boards[0].pk
            field.widget = forms.HiddenInput()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                "The file is larger than 25 MB: split it and import each part"
            )
        try:
            check_kind(file, file.name)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        return file


class ColumnsForm(forms.Form):
    """Which column holds what. A kind names its `columns_of` and the `options` that are fields of its upload."""

    columns_of: ClassVar[Fields]
    options: ClassVar[tuple[str, ...]] = ("only_board",)
    column_of_board: ClassVar[str] = "board"

    only_board = forms.CharField(label="Only rows of this board", required=False, max_length=200)

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        samples: Sequence[str],
        sheets: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        columns = [
            (heading, f"{heading} (for example {sample})" if sample else heading)
            for heading, sample in zip(headings, samples, strict=True)
            if heading
        ]
        for each in self.columns_of.kind:
            label = self.columns_of.labels[each]
            self.fields[each.value] = forms.ChoiceField(
                label=label,
                choices=[("", "Not in the file"), *columns],
                required=each in self.columns_of.required,
                error_messages={"required": f"Choose the column with the {label.lower()}"},
            )
        if sheets:
            self.fields["sheet"] = forms.ChoiceField(
                label="Sheet", choices=[(name, name) for name in sheets]
            )
        else:
            self.fields["encoding"] = forms.ChoiceField(
                label="Encoding",
                choices=ENCODINGS,
                required=False,
                help_text="Change this if letters look wrong or the file is refused.",
            )

    def column_fields(self) -> Iterator[forms.BoundField]:
        return (self[each.value] for each in self.columns_of.kind)

    def option_fields(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.options)

    def reading_fields(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in ("sheet", "encoding") if name in self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen: dict[str, str] = {}
        for each in self.columns_of.kind:
            heading = cleaned.get(each.value)
            if heading and heading in chosen:
                self.add_error(each.value, f"This column is already chosen for {chosen[heading]}")
            elif heading:
                chosen[heading] = self.columns_of.labels[each].lower()
        if cleaned.get("only_board") and not cleaned.get(self.column_of_board):
            self.add_error("only_board", "Choose the board column, or leave this empty")
        return cleaned

    def columns(self) -> dict[str, str]:
        """Field name to heading, of the fields that are in the file."""
        return {
            each.value: self.cleaned_data[each.value]
            for each in self.columns_of.kind
            if self.cleaned_data[each.value]
        }


class CalendarColumnsForm(ColumnsForm):
    columns_of = CALENDAR
    options = ("only_board", "replace")
    column_of_board = Field.BOARD

    replace = forms.BooleanField(
        label="Replace details of courses that are there already",
        required=False,
        help_text="Otherwise only what they lack is filled in. Events are never changed.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["only_board"].help_text = (
            "When the file lists several boards: a name as in the board column. Left empty, all rows are "
            "taken into your catalogue, and the preview says which named another board."
        )
