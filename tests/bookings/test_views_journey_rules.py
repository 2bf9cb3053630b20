"""The pages before booking, under a board's own rules: price, conditions, warnings, refusals, what happens next."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.choices import BookingState
from bookings.models import Booking, EventRules
from courses.models import Prerequisite
from people.choices import ContributorCategory
from people.models import AgencyStanding
from tests.factories import (
    BookingFactory,
    CourseFactory,
    EmploymentFactory,
    EventFactory,
    PersonFactory,
    PolicyVersionFactory,
    RoleGroupFactory,
)

pytestmark = pytest.mark.django_db

PAID = {"prices": {"otherwise": {"pence": 7500}}}
DECLARED = {"approval": {"kind": "declared"}}
RECORDED = {"approval": {"kind": "recorded"}}


def check_url(event):
    return reverse("bookings:check", args=[event.pk])


def form_for(event, **changes):
    return {"request_key": str(uuid.uuid4()), "seen_version": event.version, **changes}


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r" ([.,])", r"\1", " ".join(text.split()))


@pytest.fixture
def policy(board):
    return lambda *parts, **more: PolicyVersionFactory(
        board=board, sections={k: v for part in (*parts, more) for k, v in part.items()}
    )


def test_price_and_the_policys_own_words_stand_before_the_button(signed_in, event, policy):
    policy(
        PAID,
        cancellation={
            "free_until": {"number": 5, "unit": "working_days"},
            "tiers": [{"charge": {"kind": "percentage", "percent": 50}}],
        },
        waivers=[{"code": "sick", "words": "off sick", "told_before": "10:00"}],
    )

    said = words(signed_in.get(check_url(event)))

    assert "What it costs £75" in said
    assert re.search(r"If you cancel Cancel by the end of \S+ \d+ \w+ \d{4}: free\.", said)
    assert "After that: £37.50." in said
    assert "If you do not come: £37.50." in said
    assert "When a charge can be let go" in said
    assert said.index("off sick") < said.index("Book this place")


def test_board_without_a_policy_is_free(signed_in, event):
    assert "What it costs Free" in words(signed_in.get(check_url(event)))


def test_unverified_agency_sees_what_it_may_cost(signed_in, event, agency, policy):
    rows = [{"categories": ["voluntary_local"], "tariff": {"pence": 2000}}]
    policy(prices={"rows": rows, "otherwise": {"pence": 9000}})
    agency.contributor_category = ContributorCategory.UNVERIFIED
    agency.save()

    said = words(signed_in.get(check_url(event)))

    assert "From £20 to £90" in said
    assert "still has to confirm what kind of organisation you work for" in said


def test_every_reason_is_refused_at_once_with_what_solves_it(signed_in, event, agency, policy):
    first = CourseFactory(board=event.board, title="Safeguarding level 1", slug="level-1")
    Prerequisite.objects.create(course=event.course, requires=first)
    event.course.only_for_role_groups.add(RoleGroupFactory(name="Social worker"))
    policy(
        RECORDED,
        eligibility={"area": "in", "prerequisites": {"enforced": "block"}},
    )
    AgencyStanding.objects.create(
        board=event.board,
        agency=agency,
        category="partner",
        in_area=False,
        verified_at=timezone.now(),
    )

    page = signed_in.get(check_url(event))

    said, html = words(page), page.content.decode()
    assert "for 4 reasons" in said
    assert "This training is for people who work in the area." in said
    assert "This course is for Social worker." in said
    assert "Add your line manager's e-mail address" in said.replace("&#x27;", "'")
    assert 'href="/courses/level-1/"' in html
    assert f"{reverse('bookings:details', args=[event.pk])}?change=1#id_manager_email" in html
    assert '<button class="govuk-button"' not in html.split("<main")[1]


def test_warnings_stop_nobody(signed_in, event, person, course, policy):
    other = EventFactory(course=course, starts_at=event.starts_at)
    BookingFactory(event=other, person=person)
    policy(eligibility={"clash": "warn"})

    page = signed_in.get(check_url(event))
    signed_in.post(check_url(event), form_for(event))

    assert f"You are booked on {course.title} at that time." in words(page)
    assert "Book this place" in words(page)
    assert Booking.objects.get(event=event).state == BookingState.BOOKED


def test_managers_agreement_is_ticked_where_it_is_declared(signed_in, event, policy):
    policy(DECLARED)
    form = form_for(event)

    page = signed_in.get(check_url(event))
    unticked = signed_in.post(check_url(event), form)
    ticked = signed_in.post(check_url(event), {**form, "manager_agrees": "on"}, follow=True)

    assert "My manager agrees that I go" in words(page)
    assert "Error: " in words(unticked)
    assert 'href="#id_manager_agrees"' in unticked.content.decode()
    assert form["request_key"] in unticked.content.decode()
    assert "You are booked" in words(ticked)


def test_who_will_be_asked_is_said_where_a_manager_must_agree(signed_in, event, person, policy):
    policy(RECORDED)
    job = person.employments.get()
    job.manager_name, job.manager_email = "Robin Hazel", "robin@agency.example"
    job.save()

    page = signed_in.get(check_url(event))
    signed_in.post(check_url(event), form_for(event))

    assert "Robin Hazel (robin@agency.example)" in words(page)
    assert "Hold a place and ask my manager" in words(page)
    assert Booking.objects.get().state == BookingState.AWAITING


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Enter your line manager’s email address: they must agree"),
        ("OWN", "Enter your manager’s email address: this is your own"),
    ],
)
def test_details_need_a_manager_where_one_must_agree(
    client, user, event, agency, policy, typed, error
):
    policy(RECORDED)
    client.force_login(user)
    answers = {
        "agency": agency.pk,
        "role_group": RoleGroupFactory().pk,
        "job_title": "Health visitor",
        "manager_email": user.email if typed else "",
    }

    page = client.post(reverse("bookings:details", args=[event.pk]), answers)

    assert words(page).count(error) == 2
    assert "They must agree before the place is yours." in words(page)
    assert "Health visitor" in page.content.decode()


def test_place_is_asked_for_where_staff_allocate(signed_in, event, policy):
    policy(channel={"kind": "apply"})

    page = signed_in.get(check_url(event))
    signed_in.post(check_url(event), form_for(event))

    assert "Ask for a place" in words(page)
    assert "Book this place" not in words(page)
    assert Booking.objects.get().state == BookingState.APPLIED


def test_mix_says_why_one_would_wait(signed_in, event, agency, policy):
    policy(mix=[{"kind": "cap", "by": "agency", "places": 1}])
    BookingFactory(event=event, agency=agency)

    page = signed_in.get(check_url(event))
    signed_in.post(check_url(event), form_for(event, or_wait="1"))

    assert f"for {agency.name}" in words(page)
    assert "Join the waiting list" in words(page)
    assert Booking.objects.filter(state=BookingState.WAITING).count() == 1


def test_place_kept_for_others_meanwhile_offers_the_waiting_list(signed_in, event, agency, policy):
    policy(mix=[{"kind": "cap", "by": "agency", "places": 1}])
    form = form_for(event)
    BookingFactory(event=event, agency=agency)

    page = signed_in.post(check_url(event), form)

    assert 'name="or_wait"' in page.content.decode()
    assert form["request_key"] in page.content.decode()


def test_invited_groups_come_first_until_it_opens_to_all(signed_in, event, policy):
    notice = {"number": 10, "unit": "calendar_days"}
    policy(channel={"kind": "invited_first", "invited_sectors": ["Nobody"], "opens_to_all": notice})

    said = words(signed_in.get(check_url(event)))

    assert re.search(r"It opens to everybody on \S+ \d+ \w+ \d{4}\. Come back then\.", said)


def test_price_that_changed_meanwhile_is_shown_before_anything_is_booked(signed_in, event, policy):
    policy(prices={"otherwise": {"pence": 2000, "per": "own_price"}})
    form = form_for(event, seen_price="£20")
    EventRules.objects.create(event=event, price_pence=3000)

    page = signed_in.post(check_url(event), form)
    booked = signed_in.post(check_url(event), {**form, "seen_price": "£30"}, follow=True)

    assert "The price has changed from £20 to £30" in words(page)
    assert "You are booked" in words(booked)


def test_asking_again_links_to_what_was_asked(signed_in, event, person):
    booking = BookingFactory(event=event, person=person, state=BookingState.APPLIED)

    page = signed_in.get(check_url(event))

    assert "You have asked for a place on this event already." in words(page)
    assert reverse("bookings:confirmation", args=[booking.reference]) in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_check_page_costs_the_same_queries_however_many_have_booked(
    signed_in, event, agency, policy, count, django_assert_num_queries
):
    policy(RECORDED, mix=[{"kind": "cap", "by": "agency", "places": 4}])
    EmploymentFactory(person=PersonFactory(), agency=agency)
    signed_in.get(check_url(event))
    for _ in range(count):
        BookingFactory(event=event)

    with django_assert_num_queries(28):
        signed_in.get(check_url(event))


def test_policy_in_force_on_the_day_counts(signed_in, event, policy):
    policy(PAID)
    PolicyVersionFactory(board=event.board, starts_on=timezone.localdate() + dt.timedelta(days=1))

    assert "What it costs £75" in words(signed_in.get(check_url(event)))
