"""A page's form as a browser holds it: one fills in what is there, and sends all of it."""

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client


class OfficersForm:
    """The form with an id on a page. Only controls that are on the page can be filled in."""

    def __init__(self, client: Client, response: HttpResponse, form_id: str = "rules") -> None:
        assert response.status_code == 200, response.status_code
        page = BeautifulSoup(response.content.decode(), "html.parser")
        form = page.find("form", id=form_id)
        assert isinstance(form, Tag)
        self.client, self.response, self.form, self.form_id = client, response, form, form_id

    def controls(self, name: str) -> list[Tag]:
        found = [
            t for t in self.form.find_all(["input", "select", "textarea"]) if t.get("name") == name
        ]
        assert found, f"There is no field {name} on the page."
        return found

    def type(self, typed: dict[str, object]) -> "OfficersForm":
        """Texts, choices of a list by value, True or False for a tick, a list of values for several ticks."""
        for name, value in typed.items():
            controls = self.controls(name)
            if isinstance(value, bool):
                self._tick(controls[0], value)
            elif isinstance(value, list):
                values = [c["value"] for c in controls]
                assert set(value) <= set(values), f"{name} offers {values}"
                for each in controls:
                    self._tick(each, each["value"] in value)
            else:
                self._enter(name, controls[0], str(value))
        return self

    @staticmethod
    def _tick(control: Tag, is_on: bool) -> None:
        assert control["type"] == "checkbox"
        control.attrs.pop("checked", None)
        if is_on:
            control["checked"] = ""

    @staticmethod
    def _enter(name: str, control: Tag, value: str) -> None:
        if control.name == "select":
            options = control.find_all("option")
            assert value in [o["value"] for o in options], f"{name} does not offer {value}"
            for option in options:
                option.attrs.pop("selected", None)
                if option["value"] == value:
                    option["selected"] = ""
        elif control.name == "textarea":
            control.string = value
        else:
            control["value"] = value

    def data(self) -> dict[str, list[str]]:
        """What a browser sends: ticked boxes, chosen options, texts."""
        found: dict[str, list[str]] = {}
        for each in self.form.find_all(["input", "select", "textarea"]):
            name = each.get("name")
            if not name or (each.get("type") == "checkbox" and "checked" not in each.attrs):
                continue
            found.setdefault(name, []).append(_value(each))
        return found

    def press(self, name: str = "", value: str = "1") -> "OfficersForm":
        """Presses a button that is on the page (without a name: Check), and goes on with the page that comes."""
        return OfficersForm(self.client, self.send(name, value), self.form_id)

    def send(self, name: str = "", value: str = "1") -> HttpResponse:
        buttons = [(b.get("name", ""), b.get("value", "1")) for b in self.form.find_all("button")]
        assert (name, value) in buttons, f"There is no button {name}={value}."
        data = self.data() | ({name: [value]} if name else {})
        return self.client.post(self.form["action"], data)

    def errors(self) -> dict[str, str]:
        """What stands beside each field, by the id of the field."""
        return {
            str(node["id"]).removesuffix("-about"): " ".join(
                e.get_text().removeprefix("Problem: ") for e in node.find_next_siblings("strong")
            )
            for node in self.form.find_all(class_="rules-about")
            if node.find_next_siblings("strong")
        }


def _value(control: Tag) -> str:
    if control.name == "select":
        options = control.find_all("option")
        chosen = [o for o in options if "selected" in o.attrs] or options[:1]
        return str(chosen[0]["value"]) if chosen else ""
    if control.name == "textarea":
        return control.get_text().removeprefix("\n")
    return str(control.get("value", ""))
