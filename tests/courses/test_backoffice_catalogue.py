"""The course form: for whom a course is, how it is priced, and what must be taken before."""

import pytest
from django.urls import reverse

from courses.models import Prerequisite
from people.actions import grant_role
from people.choices import Role
from tests.factories import (
    BoardFactory,
    CourseFactory,
    RoleGroupFactory,
    SectorFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return BoardFactory()


@pytest.fixture
def course(client, board):
    user = UserFactory()
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return CourseFactory(board=board)


def save(client, course, **typed):
    data = {
        "board": course.board_id,
        "code": course.code,
        "title": course.title,
        "slug": course.slug,
        "delivery": course.delivery,
        "default_capacity": 20,
        **typed,
    }
    return client.post(reverse("office_courses:edit", args=[course.pk]), data)


def test_course_says_for_whom_it_is_and_how_it_is_priced(client, course):
    sector, role_group = SectorFactory(), RoleGroupFactory()
    other = CourseFactory(board=course.board)

    save(
        client,
        course,
        charge_group="conference",
        only_for_sectors=[sector.pk],
        only_for_role_groups=[role_group.pk],
        equivalents=[other.pk],
    )

    course.refresh_from_db()
    assert course.charge_group == "conference"
    assert list(course.only_for_sectors.all()) == [sector]
    assert list(course.only_for_role_groups.all()) == [role_group]
    assert list(other.equivalents.all()) == [course]


def test_courses_to_take_before_are_added_changed_and_taken_out(client, course):
    first, second = CourseFactory(board=course.board), CourseFactory(board=course.board)
    Prerequisite.objects.create(course=course, requires=first, within_months=12)

    save(client, course, requires_1="", requires_2=second.pk, within_2="36")

    assert [(p.requires, p.within_months) for p in course.prerequisites.all()] == [(second, 36)]


def test_form_shows_what_is_there_and_two_rows_more(client, course):
    first = CourseFactory(board=course.board)
    Prerequisite.objects.create(course=course, requires=first, within_months=12)

    form = client.get(reverse("office_courses:edit", args=[course.pk])).context["form"]

    shown = [form[f"requires_{n}"].value() for n in (1, 2, 3)]
    assert shown == [first.pk, None, None]
    assert "requires_4" not in form.fields


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"charge_group": "Train the trainer"}, "charge_group"),
        ({"requires_1": "theirs"}, "requires_1"),
        ({"requires_1": "itself"}, "requires_1"),
        ({"requires_1": "other", "requires_2": "other"}, "requires_2"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, course, typed, field):
    rows = {
        "theirs": CourseFactory().pk,
        "itself": course.pk,
        "other": CourseFactory(board=course.board).pk,
    }

    response = save(client, course, **{name: rows.get(v, v) for name, v in typed.items()})

    assert field in response.context["form"].errors
