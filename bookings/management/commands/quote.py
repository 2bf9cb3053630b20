import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
)

from bookings.policy.cases import Case
from bookings.policy.documents import case_from_yaml, policy_from_yaml
from bookings.policy.keys import every_key
from bookings.policy.may_book import may_book
from bookings.policy.quotes import (
    Quote,
    booking_closes_at,
    last_free_moment,
    quote_cancellation,
    quote_no_show,
    quote_price,
)
from bookings.policy.reading import Problem
from bookings.policy.schema import Policy
from bookings.policy.words import before_booking, for_officer, worked_examples


class _Formatter(DjangoHelpFormatter):
    """Keeps the lines of the case format."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in text.splitlines())


class Command(BaseCommand):
    help = (
        "Asks a policy file about a case: what it costs, may they book, and every reason, as JSON."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        kwargs.setdefault("formatter_class", _Formatter)
        kwargs["epilog"] = case_format()
        return super().create_parser(prog_name, subcommand, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--policy", required=True, type=Path, help="A policy in YAML.")
        parser.add_argument("--case", type=Path, help="A case in YAML, in the format below.")
        parser.add_argument(
            "--explain",
            action="store_true",
            help="Print the rules in plain English (for the case, if there is one) with worked examples.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["case"] and not options["explain"]:
            raise CommandError("Give a case with --case, or ask for the rules with --explain.")
        reading = policy_from_yaml(_text_of(options["policy"]))
        problems = _named(options["policy"], reading.problems)
        case = None
        if options["case"]:
            asked = case_from_yaml(_text_of(options["case"]))
            problems += _named(options["case"], asked.problems)
            case = asked.case
        if problems or reading.policy is None:
            raise CommandError("\n".join(problems))
        if options["explain"]:
            self.stdout.write("\n".join(explain(reading.policy, case)))
        elif case:
            answers = answer(reading.policy, case)
            self.stdout.write(json.dumps(answers, indent=2, ensure_ascii=False))


def answer(policy: Policy, case: Case) -> dict[str, Any]:
    """Everything the engine says about a case; `charge` is None where nothing was cancelled or missed."""
    price = quote_price(policy, case.event, case.person)
    charge = _charge(policy, case)
    booking = may_book(policy, case)
    free_until = last_free_moment(policy, case.event)
    return {
        "price": _amounts(price),
        "charge": _amounts(charge) if charge else None,
        "may_book": booking.may_book,
        "refusals": [asdict(each) for each in booking.refusals],
        "notes": [asdict(each) for each in booking.notes],
        "booking_closes": booking_closes_at(policy, case.event).isoformat(),
        "free_until": free_until.isoformat() if free_until else None,
    }


def explain(policy: Policy, case: Case | None) -> list[str]:
    if case:
        return before_booking(policy, case.event, case.person)
    rules = [f"{line.words}  [{line.rule}]" for line in for_officer(policy)]
    return [policy.name, "", *rules, "", *(each.words for each in worked_examples(policy))]


def case_format() -> str:
    """Every key of a case, from the schema that reads it."""
    keys = [f"  {path}: {each.metadata['about']}" for path, each in every_key(Case)]
    return "\n".join(["The case file, in YAML (money in pence):", *keys])


def _charge(policy: Policy, case: Case) -> Quote | None:
    if case.cancels_at is not None:
        return quote_cancellation(policy, case, case.cancels_at)
    return quote_no_show(policy, case) if case.missed is not None else None


def _amounts(quote: Quote) -> dict[str, Any]:
    return {
        "pence": quote.pence,
        "low": quote.low,
        "high": quote.high,
        "provisional": quote.provisional,
        "reasons": [asdict(each) for each in quote.reasons],
    }


def _named(path: Path, problems: tuple[Problem, ...]) -> list[str]:
    return [f"{path}: {problem}" for problem in problems]


def _text_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.") from error
