"""Forms of loading a history: the list, its columns, and what is to be decided."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from bookings.history.fields import PEOPLE, Field
from bookings.history.plan import ROWS
from bookings.history.review import (
    AS_PROPOSED,
    EVERY_OTHER,
    ITEM_KEY,
    NEW,
    NEW_IN,
    SAME_AS,
    SKIP,
    Decisions,
    Item,
    Kind,
    every_other,
    read_decisions,
)
from bookings.history.words import Standing
from courses.backoffice.import_forms import ColumnsForm, UploadForm
from courses.imports.problems import FileRefused
from courses.imports.uploads import MOST_BYTES
from people.models import Board, Sector

Choices = list[tuple[str, Any]]
NO_NAME = (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL)


class HistoryUploadForm(UploadForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "Attendance list"
        self.fields["file"].help_text = (
            "CSV or Excel (XLSX), one row for each person at each event. At most 100,000 rows and 25 MB. "
            "Nothing is loaded yet."
        )


class HistoryColumnsForm(ColumnsForm):
    columns_of = PEOPLE
    options = ("only_board", "everyone", "fill_down")
    column_of_board = Field.BOARD

    everyone = forms.ChoiceField(
        label="Rows without a word for attendance",
        choices=[("", "Ask about them"), *((s.value, s.words.capitalize()) for s in Standing)],
        required=False,
        help_text="A list of those who signed in has no such column: choose Attended.",
    )
    fill_down = forms.BooleanField(
        label="An event is written once, above its people",
        required=False,
        help_text="Empty cells of course, date, times and venue then take what stands above them.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(which.value) for which in NO_NAME):
            self.add_error(Field.NAME, "Choose a column that says who the people are")
        if not (cleaned.get(Field.STATUS) or cleaned.get("everyone")):
            self.add_error(
                Field.STATUS, "Choose the column that says who came, or say below that all did"
            )
        return cleaned


class DecisionsForm(forms.Form):
    """One choice for each thing to decide. A choice that was not on the page sent is left as it was."""

    def __init__(
        self,
        *args: Any,
        items: Sequence[Item],
        decisions: Decisions,
        board: Board,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        self.decisions = decisions
        agencies = list(
            board.agencies.filter(merged_into__isnull=True).values_list("name", flat=True)
        )
        sectors = list(Sector.objects.values_list("name", flat=True))
        for item in items:
            said = decisions.said.get(item.key, "")
            self.fields[_name(item)] = forms.ChoiceField(
                label=_label(item),
                help_text=_help(item),
                choices=_choices(item, said, agencies, sectors),
                required=False,
                initial=said,
            )
        if any(item.kind == Kind.PERSON and item.proposal for item in items):
            self.fields["every_person"] = forms.BooleanField(
                label="Take the proposal for every person who is not decided",
                required=False,
                initial=every_other(Kind.PERSON) in decisions.said,
            )

    def decided(self) -> dict[ITEM_KEY, str]:
        said = {
            item.key: self.cleaned_data[_name(item)]
            for item in self.items
            if _name(item) in self.data
        }
        if "every_person" in self.fields:
            wanted = self.cleaned_data["every_person"]
            said[Kind.PERSON, EVERY_OTHER, ""] = AS_PROPOSED if wanted else ""
        return said


class TakeBackForm(forms.Form):
    """`used`: how many events were worked on since, which can only be kept."""

    why = forms.CharField(
        label="Why it is taken back",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the board's history, such as “the file of another year”.",
        error_messages={"required": "Enter why the load is taken back"},
    )
    keep_used = forms.BooleanField(
        error_messages={"required": "Tick this to take back the rest, or leave the load as it is"},
    )

    def __init__(self, *args: Any, used: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not used:
            del self.fields["keep_used"]
            return
        which = "the event that was" if used == 1 else f"the {used:,} events that were"
        self.fields["keep_used"].label = f"Keep {which} worked on since, and take back the rest"


class ReviewFileForm(forms.Form):
    """The file of what is to be decided, filled in."""

    review = forms.FileField(
        label="Decisions (CSV)",
        help_text="The file from the link above, with its last column filled in.",
        error_messages={"required": "Choose the file with your decisions"},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
    )

    def clean_review(self) -> Decisions:
        file = self.cleaned_data["review"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is too large to be the one of this page")
        try:
            return read_decisions(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("Save the file as “CSV UTF-8” and try again") from None
        except FileRefused as refused:
            raise forms.ValidationError(str(refused)) from None


def _name(item: Item) -> str:
    """The same for the same item, wherever it stands on the page."""
    return f"item_{uuid.uuid5(ROWS, chr(31).join(item.key)).hex[:12]}"


def _label(item: Item) -> str:
    what = {Kind.STATUS: "Attendance", Kind.AGENCY: "Agency", Kind.PERSON: "Person"}[item.kind]
    beside = f", {item.beside}" if item.beside else ""
    return f"{what}: {item.text}{beside}"


def _help(item: Item) -> str:
    rows = "1 row" if item.rows == 1 else f"{item.rows:,} rows"
    alike = f" {item.score} of 100 alike." if item.score else ""
    proposal = f" Proposed: {item.proposal}.{alike}" if item.proposal else ""
    return f"{rows}, the first is row {item.first_row}.{proposal} {item.why}".strip()


def _choices(item: Item, said: str, agencies: Sequence[str], sectors: Sequence[str]) -> Choices:
    """What may be decided; what was decided elsewhere, in a file, stays to be chosen."""
    kept = [text for text in dict.fromkeys([item.proposal, said]) if text]
    first: Choices = [("", "Decide later"), *((text, text.capitalize()) for text in kept)]
    if item.kind == Kind.STATUS:
        usual: Choices = [(each.words, each.words.capitalize()) for each in Standing]
    elif item.kind == Kind.PERSON:
        usual = [(NEW, "Somebody new")]
    else:
        usual = [
            (
                "New agency in the sector",
                [(f"{NEW_IN}{name}", f"New in {name}") for name in sectors],
            ),
            ("The same as", [(f"{SAME_AS}{name}", name) for name in agencies]),
        ]
    left = [each for each in usual if each[0] not in kept]
    return [*first, *left, (SKIP, "Skip its rows")] if SKIP not in kept else [*first, *left]
