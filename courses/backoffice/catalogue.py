"""Courses, e-learning, venues, trainers and the board's own words."""

import re
from typing import Any

from django import forms
from django.forms import Textarea
from wagtail.admin.menu import Menu, SubmenuMenuItem

from courses.actions import set_objectives, set_prerequisites
from courses.models import (
    Area,
    Audience,
    ClosedPeriod,
    Course,
    ELearning,
    Level,
    Topic,
    Trainer,
    Venue,
)
from people.backoffice.base import BoardViewSet
from people.backoffice.forms import BoardModelForm, name_boards
from people.backoffice.scope import rows_for
from people.models import Person
from people.models.users import normal_email

VOCABULARY_HOOK = "register_vocabulary_menu_item"


def vocabulary_menu_item() -> SubmenuMenuItem:
    menu = Menu(register_hook_name=VOCABULARY_HOOK)
    return SubmenuMenuItem("Vocabulary", menu, icon_name="tag", name="vocabulary", order=70)


CHARGE_GROUP = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
SPARE_ROWS, MOST_PREREQUISITES = 2, 20


class CourseForm(BoardModelForm):
    """Courses to take before are pairs of fields: those that are there, and two empty ones for more."""

    objectives = forms.CharField(
        label="Objectives",
        required=False,
        widget=Textarea(attrs={"rows": 6}),
        help_text="One a line: what somebody will be able to do afterwards. Evaluation asks about each.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            texts = self.instance.objectives.values_list("text", flat=True)
            self.initial["objectives"] = "\n".join(texts)
        self._add_prerequisites()

    def _add_prerequisites(self) -> None:
        needed = list(self.instance.prerequisites.all()) if self.instance.pk else []
        typed = sum(name.startswith("requires_") for name in self.data)
        self.pairs = range(1, max(len(needed) + SPARE_ROWS, min(typed, MOST_PREREQUISITES)) + 1)
        for number in self.pairs:
            was = needed[number - 1] if number <= len(needed) else None
            courses = forms.ModelChoiceField(
                rows_for(self.for_user, Course.objects.exclude(pk=self.instance.pk)),
                label=f"Course to take before ({number})",
                required=False,
                initial=was and was.requires_id,
            )
            name_boards(courses, self.for_user)
            self.fields[f"requires_{number}"] = courses
            self.fields[f"within_{number}"] = forms.IntegerField(
                label="In the last so many months",
                required=False,
                min_value=1,
                max_value=600,
                initial=was and was.within_months,
                help_text="Left empty: however long ago, unless the booking rules say otherwise.",
            )

    def clean_charge_group(self) -> str:
        code = str(self.cleaned_data["charge_group"]).strip()
        if code and not CHARGE_GROUP.fullmatch(code):
            raise forms.ValidationError(
                "Use the short name in the booking rules: lower-case letters, digits and underscores."
            )
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        chosen = [n for n in self.pairs if cleaned.get(f"requires_{n}")]
        for number in chosen:
            course = cleaned[f"requires_{number}"]
            if any(cleaned[f"requires_{n}"] == course for n in chosen if n < number):
                self.add_error(f"requires_{number}", f"{course} is here twice.")
        return cleaned

    def clean_objectives(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["objectives"].splitlines()]
        texts = list(dict.fromkeys(line for line in lines if line))
        if too_long := [text for text in texts if len(text) > 300]:
            raise forms.ValidationError(
                f"Shorten to 300 characters: “{too_long[0][:60]}…”", code="too_long"
            )
        return texts

    def save(self, commit: bool = True) -> Course:
        course = super().save(commit=commit)
        set_objectives(course, self.cleaned_data["objectives"])
        typed = self.cleaned_data
        needed = [(typed[f"requires_{n}"], typed[f"within_{n}"]) for n in self.pairs]
        set_prerequisites(course, [(requires, months) for requires, months in needed if requires])
        return course


class CourseViewSet(BoardViewSet):
    model = Course
    name = "courses"
    icon = "openquote"
    menu_label = "Courses"
    menu_order = 20
    form_base_class = CourseForm
    form_fields = [
        "board",
        "code",
        "title",
        "slug",
        "summary",
        "description",
        "level",
        "audiences",
        "topics",
        "mandatory_for",
        "duration_minutes",
        "delivery",
        "refresher_months",
        "joining_notes",
        "default_capacity",
        "charge_group",
        "only_for_sectors",
        "only_for_role_groups",
        "equivalents",
        "is_archived",
    ]
    list_display = ["title", "code", "level", "delivery", "is_archived", "board"]
    list_filter = ["level", "topics", "audiences", "delivery", "is_archived"]
    list_export = ["code", "title", "level", "get_delivery_display", "duration_minutes"]
    search_fields = ["title", "code", "summary"]


class ELearningViewSet(BoardViewSet):
    model = ELearning
    name = "e-learning"
    icon = "desktop"
    menu_label = "E-learning"
    menu_order = 30
    form_fields = [
        "board",
        "title",
        "provider",
        "url",
        "summary",
        "topics",
        "level",
        "minutes",
        "last_checked_on",
        "is_archived",
    ]
    list_display = ["title", "provider", "level", "last_checked_on", "board"]
    list_filter = ["level", "topics", "is_archived"]
    search_fields = ["title", "provider", "summary"]


class VenueViewSet(BoardViewSet):
    model = Venue
    name = "venues"
    icon = "site"
    menu_label = "Venues"
    menu_order = 40
    form_fields = [
        "board",
        "name",
        "address",
        "postcode",
        "area",
        "owner",
        "room_capacity",
        "access_notes",
    ]
    list_display = ["name", "postcode", "area", "owner", "room_capacity", "board"]
    list_filter = ["area"]
    list_export = ["name", "address", "postcode", "area", "owner", "room_capacity"]
    search_fields = ["name", "address", "postcode"]


class TrainerForm(BoardModelForm):
    """The person is named by their address, once: a list of everybody would be too long to choose from."""

    email = forms.EmailField(
        label="E-mail of the person",
        help_text="Add them under People first.",
        error_messages={"required": "Enter their e-mail address"},
    )
    field_order = ["board", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].disabled = True
            self.initial["email"] = self.instance.person.email
            self.fields["email"].required = False

    def clean_email(self) -> str:
        email = normal_email(self.cleaned_data["email"] or "")
        if self.instance.pk:
            return email
        person = rows_for(self.for_user, Person.objects.all()).filter(email=email).first()
        if person is None:
            raise forms.ValidationError(
                "Nobody of your agencies has this address. Add them under People first."
            )
        self.instance.person = person
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        board, person = cleaned.get("board"), getattr(self.instance, "person", None)
        known = Trainer.objects.filter(board=board, person=person)
        if board and person and not self.instance.pk and known.exists():
            self.add_error("email", f"{person} is in the training pool already.")
        return cleaned


class TrainerViewSet(BoardViewSet):
    model = Trainer
    name = "trainers"
    icon = "user"
    menu_label = "Trainers"
    menu_order = 50
    form_base_class = TrainerForm
    form_fields = ["board", "agency", "is_commissioned", "is_active"]
    list_display = ["person", "agency", "is_commissioned", "is_active", "board"]
    list_filter = ["agency", "is_active", "is_commissioned"]
    search_fields = ["person__full_name", "person__email", "agency__name"]


class TermViewSet(BoardViewSet):
    """One of the board's own lists of words."""

    icon = "tag"
    menu_hook = VOCABULARY_HOOK
    form_fields = ["board", "name", "position"]
    list_display = ["name", "position", "board"]
    search_fields = ["name"]


class LevelViewSet(TermViewSet):
    model = Level
    name = "levels"
    menu_order = 70


class AudienceViewSet(TermViewSet):
    model = Audience
    name = "audiences"
    menu_order = 71


class TopicViewSet(TermViewSet):
    model = Topic
    name = "topics"
    menu_order = 72


class AreaViewSet(TermViewSet):
    model = Area
    name = "areas"
    menu_order = 73


class ClosedPeriodViewSet(BoardViewSet):
    model = ClosedPeriod
    name = "closed-periods"
    icon = "calendar-alt"
    menu_hook = VOCABULARY_HOOK
    menu_label = "Closed periods"
    menu_order = 74
    form_fields = ["board", "name", "starts_on", "ends_on"]
    list_display = ["name", "starts_on", "ends_on", "board"]
    search_fields = ["name"]
