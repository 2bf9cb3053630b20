"""What changed between two versions of a questionnaire, question by question."""

from collections.abc import Iterator

from .schema import Item, Questionnaire


def changes(before: Questionnaire, now: Questionnaire) -> list[str]:
    """Sentences; empty where the questions are the same."""
    return list(_changes(before, now))


def _changes(before: Questionnaire, now: Questionnaire) -> Iterator[str]:
    old = {item.code: item for item in before.items}
    new = {item.code: item for item in now.items}
    for code in old.keys() - new.keys():
        yield f"Not asked any more: “{old[code].text}”"
    for code, item in new.items():
        if code not in old:
            yield f"New: “{item.text}”"
        elif item != old[code]:
            yield _change(old[code], item)
    kept = [code for code in old if code in new]
    if kept != [code for code in new if code in old]:
        yield "The questions stand in another order."
    for name in ("title", "intro", "scales", "purpose", "source"):
        if getattr(before, name) != getattr(now, name):
            yield f"Its {name} changed."


def _change(old: Item, new: Item) -> str:
    if old.text != new.text:
        return f"Reworded: “{old.text}” is now “{new.text}”"
    return f"Answered in another way: “{new.text}”"
