"""The period of a report, as a GET form; reports with filters add fields to it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from people.days import date_field
from people.models import Board

from .documents import Document
from .periods import (
    NamedPeriod,
    Period,
    financial_year,
    financial_year_of,
    presets,
    this_year_to_date,
)

EXACT, HIDDEN = "exact", "hidden"


@dataclass(eq=False)
class NoFigures(Exception):
    """Why a valid question has no answer, and the periods that would have one."""

    title: str
    text: str
    offers: Sequence[NamedPeriod] = ()


class PeriodForm(forms.Form):
    """Which days. Nothing chosen: the financial year so far. `FILTERS` names the fields that narrow.

    `is_protected`: read by people who must not learn small numbers, or by those who may and chose not to see
    them. Only they are asked, if `may_choose`. Protected readers pick ready-made periods; `LIMITS` says what else
    they are not offered, `NARROWED` why there are no figures for it, `OTHER_DAYS` why there are none for their days.
    """

    DAYS: tuple[str, ...] = ("from", "to")
    FILTERS: tuple[str, ...] = ()
    LIMITS = ""
    NARROWED = OTHER_DAYS = ("", "")

    def __init__(
        self,
        data: QueryDict,
        *,
        board: Board,
        today: dt.date,
        is_protected: bool = False,
        may_choose: bool = False,
    ) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.board, self.today, self.may_choose = board, today, may_choose
        self.is_protected = is_protected or (may_choose and data.get("small") == HIDDEN)
        year = financial_year_of(today)
        days = {
            "from": date_field("First day", example=f"1/4/{year}"),
            "to": date_field("Last day", example=f"31/3/{year + 1}"),
        }
        self.fields |= {name: days[name] for name in self.DAYS}
        self.add_filters()
        if self.is_protected:
            for name in self.DAYS:
                self.fields[name].widget = forms.HiddenInput()
        if may_choose:
            self.fields["small"] = forms.ChoiceField(
                label="Small numbers",
                required=False,
                choices=[
                    (EXACT, "Exact"),
                    (HIDDEN, "1 to 4 hidden, for readers outside the office"),
                ],
                error_messages={"invalid_choice": "Choose exact or hidden numbers from the list."},
            )
        if self.is_valid():
            self._show(self.period())

    def add_filters(self) -> None:
        """Adds the fields of `FILTERS`."""

    def document(self, *, for_file: bool = False) -> Document:
        """Reads the report that a valid form asks for; files also have its finest table.

        Raises NoFigures.
        """
        if refused := self.refusal() or self.refusal_of_days():
            raise refused
        return self.read(for_file=for_file)

    def read(self, *, for_file: bool) -> Document:
        """Of figures that its reader may read. Raises NoFigures where they are not worked out yet."""
        raise NotImplementedError

    def only_in_files(self) -> Sequence[str]:
        """The keys of tables whose lines are read for files alone."""
        return ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and last < first:
            self.add_error("to", "The last day must be the same as the first day, or later.")
        return cleaned

    def period(self) -> Period:
        """The days chosen; a missing end is that of the financial year the other one lies in."""
        first, last = self.cleaned_data["from"], self.cleaned_data["to"]
        if first is None and last is None:
            return this_year_to_date(self.today)
        year = financial_year(financial_year_of(first or last))
        return Period(first or year.from_, last or year.to)

    def presets(self, since: dt.date | None) -> list[NamedPeriod]:
        """Ready-made periods, back to the year of `since`, the first day there is anything to report of."""
        return presets(self.today, since=since)

    @classmethod
    def may_be_read(cls, period: Period, *, today: dt.date) -> bool:
        """Whether protected readers have figures of these days."""
        return True

    def offers(self) -> Sequence[NamedPeriod]:
        """Periods near the one chosen that protected readers have figures of."""
        return ()

    def refusal(self) -> NoFigures | None:
        """Why the filters of a valid form have no figures for this reader, whatever the days."""
        return None

    def refusal_of_days(self) -> NoFigures | None:
        """Why the days of a valid form have no figures for this reader, whatever the filters."""
        if not self.is_protected or self.may_be_read(self.period(), today=self.today):
            return None
        return NoFigures(*self.OTHER_DAYS, self.offers())

    def query(
        self,
        *,
        without: str = "",
        period: Period | None = None,
        narrowed: Mapping[str, str] | None = None,
    ) -> str:
        """The query string of this form, less one filter, with another period, or narrowed further."""
        kept = QueryDict(mutable=True)
        for name, value in (period or self.period()).as_fields().items():
            kept[name] = value
        for name in self.active():
            if name != without:
                kept[name] = self.data[name]
        if self.may_choose and self.is_protected:
            kept["small"] = HIDDEN
        for name, value in (narrowed or {}).items():
            kept[name] = value
        return kept.urlencode()

    def active(self) -> list[str]:
        """The names of the filters in force."""
        return [name for name in self.FILTERS if self.cleaned_data.get(name)]

    def label_of(self, name: str) -> str:
        """How a filter reads on its chip."""
        return str(self.cleaned_data[name])

    def _show(self, period: Period) -> None:
        """Prints the days the report is about, however they were typed."""
        shown = QueryDict(mutable=True)
        shown.update(self.data)
        shown["from"], shown["to"] = (f"{d:%-d %B %Y}" for d in (period.from_, period.to))
        self.data = shown
