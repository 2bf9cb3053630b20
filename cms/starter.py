"""The first words of a new board's site: true as they stand, and the board's to change."""

from typing import Any

from people.models import Board

Block = tuple[str, Any]

ACCESSIBILITY = """
<p>We want everybody who works with children or adults at risk to be able to use this site. You should be
able to read it with a screen reader, use it with a keyboard alone, zoom to 400% without scrolling sideways,
and book a place without JavaScript.</p>
"""
ACCESSIBILITY_LIMITS = """
<p>We aim at level AA of the Web Content Accessibility Guidelines, version 2.2. Pages are checked by an
automatic tool each time the software changes. Nobody outside the team has audited this site yet. The
training you find under E-learning is run by others, and we cannot promise how accessible it is.</p>
"""
ACCESSIBILITY_REPORT = """
<p>If something here does not work for you, or you need a page in another form such as large print or easy
read, tell us. If you are not happy with our answer, the
<a href="https://www.equalityadvisoryservice.com/">Equality Advisory and Support Service</a> can advise you.</p>
"""
PRIVACY_KEPT = """
<ul><li>Your name and e-mail address, so that you can sign in and we can write to you about your training.</li>
<li>Where you work and your role, so that agencies can see who is trained.</li>
<li>Your bookings, your attendance and your places on waiting lists.</li>
<li>What you tell us about access or dietary needs, seen only by those who run that event.</li></ul>
"""
PRIVACY_SHARED = """
<p>The training team and the trainers of your event see your name, agency and needs. Reports to the board
count people by agency and sector and name nobody. We do not sell or share your details for advertising.</p>
"""
PRIVACY_RIGHTS = """
<p>You may ask to see what we hold about you, to have it corrected, or to have it erased where the law lets
us. Write to us at the address below. You may also complain to the
<a href="https://ico.org.uk/make-a-complaint/">Information Commissioner’s Office</a>.</p>
"""
COOKIES = """
<p>This site sets two cookies. Both are needed for it to work, so we do not ask for consent. There are no
cookies for statistics or advertising.</p>
<ul><li><b>sessionid</b> keeps you signed in. It is set when you sign in or start a booking, and goes after
12 hours or when you sign out.</li>
<li><b>csrftoken</b> protects the forms you send from being forged. It is set when a page holds such a form
and lasts for one year.</li></ul>
"""
CONTACT = """
<p>Ask us about a course, a booking, access to a venue, or training for your whole team.</p>
"""
CANCELLING = """
<p>If you cannot come, cancel under <b>My training</b> as early as you can. Your place goes to the first
person on the waiting list at once.</p>
"""
WELCOME = """
<p>All our multi-agency training is now in one place. You can search the calendar by topic, level and area,
see how many places are left, book in a few minutes and keep a record of everything you have attended.</p>
<p>If an event is full, join the waiting list: when somebody cancels, the place is yours and we write to you
at once.</p>
"""


def home_words(board: Board) -> dict[str, str]:
    return {
        "title": f"{board.short_name} training",
        "hero_title": "Training together to keep people safe",
        "introduction": (
            f"Multi-agency safeguarding training from {board.name}. Find a course, see what is left, "
            "and book your place."
        ),
        "search_description": f"Find and book multi-agency safeguarding training from {board.name}.",
    }


def contact_body() -> list[Block]:
    return [
        ("text", CONTACT),
        ("contact", None),
        ("heading", "If you cannot come"),
        ("text", CANCELLING),
    ]


def accessibility_body() -> list[Block]:
    return [
        ("text", ACCESSIBILITY),
        ("heading", "What we know about this site"),
        ("text", ACCESSIBILITY_LIMITS),
        ("heading", "Tell us about a problem"),
        ("text", ACCESSIBILITY_REPORT),
        ("contact", None),
    ]


def privacy_body() -> list[Block]:
    return [
        ("heading", "What we keep"),
        ("text", PRIVACY_KEPT),
        ("heading", "Who sees it"),
        ("text", PRIVACY_SHARED),
        ("heading", "Your rights"),
        ("text", PRIVACY_RIGHTS),
        ("contact", None),
    ]


def cookies_body() -> list[Block]:
    return [("text", COOKIES)]


def welcome_body() -> list[Block]:
    return [("text", WELCOME)]
