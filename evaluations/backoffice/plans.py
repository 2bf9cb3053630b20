"""What each course asks, and when."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from courses.models import Course
from evaluations import actions
from evaluations.actions.instruments import Asking
from evaluations.choices import Purpose, Wave
from evaluations.models import WavePlan
from evaluations.plans import usual_plan
from evaluations.queries import latest_versions

from .pages import EvaluationPage

WHEN = {
    Wave.BOOKING: "From the booking to the start of the event.",
    Wave.START: "On the day, in the room.",
    Wave.END: "From an hour before the end of the event.",
    Wave.LATER: "Days after the end of the event; about 90 is usual.",
    Wave.MANAGER: "Days after the end of the event; a week after the delegate is usual.",
}
TIMED = (Wave.END, Wave.LATER, Wave.MANAGER)


class WaveForm(forms.Form):
    """What is asked in one wave; nothing chosen: it is not asked."""

    codes = forms.MultipleChoiceField(
        label="Questionnaires", required=False, widget=forms.CheckboxSelectMultiple
    )
    opens_days = forms.IntegerField(label="Opens after, days", min_value=0, max_value=366)
    open_for_days = forms.IntegerField(label="Open for, days", min_value=1, max_value=366)
    reminders = forms.RegexField(
        r"^\s*(\d{1,3}(\s*,\s*\d{1,3})*)?\s*$",
        label="Reminders",
        required=False,
        max_length=60,
        help_text="Days after it opened, such as 3, 7",
        error_messages={"invalid": "Give days with commas between them, such as 3, 7"},
    )

    def __init__(
        self, wave: Wave, *args: Any, choices: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **{**kwargs, "prefix": wave.value})
        self.wave, self.when = wave, WHEN[wave]
        self.fields["codes"].choices = choices  # type: ignore[attr-defined]  # a field of choices
        if wave not in TIMED:
            del self.fields["opens_days"], self.fields["open_for_days"]
        if wave == Wave.START:
            del self.fields["reminders"]

    @property
    def asking(self) -> Asking | None:
        given = self.cleaned_data
        if not given["codes"]:
            return None
        days = [int(each) for each in given.get("reminders", "").split(",") if each.strip()]
        usual = Asking(self.wave, [])
        return Asking(
            self.wave,
            given["codes"],
            opens_days=given.get("opens_days", usual.opens_days),
            open_for_days=given.get("open_for_days", usual.open_for_days),
            reminders=sorted(set(days)),
        )


class PlansPage(EvaluationPage):
    """The board's courses, with what each asks."""

    page_title = "Plans by course"
    template_name = "backoffice/evaluation/plans.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Course.objects.filter(board=self.board).prefetch_related("wave_plans")
        return {
            **super().get_context_data(**kwargs),
            "board": self.board,
            "courses": rows.order_by("title"),
        }


class PlanPage(EvaluationPage):
    """The waves of one course on one page; one button for what is usual."""

    model = WavePlan
    permission_required = "change"
    template_name = "backoffice/evaluation/plan.html"

    @cached_property
    def course(self) -> Course:
        rows: QuerySet[Course] = Course.objects.filter(board=self.board)
        return get_object_or_404(rows, pk=self.kwargs["course_id"])

    @cached_property
    def versions(self) -> Any:
        return latest_versions(self.board)

    def get_page_title(self) -> str:
        return f"What {self.course.title} asks"

    def wave_forms(self, data: Any = None) -> list[WaveForm]:
        plans = {plan.wave: plan for plan in WavePlan.objects.filter(course=self.course)}
        return [self.wave_form(wave, plans.get(wave), data) for wave in Wave]

    def wave_form(self, wave: Wave, plan: WavePlan | None, data: Any) -> WaveForm:
        choices = [(code, f"{v.title} ({code})") for code, v in self.versions.items()]
        if plan is None:
            usual = next(each for each in usual_plan() if each.wave == wave)
            initial: dict[str, Any] = {"codes": []}
            days, length, reminders = usual.opens_days, usual.open_for_days, usual.reminders
        else:
            initial = {"codes": plan.codes}
            days, length, reminders = plan.opens_days, plan.open_for_days, plan.reminders
        initial |= {
            "opens_days": days,
            "open_for_days": length,
            "reminders": ", ".join(map(str, reminders)),
        }
        return WaveForm(wave, data, choices=choices, initial=initial)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(self.wave_forms())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "usual" in request.POST:
            chosen = request.POST.get("quiz", "")
            plan = usual_plan([chosen] if chosen in self.quizzes else [])
            return self.keep([each for each in plan if each.codes])
        wave_forms = self.wave_forms(request.POST)
        sound = [form.is_valid() for form in wave_forms]
        if not all(sound):
            return self.show(wave_forms)
        return self.keep([form.asking for form in wave_forms if form.asking])

    @property
    def quizzes(self) -> dict[str, str]:
        return {c: v.title for c, v in self.versions.items() if v.purpose == Purpose.QUIZ}

    def keep(self, plan: list[Asking]) -> HttpResponse:
        actions.set_plan(self.course, plan, actor=self.user)
        said = "Kept. Events whose forms are open already keep what they ask."
        return self.back_to("office_evaluation_plan", self.board.pk, self.course.pk, success=said)

    def show(self, wave_forms: list[WaveForm]) -> HttpResponse:
        context = {
            "board": self.board,
            "course": self.course,
            "wave_forms": wave_forms,
            "quizzes": self.quizzes.items(),
        }
        return self.render_to_response(self.get_context_data(**context))
