"""The filters of the public lists: GET forms whose every field may be wrong without spoiling the rest."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from courses.choices import Delivery
from courses.models import Course, ELearning
from people.days import date_field
from people.models import Board
from people.queries import staff_boards

from . import queries

if TYPE_CHECKING:
    from courses.querysets import EventQuerySet

SEARCH_LENGTH = 100


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address of the list without it."""

    label: str
    url: str


def text_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=SEARCH_LENGTH,
        error_messages={"max_length": f"Search with {SEARCH_LENGTH} characters or fewer."},
        widget=forms.TextInput(attrs={"type": "search"}),
    )


def choice_field(
    label: str, choices: list[tuple[Any, str]], *, any_label: str
) -> forms.ChoiceField:
    """A select whose first option filters nothing."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", any_label), *((str(value), text) for value, text in choices)],
        error_messages={"invalid_choice": f"Choose a {label.lower()} from the list."},
    )


class FilterForm(forms.Form):
    """A GET form over a list. Whatever is valid filters; whatever is not is said beside its field."""

    def __init__(self, data: QueryDict, **kwargs: Any) -> None:
        super().__init__(data, auto_id="filter-%s", **kwargs)

    def value(self, name: str) -> Any:
        """What the field filters by; None, "" or False where it does not."""
        self.is_valid()
        return self.cleaned_data.get(name)

    def words(self) -> list[str]:
        return (self.value("q") or "").split()

    def query(self, *, without: str = "", **changes: str) -> str:
        """The query string of the valid filters, less one of them, with `changes` on top."""
        kept = QueryDict(mutable=True)
        for name in self.fields:
            if name != without and self.value(name):
                kept[name] = self.data[name]
        for name, value in changes.items():
            kept[name] = value
        return kept.urlencode()

    def active(self) -> list[str]:
        """The names of the filters in force, those that are only carried along left out."""
        return [
            name
            for name, field in self.fields.items()
            if self.value(name) and not isinstance(field.widget, forms.HiddenInput)
        ]

    def label_of(self, name: str) -> str:
        """How a filter reads on its chip."""
        field, value = self.fields[name], self.value(name)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices)[value])  # type: ignore[arg-type]  # our choices are a list
        if isinstance(value, dt.date):
            return f"{field.label} {value:%-d %B %Y}"
        return str(field.label) if value is True else f"“{value}”"

    def chips(self, path: str) -> list[Chip]:
        def without(name: str) -> str:
            query = self.query(without=name)
            return f"{path}?{query}" if query else path

        return [Chip(self.label_of(name), without(name)) for name in self.active()]


class CalendarFilterForm(FilterForm):
    """The training calendar's filters. In the month grid, the month stands for the dates."""

    def __init__(self, data: QueryDict, *, board: Board, with_dates: bool = True) -> None:
        super().__init__(data)
        terms = queries.terms_of(board)
        self.fields["q"] = text_field("Search")
        self.fields["topic"] = choice_field("Topic", terms["topic"], any_label="All topics")
        self.fields["level"] = choice_field("Level", terms["level"], any_label="All levels")
        self.fields["audience"] = choice_field(
            "Audience", terms["audience"], any_label="All audiences"
        )
        self.fields["delivery"] = choice_field(
            "Way of learning", list(Delivery.choices), any_label="All ways of learning"
        )
        self.fields["area"] = choice_field("Area", terms["area"], any_label="All areas")
        for name, kind in (("level", "level"), ("audience", "audience"), ("area", "area")):
            if not terms[kind]:
                del self.fields[name]
        if with_dates:
            year = timezone.localdate().year
            self.fields["from"] = date_field("From", example=f"1/9/{year}")
            self.fields["to"] = date_field("To", example=f"30/9/{year}")
        self.fields["free"] = forms.BooleanField(label="Free places only", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and last < first:
            self.add_error("to", "“To” must be the same day as “From”, or later.")
        return cleaned

    def narrow(self, events: "EventQuerySet") -> "EventQuerySet":
        """`events`, less those that the filters keep out. Dates are left to `between`."""
        conditions: dict[str, Callable[[Any], Q]] = {
            "topic": lambda pk: Q(course__topics=pk),
            "level": lambda pk: Q(course__level=pk),
            "audience": lambda pk: Q(course__audiences=pk),
            "delivery": lambda mode: Q(course__delivery=mode),
            "area": lambda pk: Q(pk__in=queries.events_in_area(int(pk))),
        }
        for name, condition in conditions.items():
            if self.value(name):
                events = events.filter(condition(self.value(name)))
        if self.value("free"):
            events = queries.with_places_to_book(events)
        return queries.matching(events, self.words(), *queries.EVENT_TEXTS)

    def between(self, events: "EventQuerySet") -> "EventQuerySet":
        """`events` on the chosen days; from now on where no first day is chosen."""
        first, last = self.value("from"), self.value("to")
        events = events.filter(starts_at__gte=start_of(first) if first else timezone.now())
        return events.filter(starts_at__lt=start_of(last, plus=1)) if last else events


class CatalogueFilterForm(FilterForm):
    """The filters of the list of courses."""

    def __init__(self, data: QueryDict, *, board: Board) -> None:
        super().__init__(data)
        terms = queries.terms_of(board)
        self.fields["q"] = text_field("Search")
        self.fields["topic"] = choice_field("Topic", terms["topic"], any_label="All topics")
        self.fields["level"] = choice_field("Level", terms["level"], any_label="All levels")
        self.fields["audience"] = choice_field(
            "Audience", terms["audience"], any_label="All audiences"
        )
        self.fields["dated"] = forms.BooleanField(label="With dates to book", required=False)

    def narrow(self, courses: QuerySet[Course]) -> QuerySet[Course]:
        for name, lookup in (("topic", "topics"), ("level", "level"), ("audience", "audiences")):
            if self.value(name):
                courses = courses.filter(**{lookup: self.value(name)})
        if self.value("dated"):
            courses = courses.filter(coming__gt=0)  # type: ignore[misc]  # annotated by catalogue
        return queries.matching(courses, self.words(), *queries.COURSE_TEXTS)


class ELearningFilterForm(FilterForm):
    """The filters of the e-learning list."""

    def __init__(self, data: QueryDict, *, board: Board) -> None:
        super().__init__(data)
        terms = queries.terms_of(board)
        self.fields["q"] = text_field("Search")
        self.fields["topic"] = choice_field("Topic", terms["topic"], any_label="All topics")
        self.fields["level"] = choice_field("Level", terms["level"], any_label="All levels")

    def narrow(self, entries: QuerySet[ELearning]) -> QuerySet[ELearning]:
        for name, lookup in (("topic", "topics"), ("level", "level")):
            if self.value(name):
                entries = entries.filter(**{lookup: self.value(name)})
        return queries.matching(entries, self.words(), *queries.ELEARNING_TEXTS)


class SearchForm(FilterForm):
    """The site's search box."""

    q = text_field("Search courses, e-learning and pages")


class HomePageForm(WagtailAdminPageForm):
    """Offers as featured courses only those of boards the editor works for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("featured_courses")
        if field is not None and self.for_user is not None:
            field.queryset = Course.objects.filter(
                board__in=staff_boards(self.for_user), is_archived=False
            )


def start_of(day: dt.date, *, plus: int = 0) -> dt.datetime:
    """Midnight in London at the start of `day`, or of the day `plus` days later."""
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=plus), dt.time()))
