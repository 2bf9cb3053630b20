import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bookings.choices import FigureKind, LoadedKind, PublishedMeasure
from courses.choices import ImportState
from courses.models.imports import Upload
from people.models import Agency, Board, Sector

GIVEN_UP_AFTER = dt.timedelta(minutes=15)


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


class HistoryLoad(models.Model):
    """One load of an older register into a board's history, which can be taken back as a whole.

    `counts` are what it wrote; once it is taken back, what went with it. A long one is taken back in the
    background: `asked_at` is since when, `refusal` why it was not.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="history_loads")
    file_name = models.CharField(max_length=200)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    loaded_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_why = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-loaded_at", "-id"]
        verbose_name = "load"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_why="")
                | (Q(taken_back_at__isnull=False) & ~Q(taken_back_why="")),
                name="a_load_taken_back_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_running(self) -> bool:
        """Being taken back. A worker that was stopped on the way is given up."""
        return self.asked_at is not None and self.asked_at > timezone.now() - GIVEN_UP_AFTER


class LoadedRow(models.Model):
    """A row that a load made, or changed: then `was` is how it was before. Gone once the load is taken back.

    Most of these rows belong to floors below, which know nothing of loads: hence kind and number.
    """

    load = models.ForeignKey(HistoryLoad, on_delete=models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=20, choices=LoadedKind)
    row_id = models.BigIntegerField()
    was = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["load", "kind", "row_id"], name="loaded_row_once"),
            models.CheckConstraint(
                condition=Q(kind__in=LoadedKind.values), name="loaded_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.row_id}"
