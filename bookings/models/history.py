from django.db import models
from django.db.models import F, Q

from bookings.choices import FigureKind, PublishedMeasure
from courses.choices import ImportState
from courses.models.imports import Upload
from people.models import Agency, Board, Sector


class PublishedFigure(models.Model):
    """A number that a board once published, without the register behind it: kept as it was printed.

    `label` is the agency (or group of agencies) as printed, "" for the board's own total; `agency` and
    `sector` are what we take it for, where it is one of ours by name. Totals are never worked out from the
    lines, nor lines from totals: where they differ, both stand (`bookings.history.queries`).
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="published_figures")
    measure = models.CharField(max_length=30, choices=PublishedMeasure)
    starts_on = models.DateField()
    ends_on = models.DateField()
    label = models.CharField(
        max_length=200, blank=True, help_text="As printed. Left empty: the board's own total."
    )
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Which of your agencies the label means, if it means one.",
    )
    sector = models.ForeignKey(
        Sector,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Or which sector.",
    )
    value = models.DecimalField(max_digits=12, decimal_places=2)
    kind = models.CharField(max_length=20, choices=FigureKind, default=FigureKind.PRINTED)
    source = models.CharField(max_length=500, help_text="The report, and its page or address.")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["starts_on", "measure", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "measure", "starts_on", "ends_on", "label"],
                name="published_figure_once",
            ),
            models.CheckConstraint(
                condition=Q(measure__in=PublishedMeasure.values), name="published_measure_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FigureKind.values), name="published_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="published_period_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="published_value_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {self.label}, {self.starts_on:%Y}: {self.value.normalize():f}"


class HistoryUpload(Upload):
    """An uploaded attendance list.

    `everyone` is the standing of rows without a word, `decisions` what its owner has decided so far: lists of
    kind, what is in the file, what stands beside it, and the decision (see `bookings.history.review`).
    """

    everyone = models.CharField(max_length=20, blank=True)
    fill_down = models.BooleanField(default=False)
    decisions = models.JSONField(default=list)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values), name="history_upload_state_is_known"
            ),
        ]
