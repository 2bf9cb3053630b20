"""The period and filters of the report of events: those that pick events."""

from reports.attendance.population import NO_FILTERS
from reports.documents import Document
from reports.protected.asking import answer
from reports.small import WholeYearsForm

from .document import document
from .reading import events_report


class EventsForm(WholeYearsForm):
    FILTERS = ("course", "topic", "level", "delivery")

    def read(self, *, for_file: bool) -> Document:
        days = self.period()
        found = events_report([self.board], days, filters=self.filters())
        if not self.is_protected:
            return document(found)
        attendance = answer(self.board, days, NO_FILTERS, today=self.today, finest=False)
        return document(found, is_protected=True, hidden=attendance.totals.hidden)
