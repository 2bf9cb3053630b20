"""The period and filters of the report of evaluation response: those that pick events."""

from reports.documents import Document
from reports.small import WholeYearsForm

from .document import document
from .reading import evaluation_report


class EvaluationForm(WholeYearsForm):
    FILTERS = ("course", "topic", "level", "delivery")

    def read(self, *, for_file: bool) -> Document:
        found = evaluation_report(self.board, self.period(), filters=self.filters())
        return document(found, is_protected=self.is_protected)
