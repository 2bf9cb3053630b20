"""The period and filters of the report of those who did not attend: as for attendance."""

from reports.documents import Document
from reports.small import WholeYearsForm

from .document import document
from .reading import no_shows


class NoShowsForm(WholeYearsForm):
    def document(self, *, for_file: bool = False) -> Document:
        found = no_shows([self.board], self.period(), filters=self.filters())
        return document(found, is_protected=self.is_protected)
