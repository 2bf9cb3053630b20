"""Letters: printed as one PDF, and sent only when staff say that they came out right."""

import re

import pytest
from django.urls import reverse

from notices import actions
from notices.models import Message
from people.actions import grant_role
from people.choices import Role
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    BookingFactory,
    EmploymentFactory,
    UserFactory,
)
from tests.pdf import unpacked

pytestmark = pytest.mark.django_db

LIST, PRINT, PDF = "office_messages:letters", "office_messages:print", "office_messages:pdf"


@pytest.fixture
def board():
    return BoardFactory(name="Halton Board")


@pytest.fixture
def officer(client, board):
    user = UserFactory(full_name="Olive Officer")
    grant_role(user, Role.OFFICER, board=board)
    client.force_login(user)
    return user


@pytest.fixture
def write(board):
    """A letter "booked" to somebody without an address, waiting to be printed."""
    from bookings.messages.kinds import BOOKED

    def write(name, of=board):
        work = EmploymentFactory(
            agency=AgencyFactory(boards=[of]), person__full_name=name, person__email=""
        )
        booking = BookingFactory(
            event__course__board=of, event__course__title="Neglect", person=work.person
        )
        return actions.queue_message(
            BOOKED,
            key=f"booking:{booking.pk}:booked",
            board_id=of.pk,
            to=actions.Recipient(name, person_id=work.person_id),
            about=booking,
        )

    return write


def chosen(client, *letters):
    """The page to print the letters from, as choosing them in the list leads to it."""
    data = {"letter": [letter.pk for letter in letters]}
    return client.post(reverse(LIST), data, follow=True).content.decode()


def marks(text):
    return re.findall(r'name="letter" value="(\d+:[0-9a-f]{12})"', text)


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_letters_of_ones_own_board_are_listed(client, officer, write):
    write("Jane Doe")
    write("Tom Other", of=BoardFactory())

    text = client.get(reverse(LIST)).content.decode()

    assert "Jane Doe" in text
    assert "Tom Other" not in text


def test_chosen_letters_make_one_tagged_pdf_a_page_each(client, officer, write):
    text = chosen(client, write("Jane Doe"), write("Tim Roe"))

    link = re.search(r'href="([^"]+letters\.pdf[^"]*)"', text)[1].replace("&amp;", "&")
    answer = client.get(link)

    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    inside = unpacked(answer.content)
    assert inside.count(b"/Type /Page\n") + inside.count(b"/Type /Page/") == 2
    assert b"pdfuaid" in inside
    assert states() == ["waiting", "waiting"]


def test_links_are_written_out_in_a_letter(client, officer, write):
    from notices.actions.letters import letter_of

    said = letter_of(write("Jane Doe")).said

    assert "<a " not in said.html
    assert "See your booking: http" in said.html


def test_nothing_counts_as_sent_until_staff_say_so(client, officer, write):
    letter = write("Jane Doe")
    text = chosen(client, letter)
    client.get(reverse(PRINT), {"letter": letter.pk})
    assert states() == ["waiting"]

    client.post(reverse(PRINT), {"letter": marks(text)})

    letter.refresh_from_db()
    assert (letter.state, letter.subject) == ("sent", "Booked: Neglect")
    assert "Jane Doe, you have a place." in letter.body
    page = client.get(reverse("office_messages:inspect", args=[letter.pk])).content.decode()
    assert "Olive Officer printed it" in page


def test_saying_so_twice_changes_nothing(client, officer, write):
    letter = write("Jane Doe")
    text = chosen(client, letter)

    for _ in range(2):
        client.post(reverse(PRINT), {"letter": marks(text)})

    assert letter.log.filter(verb="printed").count() == 1


def cancel_booking_of(letter):
    from bookings.models import Booking

    Booking.objects.filter(pk=letter.about_id).delete()


def test_letter_that_is_no_longer_true_is_cancelled_when_it_is_chosen(client, officer, write):
    letter, other = write("Jane Doe"), write("Tim Roe")
    cancel_booking_of(letter)

    text = chosen(client, letter, other)

    assert "The letter to Jane Doe was cancelled instead: The booking is no longer there." in text
    assert states() == ["cancelled", "waiting"]


def test_letter_that_became_untrue_after_printing_is_taken_out_of_the_pile(client, officer, write):
    letter = write("Jane Doe")
    text = chosen(client, letter)
    cancel_booking_of(letter)

    answer = client.post(reverse(PRINT), {"letter": marks(text)}, follow=True)

    assert "Please take it out of the pile." in answer.content.decode()
    assert states() == ["cancelled"]


def test_letter_whose_words_changed_after_printing_stays_to_be_printed(client, officer, write):
    letter = write("Jane Doe")
    text = chosen(client, letter)
    actions.edit_message(letter.pk, subject="Other", body="Words", actor=None)

    answer = client.post(reverse(PRINT), {"letter": marks(text)}, follow=True)

    assert "print again and throw away the first: Jane Doe" in answer.content.decode()
    assert states() == ["waiting"]


def test_pdf_of_letters_that_changed_leads_back(client, officer, write):
    letter = write("Jane Doe")
    mark = marks(chosen(client, letter))[0]
    actions.edit_message(letter.pk, subject="Other", body="Words", actor=None)

    answer = client.get(reverse(PDF), {"letter": mark}, follow=True)

    assert "Some of these letters have changed" in answer.content.decode()


def test_another_boards_letter_is_neither_shown_nor_marked(client, officer, write):
    theirs = write("Tom Other", of=BoardFactory())
    mark = f"{theirs.pk}:{actions.letters.letter_of(theirs).mark}"

    shown = client.get(reverse(PRINT), {"letter": mark}, follow=True).content.decode()
    client.post(reverse(PRINT), {"letter": mark})
    chosen(client, theirs)
    pdf = client.get(reverse(PDF), {"letter": mark})

    assert "Tom Other" not in shown
    assert pdf.status_code == 302
    assert states() == ["waiting"]


def test_name_that_is_markup_stays_a_name_in_a_letter(client, officer, write):
    from notices.actions.letters import letter_of

    said = letter_of(write("<b>Jane</b> [x](http://evil.example)")).said

    assert "&lt;b&gt;Jane&lt;/b&gt; [x](http://evil.example), you have a place." in said.html
