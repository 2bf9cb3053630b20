"""What a place costs."""

from people.choices import ContributorCategory

from .cases import Case, Delegate, EventFacts
from .choices import Area
from .money import pounds, tariff_pence
from .quotes import Quote, Reason
from .schema import Policy, PriceRow

VERIFIED = [c for c in ContributorCategory if c != ContributorCategory.UNVERIFIED]
OTHERWISE = "prices.otherwise"


def quote_price(policy: Policy, case: Case) -> Quote:
    """The price of one place by the policy, whatever was agreed, and the row that decided."""
    return price_of(policy, case.event, case.delegate)


def price_of(policy: Policy, event: EventFacts, delegate: Delegate) -> Quote:
    """As `quote_price`: of the rows that fit, the most specific counts, of equals the first.

    Naming courses is more specific than naming course types, that than contributor categories, and that
    than the area.
    """
    found = possible_prices(policy, event, delegate)
    pence, rule = found[0]
    amounts = [amount for amount, _ in found]
    low, high = min(amounts), max(amounts)
    provisional = len(found) > 1
    reasons = [_price_reason(policy, pence, rule)]
    if provisional:
        reasons.append(_provisional(delegate, low, high))
    return Quote(pence, low, high, provisional, rule, tuple(reasons))


def possible_prices(policy: Policy, event: EventFacts, delegate: Delegate) -> list[tuple[int, str]]:
    """(pence, rule) of every category and area the delegate may turn out to have; first the one to quote.

    While they are not known that is the highest, unless a row names the unverified.
    """
    unverified = delegate.category == ContributorCategory.UNVERIFIED
    areas = [delegate.in_area] if delegate.in_area is not None else [True, False]
    categories = VERIFIED if unverified else [delegate.category]
    found = [_price(policy, event, c, in_area) for in_area in areas for c in categories]
    found.sort(key=lambda each: -each[0])
    named = [_price(policy, event, delegate.category, in_area) for in_area in areas]
    if unverified and any(_names_unverified(policy, rule) for _, rule in named):
        found.insert(0, max(named))
    return found


def row_path(number: int) -> str:
    return f"prices.rows[{number}]"


def specificity(row: PriceRow) -> tuple[bool, bool, bool, bool]:
    return (
        bool(row.courses),
        bool(row.course_types),
        bool(row.categories),
        row.area != Area.ANY,
    )


def _price(
    policy: Policy, event: EventFacts, category: ContributorCategory, in_area: bool
) -> tuple[int, str]:
    fitting = [
        (row, row_path(number))
        for number, row in enumerate(policy.prices.rows)
        if _fits(row, event, category, in_area)
    ]
    if not fitting:
        return tariff_pence(policy.prices.otherwise, event, policy), OTHERWISE
    row, rule = max(fitting, key=lambda each: specificity(each[0]))
    return tariff_pence(row.tariff, event, policy), rule


def _fits(row: PriceRow, event: EventFacts, category: ContributorCategory, in_area: bool) -> bool:
    return (
        (not row.courses or event.course in row.courses)
        and (not row.course_types or not set(row.course_types).isdisjoint(event.course_types))
        and (not row.categories or category in row.categories)
        and (row.area == Area.ANY or (row.area == Area.IN) == in_area)
    )


def _names_unverified(policy: Policy, rule: str) -> bool:
    rows = {row_path(n): row for n, row in enumerate(policy.prices.rows)}
    return rule in rows and ContributorCategory.UNVERIFIED in rows[rule].categories


def _price_reason(policy: Policy, pence: int, rule: str) -> Reason:
    if not pence:
        return Reason("free_place", "The place is free.", rule)
    return Reason("price", f"The place costs {pounds(pence)}.", rule)


def _provisional(delegate: Delegate, low: int, high: int) -> Reason:
    unverified = delegate.category == ContributorCategory.UNVERIFIED
    what = "what kind of organisation you work for" if unverified else "where you work"
    if low == high:
        return Reason("provisional", f"The training team still has to confirm {what}.")
    message = (
        f"The training team still has to confirm {what}: it will be from {pounds(low)} "
        f"to {pounds(high)}."
    )
    return Reason("provisional", message)
