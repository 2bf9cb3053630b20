"""When an annual report may be changed. Small checks; each raises its reason."""

import datetime as dt

from reports.models import AnnualReport, Slot


class NotNow(Exception):
    """What was asked cannot be done now; says why and what to do."""


class Overtaken(NotNow):
    """Somebody saved the text since it was opened; `slot` is as it is now."""

    def __init__(self, slot: Slot) -> None:
        super().__init__(
            "Somebody else saved this text while you were writing. Nothing of yours is lost: take over what "
            "you need from their text, then save again."
        )
        self.slot = slot


class TakenOut(NotNow):
    """The text is no longer part of its report."""

    def __init__(self) -> None:
        super().__init__(
            "This text was taken out of the report while you were writing, so it could not be saved."
        )


def must_be_draft(report: AnnualReport) -> None:
    if report.is_signed:
        raise NotNow(
            "This report is signed off and stays as it is. A new edition can say what it puts right."
        )


def year_must_be_over(report: AnnualReport, today: dt.date) -> None:
    if today <= report.period.to:
        raise NotNow(
            f"The year ends on {report.period.to:%-d %B %Y}. It can be signed off after that."
        )


def small_numbers_must_be_hidden(waits_for: str) -> None:
    if waits_for:
        raise NotNow(f"The figures cannot be frozen yet. {waits_for}")


def may_be_removed(slot: Slot | None) -> None:
    if slot is not None and slot.text:
        raise NotNow("Somebody has written this text. Empty it first, then remove it.")
