"""Any first and last day of a course's results, as `manage.py report impact` takes them."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict

from people.days import date_field

from .dates import Dates
from .scopes import Scope

FIRST, LAST = "from", "to"


class SpanForm(forms.Form):
    """Valid, `scope` holds the events within; what was typed stays."""

    scope: Scope | None = None

    def __init__(self, data: QueryDict | None, *, dates: Dates) -> None:
        super().__init__(data, auto_id="span-%s")
        self.dates = dates
        self.fields[FIRST] = date_field("First day", example="1/4/2014", required=True)
        self.fields[LAST] = date_field("Last day", example="30/9/2014", required=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get(FIRST), cleaned.get(LAST)
        if first and last and last < first:
            self.add_error(LAST, "The last day must be the same as the first day, or later.")
        elif first and last:
            self.scope = self.dates.within(first, last)
            if self.scope is None:
                self.add_error(LAST, self._nothing())
            else:
                self._show(first, last)
        return cleaned

    def query(self) -> str:
        """The query string that leads back to these days."""
        kept = QueryDict(mutable=True)
        for name in (FIRST, LAST):
            day: dt.date = self.cleaned_data[name]
            kept[name] = day.isoformat()
        return kept.urlencode()

    def _show(self, first: dt.date, last: dt.date) -> None:
        """Prints the days in one way, however they were typed."""
        shown = QueryDict(mutable=True)
        shown[FIRST], shown[LAST] = (f"{day:%-d %B %Y}" for day in (first, last))
        self.data = shown

    def _nothing(self) -> str:
        days = self.dates.events.values()
        if not days:
            return "No form of this course has closed yet."
        ends = f"{min(days):%-d %B %Y} to {max(days):%-d %B %Y}"
        return f"No date in these days has results. The dates that have run from {ends}."
