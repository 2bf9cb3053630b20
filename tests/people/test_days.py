from django import forms

from people.days import date_field


class Days(forms.Form):
    first = date_field("First day", example="1/4/2026")
    last = date_field("Last day", example="31/3/2027")


def test_years_that_are_odd_are_told_with_the_field_they_stand_in():
    form = Days({"first": "1/1/1066", "last": "1/1/2999"})

    assert form.errors == {
        "first": ["First day: use a year between 1989 and 2100."],
        "last": ["Last day: use a year between 1989 and 2100."],
    }
