from django.db import models

from people.models import Board
from reports.disclosure.family import Cell


class ReportSetting(models.Model):
    """What a board lets the readers of its reports see. Without a row: what this says by default."""

    board = models.OneToOneField(Board, on_delete=models.CASCADE, related_name="report_setting")
    exact_for_readers = models.BooleanField(
        default=False,
        help_text="Lets sub-group members and the business manager read small numbers.",
    )

    def __str__(self) -> str:
        return f"Reports of {self.board}"


class ProtectedEdition(models.Model):
    """Which figures of a board's financial year are hidden, worked out beforehand.

    `first_year` is the year whose April begins it. `digest` sums up the counts that the pattern was made for:
    a page shows nothing while its counts have another. `hidden` lists cells of `disclosure.family`, each as
    what it is about, its column, its period and the figure that was there when it was first hidden.
    `looked_at` is when it was last compared with the counts.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="protected_editions")
    first_year = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    hidden = models.JSONField()
    made_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["board", "first_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "first_year"], name="one_edition_of_a_board_and_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}, {self.first_year}"

    @property
    def cells(self) -> frozenset[Cell]:
        """What is hidden, as the pure rules take it."""
        return frozenset(self.first_hidden)

    @property
    def first_hidden(self) -> dict[Cell, int]:
        """The hidden cells, each with its figure when it was first hidden."""
        return {Cell(*names): figure for *names, figure in self.hidden}
