"""The period and filters of the report of those who did not attend: as for attendance."""

from reports.attendance.population import NO_FILTERS
from reports.documents import Document
from reports.protected.asking import answer
from reports.small import WholeYearsForm

from .document import document
from .reading import no_shows


class NoShowsForm(WholeYearsForm):
    def read(self, *, for_file: bool) -> Document:
        days = self.period()
        found = no_shows([self.board], days, filters=self.filters())
        if not self.is_protected:
            return document(found)
        shown = answer(self.board, days, NO_FILTERS, today=self.today, finest=False)
        return document(found, shown_as=shown)
