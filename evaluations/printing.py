"""Forms for those who would rather write, as a tagged PDF (PDF/UA-1).

Import this module only where a PDF is made: it loads WeasyPrint.
"""

from people.pdf import accessible_pdf

from .forms import SheetForm
from .instruments.documents import load_questionnaire
from .models import RunWave
from .paper import code_of, in_two_halves
from .queries import asked_in


def paper_forms(wave: RunWave) -> bytes:
    """One form for each person asked, by name: the name stands on a slip that is torn off. Raises `KeyGone`."""
    questionnaire = load_questionnaire(wave.document)
    people = asked_in(wave).select_related("person").order_by("person__full_name", "pk")
    context = {
        "wave": wave,
        "event": wave.run.event,
        "questionnaire": questionnaire,
        "form": SheetForm(questionnaire),
        "key_until": wave.run.key_until,
        "sheets": [
            {"name": each.person.full_name, "code": in_two_halves(code_of(each, wave))}
            for each in people
        ],
    }
    return accessible_pdf("pdf/answers.html", context)
