"""Making a version of a board's rules: the editor, and a file that is read into it. The form is the draft."""

import datetime as dt
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from bookings import actions
from bookings.models import PolicyVersion
from bookings.policies import rules_of, versions_of
from bookings.policy.differences import differences
from bookings.policy.documents import MOST_BYTES, lines_of, load_policy, read_policy, read_yaml
from bookings.policy.reading import Problem
from bookings.policy.schema import Policy

from .policies import PolicyPage, by_part, reading_of
from .rules.form import pressed_row
from .rules.lists import lists_of
from .rules.policy_form import PolicyForm, typed_policy
from .rules.typed import Typed, typed_from

BLANK = "blank"


class PublishForm(forms.Form):
    """From when a version rules, and why it was made. `newest`: the number of the newest version then known."""

    starts_on = forms.DateField(
        label="In force from",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Bookings made from this day on follow it. Those made before keep their rules.",
        error_messages={"required": "Enter the day", "invalid": "Enter a date"},
    )
    note = forms.CharField(
        label="What changed, and who decided",
        max_length=300,
        error_messages={"required": "Say what changed and who decided"},
    )
    newest = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    prefix = "version"
    """Policies have a `note` too."""

    def __init__(self, *args: Any, newest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = newest

    def clean_starts_on(self) -> dt.date:
        """A past day only for the first version: nobody booked by other rules then."""
        day: dt.date = self.cleaned_data["starts_on"]
        if self.known and day < timezone.localdate():
            raise forms.ValidationError(
                "Choose today or a later day: bookings already made keep their rules."
            )
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("newest") != self.known:
            self.data = {**self.data, self.add_prefix("newest"): str(self.known)}
            words = (
                f"Version {self.known} was published since you began. Nothing of yours is lost: look at "
                "that version, then publish again if yours is to follow it."
            )
            raise forms.ValidationError(words)
        return cleaned


class EditorPage(PolicyPage):
    """One page with every rule. Check re-reads all of it; what is sound can be published."""

    permission_required = "add"
    template_name = "backoffice/policies/edit.html"
    page_title = "New version of the booking rules"

    @cached_property
    def newest(self) -> PolicyVersion | None:
        return PolicyVersion.objects.filter(board=self.board).order_by("-number").first()

    @property
    def newest_number(self) -> int:
        return self.newest.number if self.newest else 0

    def starting_policy(self) -> Policy:
        """What the form starts from: the version asked for, the one that rules latest, or no rules."""
        wanted = self.request.GET.get("from", "")
        versions = versions_of(self.board.pk)
        if wanted.isdecimal() and len(wanted) < 6:
            return rules_of(get_object_or_404(versions, number=int(wanted)))
        latest = None if wanted == BLANK else versions.first()
        return rules_of(latest) if latest else Policy(name=self.board.name)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PolicyForm(typed_policy(self.starting_policy()), lists_of(self.board), opened=[])
        return self.show(form, self.publish_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed, lists = typed_from(request.POST), lists_of(self.board)
        opened = request.POST["opened"].split() if "opened" in request.POST else None
        row = pressed_row(Policy, typed)
        if row is not None:
            form = PolicyForm(row[0], lists, opened=opened)
            return self.show(form, self.publish_form(keep=True), look_at=row[1])
        form = PolicyForm(typed, lists, check=True, opened=opened)
        if "publish" not in request.POST:
            return self.show(form, self.publish_form(keep=True))
        publish = self.publish_form(ask=True)
        if publish.is_valid() and form.is_sound:
            return self.publish(form, publish)
        return self.show(form, publish)

    def publish_form(self, *, keep: bool = False, ask: bool = False) -> PublishForm:
        """`keep`: with what was typed, but not held against it yet."""
        initial = {"starts_on": timezone.localdate(), "newest": self.newest_number}
        post = self.request.POST
        if keep:
            names = {f"{PublishForm.prefix}-{name}": name for name in PublishForm.base_fields}
            initial |= {name: post[typed] for typed, name in names.items() if typed in post}
        return PublishForm(post.dict() if ask else None, newest=self.newest_number, initial=initial)

    def publish(self, form: PolicyForm, publish: PublishForm) -> HttpResponse:
        version = actions.publish_policy(
            self.board,
            load_policy(form.document),
            starts_on=publish.cleaned_data["starts_on"],
            note=publish.cleaned_data["note"],
            actor=self.user,
        )
        said = (
            f"Version {version.number} is published, in force from {version.starts_on:%-d %B %Y}."
        )
        return self.back_to("office_policy", self.board.pk, version.number, success=said)

    def show(self, form: PolicyForm, publish: PublishForm, *, look_at: str = "") -> HttpResponse:
        node = form.nearest(look_at) if look_at else None
        context = {
            "form": form,
            "publish": publish,
            "groups": form.groups(),
            "board": self.board,
            "action": reverse("office_policy_new", args=[self.board.pk]),
            "look_at": node.id if node else "",
            "reading": reading_of(form.policy) if form.is_sound else None,
            "changes": self.changes(form),
            "newest": self.newest,
        }
        return self.render_to_response(self.get_context_data(**context))

    def changes(self, form: PolicyForm) -> list[Any]:
        """What differs from the newest version, of what is sound."""
        if not form.is_sound or self.newest is None:
            return []
        return by_part((), differences(rules_of(self.newest), form.policy))


class UploadForm(forms.Form):
    file = forms.FileField(
        label="YAML file",
        help_text="As it is downloaded here, or written by hand. Nothing is saved when you upload it.",
        error_messages={"required": "Choose a file", "empty": "The file is empty."},
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than a policy can be.")
        content: bytes = file.read()
        return content


class UploadPolicyPage(EditorPage):
    """A file is read: every problem with its place in it, or else the editor with what it says."""

    page_title = "Upload booking rules"
    header_icon = "upload"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.ask(UploadForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        upload = UploadForm(request.POST, request.FILES)
        if not upload.is_valid():
            return self.ask(upload)
        content = upload.cleaned_data["file"]
        data, problems = read_yaml(content)
        if problems:
            return self.ask(upload, [(None, each) for each in problems])
        reading = read_policy(data)
        if reading.policy is None:
            lines = lines_of(content)
            return self.ask(upload, [(line_of(each, lines), each) for each in reading.problems])
        self.page_title = EditorPage.page_title
        typed: Typed = typed_policy(reading.policy)
        form = PolicyForm(typed, lists_of(self.board), check=True, opened=[])
        return self.show(form, self.publish_form())

    def ask(
        self, upload: UploadForm, problems: list[tuple[int | None, Problem]] | None = None
    ) -> HttpResponse:
        self.template_name = "backoffice/policies/upload.html"
        context = {"form": upload, "found": problems or [], "board": self.board}
        return self.render_to_response(self.get_context_data(**context))


def line_of(problem: Problem, lines: dict[str, int]) -> int | None:
    """The line of a path, or of the nearest part around it that the file holds."""
    path = problem.path
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path)
