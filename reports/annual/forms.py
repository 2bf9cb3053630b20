"""Forms of annual reports: a text, who writes what, a block, a stated figure, a new edition."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from courses.models import Course
from people.models import Board, Sector, User
from reports.choices import Unit
from reports.measures.resources import ROOM_HIRE
from reports.models import AnnualReport, Slot, StatedFigure
from reports.periods import financial_year_of

from .figures import MEASURES, OF_EVENTS, OWN
from .structure import Block, BlockKind, ChartOf, Stated, Structure, TableOf, Words

YEARS_BACK = 12


class YearForm(forms.Form):
    """Starts the report of a year that has none."""

    year = forms.TypedChoiceField(label="Financial year", coerce=int)

    def __init__(self, *args: Any, today: dt.date, taken: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year, had = financial_year_of(today), set(taken)
        years = [y for y in range(this_year, this_year - YEARS_BACK - 1, -1) if y not in had]
        field = self.fields["year"]
        field.choices = [(year, f"April {year} to March {year + 1}") for year in years]  # type: ignore[attr-defined]  # a ChoiceField
        field.error_messages["required"] = "Choose the financial year"


class TextForm(forms.Form):
    """One text; `version` is that of the text it was opened with."""

    text = forms.CharField(
        label="Text",
        max_length=10_000,
        required=False,
        strip=True,
        help_text="Leave an empty line between paragraphs. Figures of the registers stand in the report "
        "already and need not be repeated. Name no child and no family.",
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"max_length": "The text must be 10,000 characters or fewer"},
    )
    is_ready = forms.BooleanField(label="This text is ready for sign-off", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class WritersForm(forms.Form):
    """Who writes what: one list for each text."""

    def __init__(
        self, *args: Any, structure: Structure, slots: Iterable[Slot], people: QuerySet[User],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        titles = {block.key: block.title for block in structure.narratives}
        people_choices = [(user.pk, user.full_name or user.email) for user in people]
        self.slots = [slot for slot in slots if slot.key in titles]
        for slot in self.slots:
            self.fields[f"slot-{slot.pk}"] = forms.TypedChoiceField(
                label=titles[slot.key],
                choices=[("", "Nobody yet"), *people_choices],
                coerce=int,
                empty_value=None,
                required=False,
                initial=slot.assigned_to_id,
                error_messages={"invalid_choice": "Choose somebody from the list"},
            )

    def changes(self) -> dict[str, int | None]:
        """The key of each text whose writer is another now, with the user's id."""
        chosen = [(slot, self.cleaned_data[f"slot-{slot.pk}"]) for slot in self.slots]
        return {slot.key: user for slot, user in chosen if user != slot.assigned_to_id}


class BlockForm(forms.Form):
    """A block more: what it shows, in which section; a figure can be narrowed to a course and a sector."""

    section = forms.ChoiceField(label="Section")
    shows = forms.ChoiceField(
        label="What it shows",
        error_messages={"required": "Choose what the block shows"},
        choices=[
            ("", "Choose what it shows"),
            (BlockKind.NARRATIVE.label, [("narrative:", "A text, with a heading")]),
            (BlockKind.FIGURE.label, [(f"figure:{k}", m.label) for k, m in MEASURES.items()]),
            (BlockKind.TABLE.label, [(f"table:{each}", each.label) for each in TableOf]),
            (BlockKind.CHART.label, [(f"chart:{each}", each.label) for each in ChartOf]),
            (BlockKind.WORDS.label, [(f"words:{each}", each.label) for each in Words]),
            (BlockKind.STATED.label, [(f"stated:{each}", each.label) for each in Stated]),
        ],
    )
    title = forms.CharField(
        label="Heading of a text, or name of a figure (optional)",
        max_length=120,
        required=False,
        help_text="A figure without a name is called what its measure is called.",
    )
    hint = forms.CharField(
        label="What the writer should say (optional)",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    course = forms.ModelChoiceField(
        Course.objects.none(),
        label="Figure of one course (optional)",
        required=False,
        empty_label="All courses",
        error_messages={"invalid_choice": "Choose a course from the list"},
    )
    sector = forms.ModelChoiceField(
        Sector.objects.none(),
        label="Figure of one sector (optional)",
        required=False,
        empty_label="All sectors",
        error_messages={"invalid_choice": "Choose a sector from the list"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, board: Board, structure: Structure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        section, course, sector = (self.fields[n] for n in ("section", "course", "sector"))
        section.choices = [(each.key, each.title) for each in structure.sections]  # type: ignore[attr-defined]  # a ChoiceField
        course.queryset = Course.objects.filter(board=board).order_by("title")  # type: ignore[attr-defined]  # a ModelChoiceField
        sector.queryset = Sector.objects.filter(agencies__boards=board).distinct()  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, _, of = cleaned.get("shows", "").partition(":")
        if kind == BlockKind.NARRATIVE and not cleaned.get("title"):
            self.add_error("title", "Give the text a heading")
        if kind and kind != BlockKind.FIGURE and (cleaned.get("course") or cleaned.get("sector")):
            self.add_error("shows", "Only a figure can be of one course or sector")
        if kind == BlockKind.FIGURE and cleaned.get("sector") and of in (*OF_EVENTS, "seats_used"):
            self.add_error("sector", "Events and places are shared by all sectors: leave this out")
        if kind == BlockKind.FIGURE and of == ROOM_HIRE.key and cleaned.get("course"):
            self.add_error("course", "Room hire is told of the whole year: leave this out")
        return cleaned

    def block(self) -> Block:
        cleaned = self.cleaned_data
        kind, _, of = cleaned["shows"].partition(":")
        course, sector = cleaned["course"], cleaned["sector"]
        return Block(
            key="",
            kind=BlockKind(kind),
            of=of,
            title=cleaned["title"],
            hint=cleaned["hint"],
            course=course.pk if course else None,
            sector=sector.pk if sector else None,
        )


class TypedNumber(forms.DecimalField):
    """A number as people type it: "£273,754", "88 %", "1,200"."""

    def clean(self, value: Any) -> Any:
        return super().clean(re.sub(r"[£%,\s]", "", value) if isinstance(value, str) else value)


class StatedForm(forms.ModelForm):
    """A figure that others counted."""

    class Meta:
        model = StatedFigure
        fields = (
            "label", "value", "unit", "base", "source", "note", "part_of", "is_subtracted", "own",
        )  # fmt: skip
        labels = {
            "label": "What it is",
            "unit": "What it counts",
            "base": "Who counted what",
            "source": "Source",
            "note": "Note (optional)",
            "part_of": "Part of a total (optional)",
            "is_subtracted": "It is taken off that total",
        }
        help_texts = {"base": "The people or events it covers."}
        error_messages = {
            "label": {"required": "Say what the figure is"},
            "base": {"required": "Say who counted what"},
            "source": {"required": "Say where the figure can be found"},
        }

    value = TypedNumber(
        label="Number",
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": "Enter the number", "invalid": "Enter a number, like 956"},
    )
    own = forms.ChoiceField(
        label="Figure of ours that should agree with it (optional)",
        required=False,
        choices=[("", "None"), *OWN.items()],
    )

    def __init__(self, *args: Any, report: AnnualReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        others = StatedFigure.objects.filter(board=report.board, year=report.year)
        total = self.fields["part_of"]
        total.queryset, total.empty_label = others, "Of no total"  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["unit"].choices = Unit.choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        label, total = cleaned.get("label"), cleaned.get("part_of")
        others = StatedFigure.objects.filter(board=self.report.board, year=self.report.year)
        if label and others.filter(label=label).exists():
            self.add_error("label", "This year has a figure of that name already")
        if cleaned.get("is_subtracted") and not total:
            self.add_error("is_subtracted", "Choose the total that it is taken off")
        if total and cleaned.get("unit") and total.unit != cleaned["unit"]:
            self.add_error("part_of", "A part counts the same as its total")
        return cleaned


class RestatesForm(forms.Form):
    restates = forms.CharField(
        label="What the new edition puts right",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Readers see this on its first page.",
        error_messages={"required": "Say what the new edition puts right"},
    )


class SignOffForm(forms.Form):
    agrees = forms.BooleanField(
        label="I have read the report, and the board has agreed to it",
        error_messages={"required": "Confirm that the board has agreed to the report"},
    )
