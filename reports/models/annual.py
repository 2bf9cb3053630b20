from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import Board
from reports.choices import ReportState, SlotState, Unit
from reports.periods import Period, financial_year, year_label


class AnnualReport(models.Model):
    """The training chapter of one board and financial year, in one edition.

    A draft reads its figures anew each time. A signed one is `frozen`: the whole document as canonical JSON,
    whose SHA-256 is `sha256`, and is never changed; what changes later stands in the next edition, which says
    in `restates` what it puts right. `structure` is what `reports.annual.structure` reads and writes;
    `structure_version` grows with each change of it.
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField(help_text="The year in which the financial year began.")
    edition = models.PositiveSmallIntegerField(default=1)
    restates = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    structure = models.JSONField()
    structure_version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    frozen = models.TextField(blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["board", "-year", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "year", "edition"], name="one_annual_report_an_edition"
            ),
            models.UniqueConstraint(
                fields=["board", "year"],
                condition=Q(state=ReportState.DRAFT),
                name="one_draft_of_a_year",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, frozen="", sha256="", signed_at__isnull=True)
                | (
                    Q(state=ReportState.SIGNED, signed_at__isnull=False)
                    & ~Q(frozen="")
                    & ~Q(sha256="")
                ),
                name="signed_off_means_frozen",
            ),
            models.CheckConstraint(
                condition=Q(edition=1) | ~Q(restates=""),
                name="later_editions_say_what_they_restate",
            ),
        ]

    def __str__(self) -> str:
        later = f", edition {self.edition}" if self.edition > 1 else ""
        return f"Training {self.year_label}{later}"

    @property
    def year_label(self) -> str:
        return year_label(self.year)

    @property
    def period(self) -> Period:
        return financial_year(self.year)

    @property
    def is_signed(self) -> bool:
        return self.state == ReportState.SIGNED


class Slot(models.Model):
    """A text of an annual report, and who writes it. `key` is its block's; `version` grows with each edit."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="slots")
    key = models.SlugField(max_length=40)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(max_length=10_000, blank=True)
    state = models.CharField(max_length=10, choices=SlotState, default=SlotState.OPEN)
    version = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["report", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="one_text_a_block"),
            models.CheckConstraint(
                condition=Q(state__in=SlotState.values), name="text_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=SlotState.READY) | ~Q(text=""), name="ready_means_written"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.key}"


class StatedFigure(models.Model):
    """A number that somebody else counted, or that no register holds: stated, with its source and base.

    It stands apart from our own figures and is never added to them. With `part_of` it is a term of another
    stated figure, subtracted if `is_subtracted`: a total is checked against the sum of its terms. `own` names
    a figure of ours that it should agree with (`reports.annual.figures.OWN`).
    """

    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="stated_figures")
    year = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    unit = models.CharField(max_length=12, choices=Unit)
    base = models.CharField(
        max_length=300, help_text="Who counted what: the people or events it covers."
    )
    source = models.CharField(max_length=300, help_text="Where it can be found again.")
    note = models.CharField(max_length=500, blank=True)
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts"
    )
    is_subtracted = models.BooleanField(default=False)
    own = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["board", "year", "id"]
        constraints = [
            models.UniqueConstraint(fields=["board", "year", "label"], name="stated_once_a_year"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="stated_unit_is_known"),
            models.CheckConstraint(
                condition=~Q(part_of=models.F("id")), name="no_figure_is_part_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=False) | Q(is_subtracted=False),
                name="only_parts_are_subtracted",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def year_label(self) -> str:
        return year_label(self.year)
